"""What the report assumes: named, bounded, and shown as assumptions wherever it is used."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

from analysis import tables
from analysis.blocks import Block
from analysis.errors import ParameterError
from analysis.numbers import plain
from analysis.tables import Column

_MOST_SCENARIOS = 4  # as many lines as a reader can tell apart
SERIES = ("transit", "trains", "titr_cargo", "titr_teu")


@dataclass(frozen=True, slots=True)
class Assumed:
    """One value that no source gives: its unit, its bounds and why it is what it is."""

    name: str
    unit: str
    low: float
    high: float
    why: str
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Assumptions:
    """Every assumption of the report, by the name of its notebook parameter."""

    growth_scenarios: tuple[float, ...]
    capacity: float
    teu_per_container: float
    discount_rate: float
    years: int
    ramp_years: int
    use: float
    tariff: float
    unit_cost: float
    fixed_cost: float
    container_share: float
    spread_use: float
    spread_price: float
    spread_cost: float
    berths: int
    teu_per_call: float
    days_per_call: float
    draught_factor: float
    fleet_multiple: float
    draws: int
    seed: int


DECLARED = {
    one.name: one
    for one in (
        Assumed("growth_scenarios", "% a year", -20, 40, "round rates around the claim’s growth"),
        Assumed("capacity", "times the last flow", 1, 20, "no source gives the line’s limit"),
        Assumed("teu_per_container", "TEU", 1, 2, "the claim names no length of container"),
        Assumed("discount_rate", "% a year", 0, 30, "real, before tax; no rate was published"),
        Assumed("years", "years", 5, 60, "usual life of quays and cranes", whole=True),
        Assumed("ramp_years", "years", 1, 15, "years until full use, in equal steps", whole=True),
        Assumed("use", "% of capacity", 5, 100, "no forecast of traffic was published"),
        Assumed("tariff", "USD per TEU", 0, 2000, "a placeholder: no tariff was published"),
        Assumed("unit_cost", "USD per TEU", 0, 2000, "a placeholder: no cost was published"),
        Assumed("fixed_cost", "million USD a year", 0, 100, "a placeholder: no cost was published"),
        Assumed("container_share", "% of investment", 5, 100, "the plan also handles vehicles"),
        Assumed("spread_use", "% to each side", 0, 200, "how far P10 and P90 of use lie off"),
        Assumed("spread_price", "% to each side", 0, 200, "of the tariff: wide, none is public"),
        Assumed("spread_cost", "% to each side", 0, 200, "the same of costs, investment and rate"),
        Assumed("berths", "berths", 1, 12, "the plan does not say how many", whole=True),
        Assumed("teu_per_call", "TEU", 20, 2000, "both ways, a feeder on its design draught"),
        Assumed("days_per_call", "days", 0.1, 10, "at berth, unloading and loading"),
        Assumed("draught_factor", "share of the load", 0.5, 1, "low water: ships sail part loaded"),
        Assumed("fleet_multiple", "times today’s fleet", 1, 10, "what if there were more ships"),
        Assumed("draws", "draws", 100, 200_000, "more draws, steadier tails", whole=True),
        Assumed("seed", "", 0, 2**32 - 1, "the same seed gives the same draws", whole=True),
    )
}  # fmt: skip


def assume(*, growth_scenarios: Sequence[float], **values: float) -> Assumptions:
    """Return the assumptions of a report, each within its bounds.

    Raises ParameterError naming the one that is missing, unknown, of the wrong kind or out of
    bounds.
    """
    given: dict[str, Any] = {**values, "growth_scenarios": tuple(dict.fromkeys(growth_scenarios))}
    wanted = {one.name for one in fields(Assumptions)}
    if odd := sorted(wanted ^ set(given)):
        raise ParameterError(f"assumptions missing or unknown: {', '.join(odd)}")
    if not 1 <= len(given["growth_scenarios"]) <= _MOST_SCENARIOS:
        raise ParameterError(f"growth_scenarios takes one to {_MOST_SCENARIOS} different rates")
    for name, value in given.items():
        for number in value if isinstance(value, tuple) else (value,):
            _within(DECLARED[name], number)
    return Assumptions(**given)


def _within(one: Assumed, value: object) -> None:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if not is_number or (one.whole and not isinstance(value, int)):
        kind = "a whole number" if one.whole else "a number"
        raise ParameterError(f"{one.name} expects {kind}, not {value!r}")
    if not (math.isfinite(value) and one.low <= value <= one.high):  # type: ignore[arg-type,operator] # a number by now
        raise ParameterError(
            f"{one.name} must lie between {one.low:g} and {one.high:g} ({one.unit}), not {value:g}"
        )


def assumptions_table(
    assumed: Assumptions, others: Sequence[dict[str, Any]] = (), *, series: str = ""
) -> Block:
    """Show every assumption with its value, unit, bounds and reason; `others` as they are.

    >>> logistics.assumptions_table(assumed)
    """
    rows = [
        {
            "name": one.name,
            "value": _written(getattr(assumed, one.name), one),
            "unit": one.unit,
            "range": f"{_written(one.low, one)} to {_written(one.high, one)}",
            "why": one.why,
        }
        for one in DECLARED.values()
    ]
    rows += others
    if series:
        row = {"name": "series", "value": series, "unit": "", "range": ", ".join(SERIES)}
        rows.append({**row, "why": "published series the fan starts from: a choice"})
    columns = [
        Column("name", "Parameter"),
        Column("value", "Value", align="right"),
        Column("unit", "Unit"),
        Column("range", "Accepted"),
        Column("why", "Why"),
        Column("grade", "Grade"),
    ]
    return Block(tables.table([{**row, "grade": "assumption"} for row in rows], columns))


def _written(value: object, one: Assumed) -> str:
    if isinstance(value, tuple):
        return "; ".join(_written(part, one) for part in value)
    # a seed is a name, not a quantity
    return plain(float(value)) if isinstance(value, int | float) and one.unit else str(value)
