from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from analysis.__main__ import main
from analysis.errors import ReportError
from analysis.render import beside, store
from analysis.render.audit import audit
from analysis.render.catalogue import Report
from analysis.render.hashes import FILE
from analysis.render.index import Shared
from analysis.render.manifest import Edition
from analysis.render.work import Result, Work

EDITION = Edition("2025-06-18", "1.0+abc", {}, {"code/a.py": "1"})


def put(folder: Path, name: str, **pages: bytes) -> None:
    """Put a report there as if it had been run."""
    notebook = folder.parent / "t.ipynb"
    notebook.write_text("{}")
    report = Report(name, name, notebook, {}, {})
    made = {f"{name}.{ending}": content for ending, content in pages.items()}
    store.place(Result(name, made), Work(report, ("html", "pdf"), EDITION), folder)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with two reports, a shared file and the index."""
    folder = tmp_path / "out"
    folder.mkdir()
    put(folder, "a", html=b"a", pdf=b"a")
    put(folder, "b", html=b"b", pdf=b"b")
    beside.put(folder, [Shared("claims.jsonld", "All", "Of them.", lambda: b"{}")], EDITION)
    return folder


def test_a_folder_without_a_manifest_is_refused(tmp_path: Path) -> None:
    (tmp_path / "other.json").write_text("[]")
    for folder in (tmp_path, tmp_path / "gone"):
        with pytest.raises(ReportError, match="no manifest of a report in"):
            audit(folder)


def test_a_folder_as_it_was_built_differs_in_nothing(folder: Path) -> None:
    found = audit(folder)
    assert (found.outputs, found.manifests, found.differences) == (6, 3, [])


def _lie(folder: Path) -> None:
    document = json.loads((folder / "a.json").read_text())
    document["parts"]["code/a.py"] = "2"
    (folder / "a.json").write_text(json.dumps(document))


@pytest.mark.parametrize(
    ("change", "differences"),
    [
        (lambda f: (f / "a.pdf").write_bytes(b"b"), ["a.pdf is not what its manifest says"]),
        (lambda f: (f / "a.pdf").unlink(), ["a.pdf is missing"]),
        (
            lambda f: [(f / name).unlink() for name in ("b.html", "b.pdf")],
            ["b.html is missing", "b.pdf is missing"],
        ),
        (lambda f: (f / "a.pdf").rename(f / "c.pdf"), ["a.pdf is missing", "c.pdf is in no"]),
        (lambda f: (f / "c-data.zip").touch(), ["c-data.zip is in no manifest"]),
        (
            lambda f: (f / "a.json").write_text("{"),
            ["a.html is in no", "a.json is no manifest", "a.pdf is in no manifest"],
        ),
        (lambda f: (f / "b.json").unlink(), ["b.html is in no", "b.pdf is in no manifest"]),
        (lambda f: put(f, "c"), ["c.json has no outputs"]),
        (_lie, ["a.json: the edition is not that of its parts"]),
        (lambda f: (f / "a.failed.html").touch(), ["a.failed.html is of a run that failed"]),
        (lambda f: (f / "claims.jsonld").touch() or (f / "index.html").unlink(), ["index.html is"]),
        (lambda f: (f / "claims.jsonld").write_text("[]"), ["claims.jsonld is not what"]),
        (
            lambda f: (f / "index.json").write_text("[]"),
            ["index.json has no outputs", "claims.jsonld is in no", "index.html is in no"],
        ),
        (lambda f: (f / ".a.pdf.4194305.tmp").touch(), [".a.pdf.4194305.tmp was never finished"]),
    ],
)
def test_every_difference_is_a_line(
    folder: Path, change: Callable[[Path], object], differences: list[str]
) -> None:
    change(folder)
    found = audit(folder).differences
    assert len(found) == len(differences)
    for line, expected in zip(found, differences, strict=True):
        assert line.startswith(expected)


def test_files_of_other_kinds_are_nobodys_business(folder: Path) -> None:
    for name in ("notes.txt", "picture.svg", "settings.json", ".hidden.html.swp"):
        (folder / name).touch()
    (folder / "pages.html").mkdir()
    assert audit(folder).differences == []


def test_what_is_remembered_is_not_believed(folder: Path) -> None:
    found = (folder / "a.pdf").stat()
    (folder / "a.pdf").write_bytes(b"b")
    marks = [found.st_size, (folder / "a.pdf").stat().st_mtime_ns, found.st_ino]
    good = json.loads((folder / "a.json").read_text())["outputs"]["a.pdf"]["sha256"]
    (folder / FILE).write_text(json.dumps({"a.pdf": [*marks, good]}))
    assert audit(folder).differences == ["a.pdf is not what its manifest says"]


def test_the_command_says_how_much_it_proved_or_what_differs(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["verify", "--out", str(folder)]) == 0
    assert capsys.readouterr().out == "6 outputs are as their 3 manifests say\n"
    (folder / "a.pdf").unlink()
    (folder / "b.pdf").write_bytes(b"")
    assert main(["verify", "--out", str(folder)]) == 1
    said = capsys.readouterr().out.splitlines()
    assert said == ["a.pdf is missing", "b.pdf is not what its manifest says"]
    assert main(["verify", "--out", str(folder / "gone")]) == 2
    assert capsys.readouterr().err.startswith("error: no manifest of a report in ")
