"""What is published on an economy's logistics and resources, one figure a row."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date

import pandas as pd
from markupsafe import Markup

from analysis import data, tables
from analysis.errors import NoData
from analysis.exhibits import Exhibit, exhibit, made_public, numbers
from analysis.kept import kept
from analysis.moments import day, span
from analysis.numbers import counted, plain
from analysis.tables import Column
from analysis.topics.country.series import CHINA, ends_in, name_of
from analysis.topics.resources.output import ratio_rows, ratios

LOGISTICS: dict[str, tuple[tuple[str, str], ...]] = {
    "KAZ": (
        ("kaz_container_transit", "KAZ"),
        ("kaz_transit_cargo", "KAZ"),
        ("kaz_china_rail_cargo", "KAZ-CHN-RAIL"),
        ("titr_teu", "TITR"),
        ("port_teu", "KHORGOS-GATEWAY"),
        ("cargo_capacity", "AKTAU"),
        ("cargo_capacity", "KURYK"),
    ),
    "KGZ": (("china_ca_trains", "CHN-CA3"),),
    "TKM": (("china_ca_trains", "CHN-CA3"),),
    CHINA: (
        ("cre_trains", "CRE"),
        ("cre_teu", "CRE"),
        ("china_ca_teu", "CHN-CA"),
        ("crossing_trains", "ALASHANKOU"),
        ("crossing_trains", "HORGOS"),
    ),
}
"""The logistics figures that belong to an economy: indicator and the entity it is counted for."""
RESOURCES = (
    "oil_reserves",
    "oil_production",
    "gas_reserves",
    "gas_production",
    "uranium_lt130",
    "uranium_production",
    "rare_earth_reserves",
    "rare_earth_production",
    "rare_earth_listed",
    "rare_earth_announced",
    "rare_earth_kutessay",
    "rare_earth_occurrences",
)
_PLACED = {
    "cargo_capacity": "Cargo capacity, {}",
    "china_ca_trains": "China–Central Asia trains, {}",
    "crossing_trains": "Trains at {}",
    "port_teu": "Containers at {}",
}
"""Indicators that do not say of which place they are, and how the place is named with them."""
_SHORT = {
    "thousand barrels per day": "thousand b/d",
    "million tonnes per year": "million t a year",
    "thousand tonnes REO": "thousand t REO",
    "million tonnes REO": "million t REO",
}
_FIRST_CHOICE = ("EI", "WNA")
COMPONENTS = {
    "lpi_overall": "Overall score",
    "lpi_customs": "Customs",
    "lpi_infrastructure": "Infrastructure",
    "lpi_international_shipments": "International shipments",
    "lpi_logistics_competence": "Logistics competence",
    "lpi_tracking": "Tracking and tracing",
    "lpi_timeliness": "Timeliness",
}


@exhibit
@kept
def facts(iso3: str, as_of: str, last_year: int) -> Exhibit:
    """Show the latest figure of each kind on an economy's logistics and resources."""
    rows = [*_logistics(iso3, day(as_of), last_year), *_resources(iso3, day(as_of), last_year)]
    name = name_of(iso3)
    if not rows:
        raise NoData(
            f"no figure to {last_year} on {name}’s logistics or resources was found in the sources"
            f" used{'' if day(as_of) is None else ', or none was public on that day'}"
        )
    every = numbers(rows)
    names = data.table("indicators").set_index("indicator")["name"]
    shown = [
        {
            **row,
            "what": _what(row, names),
            "found": _found(row),
            "public": made_public(row).partition(",")[0],
        }
        for row in data.records(every)
    ]
    return Exhibit(
        title=f"{name}: {counted(len(every), 'figure')} on logistics and resources,"
        f" the newest of {max(ends_in(one) for one in every['period'])}",
        subtitle="The latest figure of each kind, each in its own unit, period and definition;"
        " rows are not added up",
        table=tables.table(shown, _COLUMNS),
        numbers=every,
        alt="; ".join(f"{row['what']} {row['found']} ({_when(row['period'])})" for row in shown)
        + ".",
        note=_note(iso3, rows),
    )


def _logistics(iso3: str, as_of: date | None, last_year: int) -> Iterator[pd.DataFrame]:
    for indicator, entity in LOGISTICS.get(iso3, ()):
        yield from _latest("logistics", indicator, entity, as_of, last_year)


def _resources(iso3: str, as_of: date | None, last_year: int) -> Iterator[pd.DataFrame]:
    for indicator in RESOURCES:
        yield from _latest("resources", indicator, iso3, as_of, last_year)
    for stem in ("oil", "gas"):
        ratio = ratios(stem, as_of, last_year).get(iso3)
        if ratio is not None and ratio.years == ratio.years:
            yield ratio_rows(ratio, stem)


def _latest(
    subject: str, indicator: str, entity: str, as_of: date | None, last_year: int
) -> Iterator[pd.DataFrame]:
    """Yield the row of the latest whole year, else of the latest part of one; newest vintage."""
    rows = data.observations(subject, indicator, entity=entity, annual=False, as_of=as_of)
    every = [{**row, "place": place} for place, row in enumerate(data.records(rows))]
    chosen = [row for row in every if row["reporter"] in _FIRST_CHOICE] or every
    known = [row for row in chosen if ends_in(row["period"]) <= last_year]
    whole = [row for row in known if re.fullmatch(r"\d{4}", row["period"])] or known
    if whole:
        period = max((row["period"] for row in whole), key=ends_in)
        last = [row for row in whole if row["period"] == period]
        yield rows.iloc[[max(last, key=lambda row: data.known_by(row["published"]))["place"]]]


def _what(row: dict[str, object], names: pd.Series) -> str:
    indicator, entity = str(row["indicator"]), str(row["entity"])
    if indicator in _PLACED:
        return _PLACED[indicator].format(data.entity_name(entity))
    return str(names.get(indicator, indicator[0].upper() + indicator[1:]))


def _found(row: dict[str, object]) -> str:
    value = float(str(row["value"]))
    if row["unit"] == "yes or no":
        return "yes" if value else "no"
    unit = str(row["unit"])
    return f"{plain(value)} {_SHORT.get(unit, unit)}"


def _when(period: str) -> str:
    """Return a period as prose; a stock and a flow of one year are one year."""
    return span(period.partition("; ")[0])


_COLUMNS = [
    Column("what", "What"),
    Column("found", "Figure"),
    Column("period", "Period", _when),
    Column("reporter", "Reporter", data.reporter_name),
    Column("public", "Public"),
]


def _note(iso3: str, rows: list[pd.DataFrame]) -> str:
    """Say which of the two kinds is empty, and why."""
    subjects = {str(one["indicator"].iloc[0]) for one in rows}
    logistic = {indicator for indicator, _ in LOGISTICS.get(iso3, ())}
    said = []
    if not subjects & logistic:
        said.append(
            "No logistics figure of its own was found in the sources used; corridor links that"
            " cross it are in the logistics report."
        )
    if not subjects - logistic:
        said.append("The tables used list no reserves, resources or output for it.")
    if any("reserves to production" in one for one in subjects):
        said.append("Reserves to production is a ratio of one year, not a forecast.")
    return " ".join(said)


@exhibit
@kept
def logistics_index(iso3: str, as_of: str, last_year: int) -> Exhibit:
    """Show an economy's scores in the World Bank's Logistics Performance Index by edition."""
    frames = [
        data.observations("logistics", one, entity=iso3, reporter="WB", as_of=day(as_of))
        for one in COMPONENTS
    ]
    frames = [rows[rows["year"] <= last_year] for rows in frames]
    overall = frames[0]
    if overall.empty:
        raise NoData(
            f"no edition to {last_year} of the Logistics Performance Index has {name_of(iso3)}"
        )
    first, last = (overall.iloc[place] for place in (0, -1))
    by_edition = {row["year"]: score(row["value"]) for row in data.records(overall)}
    then = f", {score(first['value'])} in {first['year']}" if len(by_edition) > 1 else ""
    return Exhibit(
        title=f"{name_of(iso3)} scores {score(last['value'])} of 5 in the index of"
        f" {last['year']}{then}",
        subtitle="Logistics Performance Index of the World Bank, overall score from 1 (low) to 5"
        " (high), by edition",
        table=_editions(by_edition),
        numbers=numbers(frames),
        alt=f"Overall score of {name_of(iso3)}: "
        + "; ".join(f"{year} {said}" for year, said in by_edition.items())
        + ".",
        note=_parts(frames[1:]),
    )


def _editions(scores: Mapping[int, str]) -> Markup:
    """Return one row: the overall score of each edition, the oldest first."""
    years = sorted(scores)
    row = {"what": COMPONENTS["lpi_overall"], **{str(year): scores[year] for year in years}}
    by_year = [Column(str(year), str(year), align="right") for year in years]
    return tables.table([row], [Column("what", "Edition"), *by_year])


def score(value: float) -> str:
    """Return a score as published: two decimals, or one where it has no more."""
    return plain(value, 1 if round(value, 1) == value else 2)


def _parts(frames: list[pd.DataFrame]) -> str:
    """Return the latest component scores as a sentence; empty where none is published."""
    latest = [rows.iloc[-1] for rows in frames if len(rows)]
    if not latest:
        return "No edition that has it gives its component scores in the data."
    said = [f"{COMPONENTS[row['indicator']].lower()} {plain(row['value'], 1)}" for row in latest]
    return f"By component in {latest[0]['year']}: {', '.join(said)}."
