"""A command of nbconvert's ends as soon as its page is written; other programs end as they do."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_markdown_cell, new_notebook

# what is registered first is called last, when an exporter's own is done
FROZEN = "import atexit, gc; atexit.register(lambda: print('frozen', gc.get_freeze_count() > 0))"
COMMAND = """
from nbconvert.nbconvertapp import NbConvertApp
NbConvertApp.launch_instance(["--to", {name!r}, "a.ipynb"])
"""
PROGRAM = """
from nbconvert.exporters import get_exporter
get_exporter({name!r})().from_filename("a.ipynb")
"""


def _said(program: str, folder: Path) -> str:
    nbformat.write(new_notebook(cells=[new_markdown_cell("Text")]), folder / "a.ipynb")
    command = [sys.executable, "-c", f"{FROZEN}\n{program}"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True).stdout


@pytest.mark.parametrize("name", ["typstpdf", "reporthtml"])
def test_other_programs_free_their_memory_at_the_end_as_ever(name: str, tmp_path: Path) -> None:
    assert _said(PROGRAM.format(name=name), tmp_path) == "frozen False\n"


@pytest.mark.parametrize("name", ["typstpdf", "reporthtml"])
def test_a_command_does_not_look_for_memory_to_free_when_its_page_is_written(
    name: str, tmp_path: Path
) -> None:
    assert _said(COMMAND.format(name=name), tmp_path) == "frozen True\n"
    assert {path.suffix for path in tmp_path.iterdir()} > {".ipynb"}
