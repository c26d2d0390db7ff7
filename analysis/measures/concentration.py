"""How concentrated a whole is in few of its parts.

The index is on the scale 0–1; multiply by 10,000 for the scale competition authorities use. Parts
may be in any unit: they are turned into shares here.
"""

import math
from collections.abc import Iterable

from analysis.measures.interval import Interval


def hhi(parts: Iterable[float]) -> float:
    """Return the Herfindahl–Hirschman index, the sum of squared shares, between 1/n and 1.

    Missing when a part is missing or all are zero.

    >>> round(hhi([10, 9, 12, 15, 12, 11, 15, 16]), 4)
    0.1296

    Raises:
        ValueError: a part is negative.
    """
    return math.fsum(share**2 for share in _shares(parts)) or math.nan


def hhi_bounds(named: Iterable[float], other: float) -> Interval:
    """Return what the index may be when one bucket, `other`, hides an unknown number of parts.

    Low: the bucket is spread so thinly that its squares vanish. High: it is all one part.

    >>> [round(end, 4) for end in hhi_bounds([50, 30], 20)]
    [0.34, 0.38]

    Raises:
        ValueError: a part is negative.
    """
    *known, rest = _shares([*named, other])
    low = math.fsum(share**2 for share in known)
    return Interval(low, low + rest**2)


def hhi_normalised_wb(parts: Iterable[float]) -> float:
    """Return the World Bank's normalised index, (H − 1/n) / (1 − 1/n): 0 even, 1 a single part.

    Source: WITS Online Trade Outcomes Indicators manual (2013). Missing for fewer than two parts.

    >>> round(hhi_normalised_wb([30, 30, 20, 20]), 5)
    0.01333
    """
    values = list(parts)
    return _above_even(hhi(values), len(values), 1)


def hhi_normalised_unctad(parts: Iterable[float]) -> float:
    """Return UNCTAD's normalised index, (√H − √(1/n)) / (1 − √(1/n)): 0 even, 1 a single part.

    Source: UNCTAD Handbook of Statistics, calculation methods. Missing for fewer than two parts.

    >>> round(hhi_normalised_unctad([30, 30, 20, 20]), 4)
    0.0198
    """
    values = list(parts)
    return _above_even(hhi(values), len(values), 0.5)


def _above_even(index: float, count: int, power: float) -> float:
    """Return how far the index, raised to a power, lies from even (0) to a single part (1)."""
    if count < 2:
        return math.nan
    even = (1 / count) ** power
    # Rounding can leave an even split a hair below zero.
    return (max(index, 1 / count) ** power - even) / (1 - even) if index == index else math.nan


def _shares(parts: Iterable[float]) -> list[float]:
    values = [float(part) for part in parts]
    negative = [value for value in values if value < 0]
    if negative:
        raise ValueError(f"a share needs parts of zero or more, not {negative[0]:g}")
    whole = math.fsum(values)
    return [value / whole if whole > 0 else math.nan for value in values]
