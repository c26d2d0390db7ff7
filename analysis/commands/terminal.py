"""What the commands share of the terminal: columns, lines, and lines that complain."""

from __future__ import annotations

import sys
from collections.abc import Sequence


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
