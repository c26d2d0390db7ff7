"""Growth to 2030: scenarios, a fan with an estimated mean, and how such fans did before."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from analysis import tables
from analysis.charts.fans import fan
from analysis.errors import NoData
from analysis.exhibits import Exhibit, derived, exhibit, numbers
from analysis.measures.fan import LEAST, Fan, growth_rates
from analysis.numbers import listed, plain, signed, spread
from analysis.tables import Column
from analysis.topics.logistics.assumptions import Assumptions
from analysis.topics.logistics.outlook import HORIZON, TAILS, Outlook, outlook


@exhibit
def growth_to_2030(as_of: str, series: str, assumed: Assumptions) -> Exhibit:
    """Show scenarios and, where enough years are published, a fan, with outcomes overlaid."""
    ahead = outlook(series, as_of)
    limit = float(ahead.before.iloc[-1]) * assumed.capacity
    steps = HORIZON - ahead.origin
    lines = {f"{signed(rate, _places(rate))} % a year": _line(ahead, rate)
             for rate in assumed.growth_scenarios}  # fmt: skip
    ends = [float(line.iloc[-1]) for line in lines.values()]
    return Exhibit(
        title=_title(ahead, limit, ends),
        subtitle=f"{ahead.course.name}, {ahead.course.unit}, logarithmic scale; scenarios"
        f"{' and fan' if ahead.model else ' only'} from {ahead.origin}, {steps} years ahead",
        chart=fan(
            ahead.before,
            lines,
            ahead.course.unit,
            bands=_bands(ahead),
            outcomes=ahead.since if len(ahead.since) else None,
            limit=(limit, f"assumed capacity {plain(limit, 0)}"),
        ),
        numbers=numbers([ahead.rows, *_derived(ahead, assumed)]),
        alt=_alt(ahead, lines),
        note=_note(ahead, assumed),
    )


def _places(rate: float) -> int:
    return 0 if rate == round(rate) else 1


def _line(ahead: Outlook, rate: float) -> pd.Series:
    start = float(ahead.before.iloc[-1])
    return pd.Series({year: start * (1 + rate / 100) ** (year - ahead.origin)
                      for year in ahead.years})  # fmt: skip


def _bands(ahead: Outlook) -> pd.DataFrame | None:
    if ahead.model is None:
        return None
    low, high = TAILS
    steps = {year: year - ahead.origin for year in ahead.years}
    model = ahead.model
    return pd.DataFrame(
        {
            "low": {year: model.quantile(low, h) for year, h in steps.items()},
            "known_low": {
                year: model.quantile(low, h, known_mean=True) for year, h in steps.items()
            },
            "middle": {year: model.quantile(0.5, h) for year, h in steps.items()},
            "known_high": {
                year: model.quantile(high, h, known_mean=True) for year, h in steps.items()
            },
            "high": {year: model.quantile(high, h) for year, h in steps.items()},
        }
    )


def _title(ahead: Outlook, limit: float, ends: list[float]) -> str:
    if ahead.model is None:
        return (
            f"Scenarios put {HORIZON} between {plain(min(ends), 0)} and"
            f" {plain(max(ends), 0)} {ahead.course.unit}"
        )
    chance = ahead.model.exceeds(limit, HORIZON - ahead.origin) * 100
    return (
        f"{ahead.course.short} above {plain(limit, 0)} {ahead.course.unit} in {HORIZON} on past"
        f" growth: chance {_chance(chance)}"
    )


def _chance(percent: float) -> str:
    """Return a probability in percent; never a bare nought or a hundred for what is neither."""
    if percent < 1:
        return "under 1 %"
    return "over 99 %" if percent > 99 else f"{plain(percent, 0)} %"


def _alt(ahead: Outlook, lines: dict[str, pd.Series]) -> str:
    parts = [f"{name}: {plain(float(line.iloc[-1]), 0)} in {HORIZON}"
             for name, line in lines.items()]  # fmt: skip
    if ahead.model is not None:
        ends = [ahead.model.quantile(p, HORIZON - ahead.origin) for p in (0.05, 0.5, 0.95)]
        low, middle, high = (plain(end, 0) for end in ends)
        parts.append(f"fan: median {middle}, 90 of 100 outcomes from {low} to {high}")
    parts += [f"{year} came to {plain(value, 0)}" for year, value in ahead.since.items()]
    return f"{ahead.course.name}, {ahead.course.unit}. {'; '.join(parts)}."


def _note(ahead: Outlook, assumed: Assumptions) -> str:
    count = len(growth_rates(ahead.before))
    text = (
        f"Growth scenarios and the capacity ({plain(assumed.capacity)} times {ahead.origin}) are"
        " assumptions, not findings. "
    )
    if ahead.model is None:
        return text + (
            f"Only {count} yearly growth rates were published by {ahead.origin}; a fan needs"
            f" {LEAST}, so these are scenarios without probabilities."
        )
    part = ahead.model.parameter_part(HORIZON - ahead.origin)
    since = (
        "" if len(ahead.since) else f" No value after {ahead.origin} was public to hold it against."
    )
    return text + (
        f"The fan repeats the mean of {count} yearly growth rates,"
        f" {signed(ahead.model.mean * 100)} ± {plain(ahead.model.deviation * 100, 1)} log points;"
        f" that the mean is only estimated makes up {plain(part, 0)} % of the variance in"
        f" {HORIZON}.{since} Past growth is a description, not a forecast."
    )


def _derived(ahead: Outlook, assumed: Assumptions) -> Iterator[pd.DataFrame]:
    last = ahead.rows[ahead.rows["year"] == ahead.origin]
    size, period = ahead.course.size, str(HORIZON)
    for rate in assumed.growth_scenarios:
        value = float(_line(ahead, rate).iloc[-1]) * size
        yield derived(last, value, f"scenario of {rate:g} % a year from {ahead.origin}",
                      period=period, grade="assumption")  # fmt: skip
    if ahead.model is None:
        return
    for tail in (*TAILS, 0.5):
        value = ahead.model.quantile(tail, HORIZON - ahead.origin) * size
        formula = f"fan, quantile {tail:g}: ln Y + h·g ± t(n−1)·s·√(h+h²/n)"
        yield derived(last, value, formula, period=period)


_COLUMNS = (
    Column("year", "Year"),
    Column("middle", "Median", lambda value: plain(value, 0), "right"),
    Column("interval", "90 of 100 outcomes", align="right"),
    Column("known", "The same, mean known", align="right"),
    Column("part", "Variance from the mean, %", align="right"),
    Column("binds", "Chance that capacity binds", align="right"),
)


@exhibit
def growth_by_year(as_of: str, series: str, assumed: Assumptions) -> Exhibit:
    """Show the fan in numbers, its parameter part apart, and when the capacity binds."""
    ahead = outlook(series, as_of)
    model = ahead.model
    if model is None:
        raise NoData(
            f"{ahead.course.name}: fewer than {LEAST} yearly growth rates by {ahead.origin}, so"
            " there are scenarios and no probabilities"
        )
    limit = float(ahead.before.iloc[-1]) * assumed.capacity
    rows = [_year(model, year - ahead.origin, limit) | {"year": str(year)}
            for year in ahead.years[1:]]  # fmt: skip
    crossing = next((row["year"] for row in rows if row["middle"] > limit), "")
    when = f"in {crossing}" if crossing else f"not by {HORIZON}"
    head = f"The median path passes {plain(limit, 0)} {ahead.course.unit} {when}"
    return Exhibit(
        title=head if len(head.split()) <= 15 else f"Median passes {plain(limit, 0)} {when}",
        subtitle=f"{ahead.course.name}, {ahead.course.unit}; fan from {ahead.origin} on"
        f" {plain(model.count, 0)} growth rates; capacity {plain(assumed.capacity)} times"
        f" {ahead.origin}, an assumption",
        table=tables.table(rows, _COLUMNS),
        numbers=numbers([ahead.rows, *_derived(ahead, assumed)]),
        alt="; ".join(f"{row['year']}: {row['interval']}, {row['binds']}" for row in rows) + ".",
        note=_simulated(model, ahead, assumed),
    )


def _year(model: Fan, step: int, limit: float) -> dict[str, Any]:
    low, high = TAILS
    ends = [model.quantile(tail, step) for tail in TAILS]
    known = [model.quantile(tail, step, known_mean=True) for tail in (low, high)]
    return {
        "middle": model.quantile(0.5, step),
        "interval": spread(ends[0], ends[1], 0),
        "known": spread(known[0], known[1], 0),
        "part": plain(model.parameter_part(step), 0),
        "binds": _chance(model.exceeds(limit, step) * 100),
    }


def _simulated(model: Fan, ahead: Outlook, assumed: Assumptions) -> str:
    """Return how far the seeded simulation is from the formula, as a check that is shown."""
    steps = HORIZON - ahead.origin
    draws = pd.Series(model.draws(steps, assumed.draws, assumed.seed))
    gaps = [
        abs(float(draws.quantile(tail)) / model.quantile(tail, steps) - 1) * 100
        for tail in (*TAILS, 0.5)
    ]
    return (
        f"A simulation of {plain(assumed.draws, 0)} paths (seed {assumed.seed}) comes within"
        f" {plain(max(gaps), 1)} % of the formula at {listed(['P5', 'P50', 'P95'])} in {HORIZON}."
    )
