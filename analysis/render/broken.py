"""What a reader is shown of a run that failed: the reason in a line, the cell in a page."""

from __future__ import annotations

import dataclasses
from contextlib import suppress
from typing import Any

import nbformat
from nbformat.v4 import new_markdown_cell

from analysis.render import formats
from analysis.render.catalogue import Report
from analysis.render.manifest import Edition

# tag of the cells papermill adds to a failed notebook; ours are also there when a kernel has died
MARKED = "papermill-error-cell-tag"
ANCHOR = "broken-cell"
SHOWN = 60  # characters of a cell's first line


def last_line(error: Exception) -> str:
    """Return one line for an error: what was raised, in a cell or here, and its message."""
    # papermill's names for what a cell raised come first
    name = getattr(error, "ename", type(error).__name__)
    lines = str(getattr(error, "evalue", error)).strip().splitlines()
    return f"{name}: {lines[0]}" if lines else name


def first_line(cell: Any) -> str:
    """Return the beginning of a cell's first line of code."""
    return str((cell.source.strip() or "empty").splitlines()[0][:SHOWN])


def unmarked(notebook: Any) -> list[Any]:
    """Return a notebook's own cells, without those that papermill adds to a failed one."""
    return [cell for cell in notebook.cells if MARKED not in cell.metadata.get("tags", [])]


def marked(notebook: Any, reason: str) -> str:
    """Put a link to the broken cell at the top of a notebook; return where the cell is, in words.

    The notebook given is changed.
    """
    notebook.cells = unmarked(notebook)
    index = _broken(notebook)
    cell = notebook.cells[index]
    where = f"cell {index + 1} of {len(notebook.cells)} ({first_line(cell)})"
    anchor = new_markdown_cell(f'<span id="{ANCHOR}">**This cell broke the run.**</span>')
    link = new_markdown_cell(f"[Go to the broken cell](#{ANCHOR})\n\n    {reason}")
    notebook.cells.insert(index, anchor)
    notebook.cells.insert(0, link)
    return where


def pages(notebook: Any, report: Report, edition: Edition) -> dict[str, bytes]:
    """Return a failed notebook and its page, which shows the code, by file name.

    A notebook that cannot be made into a page has none: that may be why the report failed.
    """
    raw, page = (f"{report.name}{ending}" for ending in formats.FAILED)
    made = {raw: nbformat.writes(notebook).encode("utf-8", "replace")}
    shown = dataclasses.replace(edition, show_code=True)
    with suppress(Exception):  # of any exporter; the failure itself is told anyway
        made[page] = next(iter(formats.exported(notebook, ("html",), report, shown).values()))
    return made


def begun(notebook: Any) -> list[int]:
    """Return the indices of the code cells that papermill has sent to the kernel."""
    return [
        index
        for index, cell in enumerate(notebook.cells)
        if cell.cell_type == "code" and cell.metadata.get("papermill", {}).get("start_time")
    ]


def _broken(notebook: Any) -> int:
    """Return the index of the cell that broke a run: one with an error, else the last begun."""
    for index, cell in enumerate(notebook.cells):
        if any(output.output_type == "error" for output in cell.get("outputs", [])):
            return index
    return max(begun(notebook), default=0)
