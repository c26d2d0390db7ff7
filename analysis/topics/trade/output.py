"""Trade against gross domestic product, by each edition of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd
from markupsafe import Markup

from analysis import data, measures
from analysis.countries import CENTRAL_ASIA
from analysis.errors import NoData
from analysis.exhibits import Exhibit, derived, exhibit, numbers
from analysis.moments import day, written_loosely
from analysis.numbers import plain
from analysis.tables import table
from analysis.topics.trade import asked, cells, sides
from analysis.topics.trade.asked import FIRST_YEAR, GACC, LAST_YEAR, NATIONAL, SIDES
from analysis.topics.trade.sides import Level

NOTE = (
    "GDP is converted at official exchange rates. Turkmenistan’s is not a market rate, and the"
    " editions differ by it. Trade counts gross value, so a ratio can exceed a hundred. The half is"
    " the other common definition, here of the newest edition."
)


@dataclass(frozen=True)
class Ratio:
    """Trade in percent of GDP, by edition of the GDP."""

    entity: str
    side: str
    year: int
    trade: Level
    gdp: Mapping[str, pd.DataFrame]

    def of(self, edition: str) -> float:
        """Return (X + M) / GDP in percent; missing where the edition does not have the GDP."""
        if edition not in self.gdp:
            return cells.NO_DATA
        return measures.share(self.trade.value, float(self.gdp[edition]["value"].sum()))

    @property
    def made(self) -> list[pd.DataFrame]:
        """The row of the ratio for each edition, and of half of it for the newest."""
        newest = [*self.gdp][-1:]
        full = [self._row(one, 1, "(exports + imports) / GDP, in percent") for one in self.gdp]
        return full + [self._row(one, 2, "half of (exports + imports) / GDP") for one in newest]

    def _row(self, edition: str, parts: int, formula: str) -> pd.DataFrame:
        return derived(
            pd.concat([self.trade.rows, self.gdp[edition]]),
            self.of(edition) / parts,
            formula,
            indicator="openness" if parts == 1 else "openness, half",
            entity=self.entity,
            unit="percent",
        )


def _gdp(entity: str, year: int, as_of: date | None) -> dict[str, pd.DataFrame]:
    """Return the rows of GDP by edition of the IMF, the oldest first; five rows for the region."""
    members = CENTRAL_ASIA if entity == "CA5" else (entity,)
    rows = data.observations(
        "economy", "gdp_nominal", entity=members, reporter="IMF", period=str(year), as_of=as_of
    )
    editions = {
        written_loosely(str(one["published"].iloc[0])[:7]): one
        for _, one in rows.groupby("published")
        if set(one["entity"]) == set(members)
    }
    return dict(sorted(editions.items(), key=lambda of: data.known_by(of[1]["published"].iloc[0])))


def _ratio(entity: str, side: str, year: int, level: Level, as_of: date | None) -> Ratio | None:
    gdp = _gdp(entity, year, as_of)
    return Ratio(entity, side, year, level, gdp) if gdp else None


def _table(found: Sequence[Ratio]) -> Markup:
    editions = [*dict.fromkeys(edition for one in found for edition in one.gdp)]
    columns = [
        cells.text("place", "Place"),
        cells.text("reporter", "Trade by"),
        cells.number("trade", "Trade, bn USD"),
    ]
    for edition in editions:
        columns += [
            cells.number(f"gdp {edition}", f"GDP, {edition}"),
            cells.number(edition, "% of it"),
        ]
    columns.append(cells.number("half", "Half, %"))
    return table([_cells(one, editions) for one in found], columns)


def _cells(one: Ratio, editions: Sequence[str]) -> dict[str, Any]:
    gdp = {
        f"gdp {edition}": float(one.gdp[edition]["value"].sum())
        if edition in one.gdp
        else cells.NO_DATA
        for edition in editions
    }
    return {
        "place": f"{asked.name(one.entity)} {one.year}",
        "reporter": cells.who(one.trade.reporters),
        "trade": one.trade.value,
        "half": one.of([*one.gdp][-1]) / 2,
        **gdp,
        **{edition: one.of(edition) for edition in editions},
    }


def _title(found: Sequence[Ratio], what: str) -> str:
    """Return the message: the ratio that the editions move most, or the highest one."""

    def moved(one: Ratio) -> float:
        ratios = [one.of(edition) for edition in one.gdp]
        return max(ratios) / min(ratios) if min(ratios) > 0 else 1.0

    widest = max(found, key=moved)
    ratios = [one for edition in widest.gdp for one in [plain(widest.of(edition), 1)]]
    name = asked.name(widest.entity)
    if len(set(ratios)) > 1:
        return f"{name}’s {what} is {' or '.join(ratios)} % of GDP, by edition"
    highest = max(found, key=lambda one: one.of([*one.gdp][-1]))
    share = plain(highest.of([*highest.gdp][-1]), 1)
    return f"{asked.name(highest.entity)}’s {what} was {share} % of GDP in {highest.year}"


def _exhibit(found: Sequence[Ratio], what: str, subtitle: str, note: str) -> Exhibit:
    return Exhibit(
        title=_title(found, what),
        subtitle=subtitle,
        table=_table(found),
        numbers=numbers(_rows(found)),
        alt=cells.sentence(
            [
                f"{asked.name(one.entity)} {one.year},"
                f" {' or '.join(plain(one.of(edition), 1) for edition in one.gdp)} %"
                for one in found
            ]
        ),
        note=note,
    )


def _rows(found: Sequence[Ratio]) -> Iterator[pd.DataFrame]:
    for one in found:
        yield one.trade.rows
        yield from one.gdp.values()
        yield from one.made


@exhibit
def china_trade_to_gdp(
    as_of: str,
    countries: Sequence[str] = CENTRAL_ASIA,
    first_year: int = FIRST_YEAR,
    last_year: int = LAST_YEAR,
    reporter: str = GACC,
) -> Exhibit:
    """Show trade with China against GDP, by edition of the GDP."""
    states, years = asked.chosen(countries), asked.years(first_year, last_year)
    levels = {
        (iso3, side): sides.turnover_of(side, iso3, years, day(as_of))
        for iso3 in states
        for side in asked.sides(reporter)
    }
    found = [
        ratio
        for (iso3, side), series in levels.items()
        for year, level in series.items()
        if (ratio := _ratio(iso3, side, year, level, day(as_of)))
    ]
    year = asked.focus([one.year for one in found], "no year with both trade and GDP")
    shown = [one for one in found if one.year == year]
    gone = [asked.name(i) for i in states if i not in {one.entity for one in shown}]
    return _exhibit(
        shown,
        "trade with China",
        f"Turnover with China and GDP, current bn USD, {year}, by edition of the IMF’s World"
        f" Economic Outlook; {cells.who([SIDES[one.side] for one in shown])}",
        f"{NOTE} No figure for {cells.who(gone)} in {year}." if gone else NOTE,
    )


@exhibit
def openness(
    as_of: str,
    countries: Sequence[str] = CENTRAL_ASIA,
    first_year: int = FIRST_YEAR,
    last_year: int = LAST_YEAR,
) -> Exhibit:
    """Show each state's whole foreign trade against its GDP, in its newest year."""
    states, years = asked.chosen(countries), asked.years(first_year, last_year)
    places = ["CA5", *states] if len(states) == len(CENTRAL_ASIA) else [*states]
    found = []
    for entity in places:
        totals = sides.trade_of(NATIONAL, entity, years, day(as_of))
        ratios = (_ratio(entity, NATIONAL, y, one, day(as_of)) for y, one in totals.items())
        found += [one for one in ratios if one][-1:]
    if not found:
        raise NoData("no total of foreign trade was public for those states and years")
    return _exhibit(
        found,
        "foreign trade",
        "Exports plus imports of goods with all partners, and GDP, current bn USD, each place in"
        " its newest year with a total; editions of the IMF’s World Economic Outlook",
        "Editions and the half are as in the table before. The years differ, so the places are not"
        " to be ranked.",
    )
