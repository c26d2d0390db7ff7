from __future__ import annotations

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from analysis.render import broken, engine


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (ValueError("first\nsecond"), "ValueError: first"),
        (ValueError(), "ValueError"),
        (ValueError("  \n"), "ValueError"),
        (engine.EndedEarlyError(), "SystemExit: the kernel was ended before the last cell had run"),
    ],
)
def test_an_error_is_told_in_one_line(error: Exception, line: str) -> None:
    assert broken.last_line(error) == line


def begun(source: str) -> object:
    return new_code_cell(source, metadata={"papermill": {"start_time": "2025"}})


def test_the_last_cell_begun_is_the_broken_one_when_none_shows_an_error() -> None:
    notebook = new_notebook(
        cells=[begun("x = 1"), new_markdown_cell(), begun("y = 2\nz"), new_code_cell("never")]
    )
    assert broken.marked(notebook, "it died") == "cell 3 of 4 (y = 2)"
    assert notebook.cells[3].source.startswith('<span id="broken-cell">')
    assert notebook.cells[0].source.endswith("    it died")


def test_papermills_own_marks_are_not_counted() -> None:
    theirs = new_markdown_cell("error", metadata={"tags": ["papermill-error-cell-tag"]})
    failed = new_code_cell("1 / 0", outputs=[new_output("error", ename="E", evalue="")])
    notebook = new_notebook(cells=[theirs, failed, begun("later")])
    assert broken.marked(notebook, "E") == "cell 1 of 2 (1 / 0)"


def test_a_long_first_line_is_cut_and_an_empty_cell_is_called_so() -> None:
    assert broken.first_line(new_code_cell("x" * 100)) == "x" * 60
    assert broken.first_line(new_code_cell(" \n")) == "empty"
