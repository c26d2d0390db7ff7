"""Who published what, when, in which definition, and with what it is never mixed; the summary."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
from markupsafe import Markup

from analysis import blocks, claims, data, tables
from analysis.blocks import Block
from analysis.claims import Result
from analysis.countries import CENTRAL_ASIA
from analysis.errors import NoData
from analysis.exhibits import Exhibit, exhibit, made_public, numbers
from analysis.moments import day
from analysis.numbers import counted
from analysis.tables import Column
from analysis.topics import statement

SUBJECTS = ("uranium", "oil", "gas", "rare-earths", "nuclear")
_IN_PLACE = ("Uranium in place, by class", "recoverable uranium")
_OTHERS = "another cost class"
STOCKS: Mapping[str, tuple[str, str]] = {
    "oil_reserves": ("Oil, proved reserves", "another reporter"),
    "gas_reserves": ("Gas, proved reserves", "another reporter"),
    "uranium_lt130": ("Uranium below 130 USD/kg", _OTHERS),
    "uranium_lt260": ("Uranium below 260 USD/kg", _OTHERS),
    "uranium_recoverable_rounded": ("Uranium, rounded by the press", _OTHERS),
    "uranium_in_situ_lt40": _IN_PLACE,
    "uranium_in_situ_lt80": _IN_PLACE,
    "uranium_in_situ_lt130": _IN_PLACE,
    "uranium_in_situ_lt260": _IN_PLACE,
    "rare_earth_announced": ("Rare earths, announced", "coded reserves"),
    "rare_earth_kutessay": ("Rare earths, one deposit", "coded reserves"),
}
"""Each stock in the data: its definition with the cost class, and what it is never mixed with."""


@exhibit
def editions(as_of: str) -> Exhibit:
    """Show who published which stock when, in which cost class, and what it is not mixed with."""
    frames = [data.observations("resources", one, annual=False, as_of=day(as_of)) for one in STOCKS]
    rows = pd.concat(frames)
    if rows.empty:
        raise NoData("no table of reserves or resources was public on that day")
    named = rows.assign(definition=[STOCKS[one][0] for one in rows["indicator"]])
    groups = named.groupby(["definition", "source"], sort=False)
    shown = [_edition(one) for _, one in groups]
    return Exhibit(
        title=f"Tables at hand: {len(shown)} by {counted(rows['reporter'].nunique(), 'reporter')},"
        " none joined to another",
        subtitle="Every table of reserves or resources in the data, with its definition or cost"
        " class and the day it was public",
        table=tables.table(
            shown,
            [
                Column("definition", "What, and cost class"),
                Column("reporter", "Read in"),
                Column("years", "Years"),
                Column("states", "Of the five"),
                Column("public", "Public"),
                Column("apart", "Not mixed with"),
            ],
        ),
        numbers=numbers([rows]),
        alt="; ".join(f"{row['definition']}, {row['years']}" for row in shown) + ".",
        note="Uranium is recoverable resources unless said to be in place. A table that gives no"
        " state of the region is here for its world total. Coded reserves are those under a"
        " reporting code.",
    )


def _edition(rows: pd.DataFrame) -> dict[str, Any]:
    first = data.records(rows)[0]
    definition, apart = STOCKS[first["indicator"]]
    periods = sorted(set(rows["period"]))
    states = [iso3 for iso3 in CENTRAL_ASIA if iso3 in set(rows["entity"])]
    return {
        "definition": definition,
        "apart": apart,
        "reporter": data.source(first["source"])["publisher"],
        "years": periods[0] if len(periods) == 1 else f"{periods[0]}–{periods[-1]}",
        "states": ", ".join(states) or "none",
        "public": made_public(
            {**first, "published": max(rows["published"], key=data.known_by)}
        ).partition(",")[0],
    }


def bottom_line(as_of: str) -> Block:
    """Say for each claim on resources what was found and what was said.

    >>> resources.bottom_line("latest")
    """
    results = {name: claims.verdict(name, day(as_of)) for name in SUBJECTS}
    said = [_line(result) for result in results.values()]
    return blocks.lede(" ".join(said))


def _line(result: Result) -> str:
    lead = statement.first(result)
    title = result.claim.title
    if lead is None or lead.value != lead.value:
        return f"{title}: {result.verdict.value}."
    found = claims.sentences.found(lead)
    return f"{title}: {found} found, {statement.said(result)} said, {result.verdict.value}."


def claims_in_full(as_of: str, show_details: bool) -> Block:
    """Show the claims on resources in full.

    >>> resources.claims_in_full("latest", show_details=False)
    """
    from analysis.topics import verdicts

    shown = [verdicts.claim(name, as_of, show_details).html for name in SUBJECTS]
    return Block(Markup("").join(shown))
