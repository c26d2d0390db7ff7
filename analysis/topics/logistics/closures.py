"""What closing a leg, or a set of legs that fail together, takes from the network."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from functools import partial

import pandas as pd
from markupsafe import Markup

from analysis import measures, tables
from analysis.errors import NoData
from analysis.exhibits import Exhibit, exhibit, numbers
from analysis.measures import Edge, Loss
from analysis.moments import day
from analysis.numbers import DASH, counted, plain
from analysis.topics.logistics.findings import ENDLESS, limits, observed, result, traffic
from analysis.topics.logistics.legs import (
    DESTINATION,
    ORIGIN,
    RUSSIA,
    TRAFFIC_YEAR,
    UNMET_PRICE,
    WEST_SHARE,
    Scenario,
    commodities,
    crossing,
    legs,
    named,
    network,
    touching,
)

SHOWN = 8  # single closures in the table


@exhibit
def network_vulnerability(
    as_of: str,
    closed_edges: Sequence[str] = (),
    demand_multiple: float = 1.0,
    west_share: float = WEST_SHARE,
    unmet_price: float = UNMET_PRICE,
) -> Exhibit:
    """Show what closing each leg, and each set that fails together, takes from the network."""
    rows = legs(day(as_of), closed_edges)
    edges = network(rows, Scenario(closed=tuple(closed_edges)))
    asked, seen = commodities(day(as_of), demand_multiple, west_share)
    whole = measures.max_flow(edges, ORIGIN, DESTINATION).value
    if math.isinf(whole):
        raise NoData(ENDLESS)
    lose = partial(measures.loss, edges, ends=(ORIGIN, DESTINATION), commodities=asked,
                   unmet_price=unmet_price)  # fmt: skip
    sets = {name: lose(shut) for name, shut in common(rows, edges).items()}
    used = measures.min_cost_flow(edges, asked, unmet_price).flows
    singles = [(name, lose([one])) for name, one in _grouped(rows, edges, used)]
    worst = max(sets, key=lambda name: sets[name].flow)
    part = measures.share(sets[worst].flow, whole)
    return Exhibit(
        title=f"Closing {_inside(worst)} takes {plain(part, 0)} % of the flow to Duisburg",
        subtitle=f"Change against a max-flow of {plain(whole, 0)} TEU a year and the cheapest plan"
        f" for {_times(demand_multiple)}the traffic of {TRAFFIC_YEAR}, by what is closed",
        table=_losses(sets, singles),
        numbers=numbers([limits(rows, [e.name for e in edges]), seen, *_lost(rows, sets, singles)]),
        alt="; ".join(f"{name} {plain(one.flow, 0)} TEU" for name, one in sets.items()) + ".",
        note=f"{traffic(west_share)} Extra cost is shown where nothing more is left"
        " behind. Legs in one line have the same effect. The"
        f" {counted(SHOWN, 'worst single closure')} by flow lost.",
    )


def common(rows: pd.DataFrame, edges: Sequence[Edge]) -> dict[str, list[str]]:
    """Return the sets of legs that one event would close together, by what that is."""
    there = {edge.name for edge in edges}
    sets = {
        "Russia": touching(rows, RUSSIA),
        "The Kazakh–Chinese crossings": crossing(rows, "CHN/KAZ"),
        "The border of Belarus and Poland": crossing(rows, "BLR/POL"),
        "The Caspian": crossing(rows, "Caspian"),
        "Georgia": touching(rows, ("Tbilisi", "Poti", "Batumi")),
        "The Black Sea": tuple(rows["edge"][rows["mode"] == "sea (Black Sea)"]),
        "Turkmenistan": (
            *touching(rows, ("Mary", "Ashgabat", "Turkmenbashi")),
            *crossing(rows, "KAZ/TKM"),
        ),
        "Iran": touching(rows, ("Tehran", "Sarakhs")),
    }
    return {
        name: [one for one in dict.fromkeys(shut) if one in there] for name, shut in sets.items()
    }


def _times(multiple: float) -> str:
    return "" if multiple == 1 else f"{plain(multiple)} times "


def _inside(name: str) -> str:
    """Return the name of a set as it stands within a sentence."""
    return name.replace("The ", "the ", 1)


def _grouped(
    rows: pd.DataFrame, edges: Sequence[Edge], used: Mapping[str, float]
) -> list[tuple[str, str]]:
    """Return the worst single closures as names and one leg; those of the same effect together."""
    whole = measures.max_flow(edges, ORIGIN, DESTINATION).value
    groups: dict[tuple[float, float], list[str]] = {}
    for edge in edges:
        left = measures.max_flow(measures.without(edges, [edge.name]), ORIGIN, DESTINATION).value
        key = (whole - left, round(used.get(edge.name, 0)))
        groups.setdefault(key, []).append(edge.name)
    ranked = sorted(groups, reverse=True)[:SHOWN]
    return [("; ".join(named(rows, groups[k])), groups[k][0]) for k in ranked]


def _losses(sets: dict[str, Loss], singles: Sequence[tuple[str, Loss]]) -> Markup:
    cells = [_row(name, "together", one) for name, one in sets.items()]
    cells += [_row(name, "one leg", one) for name, one in singles]
    return tables.table(
        cells,
        [
            tables.Column("name", "Closed"),
            tables.Column("kind", "Kind"),
            tables.Column("flow", "Flow lost, TEU", align="right"),
            tables.Column("cost", "Extra cost, million USD", align="right"),
            tables.Column("unmet", "Left behind, TEU", align="right"),
        ],
    )


def _row(name: str, kind: str, one: Loss) -> dict[str, str]:
    return {
        "name": name,
        "kind": kind,
        "flow": plain(one.flow, 0),
        "cost": DASH if one.unmet > 1 else plain(one.cost / 1e6, 0),
        "unmet": plain(one.unmet, 0),
    }


def _lost(
    rows: pd.DataFrame, sets: dict[str, Loss], singles: Sequence[tuple[str, Loss]]
) -> Iterable[pd.DataFrame]:
    inputs = observed(rows, "capacity")
    for name, one in [*sets.items(), *singles]:
        told = "with all legs less with these closed"
        yield result(inputs, name, "flow lost", one.flow, told)
        yield result(inputs, name, "left behind", one.unmet, told)
