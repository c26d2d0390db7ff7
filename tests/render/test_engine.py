from __future__ import annotations

from pathlib import Path

import pytest
from nbformat.v4 import new_code_cell, new_notebook

from analysis.render import engine
from analysis.render.catalogue import Report
from analysis.render.engine import ReportFailed


def test_a_notebook_papermill_cannot_read_fails_without_a_notebook(tmp_path: Path) -> None:
    path = tmp_path / "tiny.ipynb"
    path.write_text("no notebook")
    report = Report("tiny", "Tiny", path, {}, {})
    with pytest.raises(ReportFailed, match="report 'tiny' could not start: ") as caught:
        engine.execute(report, "2025-06-18", lambda _number, _count: None)
    assert caught.value.notebook is None
    assert caught.value.exit_status == 1


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
    assert engine.last_line(error) == line


def test_a_cell_without_code_need_not_have_run() -> None:
    engine._every_cell_ran(new_notebook(cells=[new_code_cell(" \n")]))


def test_a_folder_with_braces_in_its_name_reaches_papermill_as_it_is() -> None:
    assert engine._escaped("note{books}/x.ipynb").format() == "note{books}/x.ipynb"
