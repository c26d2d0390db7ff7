"""China–Europe trains, their containers, their crossings, and the overland share of Kazakhstan."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pandas as pd

from analysis import data, measures, tables
from analysis.charts.years import level_growth
from analysis.claims import claims
from analysis.errors import NoData
from analysis.exhibits import Exhibit, derived, exhibit, numbers
from analysis.moments import day, span
from analysis.numbers import plain, signed
from analysis.tables import Column
from analysis.topics.logistics.outlook import COURSES, levels_of, published
from analysis.topics.logistics.series import year_before


@exhibit
def rail_trains(as_of: str) -> Exhibit:
    """Show the number of China–Europe trains by year and its growth."""
    rows = published(COURSES["trains"], day(as_of))
    if rows.empty:
        raise NoData("no yearly count of China–Europe trains was public on that day")
    levels = levels_of(rows, 1)
    rates = measures.growth(levels)
    last, rate = int(levels.index[-1]), float(rates.iloc[-1])
    grew = f", {signed(rate)} % on the year before" if rate == rate else ""
    return Exhibit(
        title=f"China–Europe trains: {plain(float(levels.iloc[-1]), 0)} in {last}{grew}",
        subtitle=f"China–Europe Railway Express, trips both ways, {levels.index[0]}–{last};"
        " they include trains that end in Russia and Belarus",
        chart=level_growth(levels, rates, "trains", highlight=last, decimals=0),
        numbers=numbers([rows]),
        alt="; ".join(f"{year}: {plain(value, 0)}" for year, value in levels.items()) + ".",
    )


@exhibit
def rail_containers(as_of: str) -> Exhibit:
    """Show what the trains carried, and how much a train."""
    moment = day(as_of)
    teu = data.observations("logistics", "cre_teu", entity="CRE", annual=False, as_of=moment)
    runs = data.observations("logistics", "cre_trains", entity="CRE", annual=False, as_of=moment)
    if teu.empty:
        raise NoData("no count of containers on China–Europe trains was public on that day")
    rows = [_load(row, runs) for row in data.records(teu)]
    loads = [row for row in rows if row["load"] == row["load"] and row["whole"]]
    last = loads[-1] if loads else rows[-1]
    head = f"{plain(last['load'], 0)} TEU a train" if loads else f"{plain(last['value'], 0)} TEU"
    columns = [
        Column("period", "Period"),
        Column("value", "TEU", lambda value: plain(value, 0), "right"),
        Column("trains", "Trains", lambda value: plain(value, 0), "right"),
        Column("load", "TEU per train", lambda value: plain(value, 0), "right"),
        Column("grade", "Grade"),
        Column("note", "Note"),
    ]
    return Exhibit(
        title=f"China–Europe trains carried {head} in {last['period']}",
        subtitle="China–Europe Railway Express, containers both ways in TEU and trains of the same"
        " period; no data where no train count of that period was published",
        table=tables.table(rows, columns),
        numbers=numbers([teu, runs]),
        alt="; ".join(f"{row['period']}: {plain(row['value'], 0)} TEU" for row in rows) + ".",
    )


def _load(row: dict[str, Any], runs: pd.DataFrame) -> dict[str, Any]:
    same = runs[runs["period"] == row["period"]]
    trains = float(same["value"].iloc[-1]) if len(same) else float("nan")
    note = _written(row["note"]) if isinstance(row["note"], str) else ""
    return {
        "period": span(row["period"]),
        "whole": "/" not in row["period"],
        "value": row["value"],
        "trains": trains,
        "load": row["value"] / trains,
        "grade": row["grade"],
        "note": note,
    }


def _written(note: str) -> str:
    """Return a note of the data as a sentence's part: numbers with separators, ÷ and spaced %."""
    spaced = re.sub(r"(?<=\d)%", " %", note).replace("/", " ÷ ")
    return re.sub(r"\d{5,}", lambda number: plain(float(number[0]), 0), spaced)


@exhibit
def rail_crossings(as_of: str) -> Exhibit:
    """Show the trains by corridor and crossing, each count with what it includes."""
    moment = day(as_of)
    parts = ("CRE-WEST", "CRE-CENTRAL", "CRE-EAST", "CRE-VIA-KAZ")
    split, gates = (
        data.observations("logistics", name, entity=entity, annual=False, as_of=moment)
        for name, entity in (("cre_trains", parts), ("crossing_trains", None))
    )
    found = pd.concat([split, gates])
    if found.empty:
        raise NoData("no count of trains by crossing was public on that day")
    rows = [_crossing(row) for row in data.records(found)]
    heads = ("where", "Where"), ("period", "Period"), ("trains", "Trains"), ("counts", "Counts")
    more = ("reporter", "Reporter"), ("grade", "Grade")
    columns = [Column(key, name, align="right" if key == "trains" else "left")
               for key, name in (*heads, *more)]  # fmt: skip
    return Exhibit(
        title=f"Of {len(rows)} counts by crossing {len(gates)} mix in trains to Central Asia",
        subtitle="Trains by corridor and border crossing as published; counts at a crossing are"
        " not parts of the China–Europe total",
        table=tables.table(rows, columns),
        numbers=numbers([found]),
        alt="; ".join(f"{row['where']}, {row['period']}: {row['trains']}" for row in rows) + ".",
    )


def _crossing(row: dict[str, Any]) -> dict[str, Any]:
    only = row["indicator"] == "cre_trains"
    return {
        "where": _place(row["entity"]),
        "period": span(row["period"]),
        "trains": plain(row["value"], 0),
        "counts": "China–Europe only" if only else "with China–Central Asia",
        "reporter": data.reporter_name(row["reporter"]),
        "grade": row["grade"],
    }


def _place(entity: str) -> str:
    """Return a corridor's or crossing's name without what all of them share."""
    name = data.entity_name(entity).removeprefix("China–Europe Railway Express, ")
    return name[0].upper() + name[1:]


# what is divided by what: numerator and denominator as (indicator, entity), and whether both
# count the same trains or containers
_READINGS = (
    ("Trains by the western corridor ÷ all", ("cre_trains", "CRE-WEST"), ("cre_trains", "CRE"), ""),
    ("Trains through Kazakhstan ÷ all, a year earlier", ("cre_trains", "CRE-VIA-KAZ"),
     ("cre_trains", "CRE"), "compares two years"),
    ("Trains at the Xinjiang gates ÷ China–Europe trains", ("crossing_trains", "XINJIANG-GATES"),
     ("cre_trains", "CRE"), "counts China–Central Asia trains above, not below"),
    ("Trains at the Xinjiang gates ÷ both kinds of trains", ("crossing_trains", "XINJIANG-GATES"),
     ("china_ca_trains", "CRE-AND-CHN-CA"), ""),
    ("China–Europe transit of Kazakhstan ÷ all such transit",
     ("kaz_container_transit_china_europe", "KAZ"), ("rail_transit_teu", "CHN-EUR-TRANSIT"),
     "mixes two reporters"),
    ("All container transit of Kazakhstan ÷ containers on China–Europe trains",
     ("kaz_container_transit", "KAZ"), ("cre_teu", "CRE"), "counts all directions above"),
)  # fmt: skip
_PUBLISHED = (
    ("teu_share_via_kazakhstan", "Transit containers via Kazakhstan, as published"),
    ("utlc_share_of_transit", "UTLC ERA’s part of the transit, as published"),
    ("china_europe_train_share_low", "EU entries at Małaszewicze, lower figure published"),
    ("china_europe_train_share_high", "EU entries at Małaszewicze, upper figure published"),
)
_ORIGIN = "That a mixed reading comes near is a possible origin of the number; none is documented."


@exhibit
def rail_share_readings(as_of: str) -> Exhibit:
    """Show the overland share under each numerator and denominator that can be formed."""
    readings = list(_shares(day(as_of)))
    if not readings:
        raise NoData("no numerator or denominator of the share was public on that day")
    said = claims()["land-share"].tests[0].readings[0]
    hits = [one for one in readings if said.value - said.unit / 2 <= one["share"]
            < said.value + said.unit / 2]  # fmt: skip
    sound, verb = [one for one in hits if not one["mix"]], "rounds" if len(hits) == 1 else "round"
    rows = [{**one, "share": plain(one["share"], 1), "mix": one["mix"] or "nothing"}
            for one in readings]  # fmt: skip
    columns = [
        Column("label", "Reading"),
        Column("period", "Period"),
        Column("above", "Above", align="right"),
        Column("below", "Below", align="right"),
        Column("share", "Share, %", align="right"),
        Column("mix", "Mixes"),
    ]
    return Exhibit(
        title=f"Of {len(rows)} readings {len(hits) or 'none'} {verb} to {plain(said.value, 0)} %,"
        f" {len(sound) or 'none'} of them like for like",
        subtitle=f"Share of overland China–Europe transport, in %; {plain(said.value, 0)} % was"
        " quoted without a denominator",
        table=tables.table(rows, columns),
        numbers=numbers([one["rows"] for one in readings]),
        alt="; ".join(f"{row['label']}, {row['period']}: {row['share']} %" for row in rows) + ".",
        note=" ".join([_ORIGIN, *beyond_transit(day(as_of))]),
    )


def _shares(moment: date | None) -> Iterator[dict[str, Any]]:
    for label, above, below, mix in _READINGS:
        numerators, wholes = (
            data.observations("logistics", name, entity=entity, annual=False, as_of=moment)
            for name, entity in (above, below)
        )
        for row in data.records(numerators):
            period = year_before(row["period"]) if "year earlier" in label else row["period"]
            same = wholes[wholes["period"] == period]
            if len(same):
                yield _divided(label, row, same.tail(1), mix)
    for indicator, label in _PUBLISHED:
        for row in data.records(data.observations("logistics", indicator, as_of=moment)):
            frame = pd.DataFrame([row])
            yield {"label": label, "period": span(row["period"]), "above": "as published",
                   "below": "as published", "share": row["value"], "rows": frame,
                   "mix": "another border" if "Małaszewicze" in label
                   else "an operator, not a country" if "UTLC" in label else ""}  # fmt: skip


def _divided(label: str, row: dict[str, Any], whole: pd.DataFrame, mix: str) -> dict[str, Any]:
    denominator = float(whole["value"].iloc[0])
    share = measures.share(row["value"], denominator)
    both = pd.concat([pd.DataFrame([row]), whole])
    formula = f"{row['value']:g}/{denominator:g}"
    result = derived(both, share, formula, unit="percent", indicator="overland_share")
    return {
        "label": label,
        "period": span(row["period"]),
        "above": plain(row["value"], 0),
        "below": plain(denominator, 0),
        "share": share,
        "mix": mix,
        "rows": pd.concat([both[result.columns], result]),
    }


def beyond_transit(as_of: date | None) -> Iterator[str]:
    """Yield what the quoted share of all rail containers would be beside Kazakhstan's transit."""
    claim = claims()["land-share"]
    quoted = claim.tests[0].readings[0].value
    teu, transit = (
        data.observations("logistics", indicator, period=claim.period, as_of=as_of)
        for indicator in ("cre_teu", "kaz_container_transit")
    )
    if len(teu) and len(transit):
        implied = float(teu["value"].iloc[0]) * quoted / 100
        whole = float(transit["value"].iloc[0])
        verb = "would exceed" if implied > whole else "would stay below"
        yield (
            f"{plain(quoted, 0)} % of all containers on China–Europe trains,"
            f" {plain(implied / 1e6)} million TEU, {verb} the whole container transit of"
            f" Kazakhstan’s railways, {plain(whole / 1e6)} million TEU."
        )
