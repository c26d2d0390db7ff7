"""What a way costs when time counts, and how traffic divides between ways."""

from __future__ import annotations

import math
from collections.abc import Sequence


def generalised_cost(
    cost: float, days: float, spread: float, value_of_time: float, value_of_reliability: float
) -> float:
    """Return c + VOT·t + VOR·σ in the currency of the cost.

    `days` is the mean time, `spread` its standard deviation; a missing spread leaves the cost
    missing, unless reliability is worth nothing.

    >>> generalised_cost(2500, 15, 2, 20, 30)
    2860.0
    """
    unreliable = value_of_reliability * spread if value_of_reliability else 0.0
    return float(cost + value_of_time * days + unreliable)


def logit_split(utilities: Sequence[float]) -> list[float]:
    """Return each alternative's share, exp(uᵢ) / Σ exp(u), from 0 to 1; no size overflows.

    >>> [round(share, 3) for share in logit_split([-7, -10])]
    [0.953, 0.047]

    Raises:
        ValueError: no alternative, or a utility that is no finite number.
    """
    if not utilities or not all(math.isfinite(one) for one in utilities):
        raise ValueError("a split needs at least one alternative, each of a finite utility")
    highest = max(utilities)
    weights = [math.exp(one - highest) for one in utilities]
    return [weight / math.fsum(weights) for weight in weights]


def scale_from_share(gap: float, share: float) -> float:
    """Return λ so that a gap in cost gives the dearer of two ways this share: ln((1−s)/s) / gap.

    One share fixes one number: what is built on it is an illustration, not an estimate.

    >>> round(scale_from_share(3.0, 0.0474), 3)
    1.0

    Raises:
        ValueError: a gap of zero or less, or a share that is not between 0 and ½.
    """
    if not (gap > 0 and 0 < share < 0.5):
        raise ValueError(f"the dearer way needs a gap above 0 and a share below ½, not {share:g}")
    return math.log((1 - share) / share) / gap
