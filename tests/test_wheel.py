"""The wheel carries notebooks and data, and is the same edition as the clone it was built from."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from analysis import provenance

CLONE = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that holds what the wheel installs."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=CLONE, check=True, capture_output=True)
    with zipfile.ZipFile(next(folder.glob("*.whl"))) as wheel:
        wheel.extractall(folder / "site")
    return folder / "site"


def summit(installed: Path, *arguments: str) -> str:
    found = subprocess.run(
        [sys.executable, "-m", "analysis", *arguments],
        cwd=installed.parent,
        env={**os.environ, "PYTHONPATH": str(installed)},
        capture_output=True,
        text=True,
        check=True,
    )
    return found.stdout


def test_it_carries_every_notebook_and_table(installed: Path) -> None:
    for folder, carried in (("notebooks", "_notebooks"), ("data", "_data")):
        here = {path.name for path in (CLONE / folder).iterdir() if path.is_file()}
        there = {path.name for path in (installed / "analysis" / carried).iterdir()}
        assert here - there == set(), f"{folder}/ is not carried whole"


def test_it_lists_reports_and_sources_anywhere(installed: Path) -> None:
    assert "brief.ipynb" in summit(installed, "list")
    assert "http" in summit(installed, "sources")


def test_it_is_the_edition_of_the_clone(installed: Path) -> None:
    assert summit(installed, "--version") == f"summit {provenance.code_version()}\n"
