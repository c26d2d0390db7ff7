"""Published yearly series, split at the claim’s year: what was known, what came since, the fan."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from analysis import data
from analysis.claims import claims
from analysis.errors import NoData, ParameterError, unknown
from analysis.measures.fan import LEAST, Fan, fan, growth_rates
from analysis.moments import day
from analysis.topics.logistics.assumptions import SERIES

HORIZON = 2030
TAILS = (0.05, 0.95)


@dataclass(frozen=True)
class Course:
    """One published yearly series: its names, the unit of its chart and that unit's size."""

    indicator: str
    entity: str
    name: str
    short: str
    unit: str
    size: float = 1.0


_TEU = "thousand TEU", 1000.0
COURSES = dict(
    zip(
        SERIES,
        (
            Course(
                "kaz_container_transit",
                "KAZ",
                "Container transit of Kazakhstan",
                "Kazakh transit",
                *_TEU,
            ),
            Course("cre_trains", "CRE", "China–Europe trains", "China–Europe trains", "trains"),
            Course("titr_cargo", "TITR", *("Trans-Caspian cargo",) * 2, "thousand tonnes"),
            Course("titr_teu", "TITR", *("Trans-Caspian containers",) * 2, *_TEU),
        ),
        strict=True,
    )
)


def course(series: str) -> Course:
    """Return a series by its parameter; ParameterError names the nearest."""
    if series not in COURSES:
        raise ParameterError(unknown("series", series, COURSES))
    return COURSES[series]


def published(one: Course, moment: date | None) -> pd.DataFrame:
    """Return the newest published row of each year."""
    rows = data.observations("logistics", one.indicator, entity=one.entity, as_of=moment)
    return rows.drop_duplicates("year", keep="last")


def origin_year() -> int:
    """Return the year of the claim, where fan and scenarios start."""
    return int(claims()["containers"].period)


def levels_of(rows: pd.DataFrame, size: float) -> pd.Series:
    """Return the values by year, in the unit of the chart."""
    return pd.Series((rows["value"] / size).to_list(), index=rows["year"].to_list(), dtype=float)


@dataclass(frozen=True)
class Outlook:
    """What a series was until the claim's year, what came since, and its fan if it has one."""

    course: Course
    rows: pd.DataFrame
    before: pd.Series
    since: pd.Series
    model: Fan | None

    @property
    def origin(self) -> int:
        """The year that scenarios and fan start from."""
        return int(self.before.index[-1])

    @property
    def years(self) -> range:
        """The years from the origin to the horizon."""
        return range(self.origin, HORIZON + 1)


def outlook(series: str, as_of: str) -> Outlook:
    """Return the outlook of a series; NoData when nothing was public for it."""
    one = course(series)
    rows = published(one, day(as_of))
    levels = levels_of(rows, one.size)
    before = levels[levels.index <= origin_year()]
    if before.empty:
        raise NoData(f"{one.name}: no year up to {origin_year()} was public on that day")
    enough = len(growth_rates(before)) >= LEAST
    since = levels[levels.index > before.index[-1]]
    return Outlook(one, rows, before, since, fan(before) if enough else None)
