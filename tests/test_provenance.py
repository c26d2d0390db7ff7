from __future__ import annotations

import shutil
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from analysis import provenance

CLONE = Path(__file__).parents[1]


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A small clone whose version provenance is asked for."""
    package = tmp_path / "analysis"
    (package / "render" / "templates").mkdir(parents=True)
    (package / "render" / "engine.py").write_text("ONE = 1\n")
    (package / "render" / "templates" / "page.css").write_text("p {}\n")
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "notebooks" / "brief.ipynb").write_text("{}\n")
    (tmp_path / "notebooks" / "reports.toml").write_text("[brief]\n")
    (tmp_path / "pyproject.toml").write_text("[project]\nversion = '1.2.3'\n")
    monkeypatch.setattr(provenance, "PACKAGE", package)
    monkeypatch.delenv("SUMMIT_NOTEBOOKS", raising=False)
    provenance.package_version.cache_clear()
    yield tmp_path
    provenance.package_version.cache_clear()


@pytest.mark.parametrize(
    "edited",
    [
        "analysis/render/engine.py",
        "analysis/render/templates/page.css",
        "notebooks/brief.ipynb",
        "notebooks/reports.toml",
    ],
)
def test_any_edit_that_can_change_a_page_changes_the_version(copy: Path, edited: str) -> None:
    before = provenance.code_version()
    (copy / edited).write_text("TWO = 2\n")
    assert provenance.code_version() != before


def test_moving_text_from_a_file_to_its_neighbour_changes_the_version(copy: Path) -> None:
    before = provenance.code_version()
    (copy / "analysis/render/engine.py").rename(copy / "analysis/render/batch.py")
    assert provenance.code_version() != before


def test_what_cannot_change_a_page_does_not_count(copy: Path) -> None:
    before = provenance.code_version()
    (copy / "analysis/notes.txt").write_text("x")
    (copy / "analysis/render/templates/.swap").write_text("x")
    (copy / "analysis/_data").mkdir()
    (copy / "analysis/_data/odd.py").write_text("x")
    (copy / "notebooks/.ipynb_checkpoints").mkdir()
    (copy / "notebooks/draft.txt").write_text("x")
    (copy / "analysis/render/engine.py").write_bytes(b"ONE = 1\r\n")
    assert provenance.code_version() == before


def test_a_wheel_and_a_clone_of_the_same_files_have_the_same_version(copy: Path) -> None:
    before = provenance.code_version()
    shutil.move(copy / "notebooks", copy / "analysis" / "_notebooks")
    assert provenance.notebooks() == copy / "analysis" / "_notebooks"
    assert provenance.code_version() == before


@pytest.mark.usefixtures("copy")
def test_the_version_starts_with_the_declared_one() -> None:
    version, plus, digits = provenance.code_version().partition("+")
    assert (version, plus, len(digits)) == ("1.2.3", "+", 12)


def test_without_a_clone_the_installed_version_counts(
    copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (copy / "pyproject.toml").unlink()
    monkeypatch.setattr(provenance, "DISTRIBUTION", "no-such-distribution")
    assert provenance.package_version() == "0"
    provenance.package_version.cache_clear()
    monkeypatch.setattr(provenance, "DISTRIBUTION", "pandas")
    assert provenance.package_version() == provenance.package_versions()["pandas"]


def test_another_folder_of_notebooks_can_be_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SUMMIT_NOTEBOOKS", str(tmp_path))
    assert provenance.notebooks() == tmp_path


def test_every_dependency_is_named_in_an_edition() -> None:
    project = tomllib.loads((CLONE / "pyproject.toml").read_text())["project"]
    needed = {text.partition(">")[0].partition("[")[0] for text in project["dependencies"]}
    missing = needed - provenance.package_versions().keys()
    assert not missing, f"add {missing} to PACKAGES in analysis/provenance.py"


def test_a_package_that_is_not_there_is_said_to_be_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(provenance, "PACKAGES", ("no-such-distribution",))
    assert provenance.package_versions() == {"no-such-distribution": "not installed"}
