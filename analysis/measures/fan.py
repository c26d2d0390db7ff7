"""Where a growing number may be years from now, when its mean growth is itself an estimate.

Growth is the difference of logarithms, taken as independent and normal. The mean of n growth rates
is known only to s/√n, and an error in it grows with the horizon: after h years
    ln Y + h·ḡ ± t(n−1) · s · √(h + h²/n),
of which h is chance and h²/n the part of the estimated mean.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import pandas as pd

if TYPE_CHECKING:
    import numpy as np

LEAST = 5
"""With fewer growth rates than this a spread means nothing: draw scenarios."""


@dataclass(frozen=True, slots=True)
class Fan:
    """A last value and the growth from it; `count` is infinite when mean and spread are known."""

    level: float
    mean: float
    deviation: float
    count: float = math.inf

    def quantile(self, probability: float, years: float, *, known_mean: bool = False) -> float:
        """Return the value that is not exceeded with this probability after so many years.

        `known_mean` leaves out the part of the estimated mean, to show it apart.

        >>> fan = Fan(211, 0.06, 0.12)
        >>> [round(fan.quantile(p, 6), 1) for p in (0.05, 0.25, 0.5, 0.75, 0.95)]
        [186.5, 248.0, 302.4, 368.7, 490.5]
        """
        spread = self._spread(years, known_mean=known_mean)
        score = float(_scores(self.count).ppf(probability))
        return self.level * math.exp(years * self.mean + score * spread)

    def exceeds(self, limit: float, years: float) -> float:
        """Return the probability, 0 to 1, that the value is above the limit after so many years."""
        spread = self._spread(years)
        gap = math.log(limit / self.level) - years * self.mean
        if spread == 0:
            return float(gap < 0)
        return float(_scores(self.count).sf(gap / spread))

    def rank(self, value: float, years: float) -> float:
        """Return the probability, 0 to 1, that had been given to this value or less."""
        return 1 - self.exceeds(value, years)

    def parameter_part(self, years: float) -> float:
        """Return the part of the variance, in percent, that comes from the estimated mean."""
        return years / (self.count + years) * 100

    def draws(self, years: int, count: int, seed: int) -> np.ndarray:
        """Return simulated values after so many years: spread, then mean, then year by year.

        The spread is drawn from its χ² distribution and the mean given the spread, so the draws
        follow the quantiles of the formula. The same seed gives the same draws.
        """
        import numpy as np

        random = np.random.default_rng(seed)
        deviation = np.full(count, self.deviation)
        mean = np.full(count, self.mean)
        if math.isfinite(self.count):
            free = self.count - 1
            deviation = deviation * np.sqrt(free / random.chisquare(free, count))
            mean = mean + deviation / math.sqrt(self.count) * random.standard_normal(count)
        total = np.zeros(count)
        for _ in range(years):
            total += mean + deviation * random.standard_normal(count)
        return np.asarray(self.level * np.exp(total))

    def _spread(self, years: float, *, known_mean: bool = False) -> float:
        part = 0.0 if known_mean else years**2 / self.count
        return self.deviation * math.sqrt(years + part)


def growth_rates(series: pd.Series) -> pd.Series:
    """Return year-on-year growth in logarithms, for years that follow a year with a value.

    >>> growth_rates(pd.Series({2020: 1.0, 2021: 1.0, 2023: 5.0})).to_dict()
    {2021: 0.0}
    """
    known = series[series > 0].astype(float).sort_index()
    rates = {
        year: math.log(known[year] / known[year - 1])
        for year in known.index
        if year - 1 in known.index
    }
    return pd.Series(rates, dtype=float)


def fan(series: pd.Series) -> Fan:
    """Return the fan from the last value of a yearly series; gaps are not jumped.

    Raises:
        ValueError: fewer than five growth rates.
    """
    rates = growth_rates(series)
    if len(rates) < LEAST:
        raise ValueError(f"a fan needs {LEAST} yearly growth rates, not {len(rates)}")
    known = series.dropna().sort_index()
    return Fan(float(known.iloc[-1]), float(rates.mean()), float(rates.std()), len(rates))


@cache  # making one takes longer than all that is asked of it
def _scores(count: float) -> Any:
    from scipy import stats

    return stats.t(count - 1) if math.isfinite(count) else stats.norm()
