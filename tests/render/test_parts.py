from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from analysis.render import parts
from analysis.render.catalogue import Report
from analysis.render.manifest import Edition, digest

PARTS = {"code/a.py": "1", "code/b.py": "2", "code/pages": "3", "data/x.csv": "4"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Code, data within the code as a wheel has them, and notebooks with a table beside them."""
    for name in ("code/a.py", "code/b.py", "code/pages/c.css", "code/data/x.csv", "nb/t.ipynb"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)
    (tmp_path / "nb" / "extra.csv").write_text("extra")
    return tmp_path


@pytest.fixture
def report(folder: Path) -> Report:
    return Report("t", "T", folder / "nb" / "t.ipynb", {}, {})


@pytest.fixture
def edition(folder: Path) -> Edition:
    roots = {"code": str(folder / "code"), "data": str(folder / "code" / "data")}
    return Edition("2025-06-18", "1.0+abc", {}, PARTS, roots=roots, always=("code/pages",))


def test_what_was_not_opened_is_no_part(report: Report, edition: Edition, folder: Path) -> None:
    opened = [str(folder / "code" / "a.py"), str(folder / "code" / "data" / "x.csv")]
    assert parts.reached(report, edition, opened) == {
        "code/a.py": "1",
        "code/pages": "3",
        "data/x.csv": "4",
        "notebooks/t.ipynb": digest(b"nb/t.ipynb"),
    }


def test_a_file_of_a_folder_that_counts_as_one_is_that_part(
    report: Report, edition: Edition, folder: Path
) -> None:
    opened = [str(folder / "code" / "pages" / "c.css")]
    assert parts.reached(report, edition, opened) == parts.reached(report, edition, [])


def test_an_undeclared_file_beside_the_notebook_is_a_part_with_the_hash_it_has(
    report: Report, edition: Edition, folder: Path
) -> None:
    extra = folder / "nb" / "extra.csv"
    found = parts.reached(report, edition, [str(extra)])
    assert found["notebooks/extra.csv"] == digest(b"extra")
    extra.write_text("changed")
    assert parts.current("notebooks/extra.csv", report, edition) == digest(b"changed")
    extra.unlink()
    assert parts.current("notebooks/extra.csv", report, edition) is None


@pytest.mark.parametrize("name", ["elsewhere/x", "code/../../x", "notebooks/../t.ipynb", "x", ""])
def test_a_name_that_leads_nowhere_of_ours_has_no_hash(
    report: Report, edition: Edition, name: str
) -> None:
    assert parts.current(name, report, edition) is None


def test_a_part_reached_by_a_link_keeps_its_name(
    report: Report, edition: Edition, folder: Path
) -> None:
    (folder / "link").symlink_to(folder / "code")
    opened = [str(folder / "link" / "b.py")]
    assert parts.reached(report, edition, opened)["code/b.py"] == "2"
    assert parts.outside(report, edition, opened) == []


def test_a_file_outside_is_told_of_by_its_bare_name_and_the_machines_own_is_not(
    report: Report, edition: Edition, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(folder / "home"))
    monkeypatch.setenv("MPLCONFIGDIR", str(folder / "mpl"))
    machine = ["/usr/share/zoneinfo/UTC", f"{folder}/home/.cache/x.json", f"{folder}/mpl/fonts"]
    strange = [f"{folder}/home/mine.csv", f"{folder}/codes/x.py"]
    ours = [f"{folder}/code/a.py"]
    assert parts.outside(report, edition, [*machine, *strange, *ours]) == ["mine.csv", "x.py"]


def test_an_edition_is_named_after_its_version_and_the_parts_alone(
    report: Report, edition: Edition, folder: Path
) -> None:
    opened = [str(folder / "code" / "a.py")]
    own = parts.own(edition, report, opened)
    version, plus, digits = own.code.partition("+")
    assert (version, plus, len(digits)) == ("1.0", "+", 12)
    elsewhere = dataclasses.replace(edition, parts=PARTS | {"code/b.py": "9"})
    assert parts.own(elsewhere, report, opened).code == own.code
    changed = dataclasses.replace(edition, parts=PARTS | {"code/a.py": "9"})
    assert parts.own(changed, report, opened).code != own.code


def test_moving_a_hash_from_one_part_to_another_is_another_edition() -> None:
    assert parts.together({"a": "1", "b": "2"}) != parts.together({"a": "2", "b": "1"})
    assert parts.together({"a": "1"}) != parts.together({"a1": ""})
