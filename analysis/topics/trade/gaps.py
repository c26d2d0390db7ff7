"""Single flows in two books: the published gap in all its forms, and flows both sides record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from analysis import data, measures
from analysis.countries import CENTRAL_ASIA
from analysis.errors import NoData
from analysis.exhibits import Exhibit, derived, exhibit, numbers
from analysis.measures import Mirror
from analysis.moments import day
from analysis.numbers import plain
from analysis.tables import table
from analysis.topics.trade import asked, cells, sides
from analysis.topics.trade.asked import FIRST_YEAR, GACC, LAST_YEAR, NATIONAL, SIDES
from analysis.topics.trade.mirror import CIF_FOB, COLUMNS_OF_GAP, gap_rows

FLOWS = {"imports_from_china": "China → {}", "exports_to_china": "{} → China"}


@dataclass(frozen=True)
class Pair:
    """One flow in the exporter's and in the importer's books."""

    entity: str
    year: int
    flow: str
    exporter: float
    importer: float
    rows: pd.DataFrame
    origin: str

    @property
    def gap(self) -> Mirror:
        """The gap in all its forms."""
        return measures.mirror_asymmetry(self.exporter, self.importer, CIF_FOB)

    @property
    def name(self) -> str:
        """The flow with its direction and year."""
        return f"{FLOWS[self.flow].format(asked.name(self.entity))}, {self.year}"


@exhibit
def published_gap(
    as_of: str,
    countries: Sequence[str] = CENTRAL_ASIA,
    first_year: int = FIRST_YEAR,
    last_year: int = LAST_YEAR,
) -> Exhibit:
    """Show each gap an auditor published in all its forms: one gap, many percentages."""
    states, years = asked.chosen(countries), asked.years(first_year, last_year)
    rows = data.observations("trade", "mirror_gap_published", entity=[*states], as_of=day(as_of))
    found = [
        pair
        for row in data.records(rows)
        if row["year"] in years and (pair := _from_published(row, rows, day(as_of)))
    ]
    if not found:
        raise NoData("no published gap beside the partner’s own record for those states and years")
    lead = max(found, key=lambda pair: pair.gap.difference)
    gap = lead.gap
    return _exhibit(
        found,
        f"One gap of {plain(gap.difference, 1)} bn USD reads as {plain(gap.of_first, 0)} %,"
        f" {plain(gap.of_second, 0)} % or {plain(gap.of_mean, 1)} %",
        "China’s exports by its customs (A) against the partner’s record of its imports (B),"
        " bn USD, from the gap an auditor published",
        "A is the partner’s record plus the published gap. Quoting the gap in percent means nothing"
        " without saying of what.",
    )


def _from_published(row: Mapping[str, Any], rows: pd.DataFrame, as_of: date | None) -> Pair | None:
    """Return the pair behind a published gap; None where the partner's record is missing."""
    flow, entity, year = "imports_from_china", row["entity"], row["year"]
    own = sides.published(NATIONAL, flow, entity, [year], as_of)
    if year not in own:
        return None
    published = rows[(rows["entity"] == entity) & (rows["year"] == year)]
    both = pd.concat([published, own[year].rows], ignore_index=True)
    china = derived(
        both,
        own[year].value + row["value"],
        "the partner’s record + the published gap",
        indicator=flow,
        unit="bn USD",
    )
    return Pair(
        entity,
        year,
        flow,
        own[year].value + row["value"],
        own[year].value,
        pd.concat([both, china], ignore_index=True),
        cells.who(own[year].reporters),
    )


@exhibit
def mirror_flows(
    as_of: str,
    countries: Sequence[str] = CENTRAL_ASIA,
    first_year: int = FIRST_YEAR,
    last_year: int = LAST_YEAR,
) -> Exhibit:
    """Show each flow that both sides record for the same year, exporter against importer."""
    states, years = asked.chosen(countries), asked.years(first_year, last_year)
    found = [p for iso3 in states for flow in FLOWS for p in _pairs(iso3, flow, years, day(as_of))]
    if not found:
        raise NoData("no flow that both sides record for one of the years and states chosen")
    lead = max(found, key=lambda pair: abs(pair.gap.difference))
    return _exhibit(
        found,
        f"Widest gap of a single flow: {plain(abs(lead.gap.difference), 1)} bn USD ({lead.name})",
        "Exports by the exporter’s customs (A) against the importer’s record (B), current bn USD,"
        " whole years",
        "The exporter records free on board, the importer with freight and insurance: B divided by"
        f" {CIF_FOB:g} is the sensitivity. A gap below zero means the importer records more.",
    )


def _pairs(iso3: str, flow: str, years: range, as_of: date | None) -> Iterator[Pair]:
    books = {side: sides.published(side, flow, iso3, years, as_of) for side in SIDES}
    exporter = NATIONAL if flow == "exports_to_china" else GACC
    importer = GACC if exporter == NATIONAL else NATIONAL
    for year in sorted(set(books[GACC]) & set(books[NATIONAL])):
        sold, bought = books[exporter][year], books[importer][year]
        yield Pair(
            iso3,
            year,
            flow,
            sold.value,
            bought.value,
            pd.concat([sold.rows, bought.rows], ignore_index=True),
            cells.who(books[NATIONAL][year].reporters),
        )


def _exhibit(found: Sequence[Pair], title: str, subtitle: str, note: str) -> Exhibit:
    columns = [
        cells.text("name", "Flow"),
        cells.number("exporter", "A", 2),
        cells.number("importer", "B", 2),
        *COLUMNS_OF_GAP,
    ]
    origins = "; ".join(dict.fromkeys(_partner(pair) for pair in found))
    return Exhibit(
        title=title,
        subtitle=subtitle,
        table=table([_cells(pair) for pair in found], columns),
        numbers=numbers([one for pair in found for one in (pair.rows, *_made(pair))]),
        alt=cells.sentence([f"{one.name}: {plain(one.gap.difference, 1)} bn USD" for one in found]),
        note=f"{note} The partner’s records: {origins}.",
    )


def _partner(pair: Pair) -> str:
    return f"{asked.name(pair.entity)} {pair.year}, {pair.origin}"


def _made(pair: Pair) -> Iterator[pd.DataFrame]:
    inputs = pair.rows[pair.rows["indicator"] == pair.flow]
    yield from gap_rows(inputs, pair.gap, pair.flow)


def _cells(pair: Pair) -> dict[str, Any]:
    gap = pair.gap
    return {
        "name": pair.name,
        "exporter": pair.exporter,
        "importer": pair.importer,
        **{column.key: getattr(gap, column.key) for column in COLUMNS_OF_GAP},
    }
