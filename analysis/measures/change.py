"""How much something changed, and which part of it did."""

import math

import pandas as pd

from analysis.measures.interval import Interval
from analysis.measures.parts import total


def growth(series: pd.Series) -> pd.Series:
    """Return year-on-year growth in percent, on the same years.

    The first year, a year after a gap and a year after a base of zero or less are missing.

    >>> growth(pd.Series({2022: 80.0, 2023: 100.0, 2025: 150.0})).tolist()
    [nan, 25.0, nan]
    """
    ordered = series.astype(float).sort_index()
    years = ordered.index.to_series()
    base = ordered.shift(1).where(years.diff() == 1)
    rates = (ordered / base.where(base > 0) - 1) * 100
    return rates.reindex(series.index)


def growth_between(before: float, after: float) -> float:
    """Return growth from one value to another in percent; missing when the base is zero or less.

    >>> round(growth_between(89.4, 94.8), 2)
    6.04
    """
    return (after / before - 1) * 100 if before > 0 else math.nan


def cagr(first: float, last: float, intervals: int) -> float:
    """Return compound growth in percent a year: (last/first)^(1/intervals) − 1.

    `intervals` counts the steps, not the years: 2013 to 2024 are 11. An end of zero or less
    gives a missing rate.

    >>> round(cagr(312.04, 674.15, 2024 - 2013), 3)
    7.254

    Raises:
        ValueError: fewer than one interval.
    """
    if intervals < 1:
        raise ValueError(f"compound growth needs at least one interval, not {intervals}")
    if not (first > 0 and last > 0):
        return math.nan
    return float(((last / first) ** (1 / intervals) - 1) * 100)


def contribution(before: pd.Series, after: pd.Series, base: float | None = None) -> pd.Series:
    """Return each part's contribution to total growth in percentage points: Δx / Y₀.

    `base` is the published total of the earlier year when it differs from the sum of its parts.
    Without it the sum is used, and a missing part then leaves every contribution missing.

    >>> contribution(pd.Series({"a": 60.0, "b": 40.0}), pd.Series({"a": 66.0, "b": 38.0})).to_dict()
    {'a': 6.0, 'b': -2.0}

    Raises:
        ValueError: the two years do not have the same parts.
    """
    if set(before.index) != set(after.index):
        odd = sorted(map(str, set(before.index) ^ set(after.index)))
        raise ValueError(f"parts in one year only: {', '.join(odd)}")
    whole = total(before) if base is None else base
    change = after.reindex(before.index) - before
    return change / (whole if whole > 0 else math.nan) * 100


def implied_base(level: tuple[float, float], growth: tuple[float, float]) -> Interval:
    """Return the earlier value that a later level and its growth in percent allow together.

    Both are intervals, because both were rounded when quoted: "over 211,000, up 12 %".

    >>> low, high = implied_base((211_000, 211_500), (11.5, 12.5))
    >>> f"{low:,.0f} to {high:,.0f}"
    '187,556 to 189,686'

    Raises:
        ValueError: an interval is upside down, or growth reaches −100 %.
    """
    levels, rates = Interval.of(level, "the level"), Interval.of(growth, "the growth")
    if rates.low <= -100:
        raise ValueError(f"growth of {rates.low:g} % leaves nothing to work back from")
    return Interval(levels.low / (1 + rates.high / 100), levels.high / (1 + rates.low / 100))
