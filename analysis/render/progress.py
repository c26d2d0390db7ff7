"""Who is told what a build does while it runs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from analysis.render.work import Result


class Progress(Protocol):
    """Hears of a build what a person or a program wants to know of it, always in one thread.

    Each of the planned reports is started and then finished or failed, or it is skipped; a build
    that is stopped leaves some of them open.
    """

    def waits(self, folder: Path) -> None:
        """Take note that another build into the folder has to end first."""

    def planned(self, count: int) -> None:
        """Take note of how many reports there are, before any of them."""

    def started(self, name: str) -> None:
        """Take note of a report that is being run."""

    def finished(self, result: Result, paths: Sequence[Path]) -> None:
        """Take note of a report whose files are in their places."""

    def skipped(self, name: str, why: str) -> None:
        """Take note of a report that is not run, and why: it is as it should be, say."""

    def failed(self, result: Result, kept: Path | None) -> None:
        """Take note of a report that failed; `kept` is its notebook as far as it came."""

    def wrote(self, path: Path) -> None:
        """Take note of a file that belongs to no single report."""
