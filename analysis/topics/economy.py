"""Population, gross domestic product, and what was signed at the summit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from analysis import data
from analysis.claims import Evidence, Item, Match, claims, evidence
from analysis.claims.items import events, from_rows
from analysis.countries import CENTRAL_ASIA
from analysis.moments import written, written_loosely
from analysis.numbers import plain


@dataclass(frozen=True)
class Total:
    """The sum of the five states in one year of one edition, and the rows it is the sum of."""

    reporter: str
    source: str
    published: str
    year: int
    value: float
    rows: pd.DataFrame


def five_totals(indicator: str, as_of: date | None, years: Sequence[int]) -> list[Total]:
    """Return the sum of the five states per edition and year, newest edition first.

    There is no total where a state is missing.
    """
    found = data.observations("economy", indicator, entity=CENTRAL_ASIA, as_of=as_of)
    totals = [
        _total(rows)
        for (_, year), rows in found.groupby(["source", "year"])
        if year in years and set(rows["entity"]) == set(CENTRAL_ASIA)
    ]
    return sorted(totals, key=lambda one: (data.known_by(one.published), one.year), reverse=True)


def _total(rows: pd.DataFrame) -> Total:
    first = data.records(rows)[0]
    return Total(
        reporter=first["reporter"],
        source=first["source"],
        published=max(rows["published"], key=data.known_by),
        year=first["year"],
        value=float(rows["value"].sum(skipna=False)),
        rows=rows,
    )


@evidence("population")
def _population(as_of: date | None) -> Evidence:
    year = int(claims()["population"].period)
    items = list(_editions(five_totals("population", as_of, [year]), "million persons"))
    safe = f"No count of the region’s population in {year} was public."
    if items:
        lead = items[0]
        safe = (
            f"About {plain(lead.value, 1)} million people lived in the five states of Central Asia"
            f" in {year} ({data.reporter_name(lead.reporter)}, {written_loosely(lead.published)})."
        )
    return Evidence(tuple(items), safe, absence=f"No source gives all five states for {year}.")


@evidence("gdp")
def _gdp(as_of: date | None) -> Evidence:
    year = int(claims()["gdp"].period)
    totals = five_totals("gdp_nominal", as_of, [year - 1, year])
    now = [one for one in totals if one.year == year]
    before = {one.source: one.value for one in totals if one.year == year - 1}
    rising = {one.source: one.value > before[one.source] for one in now if one.source in before}
    items = list(_editions(now, "tn USD", rising))
    return Evidence(
        tuple(items),
        _gdp_safe(items, year),
        absence=f"No source gives all five economies for {year}.",
        notes=tuple(_turkmen_note(now, year)),
    )


def _gdp_safe(items: list[Item], year: int) -> str:
    if not items:
        return f"No estimate of the five economies’ joint GDP in {year} was public."
    lead = items[0]
    return (
        f"The GDP of the five states of Central Asia in {year} came to about"
        f" {plain(lead.value * 1000, 0)} bn USD at the {data.reporter_name(lead.reporter)}’s"
        f" exchange rates (edition of {written_loosely(lead.published)}); Turkmenistan’s part"
        " depends on the rate used."
    )


def _turkmen_note(totals: list[Total], year: int) -> Iterator[str]:
    """Yield what the editions differ by on Turkmenistan, whose rate is not a market rate."""
    values = [
        row["value"]
        for total in totals
        for row in data.records(total.rows)
        if row["entity"] == "TKM"
    ]
    if len(values) > 1:
        low, high = min(values), max(values)
        yield (
            f"Turkmenistan’s GDP in {year} is {plain(low, 1)} bn USD in one edition and"
            f" {plain(high, 1)} bn USD in another: that alone moves the sum by"
            f" {plain(high - low, 1)} bn USD."
        )


def _editions(
    totals: list[Total], unit: str, rising: Mapping[str, bool] | None = None
) -> Iterator[Item]:
    """Yield one item per edition: a reporter's newest decides, its older ones show the vintage."""
    seen: set[str] = set()
    for total in totals:
        match = Match.VINTAGE if total.reporter in seen else Match.DECLARED
        seen.add(total.reporter)
        yield from_rows(
            total.rows,
            total.value,
            f"{data.reporter_name(total.reporter)}, {total.year},"
            f" edition of {written_loosely(total.published)}",
            unit,
            match=match,
            rising=(rising or {}).get(total.source),
        )


@evidence("treaty")
def _treaty(as_of: date | None) -> Evidence:
    names = ("good-neighbour-treaty", "astana-declaration")
    items = events(as_of, *names, fulfilled=("signed", "adopted"))
    safe = "No report was public that the treaty was signed or the Astana Declaration adopted."
    if items:
        when = written(date.fromisoformat(items[0].period))
        safe = (
            "The heads of state of China and the five states of Central Asia signed a treaty of"
            f" good-neighbourliness and adopted the Astana Declaration on {when}"
            f" ({data.reporter_name(items[0].reporter)})."
        )
    return Evidence(
        tuple(items),
        safe,
        absence="No report of the signature or the adoption is in the data package.",
    )
