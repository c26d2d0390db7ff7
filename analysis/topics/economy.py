"""Population, gross domestic product, and what was signed at the summit."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pandas as pd

from analysis import data
from analysis.claims import Evidence, Item, Match, evidence
from analysis.claims.items import events, from_rows
from analysis.countries import CENTRAL_ASIA
from analysis.moments import written, written_loosely
from analysis.numbers import plain

PERIOD = 2024
"""The completed year the statement speaks of."""


def five_totals(indicator: str, as_of: date | None, years: tuple[int, int]) -> pd.DataFrame:
    """Return the sum of the five states per edition and year, newest edition first.

    Columns: source, reporter, published, year, value, rows. A year with a missing state has no total.
    """
    found = data.observations("economy", indicator, entity=CENTRAL_ASIA, as_of=as_of)
    found = found[found["year"].between(*years)]
    totals = [
        {
            "source": source,
            "reporter": rows["reporter"].iloc[0],
            "published": max(rows["published"], key=data.known_by),
            "year": year,
            "value": rows["value"].sum(),
            "rows": rows,
        }
        for (source, year), rows in found.groupby(["source", "year"])
        if set(rows["entity"]) == set(CENTRAL_ASIA)
    ]
    frame = pd.DataFrame(
        totals, columns=["source", "reporter", "published", "year", "value", "rows"]
    )
    return frame.sort_values(
        ["published", "year"], ascending=False, ignore_index=True, key=_public_order
    )


def _public_order(column: pd.Series[Any]) -> pd.Series[Any]:
    return column.map(data.known_by) if column.name == "published" else column


@evidence("population")
def _population(as_of: date | None) -> Evidence:
    items = list(_editions(five_totals("population", as_of, (PERIOD, PERIOD)), "million persons"))
    lead = items[0] if items else None
    safe = (
        f"About {plain(lead.value, 1)} million people lived in the five states of Central Asia in {PERIOD}"
        f" ({lead.label})."
        if lead
        else f"No count of the region’s population in {PERIOD} was public."
    )
    return Evidence(tuple(items), safe, absence=f"No source gives all five states for {PERIOD}.")


@evidence("gdp")
def _gdp(as_of: date | None) -> Evidence:
    totals = five_totals("gdp_nominal", as_of, (PERIOD - 1, PERIOD))
    now, before = (totals[totals["year"] == year] for year in (PERIOD, PERIOD - 1))
    earlier = before.set_index("source")["value"]
    rising = {
        row.source: bool(row.value > earlier[row.source])
        for row in now.itertuples()
        if row.source in earlier
    }
    items = list(_editions(now, "tn USD", rising))
    return Evidence(
        tuple(items),
        _gdp_safe(items),
        absence=f"No source gives all five economies for {PERIOD}.",
        notes=tuple(_turkmen_note(now)),
    )


def _gdp_safe(items: list[Item]) -> str:
    if not items:
        return f"No estimate of the five economies’ joint GDP in {PERIOD} was public."
    lead = items[0]
    return (
        f"The five economies’ GDP in {PERIOD} was about {plain(lead.value * 1000, 0)} bn USD at official exchange"
        f" rates ({lead.label}); Turkmenistan’s part depends on the rate used."
    )


def _turkmen_note(totals: pd.DataFrame) -> Iterator[str]:
    """Yield what the editions differ by on Turkmenistan, whose official rate is not a market rate."""
    parts = pd.concat(list(totals["rows"])) if len(totals) else pd.DataFrame(columns=["entity"])
    turkmen = parts[parts["entity"] == "TKM"]
    if len(turkmen) > 1:
        low, high = turkmen["value"].min(), turkmen["value"].max()
        yield (
            f"Turkmenistan’s GDP in {PERIOD} is {plain(low, 1)} bn USD in one edition and {plain(high, 1)} bn USD in"
            f" another: the exchange rate alone moves the sum by {plain(high - low, 1)} bn USD."
        )


def _editions(
    totals: pd.DataFrame, unit: str, rising: dict[str, bool] | None = None
) -> Iterator[Item]:
    """Yield one item per edition: a reporter's newest decides, its older ones show the vintage."""
    seen: set[str] = set()
    for row in totals.itertuples():
        match = Match.VINTAGE if row.reporter in seen else Match.DECLARED
        seen.add(str(row.reporter))
        public = written_loosely(str(row.published))
        label = f"{data.reporter_name(str(row.reporter))}, {row.year}, edition of {public}"
        yield from_rows(
            row.rows,
            float(row.value),
            label,
            unit,
            match=match,
            rising=(rising or {}).get(str(row.source)),
        )


@evidence("treaty")
def _treaty(as_of: date | None) -> Evidence:
    names = ("good-neighbour-treaty", "astana-declaration")
    items = events(as_of, *names, fulfilled=("signed", "adopted"))
    safe = "The six heads of state signed the treaty and adopted the Astana Declaration on {}."
    return Evidence(
        tuple(items),
        safe.format(written(date.fromisoformat(items[0].period)))
        if items
        else "No report of a signature was public.",
        absence="No report of the signature or the adoption is in the data package.",
    )
