from __future__ import annotations

import json
from pathlib import Path

import pytest

from analysis.render import manifest
from analysis.render.catalogue import Report
from analysis.render.manifest import Edition

EDITION = Edition("2025-06-18", "0.1.0+abc", {"pandas": "3.1.1"}, {"trade": "0" * 64})


@pytest.fixture
def report(tmp_path: Path) -> Report:
    notebook = tmp_path / "brief.ipynb"
    notebook.write_text("{}")
    return Report("brief", "The brief", notebook, {"as_of": "latest"}, {})


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"report": "other", "outputs": {}, "notebook": {}, "parameters": {}}',
        '{"report": "brief", "outputs": {}, "notebook": {}, "parameters": []}',
        "\xff",
    ],
)
def test_a_file_that_is_no_manifest_is_passed_over(tmp_path: Path, text: str) -> None:
    (tmp_path / "brief.json").write_bytes(text.encode("latin-1"))
    assert manifest.read(tmp_path / "brief.json") is None


def test_a_missing_manifest_is_none(tmp_path: Path) -> None:
    assert manifest.read(tmp_path / "brief.json") is None


def test_an_output_that_was_changed_moved_or_is_elsewhere_is_not_intact(tmp_path: Path) -> None:
    (tmp_path / "kept.html").write_bytes(b"page")
    (tmp_path / "edited.html").write_bytes(b"page!")
    page = manifest.described(b"page")
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "x.html").write_bytes(b"page")
    outputs = dict.fromkeys(["kept.html", "edited.html", "gone.html", "sub/x.html"], page)
    assert manifest.intact(tmp_path, {"outputs": outputs}) == {"kept.html": page}


def test_a_manifest_says_what_a_report_was_made_from_and_no_path(
    report: Report, tmp_path: Path
) -> None:
    outputs = {"brief.html": manifest.described(b"page")}
    text = manifest.encoded(manifest.inputs(report, EDITION), outputs)
    (tmp_path / "brief.json").write_bytes(text)
    document = manifest.read(tmp_path / "brief.json")
    assert document == json.loads(text)
    assert list(document) == sorted(document)
    assert document["notebook"] == {"file": "brief.ipynb", "sha256": manifest.digest(b"{}")}
    assert document["parameters"] == {"as_of": "latest"}
    assert document["data"] == {"trade": "0" * 64}
    assert document["code_version"] == "0.1.0+abc"
    assert document["outputs"]["brief.html"]["bytes"] == 4
    assert str(tmp_path) not in text.decode()
