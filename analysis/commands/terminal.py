"""What the commands share of the terminal: columns, and the line that says what is going on."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.errors import ReportError

if TYPE_CHECKING:
    from analysis.render.work import Result

ERASE = "\r\033[K"


def columns(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return rows under headings as left-aligned columns, two spaces apart."""
    table = [list(headings), *(list(row) for row in rows)]
    widths = [max(len(row[place]) for row in table) for place in range(len(headings))]
    lines = ("  ".join(cell.ljust(w) for cell, w in zip(row, widths, strict=True)) for row in table)
    return "\n".join(line.rstrip() for line in lines)


def say(text: str = "") -> None:
    """Print a line to standard output."""
    sys.stdout.write(f"{text}\n")


def complain(error: BaseException) -> None:
    """Print an error line to standard error, and a tip line for each note the error carries."""
    sys.stderr.write(f"error: {error}\n")
    for note in getattr(error, "__notes__", []):
        sys.stderr.write(f"tip: {note}\n")


class BuildLine:
    """A build's progress: a line that rewrites itself on a terminal, only the results elsewhere."""

    def __init__(self) -> None:
        self.live = sys.stderr.isatty()
        self.count = 0
        self.begun = 0

    def planned(self, count: int) -> None:
        """Note how many reports there are."""
        self.count = count

    def started(self, name: str) -> None:
        """Show which report is run in place of what was shown before."""
        self.begun += 1
        if self.live:
            sys.stderr.write(f"{ERASE}{self.begun} of {self.count}: {name}")
            sys.stderr.flush()

    def finished(self, result: Result, paths: Sequence[Path]) -> None:  # noqa: ARG002 - a Progress
        """Print the paths of the files that were written."""
        for path in paths:
            self.wrote(path)

    def skipped(self, name: str, why: str) -> None:
        """Print why a report is not run."""
        self.begun += 1
        self.clear()
        say(f"{name}: {why}")

    def failed(self, result: Result, kept: Path | None) -> None:
        """Print why a report failed and where its notebook lies."""
        self.clear()
        error = ReportError(result.failure)
        if kept:
            error.add_note(f"open {kept}, the notebook as far as it came")
        complain(error)

    def wrote(self, path: Path) -> None:
        """Print the path of a file that was written."""
        self.clear()
        say(str(path))

    def clear(self) -> None:
        """Take the line away."""
        if self.live:
            sys.stderr.write(ERASE)
            sys.stderr.flush()
