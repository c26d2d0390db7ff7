"""How firm a verdict is: the smallest relative change of one input that would change it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace

from analysis.claims.evidence import Evidence, Item
from analysis.claims.judge import THRESHOLD, Verdict, judge, overall
from analysis.claims.outcome import decides, scaled, turning_points
from analysis.claims.wording import NUMERIC, Kind, Test

_NUDGE = 1e-9
_COMPARED = frozenset({Kind.RECORD, Kind.RANK, Kind.INCREASING})


def flip_distance(tests: Sequence[Test], evidence: Evidence) -> tuple[float, Item] | None:
    """Return the smallest relative change that flips the verdict, and the item it is in.

    None when no change of one value does. Each deciding value is moved alone to either side of
    every value at which its outcome could change, and the claim is judged again: the distance is
    found by the rules themselves, not by a formula beside them.
    """
    now = overall(judge(tests, evidence))
    flips = [
        (abs(by - 1), item)
        for index, item in enumerate(evidence.items)
        if decides(item) and item.value > 0
        for by in _scales(tests, item)
        if _verdict_with(tests, evidence, index, scaled(item, by)) is not now
    ]
    return min(flips, key=lambda flip: flip[0], default=None)


def _scales(tests: Sequence[Test], item: Item) -> Iterator[float]:
    for test in tests:
        if test.kind not in NUMERIC | _COMPARED:
            continue
        for reading in test.readings[:1] or (None,):
            for edge in turning_points(test, reading, item, THRESHOLD):
                ratio = edge / item.value
                if ratio > 0 and math.isfinite(ratio):
                    yield from (ratio * (1 - _NUDGE), ratio, ratio * (1 + _NUDGE))


def _verdict_with(tests: Sequence[Test], evidence: Evidence, index: int, item: Item) -> Verdict:
    items = (*evidence.items[:index], item, *evidence.items[index + 1 :])
    return overall(judge(tests, replace(evidence, items=items)))
