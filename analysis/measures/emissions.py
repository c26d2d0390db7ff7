"""Greenhouse gases of transport, from well to wheel (ISO 14083, GLEC Framework)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from analysis.measures.interval import Interval

WELL_TO_WHEEL = "well-to-wheel"


@dataclass(frozen=True, slots=True)
class Factor:
    """Kilograms of CO₂ equivalent per tonne-kilometre, at least and at most, and its boundary."""

    low: float
    high: float
    boundary: str = WELL_TO_WHEEL


def emissions(payload: float, legs: Iterable[tuple[float, Factor]]) -> Interval:
    """Return Σ payload · km · factor in kilograms; payload in tonnes, each leg its km and factor.

    >>> round(emissions(10, [(1000, Factor(0.0316, 0.0316))]).high, 6)
    316.0

    Raises:
        ValueError: a negative payload or distance, or a factor of another boundary: what burns on
            the way and what the fuel's making adds must never be mixed.
    """
    low = high = 0.0
    for km, factor in legs:
        if factor.boundary != WELL_TO_WHEEL:
            raise ValueError(f"a factor is {factor.boundary}, not {WELL_TO_WHEEL}")
        if payload < 0 or km < 0:
            raise ValueError("payload and distance are zero or more")
        low += payload * km * factor.low
        high += payload * km * factor.high
    return Interval.of((low, high), "the emissions")
