"""What would make the claims on shares true, and where the number quoted might come from."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pandas as pd

from analysis import data, measures, tables
from analysis.claims import Item, Match, Result, claims, verdict
from analysis.errors import NoData
from analysis.exhibits import COLUMNS, Exhibit, exhibit, numbers
from analysis.moments import day
from analysis.numbers import counted, plain
from analysis.tables import Column
from analysis.topics.resources.output import STOCKS, mining
from analysis.topics.resources.shares import shares, uranium
from analysis.units import convert

CLAIMS = ("oil", "gas", "uranium")
_SHOWN_IN = {"tonnes U": "thousand tonnes U"}
_WRITTEN = {"tcm": "trillion m³"}
UNDOCUMENTED = "possible, none documented"


@exhibit
def what_would_make_it_true(as_of: str) -> Exhibit:
    """Show what the region would have to hold for each quoted share to be true."""
    found = [(result, item) for result, item in _leads(day(as_of))]
    if not found:
        raise NoData("no table to hold a quoted share against was public on that day")
    rows = [_needed(result, item) for result, item in found]
    lead = max(rows, key=lambda row: max(row["factor"], 1 / row["factor"]))
    return Exhibit(
        title=f"{lead['name']}: {plain(lead['need'], lead['places'])} {lead['unit']} would be"
        f" needed; the region has {plain(lead['has'], lead['places'])}",
        subtitle="Quoted share of the world total, as a quantity, beside what the latest table of"
        " the claim’s own definition gives",
        table=tables.table([_cells(row) for row in rows], _NEEDED),
        numbers=numbers([_needed_rows(result, item) for result, item in found]),
        alt="; ".join(
            f"{row['name']}: {plain(row['need'], row['places'])} {row['unit']} needed,"
            f" {plain(row['has'], row['places'])} held"
            for row in rows
        )
        + ".",
        note="Needed is the quoted share of the world total. The last column leaves the region as"
        " it is, and asks how large the world total would have to be.",
    )


_NEEDED = [
    Column("name", "Commodity"),
    Column("claimed", "Quoted", align="right"),
    Column("found", "Found", align="right"),
    Column("unit", "Unit"),
    Column("world", "World", align="right"),
    Column("needed", "Needed", align="right"),
    Column("held", "Held", align="right"),
    Column("times", "Needed ÷ held", align="right"),
    Column("other", "True of a world of", align="right"),
]


def _leads(as_of: date | None) -> Iterator[tuple[Result, Item]]:
    """Yield each claim on a share with the first declared item that has a world total."""
    for name in CLAIMS:
        result = verdict(name, as_of)
        items = [i for i in result.evidence.items if i.match is Match.DECLARED and i.whole]
        for item in items[:1]:
            yield result, item


def _needed(result: Result, item: Item) -> dict[str, Any]:
    unit = _SHOWN_IN.get(item.whole_unit, item.whole_unit)
    world = convert(float(item.whole or 0), item.whole_unit, unit)
    quoted = result.claim.tests[0].readings[0].value
    need = measures.required_numerator(quoted, world)
    has = measures.required_numerator(item.value, world)
    return {
        "name": result.claim.title,
        "words": result.claim.tests[0].words,
        "share": item.value,
        "unit": unit,
        "places": 1 if world < 10_000 else 0,
        "world": world,
        "need": need,
        "has": has,
        "factor": need / has,
        "other": has / quoted * 100,
    }


def _cells(row: dict[str, Any]) -> dict[str, str]:
    places = row["places"]
    return {
        "name": row["name"],
        "claimed": f"{row['words']} %",
        "found": f"{plain(row['share'], 1)} %",
        "unit": _WRITTEN.get(row["unit"], row["unit"]),
        "world": plain(row["world"], places),
        "needed": plain(row["need"], places),
        "held": plain(row["has"], places),
        "times": plain(row["factor"], 2),
        "other": plain(row["other"], places),
    }


def _needed_rows(result: Result, item: Item) -> pd.DataFrame:
    row = _needed(result, item)
    quantities = (
        ("world", row["world"], "as published"),
        ("held by the region", row["has"], "sum of the states"),
        ("needed", row["need"], f"{row['words']} % of the world total"),
    )
    base = {name: getattr(item, name) for name in ("period", "reporter", "source", "published")}
    rows = [
        {**base, "entity": "CA5", "indicator": f"{result.claim.id}: {what}", "value": value,
         "unit": row["unit"], "grade": "derived", "note": formula}
        for what, value, formula in quantities
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=COLUMNS)


@exhibit
def possible_origins(as_of: str) -> Exhibit:
    """Show which other shares in the data read like the one quoted for oil."""
    test = claims()["oil"].tests[0]
    reading = test.readings[0]
    every = _all_shares(day(as_of))
    like = every[(every["value"] >= reading.low) & (every["value"] < reading.high)]
    if like.empty:
        raise NoData("no other share that was public on that day reads like the one quoted for oil")
    shown = data.records(like)
    return Exhibit(
        title=f"Of {counted(len(every), 'other share')}, {len(like)} read like the"
        f" {plain(reading.value, 0)} % quoted for oil",
        subtitle="Shares of the world, %, of any commodity, state, edition and definition in the"
        " data, that round to the number quoted; coincidence is not excluded",
        table=tables.table(
            [{**row, "status": UNDOCUMENTED, "text": row["note"].split("; ")[-1]} for row in shown],
            [
                Column("text", "What it is a share of"),
                Column("period", "Table of"),
                Column("value", "Share, %", lambda value: plain(value, 1), align="right"),
                Column("reporter", "Reporter", data.reporter_name),
                Column("status", "As the origin"),
            ],
        ),
        numbers=numbers([like]),
        alt="; ".join(f"{row['note'].split('; ')[-1]} {plain(row['value'], 1)} %" for row in shown)
        + f"; each {UNDOCUMENTED}.",
        note="No publication of the figure for oil was found. With so many shares to choose from,"
        " a likeness proves nothing: none of these is documented as its origin.",
    )


def _all_shares(as_of: date | None) -> pd.DataFrame:
    """Return every share of the region, or of one state, that is not of oil reserves itself."""
    rows = [*_computed(as_of), *_published(as_of)]
    return pd.DataFrame(rows, columns=COLUMNS)


def _computed(as_of: date | None) -> Iterator[dict[str, Any]]:
    series = {"gas reserves, region": shares("gas_reserves", "EI", as_of)}
    for name, stem in STOCKS.items():
        text = f"{name.lower()} output, region"
        series[text] = shares(f"{stem}_production", "EI", as_of)
    series["uranium mining, region"] = mining(as_of)
    for what, found in series.items():
        for one in found:
            row = data.records(one.whole)[0]
            formula = "sum of the states / world, in percent"
            yield _share_row(row, "CA5", str(one.year), one.value, formula, what)
    for item in uranium(as_of):
        base = {name: getattr(item, name) for name in ("reporter", "source", "published")}
        base["reporter"] = base["reporter"].split("; ")[-1]
        text = "uranium resources, Kazakhstan and Uzbekistan"
        yield _share_row(
            base, "KAZ-UZB", item.period, item.value, "(KAZ + UZB) / world, in percent", text
        )


def _published(as_of: date | None) -> Iterator[dict[str, Any]]:
    rows = data.observations(
        "resources", "uranium_share_published", entity=("KAZ", "UZB"), as_of=as_of
    )
    for row in data.records(rows):
        text = f"uranium resources, {data.entity_name(row['entity'])} alone"
        yield _share_row(row, row["entity"], row["period"], row["value"], "as published", text)


def _share_row(
    row: dict[str, Any], entity: str, period: str, value: float, formula: str, text: str
) -> dict[str, Any]:
    return {
        "entity": entity,
        "indicator": "share of the world",
        "period": period,
        "value": value,
        "unit": "percent",
        "reporter": row["reporter"],
        "source": row["source"],
        "published": row["published"],
        "grade": "derived",
        "note": f"{formula}; {text}",
    }
