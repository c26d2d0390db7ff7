"""One report to build and what came of it: plain values that travel between processes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from analysis.render.catalogue import Report
from analysis.render.manifest import Edition


@dataclass(frozen=True, slots=True)
class Limits:
    """What one report may use: seconds from its first cell to its last, output and memory."""

    seconds: float = 600
    output_bytes: int = 20_000_000
    memory_bytes: int = 4 * 2**30


@dataclass(frozen=True, slots=True)
class Work:
    """A report to run and the formats to make of it; `environment` is added to its kernel's.

    `kernel` is "fork" or "stock"; without it the variable SUMMIT_KERNEL decides, else "fork".
    """

    report: Report
    formats: tuple[str, ...]
    edition: Edition
    limits: Limits = Limits()
    environment: Mapping[str, str] = field(default_factory=dict)
    kernel: str | None = None


@dataclass(frozen=True, slots=True)
class CellTime:
    """How long a cell ran; its number counts from 1, as in the line that tells of a failure."""

    number: int
    seconds: float
    first_line: str


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a report: pages by file name, and `failure` when they tell of one.

    `opened` holds the absolute paths of the files that the kernel read, `seconds` what it all took;
    `refused` says that the notebook would not have its parameters: that leaves no pages, as it is
    the mistake of who gave them.
    """

    name: str
    pages: Mapping[str, bytes] = field(default_factory=dict)
    opened: frozenset[str] = frozenset()
    failure: str | None = None
    seconds: float = 0
    cells: tuple[CellTime, ...] = ()
    refused: bool = False


def failed(work: Work, why: str) -> Result:
    """Return the result of a work that was not run to its end."""
    return Result(work.report.name, failure=f"report '{work.report.name}' failed: {why}")
