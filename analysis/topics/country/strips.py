"""The eight indicators of a profile: where each comes from and which year is shown."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, partial

import pandas as pd

from analysis import measures
from analysis.exhibits import derived, numbers
from analysis.kept import kept
from analysis.topics.country.series import CHINA, newest, peers

Cell = pd.DataFrame


@dataclass(frozen=True)
class Found:
    """A value, and how to get its row: published or derived, with its origin.

    Of the many that are looked through, few are shown.
    """

    value: float
    row: Callable[[], Cell]


Values = Mapping[tuple[str, int], Found]
"""By economy and year."""
Source = Callable[[tuple[str, ...], date | None, int], Values]


@dataclass(frozen=True)
class Indicator:
    """One indicator: its name, unit, decimals, reporter, and where its values come from."""

    name: str
    unit: str
    places: int
    reporter: str
    values: Source


def _observed(subject: str, indicator: str, reporter: str) -> Source:
    def values(entities: tuple[str, ...], as_of: date | None, last_year: int) -> Values:
        rows = newest(subject, indicator, entities, as_of, last_year, reporter=reporter)
        return {
            (entity, int(year)): Found(float(value), partial(_at, rows, place))
            for place, (entity, year, value) in enumerate(
                zip(rows["entity"], rows["year"], rows["value"], strict=True)
            )
        }

    return values


def _at(rows: pd.DataFrame, place: int) -> Cell:
    return rows.iloc[[place]]


def _ratio(
    above: Source, below: Source, scale: float, formula: str, indicator: str, unit: str
) -> Source:
    """Return a source that divides two others of the same economy and year."""

    def values(entities: tuple[str, ...], as_of: date | None, last_year: int) -> Values:
        tops, bottoms = (one(entities, as_of, last_year) for one in (above, below))
        found = {}
        for key in tops.keys() & bottoms.keys():
            inputs = tops[key], bottoms[key]
            value = measures.share(*(one.value for one in inputs)) / 100 * scale
            if value == value:
                row = partial(_derived, inputs, value, formula, indicator=indicator, unit=unit)
                found[key] = Found(value, row)
        return found

    return values


def _growth(levels: Source, indicator: str) -> Source:
    """Return a source of growth on the year before, in percent; never over a gap."""

    def values(entities: tuple[str, ...], as_of: date | None, last_year: int) -> Values:
        found, known = {}, levels(entities, as_of, last_year)
        for (entity, year), row in known.items():
            before = known.get((entity, year - 1))
            if before is None:
                continue
            rate = measures.growth_between(before.value, row.value)
            if rate == rate:
                formula = f"value({year}) / value({year - 1}) − 1, in percent"
                changes = {"indicator": indicator, "period": str(year), "unit": "percent"}
                found[entity, year] = Found(
                    rate, partial(_derived, (before, row), rate, formula, **changes)
                )
        return found

    return values


def _derived(inputs: tuple[Found, ...], value: float, formula: str, **changes: str) -> Cell:
    return derived(pd.concat([one.row() for one in inputs]), value, formula, **changes)


_PEOPLE = _observed("economy", "population", "IMF")
_GDP = _observed("economy", "gdp_nominal", "IMF")
_TRADE = _observed("trade", "turnover_china", "GACC")
_HEAD = _ratio(_GDP, _PEOPLE, 1000, "GDP / population", "GDP per head", "USD")
_OPEN = _ratio(
    _TRADE, _GDP, 100, "turnover with China / GDP, in percent", "trade with China to GDP", "percent"
)

_COMMON = (
    Indicator("Population", "million persons", 1, "IMF", _PEOPLE),
    Indicator("Gross domestic product", "bn USD", 1, "IMF", _GDP),
    Indicator("GDP per head", "USD", 0, "IMF", _HEAD),
    Indicator("Real growth of GDP", "%", 1, "IMF", _observed("economy", "gdp_real_growth", "IMF")),
)
_LOGISTICS = Indicator(
    "Logistics Performance Index",
    "score 1 to 5",
    2,
    "WB",
    _observed("logistics", "lpi_overall", "WB"),
)
_WITH_CHINA = (
    Indicator("Trade with China", "bn USD", 1, "GACC", _TRADE),
    Indicator("Growth of that trade", "%", 1, "GACC", _growth(_TRADE, "growth of turnover_china")),
    Indicator("Trade with China to GDP", "%", 1, "GACC and IMF", _OPEN),
)
_OUTPUT = (
    Indicator(
        "Oil output", "thousand b/d", 0, "EI", _observed("resources", "oil_production", "EI")
    ),
    Indicator("Gas output", "bcm", 1, "EI", _observed("resources", "gas_production", "EI")),
    Indicator(
        "Uranium mined", "tonnes", 0, "WNA", _observed("resources", "uranium_production", "WNA")
    ),
)


def indicators_of(iso3: str) -> tuple[Indicator, ...]:
    """Return the eight indicators: China has output where the others have trade with China."""
    return (*_COMMON, *(_OUTPUT if iso3 == CHINA else _WITH_CHINA), _LOGISTICS)


@dataclass(frozen=True)
class Shown:
    """One indicator in one year: the row of each economy that has one."""

    indicator: Indicator
    year: int
    rows: Mapping[str, Cell]
    values: Mapping[str, float]

    def value(self, iso3: str) -> float:
        """Return an economy's value; missing when it has none."""
        return self.values.get(iso3, math.nan)

    @property
    def places(self) -> int:
        """The decimals shown: the indicator's own, or one where no value has a second."""
        is_coarse = all(round(value, 1) == value for value in self.values.values())
        return min(self.indicator.places, 1) if is_coarse else self.indicator.places

    @cached_property
    def period(self) -> str:
        """The year, and whether it was still a forecast when it was published."""
        published = max(row["published"].iloc[0] for row in self.rows.values())
        is_ahead = "IMF" in self.indicator.reporter and self.year >= int(published[:4])
        return f"{self.year}, forecast" if is_ahead else str(self.year)


def numbers_of(found: Iterable[Shown]) -> pd.DataFrame:
    """Return the rows behind indicators in one frame."""
    return numbers([row for one in found for row in one.rows.values()])


@kept
def shown(iso3: str, as_of: date | None, last_year: int) -> tuple[Shown, ...]:
    """Return each indicator that has a value, in the economy's latest year, else the peers'."""
    found = []
    for indicator in indicators_of(iso3):
        values = indicator.values(peers(iso3), as_of, last_year)
        own = [year for entity, year in values if entity == iso3]
        every = [year for _, year in values]
        if every:
            year = max(own or every)
            that = {entity: one for (entity, when), one in values.items() if when == year}
            rows = {entity: one.row() for entity, one in that.items()}
            found.append(Shown(indicator, year, rows, {e: one.value for e, one in that.items()}))
    return tuple(found)
