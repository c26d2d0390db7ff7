"""What is held against a claim: items of evidence, and where each claim's evidence comes from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from analysis.claims.wording import Kind
from analysis.errors import DataError


class Match(StrEnum):
    """How an item's definition meets the claim's.

    Declared and rival items are admissible and decide; the others only show what else fits, or
    what came later.
    """

    DECLARED = "declared definition"
    RIVAL = "other reporter"
    DEFINITION = "other definition"
    VINTAGE = "older vintage"
    LATER = "later period"


class Outcome(StrEnum):
    """What one item says of one test."""

    HOLDS = "holds"
    PASSED = "already passed"
    OPEN = "undecided"
    FAILS = "fails"
    PENDING = "not yet occurred"
    APART = "not comparable"


@dataclass(frozen=True, slots=True)
class Item:
    """One value, or one reported event, with who said it and when it became public.

    `low` and `high` enclose the value where it is only known as an interval. `against` holds the
    values it is compared with: earlier years for a record or a trend, the other countries for a
    rank. `whole` is the denominator of a share, in `whole_unit`. `happened` is for events. An item
    in another unit than the claim's is shown but not `comparable`.
    """

    kind: Kind
    match: Match
    reporter: str
    source: str
    published: str
    grade: str
    period: str
    value: float = float("nan")
    low: float = float("nan")
    high: float = float("nan")
    unit: str = ""
    label: str = ""
    reason: str = ""
    against: Mapping[str, float] = field(default_factory=dict)
    rising: bool | None = None
    whole: float | None = None
    whole_unit: str = ""
    happened: bool | None = None
    comparable: bool = True


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that is held against one claim on one date.

    `safe` is the sentence that may be repeated; `absence` says what is missing when nothing
    decides; `caveats` are reservations that hold whatever the values; `flags` are those only a
    reader of the statement can raise; `notes` are remarks for the reader.
    """

    items: tuple[Item, ...]
    safe: str
    absence: str = ""
    caveats: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


Source = Callable[[date | None], Evidence]
SOURCES: dict[str, Source] = {}


def evidence(claim: str) -> Callable[[Source], Source]:
    """Register the function that gathers a claim's evidence; it stands beside its subject."""

    def register(function: Source) -> Source:
        if claim in SOURCES and SOURCES[claim].__qualname__ != function.__qualname__:
            raise DataError(f"claim {claim!r} has two evidence functions; keep one")
        SOURCES[claim] = function
        return function

    return register
