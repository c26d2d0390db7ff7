"""Print what each exporter takes for the same notebook: time, memory, size, faults of the PDF.

python -m tests.bench [--runs N]. Cold is a whole `jupyter nbconvert` command, the best of N; warm
is one more export in a process that has made some, its median. A last line compares the processor
time of typstpdf with that of markdown, command by command in turn. Memory is the most the command
held, its subprocesses apart. Faults are the rules of PDF/UA-1 that an independent validator finds
broken.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count, islice
from pathlib import Path

import nbformat
import page
from nbconvert.exporters import get_exporter
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

CLONE = Path(__file__).parents[2]
FORMATS = {
    "markdown": "md",
    "html": "html",
    "reporthtml": "html",
    "typst": "typ",
    "typstpdf": "pdf",
    "pdf": "pdf",
    "webpdf": "pdf",
}
WARM = ("markdown", "html", "reporthtml", "typstpdf")
PAGES = 10


@dataclass(frozen=True, slots=True)
class Row:
    """What one exporter took, or why it was not run."""

    name: str
    cold: float = 0
    warm: float = 0
    memory: int = 0
    size: int = 0
    faults: str = ""
    reason: str = ""

    def line(self) -> str:
        if self.reason:
            return f"| {self.name} | {self.reason} | | | | |"
        warm = f"{self.warm:.3f}" if self.warm else ""
        held = f"{self.memory / 2**10:,.0f} | {self.size / 1000:,.0f}"
        return f"| {self.name} | {self.cold:.2f} | {warm} | {held} | {self.faults} |"


def notebook() -> NotebookNode:
    """Return a notebook of about ten pages: text, a formula, a drawing and a table on each."""
    points = " ".join(f"{x},{50 + x * x % 40}" for x in range(200))
    drawing = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="480" height="120" viewBox="0 0 200 120">'
        f'<polyline fill="none" stroke="#14568c" points="{points}"/></svg>'
    )
    numbers = map("{:,.1f}".format, count(1_000.5))  # no two are the same, as in a real table
    cells = [new_markdown_cell("# A report of ten pages")]
    for number in range(PAGES):
        words = f"## Part {number}\n\n{'A sentence of some words. ' * 60}\n\n$$\\sum_i x_i^2$$"
        code = new_code_cell(f"show({number})")
        code.outputs = [
            new_output("display_data", {"image/svg+xml": drawing, "text/plain": "drawing"}),
            new_output("display_data", {"text/html": _table(numbers), "text/plain": "table"}),
        ]
        cells.extend([new_markdown_cell(words), code])
    made = new_notebook(cells=cells)
    made.metadata.title = "A report of ten pages"
    return made


def _table(numbers: Iterator[str]) -> str:
    head = "<tr>" + "".join(f"<th>{year}</th>" for year in range(2015, 2024)) + "</tr>"
    rows = ("".join(f"<td>{number}</td>" for number in islice(numbers, 9)) for _ in range(14))
    body = "".join(f"<tr>{row}</tr>" for row in rows)
    return f"<table><thead>{head}</thead><tbody>{body}</tbody></table>"


def missing(name: str) -> str:
    """Return what an exporter needs and this machine lacks, or nothing."""
    programs = {"pdf": ("xelatex", "pandoc")}.get(name, ())
    absent = [program for program in programs if shutil.which(program) is None]
    if name == "webpdf" and importlib.util.find_spec("playwright") is None:
        absent.append("playwright")
    return f"not installed: {', '.join(absent)}" if absent else ""


def measured(name: str, file: Path, runs: int) -> Row:
    """Return what an exporter takes for a notebook in a file."""
    lacking = missing(name)
    if lacking:
        return Row(name, reason=lacking)
    took, memory = [], 0
    for _ in range(runs):
        seconds, held, status = _command(name, file)
        if status:
            return Row(name, reason="not installed, or it fails")
        took.append(seconds)
        memory = max(memory, held)
    made = file.with_suffix(f".{FORMATS[name]}")
    faults = _faults(made) if made.suffix == ".pdf" else ""
    return Row(name, min(took), _warm(name, file, runs), memory, made.stat().st_size, faults)


def _command(name: str, file: Path) -> tuple[float, int, int]:
    """Return seconds, kibibytes and the status of one `jupyter nbconvert`."""
    command = [sys.executable, "-m", "nbconvert", "--to", name, file.name]
    start = time.perf_counter()
    process = subprocess.Popen(
        command,
        cwd=file.parent,
        env={**os.environ, "PYTHONPATH": str(CLONE)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return time.perf_counter() - start, used.ru_maxrss, process.returncode


def _warm(name: str, file: Path, runs: int) -> float:
    """Return the seconds of one more export; one word differs each time, as in an edit."""
    if name not in WARM:
        return 0
    exporter = get_exporter(name)()
    took = []
    for run in range(runs + 2):
        changed = nbformat.read(file, as_version=4)
        changed.cells[1].source += f"\n\nAn edit, {run}."
        start = time.perf_counter()
        exporter.from_notebook_node(changed)
        took.append(time.perf_counter() - start)
    return statistics.median(took[2:])


def ratio(name: str, other: str, file: Path, runs: int) -> str:
    """Return how much more processor time one command takes than another, run in pairs."""
    pairs = [(_processor(name, file), _processor(other, file)) for _ in range(max(runs, 3))]
    middle = statistics.median(one / two for one, two in pairs)
    return (
        f"cold, in processor time: {name} is {middle:.2f} × {other} (median of {len(pairs)} pairs)"
    )


def _processor(name: str, file: Path) -> float:
    before = os.times()
    _, _, status = _command(name, file)
    after = os.times()
    if status:
        raise RuntimeError(f"--to {name} fails: nothing to compare")
    return (after.children_user + after.children_system) - (
        before.children_user + before.children_system
    )


def _faults(made: Path) -> str:
    verdict = page.validate_pdf(str(made), profile=page.ValidationProfile.PDF_UA_1)
    return str(len({failure.rule_id for failure in verdict.failures}))


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--formats", default=",".join(FORMATS))
    asked = parser.parse_args(arguments)
    print("| exporter | cold s | warm s | MiB | kB | PDF/UA-1 faults |")  # noqa: T201 # the table
    print("|---|---|---|---|---|---|")  # noqa: T201 # the table
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "report.ipynb"
        nbformat.write(notebook(), file)
        for name in asked.formats.split(","):
            print(measured(name, file, asked.runs).line(), flush=True)  # noqa: T201 # the table
        print(f"\n{ratio('typstpdf', 'markdown', file, asked.runs)}")  # noqa: T201 # the table
    return 0


if __name__ == "__main__":
    sys.exit(main())
