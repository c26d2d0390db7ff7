"""Trade intensity: what is known of it, and what is missing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from analysis import measures
from analysis.countries import CENTRAL_ASIA
from analysis.errors import NoData
from analysis.exhibits import Exhibit, derived, exhibit, numbers
from analysis.moments import day
from analysis.numbers import listed, plain
from analysis.tables import table
from analysis.topics.trade import asked, cells, sides
from analysis.topics.trade.asked import FIRST_YEAR, LAST_YEAR, NATIONAL
from analysis.topics.trade.sides import Level

COLUMNS = [
    cells.text("place", "State"),
    cells.text("year", "Year"),
    cells.number("share", "China in its exports, %"),
    cells.number("worlds", "China in world exports, %"),
    cells.number("intensity", "Trade intensity", 2),
]


@dataclass(frozen=True)
class Weight:
    """China's weight in a state's exports, and in the world's where that is known."""

    entity: str
    year: int
    to_china: Level
    exports: Level
    world: tuple[Level, Level] | None

    @property
    def share(self) -> float:
        """China in percent of the state's exports."""
        return measures.share(self.to_china.value, self.exports.value)

    @property
    def worlds(self) -> float:
        """China's imports in percent of world exports; missing where unknown."""
        if self.world is None:
            return cells.NO_DATA
        return measures.share(self.world[0].value, self.world[1].value)

    @property
    def intensity(self) -> float:
        """Trade intensity; missing where the world's side is."""
        if self.world is None:
            return cells.NO_DATA
        bought, sold = (one.value for one in self.world)
        return measures.trade_intensity(self.to_china.value, self.exports.value, bought, sold)

    @property
    def rows(self) -> Iterator[pd.DataFrame]:
        """The rows behind both shares, and the measures that can be computed."""
        levels = [self.to_china, self.exports, *(self.world or ())]
        yield from (one.rows for one in levels)
        rows = pd.concat([self.to_china.rows, self.exports.rows])
        formula = "exports to China / exports, in percent"
        yield derived(
            rows, self.share, formula, indicator="China's share of exports", unit="percent"
        )
        if self.world is not None:
            yield derived(
                pd.concat([one.rows for one in levels]),
                self.intensity,
                "(x_ij / X_i) / (x_wj / X_w)",
                entity=self.entity,
                indicator="trade intensity with China",
                unit="times",
            )


@exhibit
def trade_intensity(
    as_of: str,
    countries: Sequence[str] = CENTRAL_ASIA,
    first_year: int = FIRST_YEAR,
    last_year: int = LAST_YEAR,
) -> Exhibit:
    """Show China's weight in each state's exports, and in the world's where that is known."""
    states, years = asked.chosen(countries), asked.years(first_year, last_year)
    found = [one for iso3 in states if (one := _newest(iso3, years, day(as_of)))]
    if not found:
        raise NoData("no state chosen reported its exports to China and to all partners")
    known = [one for one in found if one.intensity == one.intensity]
    gone = [asked.name(iso3) for iso3 in states if iso3 not in {one.entity for one in found}]
    return Exhibit(
        title=_title(found, known),
        subtitle="China’s share of each state’s exports against its share of world exports, %, and"
        " their ratio, each state in its newest year",
        table=table(
            [_cells(one) for one in found],
            COLUMNS,
        ),
        numbers=numbers([rows for one in found for rows in one.rows]),
        alt=cells.sentence(
            [f"{asked.name(o.entity)} {o.year}, {plain(o.share, 1)} % of exports" for o in found]
        ),
        note=" ".join(_missing(found, known, gone)),
    )


def _cells(one: Weight) -> dict[str, str | float]:
    return {
        "place": asked.name(one.entity),
        "year": str(one.year),
        "share": one.share,
        "worlds": one.worlds,
        "intensity": one.intensity,
    }


def _title(found: Sequence[Weight], known: Sequence[Weight]) -> str:
    if known:
        most = max(known, key=lambda one: one.intensity)
        return (
            f"{asked.name(most.entity)} sells {plain(most.intensity, 2)} times the world’s share to"
            f" China ({most.year})"
        )
    lead = max(found, key=lambda one: one.year)
    return (
        f"China took {plain(lead.share, 1)} % of {asked.name(lead.entity)}’s exports in"
        f" {lead.year}; no intensity follows yet"
    )


def _missing(
    found: Sequence[Weight], known: Sequence[Weight], gone: Sequence[str]
) -> Iterator[str]:
    if len(known) < len(found):
        yield (
            "Trade intensity needs China’s imports and the world’s exports of the same year; the"
            " data package has neither, so the index is missing rather than guessed."
        )
    if gone:
        yield f"No exports to China beside all exports for {listed([*gone])}."


def _newest(iso3: str, years: range, as_of: date | None) -> Weight | None:
    """Return the newest year in which the state itself gives exports to China and to all."""
    sold = sides.published(NATIONAL, "exports_to_china", iso3, years, as_of)
    exports = sides.published(NATIONAL, "exports_total", iso3, years, as_of)
    both = [y for y in sold if y in exports and sold[y].reporter == exports[y].reporter]
    if not both:
        return None
    year = max(both)
    return Weight(iso3, year, sold[year], exports[year], _world(year, as_of))


def _world(year: int, as_of: date | None) -> tuple[Level, Level] | None:
    """Return China's imports and the world's exports of a year where both are known."""
    bought = sides.published(NATIONAL, "imports_total", "CHN", [year], as_of)
    sold = sides.published(NATIONAL, "exports_total", "WLD", [year], as_of)
    return (bought[year], sold[year]) if bought and sold else None
