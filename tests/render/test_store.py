from __future__ import annotations

import dataclasses
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from analysis.render import hashes, manifest, store
from analysis.render.catalogue import Report
from analysis.render.hashes import Hashes
from analysis.render.manifest import Edition, digest
from analysis.render.work import Result, Work

PARTS = {"code/a.py": "1", "code/b.py": "2", "code/pages": "3", "data/x.csv": "4"}
ALL = ("html", "pdf", "data")


class Folder:
    """A folder with one report in it, and how it came there."""

    def __init__(self, path: Path) -> None:
        self.out = path / "out"
        self.out.mkdir()
        notebook = path / "notebooks" / "t.ipynb"
        notebook.parent.mkdir()
        notebook.write_text("{}")
        self.report = Report("t", "The title", notebook, {"as_of": "latest", "years": [1, 2]}, {})
        roots = {"code": "/code", "data": "/data"}
        self.edition = Edition(
            "2025-06-18", "1.0+abc", {"pandas": "3.1.0"}, PARTS, roots=roots, always=["code/pages"]
        )
        self.opened = frozenset({"/code/a.py", "/data/x.csv"})

    def place(self, *formats: str, **pages: bytes) -> list[str]:
        """Put the report there as if it had been run; return the names of what was written."""
        made = pages or dict.fromkeys(formats, b"a page")
        endings = {"html": "t.html", "pdf": "t.pdf", "data": "t-data.zip"}
        result = Result("t", {endings[name]: made[name] for name in made}, self.opened)
        work = Work(self.report, formats, self.edition)
        return [path.name for path in store.place(result, work, self.out)]

    def reasons(self, *formats: str, known: Hashes | None = None) -> list[str]:
        return store.reasons(self.report, self.edition, formats or ALL, self.out, known)

    def manifest(self) -> Any:
        return json.loads((self.out / "t.json").read_text())

    def names(self) -> set[str]:
        return {path.name for path in self.out.iterdir()}


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


@pytest.fixture
def built(folder: Folder) -> Folder:
    folder.place(*ALL)
    return folder


def test_what_was_never_built_has_no_manifest(folder: Folder) -> None:
    assert folder.reasons() == ["no manifest"]


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"report": "other"}', '{"report": "t"}'])
def test_what_has_another_manifest_has_none(built: Folder, text: str) -> None:
    (built.out / "t.json").write_text(text)
    assert built.reasons() == ["no manifest"]


def test_what_is_as_it_was_is_fresh(built: Folder) -> None:
    assert built.reasons() == []
    assert built.reasons("pdf") == []


def edit(**changes: object) -> Callable[[Folder], None]:
    def change(folder: Folder) -> None:
        folder.edition = dataclasses.replace(folder.edition, **changes)

    return change


def give(**changes: object) -> Callable[[Folder], None]:
    def change(folder: Folder) -> None:
        folder.report = dataclasses.replace(folder.report, **changes)

    return change


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (edit(parts=PARTS | {"code/a.py": "9"}), "code/a.py changed"),
        (edit(parts=PARTS | {"data/x.csv": "9"}), "data/x.csv changed"),
        (edit(parts=PARTS | {"code/pages": "9"}), "code/pages changed"),
        (edit(parts={**PARTS, "code/a.py": ""}), "code/a.py is gone"),
        (edit(always=["code/pages", "code/b.py"]), "code/b.py is new"),
        (edit(packages={"pandas": "3.1.1"}), "package pandas: 3.1.0 → 3.1.1"),
        (edit(packages={}), "package pandas: 3.1.0 → none"),
        (edit(day="2025-06-19"), "date: 2025-06-18 → 2025-06-19"),
        (edit(code="1.1+abc"), "version: 1.0 → 1.1"),
        (edit(show_code=True), "show_code: false → true"),
        (give(title="Another"), "title: The title → Another"),
        (give(parameters={"as_of": "2025-06-17", "years": [1, 2]}), "as_of: latest → 2025-06-17"),
        (give(parameters={"as_of": "latest", "years": [2]}), "parameter years: [1, 2] → [2]"),
        (give(parameters={"as_of": "latest"}), "parameter years: [1, 2] → none"),
        (lambda one: one.report.notebook.write_text("[]"), "notebooks/t.ipynb changed"),
        (lambda one: (one.out / "t.pdf").write_bytes(b"a Page"), "t.pdf is damaged"),
        (lambda one: (one.out / "t.pdf").unlink(), "t.pdf is missing"),
        (lambda one: (one.out / "t.failed.html").write_text(""), "the last run failed"),
    ],
)
def test_a_change_is_the_one_reason(
    built: Folder, change: Callable[[Folder], object], reason: str
) -> None:
    change(built)
    (found,) = built.reasons()
    assert found.endswith(reason)


@pytest.mark.parametrize(
    "change",
    [
        edit(parts=PARTS | {"code/b.py": "9", "code/new.py": "5"}),
        edit(code="1.0+def"),
        edit(sources={"x": {}}),
        lambda one: (one.out / "other.html").write_text("other"),
    ],
)
def test_what_it_is_not_made_of_may_change(
    built: Folder, change: Callable[[Folder], object]
) -> None:
    change(built)
    assert built.reasons() == []


def test_another_python_is_a_reason(built: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    before = built.manifest()["python"]
    monkeypatch.setattr("platform.python_version", lambda: "4.0")
    assert built.reasons() == [f"python: {before} → 4.0"]


def test_a_file_outside_is_never_told_to_be_as_it_was(folder: Folder) -> None:
    folder.opened |= {"/elsewhere/mine.csv"}
    folder.place(*ALL)
    assert folder.reasons() == ["mine.csv, which lies outside, may have changed"]
    assert "/elsewhere" not in (folder.out / "t.json").read_text()


def test_a_damaged_page_matters_to_who_wants_its_format(built: Folder) -> None:
    (built.out / "t.pdf").write_bytes(b"damaged")
    assert built.reasons("html", "data") == []


def test_a_format_that_was_not_made_is_missed(folder: Folder) -> None:
    folder.place("html")
    assert folder.reasons("html") == []
    assert folder.reasons("html", "pdf") == ["no pdf was made"]


def test_a_report_that_offers_no_data_misses_no_data_file(folder: Folder) -> None:
    folder.place(*ALL, html=b"1", pdf=b"2")
    assert folder.reasons() == []


def test_a_format_of_the_same_parts_stays_and_one_of_others_goes(folder: Folder) -> None:
    folder.place("pdf")
    folder.place("html")
    assert folder.manifest()["outputs"].keys() == {"t.html", "t.pdf"}
    assert folder.reasons("html", "pdf") == []
    folder.edition = dataclasses.replace(folder.edition, parts=PARTS | {"code/a.py": "9"})
    folder.place("html")
    assert folder.names() == {"t.html", "t.json"}


def test_a_damaged_format_is_missed_after_another_was_made(folder: Folder) -> None:
    folder.place("html", "pdf")
    (folder.out / "t.pdf").write_bytes(b"damaged")
    folder.place("html")
    assert folder.reasons("html", "pdf") == ["no pdf was made"]


def test_a_failure_leaves_the_good_pages_and_is_cleared_by_the_next_success(built: Folder) -> None:
    before = built.manifest()
    pages = {"t.failed.ipynb": b"{}", "t.failed.html": b"broken"}
    work = Work(built.report, ALL, built.edition)
    paths = store.place(Result("t", pages, failure="it failed"), work, built.out)
    assert [path.name for path in paths] == list(pages)
    assert built.manifest() == before
    built.place(*ALL)
    assert built.names() == {"t.html", "t.pdf", "t-data.zip", "t.json"}


def test_a_build_killed_at_any_moment_leaves_whole_files_and_a_reason(
    built: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What happens to a name in the folder is counted; after each of these the process dies."""
    (built.out / "t.failed.html").write_bytes(b"old")
    old = {path.name: path.read_bytes() for path in built.out.iterdir()}
    new = {"html": b"new", "data": b"new"}
    built.edition = dataclasses.replace(built.edition, parts=PARTS | {"code/a.py": "9"})
    for moment in range(1, 20):
        for name, content in old.items():
            (built.out / name).write_bytes(content)
        with monkeypatch.context() as patch:
            _die_after(moment, patch)
            try:
                built.place("html", "data", **new)
                break
            except KeyboardInterrupt:
                pass
        there = {path.name: path.read_bytes() for path in built.out.glob("[!.]*")}
        document = there.pop("t.json")
        assert all(page in (old.get(name), b"new") for name, page in there.items())
        assert (document != old["t.json"]) == (built.reasons("html", "data") == [])
    assert moment > 5
    assert built.reasons("html", "data") == []
    assert built.names() == {"t.html", "t-data.zip", "t.json"}


def _die_after(moment: int, patch: pytest.MonkeyPatch) -> None:
    left = [moment]

    def counted(act: Callable[..., Any]) -> Callable[..., Any]:
        def acted(*given: Any, **named: Any) -> Any:
            if not left[0]:
                raise KeyboardInterrupt
            left[0] -= 1
            return act(*given, **named)

        return acted

    for name in ("write_bytes", "replace", "unlink"):
        patch.setattr(Path, name, counted(getattr(Path, name)))


def test_a_placed_page_is_not_read_again(built: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    known = Hashes(built.out)
    work = Work(built.report, ("html",), built.edition)
    store.place(Result("t", {"t.html": b"page"}, built.opened), work, built.out, known)
    monkeypatch.setattr(hashes, "_read", lambda path: pytest.fail(f"{path} was read"))
    assert built.reasons("html", known=known) == []


def test_a_remembered_page_that_changed_is_seen(built: Folder) -> None:
    known = Hashes(built.out)
    assert built.reasons(known=known) == []
    known.keep()
    path = built.out / "t.html"
    path.write_bytes(b"a p4ge")
    os.utime(path, (1, 1))
    assert built.reasons(known=Hashes(built.out)) == ["t.html is damaged"]


def test_a_manifest_says_what_a_report_was_made_from_and_no_path(
    built: Folder, tmp_path: Path
) -> None:
    document = built.manifest()
    assert document == manifest.read(built.out / "t.json")
    assert list(document) == sorted(document)
    assert document["notebook"] == {"file": "t.ipynb"}
    assert document["parameters"] == {"as_of": "latest", "years": [1, 2]}
    assert document["parts"] == {
        "code/a.py": "1",
        "code/pages": "3",
        "data/x.csv": "4",
        "notebooks/t.ipynb": digest(b"{}"),
    }
    assert document["outputs"]["t.html"] == {"bytes": 6, "sha256": digest(b"a page")}
    assert str(tmp_path) not in json.dumps(document)
