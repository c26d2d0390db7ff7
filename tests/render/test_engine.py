from __future__ import annotations

import pickle
from collections.abc import Callable
from pathlib import Path

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from analysis.render import engine, formats, kernel
from analysis.render.catalogue import Report
from analysis.render.manifest import Edition
from analysis.render.work import Result, Work

EDITION = Edition("2025-06-18", "0.1.0+abc", {}, {})


@pytest.fixture
def ran(notebooks) -> Callable[..., Result]:
    """What comes of a report of these code cells."""

    def run(*sources: str, formats: tuple[str, ...] = ("html",), **environment: str) -> Result:
        path = notebooks.add("tiny", *sources)
        report = Report("tiny", "Tiny", path, {}, {})
        return engine.run(Work(report, formats, EDITION, environment=environment))

    return run


def test_a_notebook_papermill_cannot_read_fails_without_a_page(tmp_path: Path) -> None:
    path = tmp_path / "tiny.ipynb"
    path.write_text("no notebook")
    result = engine.run(Work(Report("tiny", "Tiny", path, {}, {}), ("html",), EDITION))
    assert result.failure.startswith("report 'tiny' could not start: ")
    assert (result.name, result.pages, result.cells) == ("tiny", {}, ())


def test_a_failure_names_the_cell_and_carries_its_pages(ran: Callable[..., Result]) -> None:
    result = ran("x = 1", "1 / 0", "print(x)")
    line = "report 'tiny' failed in cell 4 of 5 (1 / 0): ZeroDivisionError: division by zero"
    assert result.failure == line
    assert [*result.pages] == ["tiny.failed.ipynb", "tiny.failed.html"]
    assert [cell.number for cell in result.cells] == [2, 3, 4]


def test_an_exporter_that_fails_leaves_the_notebook(
    ran: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: object) -> None:
        raise RecursionError("too deep\nand more")

    monkeypatch.setattr(formats, "exported", fail)
    result = ran("x = 1")
    message = "report 'tiny' ran, but cannot be exported: RecursionError: too deep"
    assert result.failure == message
    assert [*result.pages] == ["tiny.failed.ipynb"]


def test_a_result_has_pages_and_times_and_travels_between_processes(
    ran: Callable[..., Result],
) -> None:
    result = ran("import time\ntime.sleep(0.3)", "x = 1", formats=("html", "pdf"))
    assert result.failure is None
    assert [*result.pages] == ["tiny.html", "tiny.pdf"]
    assert [cell.first_line for cell in result.cells[1:]] == ["import time", "x = 1"]
    assert result.cells[1].seconds >= 0.3 > result.cells[2].seconds
    assert result.seconds > sum(cell.seconds for cell in result.cells)
    assert pickle.loads(pickle.dumps(result)) == result  # noqa: S301 - our own bytes


def test_the_environment_of_the_work_reaches_the_kernel(ran: Callable[..., Result]) -> None:
    result = ran("import os\nprint(os.environ['PROBE'])", PROBE="it came")
    assert b"it came" in result.pages["tiny.html"]


@pytest.mark.parametrize("code", ["print('x')", ""])
def test_a_cell_that_never_ran_is_missed_unless_it_is_empty(code: str) -> None:
    notebook = new_notebook(cells=[new_code_cell(f"{code}\n")])
    if code:
        with pytest.raises(engine.EndedEarlyError):
            engine._every_cell_ran(notebook)
    else:
        engine._every_cell_ran(notebook)


def test_a_folder_with_braces_in_its_name_reaches_papermill_as_it_is() -> None:
    assert engine._escaped("note{books}/x.ipynb").format() == "note{books}/x.ipynb"


def test_papermill_has_nothing_to_write_and_finds_an_error_all_the_same(
    ran: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    written = []
    monkeypatch.setattr("papermill.execute.write_ipynb", lambda made, _path: written.append(made))
    assert ran("1 + 1").failure is None
    assert [made.cells for made in written] == [[]]
    assert "ZeroDivisionError" in (ran("1 / 0").failure or "")


def test_an_error_is_one_whether_an_output_or_only_papermills_note_tells_of_it() -> None:
    shown, noted, good = (new_notebook(metadata={"papermill": {}}) for _ in range(3))
    shown.cells = [new_code_cell(outputs=[new_output("error", ename="E", evalue="v")])]
    noted.metadata.papermill.exception = True
    good.cells = [new_markdown_cell("text"), new_code_cell()]
    for made in (shown, good):
        made.metadata.papermill.exception = None
    assert [*map(kernel._raised, (shown, noted, good))] == [True, True, False]
