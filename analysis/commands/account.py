"""What a build comes to: how many reports ended how, and where the time went."""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from heapq import nlargest
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.commands.terminal import columns
from analysis.numbers import counted

if TYPE_CHECKING:
    from analysis.render.work import Result

ROWS = 20  # so many reports are told one by one, the slowest of them
CELLS = 5
BUILT, FAILED, SKIPPED = "built", "failed", "fresh"


@dataclass(frozen=True, slots=True)
class Row:
    """How one report ended, and after how many seconds."""

    report: str
    ended: str
    seconds: float


@dataclass(frozen=True, slots=True)
class SlowCell:
    """A cell that took long; its number counts from 1."""

    report: str
    number: int
    seconds: float
    first_line: str


class Account:
    """A Progress that adds up what it hears; `clock` counts seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.clock = clock
        self.begun = clock()
        self.count = 0
        self.running: dict[str, None] = {}
        self.rows: list[Row] = []
        self.ended: Counter[str] = Counter()
        self.refused = 0
        self.slowest: list[SlowCell] = []

    def waits(self, folder: Path) -> None:
        """Say that another build has to end first."""
        sys.stderr.write(f"waiting for another build into {folder}\n")
        sys.stderr.flush()

    def planned(self, count: int) -> None:
        """Note how many reports there are."""
        self.count, self.begun = count, self.clock()

    def started(self, name: str) -> None:
        """Note a report that is being run."""
        self.running[name] = None

    def finished(self, result: Result, paths: Sequence[Path]) -> None:  # noqa: ARG002 - a Progress
        """Note a report that was built."""
        self._end(result.name, BUILT, result.seconds)
        self._cells(result)

    def failed(self, result: Result, kept: Path | None) -> None:  # noqa: ARG002 - a Progress
        """Note a report that failed."""
        self.refused += result.refused
        self._end(result.name, FAILED, result.seconds)
        self._cells(result)

    def skipped(self, name: str, why: str) -> None:  # noqa: ARG002 - a Progress
        """Note a report that is not run."""
        self._end(name, SKIPPED, 0)

    def wrote(self, path: Path) -> None:
        """Note nothing: the account is of reports."""

    def close(self) -> None:
        """Note nothing: what there is to say of the end is for others to say."""

    @property
    def elapsed(self) -> float:
        """Seconds since the build was planned."""
        return self.clock() - self.begun

    @property
    def left(self) -> float | None:
        """Seconds that the rest takes at the rate so far; None without a rate or a rest."""
        done, rest = self.ended[BUILT] + self.ended[FAILED], self.count - len(self.rows)
        return rest * self.elapsed / done if done and rest else None

    def table(self) -> str:
        """Return the account as tables: the reports, the slowest first, and the slowest cells."""
        run = [row for row in self.rows if row.ended != SKIPPED]
        slow = nlargest(ROWS, run, key=attrgetter("seconds"))
        told = [[row.report, row.ended, f"{row.seconds:.1f}"] for row in slow]
        parts = [columns(["report", "result", "seconds"], told)] if told else []
        if len(run) > ROWS:
            parts.append(f"… and {len(run) - ROWS:,} that took less time")
        if self.slowest:
            cells = [
                [f"{cell.seconds:.1f}", cell.report, str(cell.number), cell.first_line]
                for cell in self.slowest
            ]
            parts.append("\n" + columns(["seconds", "report", "cell", "slowest cells"], cells))
        return "\n".join([*parts, "", self.summary()])

    def summary(self) -> str:
        """Return the account in a line."""
        ends = ", ".join(f"{self.ended[end]:,} {end}" for end in (BUILT, FAILED, SKIPPED))
        open_ = self.count - len(self.rows)
        unfinished = f", {open_:,} not finished" if open_ else ""
        return f"{counted(self.count, 'report')} in {span(self.elapsed)}: {ends}{unfinished}"

    def _end(self, name: str, ended: str, seconds: float) -> None:
        self.running.pop(name, None)
        self.rows.append(Row(name, ended, seconds))
        self.ended[ended] += 1

    def _cells(self, result: Result) -> None:
        mine = (
            SlowCell(result.name, cell.number, cell.seconds, cell.first_line)
            for cell in result.cells
        )
        self.slowest = nlargest(CELLS, [*self.slowest, *mine], key=attrgetter("seconds"))


def span(seconds: float) -> str:
    """Return a time as a person would say it: 8 s, 3 min 20 s, 2 h 5 min."""
    whole = round(seconds)
    hours, minutes = divmod(whole // 60, 60)
    if hours:
        return f"{hours} h {minutes} min"
    return f"{minutes} min {whole % 60} s" if minutes else f"{whole} s"
