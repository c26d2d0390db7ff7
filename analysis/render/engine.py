"""Run a report's notebook with papermill, and tell a run that ended well from one that did not."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import papermill
from nbformat.v4 import new_markdown_cell
from papermill.engines import papermill_engines

from analysis.errors import ReportError
from analysis.render.canonical import canonical
from analysis.render.kernel import ReportEngine
from analysis.render.manifest import epoch_of

if TYPE_CHECKING:
    from analysis.render.catalogue import Report

# tag of the cells papermill adds to a failed notebook; ours are also there when a kernel has died
MARKED = "papermill-error-cell-tag"
ANCHOR = "broken-cell"
SHOWN = 60  # characters of a broken cell's first line


class ReportFailed(ReportError):  # noqa: N818 - what happened, not what kind of mistake it is
    """A report's notebook did not run to its end; `notebook` is as far as it came."""

    exit_status = 1

    def __init__(self, message: str, notebook: Any) -> None:
        super().__init__(message)
        self.notebook = notebook


def execute(report: Report, day: str, on_cell: Callable[[int, int], None]) -> Any:
    """Return the report's executed notebook in canonical form.

    `day` is the ISO date of the edition; `on_cell` is told number and count before each cell runs.
    Raises ReportFailed, with the notebook and a link in it to the broken cell, when a cell fails,
    the kernel dies, a cell takes too long or a cell ends the kernel before the last one has run.
    """
    kept: list[Any] = []
    try:
        _run(report, day, kept, on_cell)
        notebook = kept[0]
        _every_cell_ran(notebook)
    except Exception as error:  # papermill, nbclient and jupyter_client share no base class
        raise _failure(report, kept, error) from error
    return canonical(notebook)


def _run(report: Report, day: str, kept: list[Any], on_cell: Callable[[int, int], None]) -> None:
    """Run the notebook with papermill; it is in `kept` as soon as the engine has it."""
    # what papermill has to say, the exception says too
    logging.getLogger("papermill").setLevel(logging.CRITICAL)
    papermill_engines.register("report", ReportEngine)

    def on_cell_start(cell: Any, cell_index: int) -> None:  # noqa: ARG001 - nbclient names them
        on_cell(cell_index + 1, len(kept[0].cells))

    papermill.execute_notebook(
        _escaped(str(report.notebook)),
        None,
        parameters=report.parameters,
        engine_name="report",
        # whatever kernel the notebook was last saved with in JupyterLab
        kernel_name="python3",
        language="python",
        progress_bar=False,
        request_save_on_cell_execute=False,
        kept=kept,
        folder=report.notebook.parent,
        epoch=epoch_of(day),
        on_cell_start=on_cell_start,
    )


def _escaped(path: str) -> str:
    """Return a path that papermill's str.format leaves as it was."""
    return path.replace("{", "{{").replace("}", "}}")


class EndedEarlyError(Exception):
    """A cell never ran though the run ended as if all was well: `sys.exit(0)` does that."""

    ename = "SystemExit"
    evalue = "the kernel was ended before the last cell had run"


def _every_cell_ran(notebook: Any) -> None:
    for cell in notebook.cells:
        if cell.cell_type == "code" and cell.source.strip() and cell.execution_count is None:
            raise EndedEarlyError


def _failure(report: Report, kept: list[Any], error: Exception) -> ReportFailed:
    """Return the exception for a run that ended in `error`, its notebook marked."""
    reason = last_line(error)
    if not kept:
        return ReportFailed(f"report '{report.name}' could not start: {reason}", None)
    notebook = kept[0]
    notebook.cells = [c for c in notebook.cells if MARKED not in c.metadata.get("tags", [])]
    index = _broken(notebook)
    source = (notebook.cells[index].source.strip() or "empty").splitlines()[0]
    where = f"cell {index + 1} of {len(notebook.cells)} ({source:.{SHOWN}})"
    _mark(notebook, index, reason)
    return ReportFailed(f"report '{report.name}' failed in {where}: {reason}", canonical(notebook))


def last_line(error: Exception) -> str:
    """Return one line for an error: what was raised, in a cell or here, and its message."""
    # papermill's names for what a cell raised come first
    name = getattr(error, "ename", type(error).__name__)
    lines = str(getattr(error, "evalue", error)).strip().splitlines()
    return f"{name}: {lines[0]}" if lines else name


def _broken(notebook: Any) -> int:
    """Return the index of the cell that broke a run: one with an error, else the last begun."""
    begun = 0
    for index, cell in enumerate(notebook.cells):
        if any(output.output_type == "error" for output in cell.get("outputs", [])):
            return index
        if cell.cell_type == "code" and cell.metadata.papermill.start_time:
            begun = index
    return begun


def _mark(notebook: Any, index: int, reason: str) -> None:
    """Put an anchor before the broken cell and a link to it at the top."""
    anchor = new_markdown_cell(f'<span id="{ANCHOR}">**This cell broke the run.**</span>')
    link = new_markdown_cell(f"[Go to the broken cell](#{ANCHOR})\n\n    {reason}")
    notebook.cells.insert(index, anchor)
    notebook.cells.insert(0, link)
