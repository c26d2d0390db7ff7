"""Which input moves a result: one at a time (tornado), and as a part of its variance (Sobol)."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

NINE_TENTHS = 1.2815515655446004
"""The standard normal value that is not exceeded with probability 0.9."""


@dataclass(frozen=True, slots=True)
class Uncertain:
    """A positive input: median, P10 = median / ratio, P90 = median · ratio (log-normal), capped.

    >>> [round(Uncertain(100, 1.25).quantile(p), 6) for p in (0.1, 0.5, 0.9)]
    [80.0, 100.0, 125.0]
    """

    median: float
    ratio: float
    most: float = math.inf

    def quantile(self, probability: float) -> float:
        """Return the value that is not exceeded with this probability."""
        return float(self.ppf(probability))

    def ppf(self, probability: Any) -> Any:
        """Return the same for an array of probabilities, by the name scipy gives it."""
        import numpy as np
        from scipy.special import ndtri

        score = ndtri(probability) / NINE_TENTHS
        return np.minimum(self.median * self.ratio**score, self.most)


class Swing(NamedTuple):
    """What a result is when one input is at its P10 and at its P90, the others at their median."""

    name: str
    low_input: float
    high_input: float
    low: float
    high: float

    @property
    def width(self) -> float:
        """How far the two results are apart."""
        return abs(self.high - self.low)


def tornado(result: Callable[..., float], inputs: Mapping[str, Uncertain]) -> list[Swing]:
    """Return the swing of a result by each of its named inputs alone, the widest first.

    >>> [swing.name for swing in tornado(lambda a, b: a + b,
    ...                                  {"a": Uncertain(1, 1.1), "b": Uncertain(9, 1.1)})]
    ['b', 'a']
    """
    medians = {name: one.quantile(0.5) for name, one in inputs.items()}

    def swing(name: str) -> Swing:
        low, high = (inputs[name].quantile(tail) for tail in (0.1, 0.9))
        ends = (float(result(**medians | {name: end})) for end in (low, high))
        return Swing(name, low, high, *ends)

    return sorted(map(swing, inputs), key=lambda one: -one.width)


def sample(inputs: Mapping[str, Uncertain], draws: int, seed: int) -> dict[str, Any]:
    """Return independent draws of each input, the same for the same seed."""
    import numpy as np

    random = np.random.default_rng(seed)
    return {name: one.ppf(random.random(draws)) for name, one in inputs.items()}


class Sobol(NamedTuple):
    """The part of a result's variance, 0 to 1, from an input alone and with all it acts through."""

    first: float
    total: float


def sobol(
    result: Callable[..., Any], inputs: Mapping[str, Any], draws: int, seed: int
) -> dict[str, Sobol]:
    """Return the Sobol indices of a result by its named inputs; each has a `ppf`.

    `result` takes arrays and returns one; `draws` is rounded down to a power of two, as the method
    asks. Missing where the result does not vary. Saltelli et al. 2010, by scipy.

    Raises:
        ValueError: fewer than two draws.
    """
    from scipy.stats import sobol_indices

    if draws < 2:
        raise ValueError(f"Sobol indices need two draws or more, not {draws}")
    names = list(inputs)
    moving = {name for name in names if _varies(inputs[name])}
    if not moving:
        return dict.fromkeys(names, Sobol(math.nan, math.nan))

    def of_rows(rows: Any) -> Any:
        return result(**dict(zip(names, rows, strict=True)))

    found = sobol_indices(
        func=of_rows,
        n=2 ** int(math.log2(draws)),
        dists=[inputs[name] for name in names],
        rng=seed,
    )
    pairs = zip(names, found.first_order, found.total_order, strict=True)
    return {name: Sobol(float(first), float(total)) for name, first, total in pairs}


def _varies(one: Any) -> bool:
    low, high = (float(one.ppf(tail)) for tail in (0.1, 0.9))
    return low != high
