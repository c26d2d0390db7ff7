"""Kuryk as a port: the wait for a berth, what binds before it does, and the Aktau alternative."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd

from analysis import data, measures, tables
from analysis.errors import NoData
from analysis.exhibits import Exhibit, derived, exhibit, numbers
from analysis.measures.queue import berth_queue
from analysis.moments import day
from analysis.numbers import counted, plain
from analysis.tables import Column
from analysis.topics.logistics.assumptions import Assumptions
from analysis.topics.logistics.terminal import PLAN, terminal

_DAYS = 365
_SHORT = {"KURYK-GUOYOU": "Kuryk, first phase", "AKTAU": "Aktau"}
_USES = (50.0, 75.0, 100.0)


@exhibit
def kuryk_berth_queue(as_of: str, assumed: Assumptions) -> Exhibit:
    """Show how long ships would wait at one berth and more, at several degrees of use."""
    plan = terminal(as_of, assumed)
    load = assumed.teu_per_call * assumed.draught_factor
    uses = sorted({*_USES, assumed.use})
    counts = range(max(1, assumed.berths - 1), assumed.berths + 2)
    rows = [_queue(plan.capacity * use / 100, use, count, load, assumed)
            for use in uses for count in counts]  # fmt: skip
    (chosen,) = [r for r in rows if (r["use"], r["berths"]) == (assumed.use, assumed.berths)]
    columns = [
        Column("use", "Use, %", plain, "right"),
        Column("calls", "Calls a year", lambda value: plain(value, 0), "right"),
        Column("berths", "Berths", lambda value: plain(value, 0), "right"),
        Column("busy", "Load of a berth, %", align="right"),
        Column("delayed", "Ships that wait, %", align="right"),
        Column("wait", "Mean wait, days", align="right"),
    ]
    berths = counted(assumed.berths, "berth")
    says = f"ships wait {chosen['wait']} days" if chosen["ends"] else "the queue never ends"
    return Exhibit(
        title=f"At {plain(assumed.use)} % use and {berths} {says}",
        subtitle=f"Terminal at Kuryk, random arrivals (M/M/c): {plain(load, 0)} TEU a call,"
        f" days at berth: {plain(assumed.days_per_call)}",
        table=tables.table(rows, columns),
        numbers=numbers([plan.rows, plan.found(chosen["calls"] * load, "TEU brought by all calls",
                                               "TEU")]),
        alt="; ".join(map(_said, rows)) + ".",
        note=f"{plain(assumed.teu_per_call, 0)} TEU a call times the draught factor"
        f" {plain(assumed.draught_factor)}: all assumed. Where the load of a berth reaches"
        " the whole of its time, the queue grows without end.",
    )  # fmt: skip


def _said(row: dict[str, Any]) -> str:
    unit = " days" if row["ends"] else ""
    berths = counted(row["berths"], "berth")
    return f"{plain(row['use'])} % use, {berths}: wait {row['wait']}{unit}"


def _queue(
    teu: float, use: float, berths: int, load: float, assumed: Assumptions
) -> dict[str, Any]:
    calls = teu / load
    row: dict[str, Any] = {"use": use, "calls": calls, "berths": berths}
    busy = calls / _DAYS * assumed.days_per_call / berths
    row["busy"] = plain(busy * 100, 0)
    if busy >= 1:
        return row | {"delayed": "all", "wait": "without end", "ends": False}
    port = berth_queue(berths, calls / _DAYS, assumed.days_per_call)
    wait = "under 0.01" if port.wait < 0.01 else plain(port.wait, 2)
    return row | {"delayed": plain(port.delayed * 100, 0), "wait": wait, "ends": True}


@exhibit
def kuryk_what_binds(as_of: str, assumed: Assumptions, kuryk_terminal: bool) -> Exhibit:
    """Show berth and ship capacity of the Caspian crossing side by side."""
    fleet, quays, more = _crossing(as_of, kuryk_terminal)
    carried = _carried(fleet, assumed)
    told, spare = _existing(day(as_of))
    ships, berths = (float(rows["value"].sum()) for rows in (carried, pd.concat([quays, more])))
    first = "ships" if ships < berths else "quays"
    with_it = "with" if kuryk_terminal else "without"
    rows: list[dict[str, Any]] = [
        {"what": "Quays at Aktau, published", **_capacity(quays)},
        {"what": "Terminal at Kuryk, planned", **_capacity(more)}
        if kuryk_terminal
        else {"what": "Terminal at Kuryk, left out", "teu": 0.0, "grade": "parameter"},
        {"what": "Feeder ships, published", **_capacity(fleet)},
        {"what": f"Feeder ships times {plain(assumed.fleet_multiple)} at draught factor"
         f" {plain(assumed.draught_factor)}", **_capacity(carried)},
    ]  # fmt: skip
    columns = [Column("what", "Capacity"),
               Column("teu", "TEU a year", lambda value: plain(value, 0), "right"),
               Column("grade", "Grade")]  # fmt: skip
    return Exhibit(
        title=f"{first.capitalize()} bind first {with_it} Kuryk:"
        f" {plain(min(ships, berths), 0)} TEU against {plain(max(ships, berths), 0)}",
        subtitle="Yearly capacity of the Caspian crossing from Kazakhstan, ships against quays,"
        " TEU",
        table=tables.table(rows, columns),
        numbers=numbers([quays, fleet, more, carried, *spare]),
        alt="; ".join(f"{row['what']}: {plain(row['teu'], 0)} TEU" for row in rows) + ".",
        note="The published fleet is counted westbound only; of the quays no direction is given."
        f" What low water leaves is an assumption.{told}",
    )


def _crossing(as_of: str, kuryk_terminal: bool) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Return the newest published capacity of the ships, of Aktau and, if wanted, of Kuryk."""
    moment = day(as_of)
    now, planned = (
        data.observations("logistics", name, as_of=moment)
        for name in ("container_capacity", "container_capacity_planned")
    )
    fleet = now[now["entity"] == "CASPIAN-FEEDER"].tail(1)
    quays = now[now["entity"] == "AKTAU"].tail(1)
    more = planned[planned["entity"] == PLAN].tail(int(kuryk_terminal))
    if fleet.empty or quays.empty or len(more) < kuryk_terminal:
        raise NoData("capacities of quays and ships on the Caspian were not public on that day")
    return fleet, quays, more


def _existing(moment: date | None) -> tuple[str, list[pd.DataFrame]]:
    """Return how full the existing port of Kuryk was expected to be, and the rows behind it."""
    cargo, room = (
        data.observations("logistics", name, entity="KURYK", as_of=moment).tail(1)
        for name in ("port_cargo_expected", "cargo_capacity")
    )
    if cargo.empty or room.empty or cargo["period"].iloc[0] != room["period"].iloc[0]:
        return "", []
    used = measures.share(float(cargo["value"].iloc[0]), float(room["value"].iloc[0]))
    made = derived(pd.concat([cargo, room]), used, "expected cargo / capacity, in percent",
                   unit="percent", indicator="use of the existing port")  # fmt: skip
    told = (
        f" The existing port of Kuryk was expected to use {plain(used, 0)} % of its capacity in"
        f" {cargo['period'].iloc[0]}."
    )
    return told, [cargo, room, made]


def _carried(fleet: pd.DataFrame, assumed: Assumptions) -> pd.DataFrame:
    """Return what the fleet could carry with more ships and less draught, as one row."""
    value = float(fleet["value"].iloc[0]) * assumed.fleet_multiple * assumed.draught_factor
    note = f"times {assumed.fleet_multiple:g} and draught factor {assumed.draught_factor:g}"
    return derived(fleet, value, note, grade="assumption")


def _capacity(rows: pd.DataFrame) -> dict[str, Any]:
    (row,) = data.records(rows)
    return {"teu": row["value"], "grade": row["grade"]}


_PROJECTS = (
    Column("name", "Project"),
    Column("added", "New TEU a year", lambda value: plain(value, 0), "right"),
    Column("cost", "Investment, million USD", lambda value: plain(value, 0), "right"),
    Column("per", "USD per yearly TEU", lambda value: plain(value, 0), "right"),
)


@exhibit
def kuryk_or_aktau(as_of: str) -> Exhibit:
    """Show what a yearly TEU of new capacity costs at Kuryk and at Aktau, if published."""
    moment = day(as_of)
    capacity, first, whole = (
        data.observations("logistics", name, as_of=moment)
        for name in ("container_capacity_planned", "investment_phase1", "investment_total")
    )
    now = data.observations("logistics", "container_capacity", as_of=moment)
    costs = pd.concat([first, whole])
    places = list(dict.fromkeys(capacity["entity"]))
    rows = [_place(place, capacity, costs, now) for place in places]
    known = [row for row in rows if row["per"] == row["per"]]
    if not known:
        raise NoData("no investment in container capacity on the Caspian was public on that day")
    lacking = [row["name"] for row in rows if row["per"] != row["per"]]
    missing = f" No investment was published for {' or '.join(lacking)}." if lacking else ""
    cheapest = min(known, key=lambda row: row["per"])
    only = f"; none published for {lacking[0]}" if len(lacking) == 1 else ""
    return Exhibit(
        title=f"{cheapest['name']}: {plain(cheapest['per'], 0)} USD per yearly TEU{only}",
        subtitle="Announced investment divided by new container capacity; first phase where it is"
        " published apart",
        table=tables.table(rows, _PROJECTS),
        numbers=numbers([capacity, costs, now[now["entity"].isin(places)],
                         *(row["row"] for row in known)]),
        alt="; ".join(f"{row['name']}: {plain(row['per'], 0)}" for row in rows) + ".",
        note="Kuryk’s first phase also handles vehicles; all of it is put down to containers."
        f"{missing}",
    )  # fmt: skip


def _place(
    place: str, capacity: pd.DataFrame, costs: pd.DataFrame, now: pd.DataFrame
) -> dict[str, Any]:
    planned = capacity[capacity["entity"] == place].tail(1)
    present = now[now["entity"] == place].tail(1)
    before = float(present["value"].iloc[0]) if len(present) else 0.0
    added = float(planned["value"].iloc[0]) - before
    paid = costs[costs["entity"] == place].head(1)
    cost = float(paid["value"].iloc[0]) if len(paid) else float("nan")
    per = cost * 1e6 / added if added > 0 else float("nan")
    row = pd.DataFrame()
    if per == per:
        formula = f"{cost:g} million USD / ({added:g} TEU a year)"
        row = derived(pd.concat([planned, paid]), per, formula, unit="USD per TEU",
                      indicator="capex_per_yearly_teu")  # fmt: skip
    name = _SHORT.get(place) or data.entity_name(place)
    return {"name": name, "added": added, "cost": cost, "per": per, "row": row}
