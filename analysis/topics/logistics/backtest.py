"""What earlier fans would have said of the years that have come since."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pandas as pd

from analysis import tables
from analysis.errors import NoData
from analysis.exhibits import Exhibit, derived, exhibit, numbers
from analysis.measures.fan import LEAST, fan, growth_rates
from analysis.moments import day
from analysis.numbers import counted, plain, spread
from analysis.tables import Column
from analysis.topics.logistics.outlook import (
    COURSES,
    TAILS,
    Course,
    levels_of,
    origin_year,
    published,
)


@exhibit
def growth_backtest(as_of: str) -> Exhibit:
    """Show every year that a fan from the years before it could have been held against."""
    moment = day(as_of)
    found = [(one, published(one, moment)) for one in COURSES.values()]
    trials = [trial for one, rows in found for trial in _trials(one, rows)]
    if not trials:
        raise NoData(f"no year follows {LEAST} published yearly growth rates on that day")
    inside = sum(trial["inside"] == "yes" for trial in trials)
    columns = [
        Column("name", "Series"),
        Column("year", "Year"),
        Column("count", "Growth rates", align="right"),
        Column("median", "Median", align="right"),
        Column("interval", "90 of 100 outcomes", align="right"),
        Column("outcome", "Outcome", align="right"),
        Column("rank", "Its rank, %", align="right"),
        Column("inside", "Inside"),
    ]
    return Exhibit(
        title=f"Of {len(trials)} outcomes {inside} fell inside the fan drawn before them",
        subtitle="Each year against the fan from the years before it; rank: the chance that was"
        " given to this value or less",
        table=tables.table(trials, columns),
        numbers=numbers([*(rows for _, rows in found), *_rows(found)]),
        alt="; ".join(f"{one['name']} {one['year']}: {one['outcome']}" for one in trials) + ".",
        note=f"{counted(len(trials), 'trial')} cannot prove a fan right. {_gaps(moment)}",
    )


def _trials(one: Course, rows: pd.DataFrame) -> Iterator[dict[str, Any]]:
    levels = levels_of(rows, one.size)
    for year in sorted(levels.index):
        before = levels[levels.index < year]
        if len(growth_rates(before)) < LEAST:
            continue
        model, step = fan(before), int(year - before.index.max())
        low, high = (model.quantile(tail, step) for tail in TAILS)
        value = float(levels[year])
        yield {
            "name": f"{one.name}, {one.unit}",
            "year": str(year),
            "count": plain(model.count, 0),
            "median": plain(model.quantile(0.5, step), 0),
            "interval": spread(low, high, 0),
            "outcome": plain(value, 0),
            "rank": plain(model.rank(value, step) * 100, 0),
            "inside": "yes" if low <= value <= high else "no",
        }


def _rows(found: list[tuple[Course, pd.DataFrame]]) -> Iterator[pd.DataFrame]:
    for one, rows in found:
        levels = levels_of(rows, one.size)
        for year in sorted(levels.index):
            before = levels[levels.index < year]
            if len(growth_rates(before)) >= LEAST:
                middle = fan(before).quantile(0.5, int(year - before.index.max())) * one.size
                inputs = rows[rows["year"] < year]
                yield derived(inputs, middle, "median of the fan", period=str(year))


def _gaps(moment: date | None) -> str:
    """Return which series has no value after the claim's year, and which is too short."""
    year = origin_year() + 1
    texts = []
    for one in COURSES.values():
        rows = published(one, moment)
        levels = levels_of(rows, one.size)
        count = len(growth_rates(levels[levels.index < year]))
        if count < LEAST:
            texts.append(f"{one.name}: {counted(count, 'growth rate')} before {year}, no fan.")
        elif year not in levels.index:
            texts.append(f"{one.name}: no value for {year} was public.")
    return " ".join(texts)
