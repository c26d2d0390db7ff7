"""Run a report's notebook with papermill and make its pages; whatever happens, return a Result."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import papermill
from papermill.engines import papermill_engines

from analysis.errors import ParameterError
from analysis.render import broken, formats, parts
from analysis.render.canonical import canonical
from analysis.render.kernel import ReportEngine, ZygoteDiedError
from analysis.render.manifest import epoch_of
from analysis.render.work import CellTime, Result, Work

Tell = Callable[[str], None]


@dataclass(slots=True)
class Run:
    """What is known of a run while it goes on, and what remains of it when it has failed."""

    notebook: Any = None
    cells: tuple[CellTime, ...] = ()
    opened: frozenset[str] = field(default_factory=frozenset)


def run(work: Work, tell: Tell = lambda _doing: None) -> Result:
    """Return what came of a report: its pages or, when it failed, why and the pages that show it.

    `tell` hears what is being done. Nothing is raised but KeyboardInterrupt.
    """
    begun = time.monotonic()
    run = Run()
    try:
        pages, failure, refused = _made(work, run, tell), None, False
    except Exception as error:  # of a cell, papermill, nbclient, jupyter_client, an exporter, …
        pages, failure = _failed(work, run, error)
        refused = _refused(error)
    seconds = time.monotonic() - begun
    return Result(work.report.name, pages, run.opened, failure, seconds, run.cells, refused)


def _made(work: Work, run: Run, tell: Tell) -> dict[str, bytes]:
    """Return the report's pages by file name; raise whatever kept them from being made."""
    tell("starting")
    try:
        _execute_to_end(work, run, tell)
        _every_cell_ran(run.notebook)
    finally:
        run.cells = _times(run.notebook)
    notebook = canonical(run.notebook)
    edition = parts.own(work.edition, work.report, run.opened)
    tell(f"writing {', '.join(work.formats)}")
    try:
        return formats.exported(notebook, work.formats, work.report, edition)
    except Exception as error:
        raise NotExportedError(broken.last_line(error)) from error


def _execute_to_end(work: Work, run: Run, tell: Tell) -> None:
    """Run the notebook, once more in a stock kernel if its own went with the zygote."""
    try:
        _execute(work, run, tell)
    except ZygoteDiedError:
        tell("starting again")
        _execute(replace(work, kernel="stock"), run, tell)


def _execute(work: Work, run: Run, tell: Tell) -> None:
    """Run the notebook with papermill; `run` has it as soon as the engine does."""
    # what papermill has to say, the exception says too
    logging.getLogger("papermill").setLevel(logging.CRITICAL)
    papermill_engines.register("report", ReportEngine)

    def on_cell_start(cell: Any, cell_index: int) -> None:  # noqa: ARG001 - nbclient names them
        tell(f"cell {cell_index + 1} of {len(run.notebook.cells)}")

    papermill.execute_notebook(
        _escaped(str(work.report.notebook)),
        None,
        parameters=work.report.parameters,
        engine_name="report",
        # whatever kernel the notebook was last saved with in JupyterLab
        kernel_name="python3",
        language="python",
        progress_bar=False,
        request_save_on_cell_execute=False,
        run=run,
        folder=work.report.notebook.parent,
        epoch=epoch_of(work.edition.day),
        added=work.environment,
        limits=work.limits,
        choice=work.kernel,
        on_cell_start=on_cell_start,
    )


def _escaped(path: str) -> str:
    """Return a path that papermill's str.format leaves as it was."""
    return path.replace("{", "{{").replace("}", "}}")


class EndedEarlyError(Exception):
    """A cell never ran though the run ended as if all was well: `sys.exit(0)` does that."""

    ename = "SystemExit"
    evalue = "the kernel was ended before the last cell had run"


class NotExportedError(Exception):
    """Every cell ran, and no page could be made of what they gave."""


def _every_cell_ran(notebook: Any) -> None:
    for cell in notebook.cells:
        if cell.cell_type == "code" and cell.source.strip() and cell.execution_count is None:
            raise EndedEarlyError


def _times(notebook: Any) -> tuple[CellTime, ...]:
    """Return how long each code cell took that has run, as papermill noted it."""
    return tuple(
        CellTime(number, cell.metadata.papermill.duration, broken.first_line(cell))
        for number, cell in enumerate(broken.unmarked(notebook) if notebook else [], start=1)
        if cell.cell_type == "code" and cell.metadata.papermill.duration is not None
    )


def _refused(error: Exception) -> bool:
    """Return whether a notebook would not have its parameters."""
    return getattr(error, "ename", "") == ParameterError.__name__


def _failed(work: Work, run: Run, error: Exception) -> tuple[dict[str, bytes], str]:
    """Return the pages that show a failure, and the failure in a line."""
    report = f"report '{work.report.name}'"
    reason = broken.last_line(error)
    if _refused(error):
        return {}, f"{report} refuses its parameters: {reason.partition(': ')[2]}"
    if isinstance(error, NotExportedError):
        failure = f"{report} ran, but cannot be exported: {error}"
    elif run.notebook is None or not broken.begun(run.notebook):
        return {}, f"{report} could not start: {reason}"
    else:
        failure = f"{report} failed in {broken.marked(run.notebook, reason)}: {reason}"
    notebook = canonical(run.notebook)
    return broken.pages(notebook, work.report, work.edition), failure
