"""Mining, the nuclear agreement, rare earths, R/P and the editions: tables around the shares."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import pandas as pd

from analysis import data, tables
from analysis.charts.stacks import stack
from analysis.countries import country
from analysis.errors import NoData
from analysis.exhibits import COLUMNS, Exhibit, exhibit, numbers
from analysis.moments import day, span, written_loosely
from analysis.numbers import plain
from analysis.tables import Column
from analysis.topics.resources.output import STOCKS, Ratio, mining, ratio_rows, ratios
from analysis.topics.resources.rows import share_rows
from analysis.topics.resources.shares import URANIUM, period

_PLACES = ("KAZ", "TKM", "UZB", "CA5", "CHN", "WLD")


@exhibit
def uranium_mining(as_of: str, first_year: int, last_year: int) -> Exhibit:
    """Show what part of the world's uranium Kazakhstan and Uzbekistan mine, year by year."""
    years = period(first_year, last_year)
    found = [one for one in mining(day(as_of)) if one.year in years]
    if not found:
        raise NoData(f"no mine output between {first_year} and {last_year} was public that day")
    wide = pd.DataFrame(
        {
            one.year: {
                country(row["entity"]).name: row["value"] / float(one.whole["value"].iloc[0]) * 100
                for row in data.records(one.parts)
            }
            for one in found
        }
    ).T[[country(iso3).name for iso3 in URANIUM]]
    last = found[-1]
    return Exhibit(
        title=f"The region mined {plain(last.value, 1)} % of the world’s uranium in {last.year}",
        subtitle="Share of the world’s uranium mine output, %, tonnes of metal,"
        f" {found[0].year}–{last.year}",
        chart=stack(wide, "% of the world’s mine output"),
        numbers=numbers(
            [rows for one in found for rows in (one.parts, one.whole)]
            + [share_rows(one, "uranium_production", URANIUM) for one in found]
        ),
        alt="Kazakhstan and Uzbekistan together: "
        + "; ".join(f"{one.year} {plain(one.value, 1)} %" for one in found)
        + ".",
        note="Mine output is not a share of what is left in the ground.",
    )


@exhibit
def years_of_output(as_of: str, last_year: int) -> Exhibit:
    """Show reserves over output in years, by place, for oil and gas: a ratio, not a forecast."""
    both = {stem: ratios(stem, day(as_of), last_year) for stem in STOCKS.values()}
    every = [one for found in both.values() for one in found.values() if one.place != "WLD"]
    known = [one for one in every if one.years == one.years]
    if not known:
        raise NoData(f"no reserves with output of a year to {last_year} were public on that day")
    longest = max(known, key=lambda one: one.years)
    what = "gas" if longest in both["gas"].values() else "oil"
    name = country(longest.place).name
    return Exhibit(
        title=f"{name}’s {what} reserves equal {plain(longest.years, 0)} years of output:"
        " a ratio, no forecast",
        subtitle="Proved reserves at the end of a year over the output of that year",
        table=tables.table([_ratio_cells(place, both) for place in _PLACES], _RATIOS),
        numbers=numbers(_ratio_numbers(both)),
        alt="; ".join(f"{country(one.place).name} {plain(one.years, 1)} years" for one in known)
        + ".",
        note=_ratio_note(both, day(as_of)),
    )


_RATIOS = [
    Column("place", "Place"),
    Column("oil_reserves", "Oil reserves, bn barrels", align="right"),
    Column("oil_output", "Output, thousand b/d", align="right"),
    Column("oil_years", "Years", align="right"),
    Column("gas_reserves", "Gas reserves, trillion m³", align="right"),
    Column("gas_output", "Output, bn m³ a year", align="right"),
    Column("gas_years", "Years", align="right"),
]


def _ratio_cells(place: str, both: Mapping[str, Mapping[str, Ratio]]) -> dict[str, str]:
    cells = {"place": country(place).name}
    for stem, found in both.items():
        one = found.get(place)
        cells[f"{stem}_reserves"] = plain(one.reserves if one else None, 1)
        cells[f"{stem}_output"] = plain(one.output if one else None, 0 if stem == "oil" else 1)
        cells[f"{stem}_years"] = plain(one.years if one else None, 1)
    return cells


def _ratio_numbers(both: Mapping[str, Mapping[str, Ratio]]) -> list[pd.DataFrame]:
    pairs = [(stem, one) for stem, found in both.items() for one in found.values()]
    raw = [one.rows for _, one in pairs if one.place != "CA5"]
    return [*raw, *(ratio_rows(one, stem) for stem, one in pairs if one.years == one.years)]


def _ratio_note(both: Mapping[str, Mapping[str, Ratio]], as_of: date | None) -> str:
    """Say which year the ratio is of, that output is later known, and how an edition moves it."""
    years = {stem: {one.year for one in found.values()} for stem, found in both.items() if found}
    said = [f"{stem} of {max(found)}" for stem, found in years.items()]
    later = data.observations("resources", "oil_production", entity="WLD", as_of=as_of)
    text = f"Ratios for {' and '.join(said)}, the last year of the reserves table."
    if len(later) and "oil" in years and later["year"].max() > max(years["oil"]):
        text += (
            f" Output is published to {later['year'].max()}, reserves are not: no later ratio is"
            " formed from an old stock and a new flow."
        )
    return text + " Each edition revises both, so ratios of two editions cannot be compared."


@exhibit
def nuclear_context(as_of: str) -> Exhibit:
    """Show what was announced and negotiated of the nuclear agreement, and whether it is signed."""
    rows = data.table("events")
    rows = rows[rows["event"] == "nuclear-agreement"]
    moment = day(as_of)
    if moment is not None:
        rows = rows.loc[[data.known_by(one) <= moment for one in rows["published"]]]
    if rows.empty:
        raise NoData("no report of a nuclear agreement was public on that day")
    events = sorted(data.records(rows), key=lambda row: str(row["date"]))
    last, signed = events[-1], any(row["status"] == "signed" for row in events)
    outcome = "signed" if signed else f"{last['status']}, nothing signed"
    return Exhibit(
        title=f"Nuclear agreement with China: {outcome} by {written_loosely(last['date'])}",
        subtitle="Reports of the agreement in order of date, with who made them; a signature would"
        " be an event of its own",
        table=tables.table(
            events,
            [
                Column("date", "Date", written_loosely),
                Column("status", "Status"),
                Column("note", "Reported", _text),
                Column("reporter", "Reporter", data.reporter_name),
            ],
        ),
        numbers=numbers([_event_rows(events)]),
        alt="; ".join(f"{row['status']} on {written_loosely(row['date'])}" for row in events) + ".",
    )


def _text(value: object) -> str:
    return value if isinstance(value, str) and value else "no detail given"


def _event_rows(events: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    rows = [
        {**row, "entity": "KAZ", "indicator": f"{row['event']} signed", "period": row["date"],
         "value": float(row["status"] == "signed"), "unit": "yes or no", "note": _text(row["note"])}
        for row in events
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=COLUMNS)


RARE_EARTHS = {
    "rare_earth_listed": "a yes or no, no quantity",
    "rare_earth_announced": "ore or metal is not said; no reporting code",
    "rare_earth_kutessay": "one deposit, no reporting code, page undated",
    "rare_earth_occurrences": "counts places, not tonnes",
}
"""What is known of rare earths in the region, and why each figure stands alone."""


_FOUND = [
    Column("what", "What"),
    Column("place", "Where"),
    Column("found", "Figure"),
    Column("period", "Period", span),
    Column("reporter", "Reporter", data.reporter_name),
    Column("why", "Why it stands alone"),
]


@exhibit
def rare_earths(as_of: str) -> Exhibit:
    """Show every figure on rare earths in the region, and why they cannot be compared."""
    names = data.table("indicators").set_index("indicator")["name"]
    rows = pd.concat(
        data.observations("resources", one, annual=False, as_of=day(as_of)) for one in RARE_EARTHS
    )
    if rows.empty:
        raise NoData("no figure on rare earths in the region was public on that day")
    units = rows["unit"].nunique()
    shown = [
        {
            **row,
            "what": names[row["indicator"]],
            "place": data.entity_name(row["entity"]),
            "found": _found(row),
            "why": RARE_EARTHS[row["indicator"]],
        }
        for row in data.records(rows)
    ]
    return Exhibit(
        title=f"Rare earths: {len(rows)} figures in {units} units, and no two compare",
        subtitle="Every figure on the region in the data; none is a reserve under a reporting code",
        table=tables.table(shown, _FOUND),
        numbers=numbers([rows]),
        alt="; ".join(f"{row['what']}, {row['place']}: {row['found']}" for row in shown) + ".",
        note="An announcement, an occurrence and a reserve are three things.",
    )


def _found(row: Mapping[str, Any]) -> str:
    if row["unit"] == "yes or no":
        return "yes" if row["value"] else "no"
    return f"{plain(row['value'], 0)} {row['unit']}"
