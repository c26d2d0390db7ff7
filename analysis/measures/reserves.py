"""How long known reserves would last at the output of one year: a ratio, not a forecast."""

import math


def reserves_to_production(reserves: float | None, production: float | None) -> float:
    """Return reserves over a year's production, in years; both in one unit.

    The ratio says nothing of when a resource ends: reserves are re-estimated and output changes.
    Missing when either is, and when nothing was produced.

    >>> round(reserves_to_production(13.60125, 0.06601), 0)
    206.0

    Raises:
        ValueError: reserves or production are negative.
    """
    stock = math.nan if reserves is None else reserves
    flow = math.nan if production is None else production
    for quantity in (stock, flow):
        if quantity < 0:
            raise ValueError(f"reserves and production are zero or more, not {quantity:g}")
    return stock / flow if flow > 0 else math.nan
