"""What one item of evidence says of one test, and by what factor it misses."""

from __future__ import annotations

import math
from dataclasses import replace

from analysis.claims.evidence import Item, Match, Outcome
from analysis.claims.wording import LEVELS, Kind, Reading, Test, bounds


def outcome(test: Test, reading: Reading | None, item: Item) -> Outcome:
    """Return what the item says of the test under one reading of the quoted number."""
    if not item.comparable:
        return Outcome.APART
    if test.kind is Kind.EVENT:
        return Outcome.HOLDS if item.happened else Outcome.PENDING
    if test.kind in (Kind.RECORD, Kind.RANK, Kind.INCREASING):
        return _compared(item)
    if reading is None or math.isnan(item.value):
        return Outcome.OPEN
    return _within(test, reading, item)


def _compared(item: Item) -> Outcome:
    """Say whether a record, a first rank or a rise is greater than all it is compared with."""
    if not item.against or math.isnan(item.value):
        return Outcome.OPEN
    return Outcome.HOLDS if item.value > max(item.against.values()) else Outcome.FAILS


def _within(test: Test, reading: Reading, item: Item) -> Outcome:
    low, high = bounds(test, reading)
    inside = [_inside(test, low, high, end) for end in ends(item)]
    if not any(inside):
        straddles = ends(item)[0] < low and ends(item)[1] > high
        return Outcome.OPEN if straddles else Outcome.FAILS
    if not all(inside):
        return Outcome.OPEN
    if test.kind in (Kind.APPROACHING, Kind.NEARLY) and ends(item)[1] >= reading.value:
        return Outcome.PASSED
    falling = test.kind is Kind.APPROACHING and item.rising is not True
    return Outcome.FAILS if falling else Outcome.HOLDS


def _inside(test: Test, low: float, high: float, value: float) -> bool:
    if test.kind is Kind.OVER:
        return value > low
    return low <= value <= high if test.kind is Kind.ABOUT else low <= value < high


def ends(item: Item) -> tuple[float, float]:
    """Return the interval an item's value lies in; a point where no interval is known."""
    low = item.value if math.isnan(item.low) else item.low
    high = item.value if math.isnan(item.high) else item.high
    return low, high


def is_loose(test: Test, reading: Reading | None, item: Item) -> bool:
    """Tell whether "over v" is true but not where a hearer would expect it, within v + u/2."""
    return test.kind is Kind.OVER and reading is not None and ends(item)[0] > reading.high


def factor(test: Test, reading: Reading | None, item: Item) -> float:
    """Return by what factor, at least 1, the item misses the nearest value that would be true."""
    if test.kind in (Kind.RECORD, Kind.RANK, Kind.INCREASING):
        return _ratio(max(item.against.values(), default=math.nan), item.value)
    if reading is None or outcome(test, reading, item) is not Outcome.FAILS:
        return 1.0
    low, high = bounds(test, reading)
    least, most = ends(item)
    return _ratio(low, most) if most <= low else _ratio(least, high)


def _ratio(above: float, below: float) -> float:
    if math.isnan(above) or math.isnan(below):
        return 1.0
    return math.inf if below <= 0 else max(1.0, above / below)


def scaled(item: Item, by: float) -> Item:
    """Return the item with its value, and the interval around it, multiplied."""
    return replace(item, value=item.value * by, low=item.low * by, high=item.high * by)


def decides(item: Item) -> bool:
    """Tell whether an item is admissible evidence for the claim's own definition."""
    return item.match in (Match.DECLARED, Match.RIVAL)


def turning_points(
    test: Test, reading: Reading | None, item: Item, threshold: float
) -> list[float]:
    """Return the values of the item at which its outcome, or the size of its miss, could change."""
    if test.kind not in LEVELS and test.kind is not Kind.GROWTH:
        return list(item.against.values())
    if reading is None:
        return []
    low, high = bounds(test, reading)
    edges = [edge for edge in (low, reading.value, high) if math.isfinite(edge) and edge > 0]
    return [*edges, low / threshold, *([high * threshold] if math.isfinite(high) else [])]
