"""How a build tells what it does: a line that rewrites itself, plain lines, or JSON."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.commands.account import BUILT, FAILED, SKIPPED, Account, span
from analysis.commands.terminal import complain, say
from analysis.errors import ReportError

if TYPE_CHECKING:
    from analysis.render.work import Result

ERASE = "\r\033[K"
RED, PLAIN = "\033[31m", "\033[0m"


def chosen(*, as_json: bool) -> Account:
    """Return who is told of a build: a program, a person at a terminal, or a log."""
    if as_json:
        return Events()
    live = sys.stderr.isatty() and os.environ.get("TERM") != "dumb"
    return Live() if live else Lines()


class Lines(Account):
    """Tells what was written on standard output, and what went wrong on standard error.

    Reports that are skipped may be many, and are only counted.
    """

    def finished(self, result: Result, paths: Sequence[Path]) -> None:
        """Print the paths of the files that were written."""
        super().finished(result, paths)
        for path in paths:
            say(str(path))

    def failed(self, result: Result, kept: Path | None) -> None:
        """Print why a report failed and where its notebook lies."""
        super().failed(result, kept)
        error = ReportError(result.failure)
        if kept:
            error.add_note(f"open {kept}, the notebook as far as it came")
        complain(error)

    def wrote(self, path: Path) -> None:
        """Print the path of a file that was written."""
        say(str(path))

    def close(self) -> None:
        """Print the account, unless it is of one report, of which all has been said."""
        if self.rows and (self.count > 1 or self.ended[SKIPPED]):
            sys.stderr.write(f"{self.table()}\n")


class Live(Lines):
    """Tells the same above a line that says how far the build is and rewrites itself."""

    def started(self, name: str) -> None:
        """Show what is running."""
        super().started(name)
        self._show()

    def finished(self, result: Result, paths: Sequence[Path]) -> None:
        """Print what was written, and show what is left."""
        self._erase()
        super().finished(result, paths)
        self._show()

    def skipped(self, name: str, why: str) -> None:
        """Show what is left."""
        super().skipped(name, why)
        self._show()

    def failed(self, result: Result, kept: Path | None) -> None:
        """Print what went wrong, and show what is left."""
        self._erase()
        super().failed(result, kept)
        self._show()

    def wrote(self, path: Path) -> None:
        """Print the path of a file that was written."""
        self._erase()
        super().wrote(path)

    def close(self) -> None:
        """Take the line away and print the account."""
        self._erase()
        super().close()

    def line(self, width: int) -> str:
        """Return how far the build is, in no more than so many columns."""
        failed = f"{self.ended[FAILED]:,} failed" if self.ended[FAILED] else ""
        text = ", ".join(filter(None, [f"{len(self.rows):,} of {self.count:,} done", failed]))
        if self.left is not None:
            rate = 60 * (self.ended[BUILT] + self.ended[FAILED]) / max(self.elapsed, 0.001)
            text += f", {span(self.left)} left, {rate:.0f} a minute"
        if self.running:
            text += f"; {len(self.running)} running: {', '.join(self.running)}"
        cut = text if len(text) <= width else text[: width - 1] + "…"
        return cut.replace(failed, f"{RED}{failed}{PLAIN}", 1) if _coloured() and failed else cut

    def _show(self) -> None:
        # the last column stays free: some terminals break the line after it
        sys.stderr.write(f"{ERASE}{self.line(max(_width() - 1, 1))}")
        sys.stderr.flush()

    def _erase(self) -> None:
        sys.stdout.flush()
        sys.stderr.write(ERASE)
        sys.stderr.flush()


class Events(Account):
    """Tells a program: one JSON object a line, on standard output."""

    def planned(self, count: int) -> None:
        """Print how many reports there are."""
        super().planned(count)
        _event("planned", count=count)

    def started(self, name: str) -> None:
        """Print which report is being run."""
        super().started(name)
        _event("started", report=name)

    def finished(self, result: Result, paths: Sequence[Path]) -> None:
        """Print what a report took, and its files."""
        super().finished(result, paths)
        files = [str(path) for path in paths]
        _event("finished", report=result.name, seconds=round(result.seconds, 3), files=files)

    def skipped(self, name: str, why: str) -> None:
        """Print why a report is not run."""
        super().skipped(name, why)
        _event("skipped", report=name, reason=why)

    def failed(self, result: Result, kept: Path | None) -> None:
        """Print why a report failed, and where its notebook lies."""
        super().failed(result, kept)
        _event(
            "failed",
            report=result.name,
            seconds=round(result.seconds, 3),
            reason=result.failure,
            kept=str(kept) if kept else None,
        )

    def wrote(self, path: Path) -> None:
        """Print the path of a file that belongs to no single report."""
        _event("wrote", file=str(path))

    def close(self) -> None:
        """Print what was stopped in the middle, and the account."""
        for name in self.running:
            _event("stopped", report=name)
        ends = {end: self.ended[end] for end in (BUILT, FAILED, SKIPPED)}
        slowest = [asdict(cell) | {"seconds": round(cell.seconds, 3)} for cell in self.slowest]
        seconds = round(self.elapsed, 3)
        _event("summary", count=self.count, **ends, seconds=seconds, slowest_cells=slowest)


def _width() -> int:
    try:
        columns = os.get_terminal_size(sys.stderr.fileno()).columns
    except (OSError, ValueError):  # not the terminal it seemed to be
        columns = 0
    return columns or shutil.get_terminal_size().columns


def _event(event: str, **more: object) -> None:
    sys.stdout.write(json.dumps({"event": event, **more}, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def _coloured() -> bool:
    # https://no-color.org: present and not empty
    return not os.environ.get("NO_COLOR")
