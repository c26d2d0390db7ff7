from __future__ import annotations

from pathlib import Path

import pytest

from analysis.render import manifest


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"report": "other", "outputs": {}, "notebook": {}, "parameters": {}}',
        '{"report": "brief", "outputs": {}, "notebook": {}, "parameters": []}',
        '{"report": "brief", "outputs": {}, "notebook": {}, "parameters": {}, "parts": []}',
        '{"report": "brief", "outputs": {"a": 1}, "notebook": {}, "parameters": {}}',
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
