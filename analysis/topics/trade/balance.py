"""Exports to China against imports from China: the balance, and what it is of the turnover.

The growth of a balance is never shown: it has no meaning where the sign changes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from analysis import measures
from analysis.charts.mirrors import dumbbell
from analysis.countries import CENTRAL_ASIA
from analysis.errors import NoData
from analysis.exhibits import Exhibit, derived, exhibit, numbers
from analysis.moments import day
from analysis.numbers import plain, signed
from analysis.tables import table
from analysis.topics.trade import asked, cells, sides
from analysis.topics.trade.asked import FIRST_YEAR, GACC, LAST_YEAR, SIDES
from analysis.topics.trade.sides import Level

FLOWS = ("exports_to_china", "imports_from_china")
NOTE = (
    "Exports and imports are the state’s, whoever reports them: in China’s books, exports to China"
    " are China’s imports. Normalised balance: (X − M) / (X + M), −1 only imports, 1 only exports."
)


COLUMNS = [
    cells.text("place", "Place"),
    cells.text("year", "Year"),
    cells.text("reporter", "Reporter"),
    cells.number("exports", "Exports, bn USD", 2),
    cells.number("imports", "Imports, bn USD", 2),
    cells.change("balance", "Balance, bn USD", 2),
    cells.change("normalised", "Normalised", 3),
]


@dataclass(frozen=True)
class Flows:
    """Both directions of one state's trade with China in one year, in one reporter's books."""

    entity: str
    side: str
    year: int
    exports: Level
    imports: Level

    @property
    def normalised(self) -> float:
        """(X − M) / (X + M)."""
        return measures.normalised_balance(self.exports.value, self.imports.value)

    @property
    def rows(self) -> pd.DataFrame:
        """The rows of both."""
        return pd.concat([self.exports.rows, self.imports.rows], ignore_index=True)

    @property
    def made(self) -> pd.DataFrame:
        """The row of the normalised balance."""
        return derived(
            self.rows,
            self.normalised,
            "(exports − imports) / (exports + imports)",
            indicator="normalised balance with China",
            unit="index",
        )


def _flows(side: str, entity: str, years: range, as_of: date | None) -> Iterator[Flows]:
    """Yield the years in which one reporter gives both directions."""
    sold, bought = (sides.published(side, one, entity, years, as_of) for one in FLOWS)
    for year, exports in sold.items():
        if year in bought and bought[year].reporter == exports.reporter:
            yield Flows(entity, side, year, exports, bought[year])


@exhibit
def balances(
    as_of: str,
    countries: Sequence[str] = CENTRAL_ASIA,
    first_year: int = FIRST_YEAR,
    last_year: int = LAST_YEAR,
    reporter: str = GACC,
) -> Exhibit:
    """Show each state's exports to China against its imports, with the normalised balance."""
    states, years = asked.chosen(countries), asked.years(first_year, last_year)
    wanted = asked.sides(reporter)
    found = [
        one for side in wanted for iso3 in states for one in _flows(side, iso3, years, day(as_of))
    ]
    year = _best_year([one.year for one in found])
    shown = {(one.entity, one.side): one for one in found if one.year == year}
    keys = [(iso3, side) for iso3 in states for side in wanted]
    labels = {key: _label(*key, both=len(wanted) > 1) for key in keys}
    most = max(shown.values(), key=lambda one: one.normalised)
    return Exhibit(
        title=f"{asked.name(most.entity)}’s balance with China was"
        f" {signed(most.normalised, 3)} of its turnover in {year}",
        subtitle=f"Exports to and imports from China, current bn USD, {year}; over the lines the"
        f" normalised balance; {cells.who([SIDES[side] for side in wanted])}",
        chart=dumbbell(
            _sold_and_bought(keys, labels, shown),
            "bn USD",
            gaps={labels[key]: signed(one.normalised, 3) for key, one in shown.items()},
            decimals=2,
        ),
        numbers=numbers([*(one.rows for one in shown.values()), *(o.made for o in shown.values())]),
        alt=cells.sentence([_said(labels[key], one) for key, one in shown.items()]),
        note=NOTE,
    )


def _sold_and_bought(
    keys: Sequence[tuple[str, str]],
    labels: Mapping[tuple[str, str], str],
    shown: Mapping[tuple[str, str], Flows],
) -> pd.DataFrame:
    """Return exports and imports by label; a state without both is a row without values."""
    missing = (cells.NO_DATA, cells.NO_DATA)
    pairs = {
        labels[key]: (shown[key].exports.value, shown[key].imports.value)
        if key in shown
        else missing
        for key in keys
    }
    return pd.DataFrame(pairs, index=["Exports to China", "Imports from China"]).T


def _best_year(found: Sequence[int]) -> int:
    """Return the year in which most is known of the states chosen, the last one of several."""
    if not found:
        raise NoData("no reporter gives both exports and imports for the states and years chosen")
    return max(found, key=lambda year: (found.count(year), year))


def _label(iso3: str, side: str, *, both: bool) -> str:
    return (
        f"{asked.name(iso3)}, {'China’s' if side == GACC else 'own'} books"
        if both
        else asked.name(iso3)
    )


def _said(label: str, one: Flows) -> str:
    return (
        f"{label}: exports {plain(one.exports.value, 2)}, imports {plain(one.imports.value, 2)}"
        f" bn USD, normalised balance {signed(one.normalised, 3)}"
    )


@exhibit
def balance_over_years(
    as_of: str,
    countries: Sequence[str] = CENTRAL_ASIA,
    first_year: int = FIRST_YEAR,
    last_year: int = LAST_YEAR,
    reporter: str = GACC,
) -> Exhibit:
    """Show the balance year by year where one reporter gives both directions."""
    states, years = asked.chosen(countries), asked.years(first_year, last_year)
    places = ["CA5", *states] if len(states) == len(CENTRAL_ASIA) else [*states]
    found = [
        one
        for side in asked.sides(reporter)
        for entity in places
        for one in _flows(side, entity, years, day(as_of))
    ]
    if not found:
        raise NoData("no reporter gives both exports and imports for the states and years chosen")
    last = max(found, key=lambda one: (one.entity == "CA5", one.year))
    surplus = last.exports.value - last.imports.value
    return Exhibit(
        title=f"{asked.name(last.entity)} in {last.year}: {'surplus' if surplus > 0 else 'deficit'}"
        f" of {plain(abs(surplus), 1)} bn USD with China",
        subtitle="Exports to China, imports from it and the balance, also as a part of both; years"
        f" in which one reporter gives both, {min(o.year for o in found)}–{last.year}",
        table=table(
            [_row(one) for one in found],
            COLUMNS,
        ),
        numbers=numbers([*(one.rows for one in found), *(one.made for one in found)]),
        alt=cells.sentence(
            [f"{asked.name(o.entity)} {o.year} {signed(o.normalised, 3)}" for o in found]
        ),
        note="A year in which one reporter gives only one direction has no balance here.",
    )


def _row(one: Flows) -> dict[str, str | float]:
    return {
        "place": asked.name(one.entity),
        "year": str(one.year),
        "reporter": cells.who(one.exports.reporters),
        "exports": one.exports.value,
        "imports": one.imports.value,
        "balance": one.exports.value - one.imports.value,
        "normalised": one.normalised,
    }
