"""One level a year from one side's books: China's customs, or the partner's own sources.

China's side is the customs' figure, or one known to be theirs. On the partner's side no office
publishes every year, so the sources change; a growth rate is only taken within one of them.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from analysis import data, measures
from analysis.countries import CENTRAL_ASIA
from analysis.exhibits import derived
from analysis.kept import kept
from analysis.topics.trade.asked import GACC
from analysis.topics.trade.flows import CHINA, TURNOVER

NATIONAL_ORDER = (
    "KAZ-BNS",
    "KGZ-NSC",
    "TJK-STAT",
    "UZB-STAT",
    "KAZ-CUSTOMS",
    "TJK-CUSTOMS",
    "KAZ-TRADE-MIN",
    "UZB-MIFT",
    "KAZ-TRADE-CENTRE",
    "WITS",
    "NSO-CA",
    "AKORDA",
    "EDB",
)
"""The partners' sources, the first choice first; EDB, which compiles them, is the last resort."""
SOURCES = {GACC: CHINA, "national": NATIONAL_ORDER}


@dataclass(frozen=True)
class Level:
    """One year's value with the reporter and the rows it rests on."""

    value: float
    reporter: str
    rows: pd.DataFrame

    @property
    def reporters(self) -> list[str]:
        """The names of those who reported it."""
        names = self.reporter.split("; ")
        return [data.reporter_name(one) for one in dict.fromkeys(names)]


Levels = Mapping[int, Level]


def published(
    side: str, indicator: str, entity: str, years: Iterable[int], as_of: date | None
) -> dict[int, Level]:
    """Return one entity's figures by year, of the side's first choice of reporter, the newest."""
    return _within(years, _published(side, indicator, entity, as_of))


@kept
def _published(side: str, indicator: str, entity: str, as_of: date | None) -> Levels:
    rows = data.observations("trade", indicator, entity=entity, as_of=as_of)
    order = SOURCES[side]
    rows = rows[rows["reporter"].isin(order)]
    # Rows come in the order of publication, so the last of a reporter is the newest.
    rows = rows.iloc[::-1].sort_values(
        "reporter", key=lambda of: of.map(order.index), kind="stable"
    )
    rows = rows.drop_duplicates("year").sort_values("year")
    return {
        row["year"]: Level(row["value"], row["reporter"], rows.iloc[[at]])
        for at, row in enumerate(data.records(rows))
    }


def summed(
    side: str, parts: Sequence[str], entity: str, years: Iterable[int], as_of: date | None
) -> dict[int, Level]:
    """Return the sum of two indicators by year where the same reporter gives both."""
    return _within(years, _summed(side, tuple(parts), entity, as_of))


@kept
def _summed(side: str, parts: tuple[str, ...], entity: str, as_of: date | None) -> Levels:
    first, second = (_published(side, part, entity, as_of) for part in parts)
    return {
        year: _joined([one, second[year]], one.reporter)
        for year, one in first.items()
        if year in second and second[year].reporter == one.reporter
    }


def turnover_of(
    side: str, entity: str, years: Iterable[int], as_of: date | None
) -> dict[int, Level]:
    """Return one entity's turnover with China by year; exports plus imports where none is given."""
    wanted = list(years)
    given = published(side, TURNOVER, entity, wanted, as_of)
    added = summed(side, ("exports_to_china", "imports_from_china"), entity, wanted, as_of)
    return dict(sorted({**added, **given}.items()))


def turnover_with_china(
    side: str, states: Sequence[str], years: Iterable[int], as_of: date | None
) -> dict[int, Level]:
    """Return the states' joint turnover with China by year; the published total for all five.

    A year in which one of the states chosen has no figure has no total.
    """
    wanted = list(years)
    if len(states) == len(CENTRAL_ASIA):
        return turnover_of(side, "CA5", wanted, as_of)
    series = [turnover_of(side, iso3, wanted, as_of) for iso3 in states]
    complete = set.intersection(*(set(one) for one in series))
    return {year: _joined([one[year] for one in series]) for year in sorted(complete)}


def trade_of(side: str, entity: str, years: Iterable[int], as_of: date | None) -> dict[int, Level]:
    """Return one entity's trade with everyone by year; exports plus imports where none is given."""
    wanted = list(years)
    given = published(side, "foreign_trade_total", entity, wanted, as_of)
    added = summed(side, ("exports_total", "imports_total"), entity, wanted, as_of)
    return dict(sorted({**added, **given}.items()))


def _within(years: Iterable[int], levels: Levels) -> dict[int, Level]:
    wanted = set(years)
    return {year: level for year, level in levels.items() if year in wanted}


def growth_of(side: str, levels: Levels) -> dict[int, float]:
    """Return growth on the year before in percent, within one reporter; gaps are left out."""
    return {
        year: measures.growth_between(levels[year - 1].value, level.value)
        for year, level in levels.items()
        if year - 1 in levels and comparable(side, levels[year - 1], level)
    }


def comparable(side: str, before: Level, after: Level) -> bool:
    """Return whether two levels come from the same books."""
    return side == GACC or before.reporter == after.reporter


def values(levels: Levels, years: Iterable[int]) -> pd.Series:
    """Return the levels as a series over all the years, those without one missing."""
    return pd.Series({year: levels[year].value if year in levels else math.nan for year in years})


def change_rows(side: str, levels: Levels) -> list[pd.DataFrame]:
    """Return the rows of growth behind an exhibit."""
    return [
        derived(
            pd.concat([levels[year - 1].rows, levels[year].rows]),
            rate,
            f"value({year}) / value({year - 1}) − 1, in percent",
            indicator="growth of turnover_china",
            period=str(year),
            unit="percent",
        )
        for year, rate in growth_of(side, levels).items()
    ]


def _joined(parts: Sequence[Level], reporter: str = "") -> Level:
    names = dict.fromkeys(one.reporter for one in parts)
    return Level(
        math.fsum(one.value for one in parts),
        reporter or "; ".join(names),
        pd.concat([one.rows for one in parts], ignore_index=True),
    )
