"""The legs between China and Europe as a network, and what a scenario changes in it.

A leg without a published limit stays without one. Container ships on the Caspian serve every port,
so their capacity is one limit of its own that the legs from Aktau and from Kuryk share.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from analysis import data
from analysis.errors import NoData, ParameterError, unknown
from analysis.measures import Commodity, Edge
from analysis.moments import written

# the hub from which every crossing can be reached; from Xi'an the trains by the east cannot
ORIGIN, DESTINATION = "Zhengzhou", "Duisburg"
SHIPS = "Caspian container ships"
HARBOUR = "Alat (Alyat) port"
FEEDER, KURYK_LEG = "M5", "M6b"
# the gazetteer writes these without their accents
ACCENTS = {"Malaszewicze": "Małaszewicze", "Constanta": "Constanța", "Lodz": "Łódź"}
SHALLOW = ("M5", "M6", "S13")  # Caspian ships, which load less when the sea is low
CKU = ("K1", "K2", "K3")
UNMET_PRICE = 10_000.0  # USD: above the dearest way, so that as much as possible is carried
TRAFFIC_YEAR = "2024"  # whose published traffic the plans carry
WEST_SHARE = 50.0  # percent of the China–Central Asia containers taken to go west
# places whose published figure is a limit of the whole place, not of one hall, train or year
TERMINALS = ("Aktau", "Kuryk", HARBOUR, "Turkmenbashi", "Manzhouli", "Malaszewicze")
RUSSIA = ("Moscow", "Yekaterinburg", "Orenburg")
_MONTHS = "January February March April May June July August September October November December"
_EDITION = re.compile(r"(?:(\d{1,2}) )?(?:([A-Z][a-z]+) )?(?:\d{4}–)?(\d{4})")


@dataclass(frozen=True, slots=True)
class Scenario:
    """What is changed of today's network: legs closed, ships, the Kuryk terminal, low water."""

    closed: tuple[str, ...] = ()
    fleet_multiple: float = 1.0
    kuryk_terminal: bool = False
    draught_factor: float = 1.0
    cku: bool = False

    def __post_init__(self) -> None:
        if not 0 <= self.fleet_multiple <= 100:
            raise ParameterError(f"fleet_multiple is {self.fleet_multiple:g}: expected 0 to 100")
        if not 0 < self.draught_factor <= 1:
            raise ParameterError(
                f"draught_factor is {self.draught_factor:g}: expected above 0, at most 1"
            )


TODAY = Scenario()


def legs(as_of: date | None, closed: Collection[str] = ()) -> pd.DataFrame:
    """Return all legs with the day their sources were public, after checking the closed ones.

    Raises:
        ParameterError: a closed leg that is none.
        NoData: the table draws on something that was not public on that day.
    """
    rows = data.table("edges")
    for one in closed:
        if one not in set(rows["edge"]):
            raise ParameterError(unknown("leg", one, rows["edge"]))
    rows = rows.assign(published=[_public(one) for one in rows["source"]])
    last = max(map(data.known_by, rows["published"]))
    if as_of is not None and as_of < last:
        raise NoData(
            f"the table of legs draws on publications up to {written(last)}; it is not redrawn"
            " for an earlier day"
        )
    return rows


def _public(source: str) -> str:
    """Return the last day an edition names, as a date of publication: "17 December 2025"."""
    day, month, year = _EDITION.findall(data.source(source)["edition"])[-1]
    if not month:
        return str(year)
    number = _MONTHS.split().index(month) + 1
    return f"{year}-{number:02}" + (f"-{int(day):02}" if day else "")


def network(rows: pd.DataFrame, scenario: Scenario = TODAY) -> list[Edge]:
    """Return the land and Caspian network under a scenario; costs in USD per TEU.

    Legs that are planned or being built are in it only when the scenario opens them.
    """
    half = parameter("usd_per_teu_from_feu")
    kept = [row for row in data.records(rows) if _open(row, scenario)]
    edges = [_edge(row, scenario, half) for row in kept]
    fleet = next(row["capacity"] for row in kept if row["edge"] == FEEDER)
    ships = scenario.fleet_multiple * scenario.draught_factor
    return [*edges, Edge(SHIPS, SHIPS, HARBOUR, _whole(fleet, ships))]


def _open(row: Mapping[str, Any], scenario: Scenario) -> bool:
    if row["edge"] == KURYK_LEG:
        return scenario.kuryk_terminal
    if row["edge"] in CKU:
        return scenario.cku
    return not row["corridor"].startswith("Ocean")


def _edge(row: Mapping[str, Any], scenario: Scenario, half: float) -> Edge:
    name, head = row["edge"], row["to"]
    limit = _whole(row["capacity"], scenario.draught_factor if name in SHALLOW else 1.0)
    if name in (FEEDER, KURYK_LEG):
        head, limit = SHIPS, None if name == FEEDER else limit
    if name in scenario.closed:
        limit = 0
    return Edge(name, row["from"], head, limit, row["usd_per_feu"] * half)


def _whole(capacity: float, factor: float) -> int | None:
    """Return a capacity in whole TEU; one that nobody publishes stays unknown."""
    return None if pd.isna(capacity) else round(capacity * factor)


def terminals(scenario: Scenario = TODAY) -> dict[str, int]:
    """Return the published capacity of the terminals on the way, in TEU a year."""
    planned = {"Kuryk"} if scenario.kuryk_terminal else set()
    return {
        row["node"]: int(row["capacity_planned" if row["node"] in planned else "capacity_now"])
        for row in data.records(data.table("node_capacities"))
        if row["node"] in TERMINALS
    }


def commodities(
    as_of: date | None, multiple: float = 1.0, west_share: float = WEST_SHARE
) -> tuple[list[Commodity], pd.DataFrame]:
    """Return what is to be carried from the origin in a year, and the rows it is taken from."""
    if not 0 <= multiple <= 100:
        raise ParameterError(f"demand_multiple is {multiple:g}: expected 0 to 100")
    if not 0 <= west_share <= 100:
        raise ParameterError(f"west_share is {west_share:g}: expected 0 to 100 percent")
    asked = (
        ("Europe by rail", DESTINATION, "rail_transit_teu_westbound", "UTLC", 1.0),
        ("Europe by the Caspian", "Constanta", "titr_teu_china_europe", "TITR", 1.0),
        ("Central Asia", "Tashkent", "china_ca_teu", "CHN-CA", west_share / 100),
    )
    found, rows = [], []
    for name, end, indicator, entity, part in asked:
        seen = data.observations(
            "logistics", indicator, entity=entity, period=TRAFFIC_YEAR, as_of=as_of
        ).tail(1)
        if seen.empty:
            raise NoData(f"no traffic of {TRAFFIC_YEAR} to {name} was public on that day")
        rows.append(seen)
        found.append(Commodity(name, ORIGIN, end, float(seen["value"].iloc[0]) * part * multiple))
    return found, pd.concat(rows, ignore_index=True)


def parameter(name: str) -> float:
    """Return a parameter of the corridor table."""
    rows = data.table("corridor_parameters")
    return float(rows["value"][rows["parameter"] == name].iloc[0])


def touching(rows: pd.DataFrame, places: Collection[str]) -> tuple[str, ...]:
    """Return the legs that begin or end at one of the places."""
    return tuple(rows["edge"][rows["from"].isin(places) | rows["to"].isin(places)])


def crossing(rows: pd.DataFrame, words: str) -> tuple[str, ...]:
    """Return the legs whose border or waters are described with these words."""
    return tuple(rows["edge"][rows["border"].fillna("").str.contains(words, regex=False)])


def short(place: str) -> str:
    """Return a place's name with its accents and without what tells namesakes apart."""
    plain = re.sub(r" \(.*?\)| port| junction", "", place)
    return ACCENTS.get(plain, plain)


def named(rows: pd.DataFrame, limits: Sequence[str]) -> list[str]:
    """Return the names of legs, ships and terminals in words."""
    ends = {row["edge"]: f"{short(row['from'])}–{short(row['to'])}" for row in data.records(rows)}
    ships = {SHIPS: SHIPS}
    return [(ends | ships).get(one, f"{short(one)} terminal") for one in limits]
