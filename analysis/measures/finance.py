"""What an investment is worth and what it must earn.

Rates are in percent a year. The first flow is of today and is not discounted; the flows after it
are a year apart.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise


def npv(rate: float, flows: Sequence[float]) -> float:
    """Return the net present value, Σ flow_t / (1 + r)^t from t = 0.

    >>> round(npv(8, [-40_000, 5_000, 8_000, 12_000, 30_000]), 2)
    3065.22

    Raises:
        ValueError: a rate of −100 % or less.
    """
    step = 1 / (1 + _above_total_loss(rate) / 100)
    return math.fsum(flow * step**year for year, flow in enumerate(flows))


def irr(flows: Sequence[float]) -> float:
    """Return the internal rate of return, the rate at which the net present value is zero.

    Missing unless the flows change sign exactly once: without a change there is no such rate, with
    several there may be several, and only the net present value says something.

    >>> round(irr([-100, 39, 59, 55, 20]), 3)
    28.095
    """
    signs = [flow > 0 for flow in flows if flow]
    if sum(one != other for one, other in pairwise(signs)) != 1:
        return math.nan

    def value(step: float) -> float:
        return math.fsum(flow * step**year for year, flow in enumerate(flows))

    # in the discount factor the value is a polynomial with one sign change: one positive root
    start, early = 1.0, value(1.0) > 0
    while value(start) and (value(start) > 0) == early:
        start *= 0.5 if early == signs[-1] else 2.0
    return (1 / _root(value, *sorted((start, 1.0))) - 1) * 100


def capital_recovery(rate: float, years: int) -> float:
    """Return the yearly payment per unit of capital: r / (1 − (1 + r)^−n), and 1/n at r = 0.

    >>> round(300e6 * capital_recovery(10, 25) / 180_000)
    184

    Raises:
        ValueError: fewer than one year, or a rate of −100 % or less.
    """
    return 1 / annuity(rate, [1.0] * _years(years))


def annuity(rate: float, volumes: Sequence[float]) -> float:
    """Return the present value of yearly volumes, the first a year from now.

    >>> round(annuity(10, [1.0] * 25), 3)
    9.077

    Raises:
        ValueError: a rate of −100 % or less.
    """
    return npv(rate, [0.0, *volumes])


def levelised_capex(investment: float, rate: float, years: int, volume: float) -> float:
    """Return what each unit of a constant yearly volume must pay for the capital alone.

    Missing without a volume.

    >>> [round(levelised_capex(300e6, 10, 25, 180_000 * use)) for use in (1, 0.75, 0.5)]
    [184, 245, 367]
    """
    charge = investment * capital_recovery(rate, years)
    return charge / volume if volume > 0 else math.nan


def break_even_tariff(
    investment: float, rate: float, volumes: Sequence[float], *, variable: float, fixed: float
) -> float:
    """Return the price per unit at which the net present value is zero.

    `volumes` are yearly, the first a year from now; `variable` is the cost per unit, `fixed` the
    cost per year. Missing when nothing is ever handled.

    >>> round(break_even_tariff(300e6, 10, [135_000] * 25, variable=40, fixed=5e6))
    322
    """
    handled = annuity(rate, volumes)
    owed = investment + fixed * annuity(rate, [1.0] * len(volumes))
    return variable + owed / handled if handled > 0 else math.nan


def break_even_volume(
    investment: float, rate: float, shape: Sequence[float], *, margin: float, fixed: float
) -> float:
    """Return the yearly volume at full operation at which the net present value is zero.

    `shape` says what part of it each year handles (1 in full operation), `margin` is the price
    less the cost per unit. Missing when there is no margin: no volume pays then.

    >>> round(break_even_volume(300e6, 10, [1.0] * 25, margin=160, fixed=5e6))
    237815
    """
    handled = annuity(rate, shape)
    owed = investment + fixed * annuity(rate, [1.0] * len(shape))
    return owed / (margin * handled) if margin > 0 and handled > 0 else math.nan


def _root(value: object, low: float, high: float) -> float:
    from scipy.optimize import brentq

    return float(brentq(value, low, high, xtol=1e-14)) if low < high else low


def _above_total_loss(rate: float) -> float:
    if not rate > -100:
        raise ValueError(f"a rate of {rate:g} % leaves nothing to discount")
    return rate


def _years(years: int) -> int:
    if years < 1:
        raise ValueError(f"capital is recovered in one year or more, not in {years}")
    return years
