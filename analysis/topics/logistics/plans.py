"""Exhibits on the cheapest plan: what one more TEU of a limit saves, and what closures take."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace

import pandas as pd
from markupsafe import Markup

from analysis import measures, tables
from analysis.errors import NoData
from analysis.exhibits import Exhibit, exhibit, numbers
from analysis.measures import Commodity, Edge, Loss
from analysis.moments import day
from analysis.numbers import DASH, counted, plain
from analysis.topics.logistics.findings import ENDLESS, limits, observed, result
from analysis.topics.logistics.legs import (
    DESTINATION,
    ORIGIN,
    RUSSIA,
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

STEPS = (1.0, 1.25, 1.5)  # traffic as a multiple of what is asked for
MOST = 8.0  # beyond this multiple of the traffic nobody asks
SHOWN = 8  # single closures in the table
_BEHIND = (
    f"What is left behind counts {UNMET_PRICE:,.0f} USD a TEU, an assumption above the dearest"
    " way, so that as much as possible is carried."
)
_ASKED = (
    "Traffic is that published for 2024: ERAI westbound to Duisburg, the Trans-Caspian route to"
    f" Constanța, and {WEST_SHARE:.0%} of the China–Central Asia trains to Tashkent (an"
    " assumption)."
)


@exhibit
def network_costs(
    as_of: str, closed_edges: Sequence[str] = (), demand_multiple: float = 1.0
) -> Exhibit:
    """Show which limits cost money as traffic grows: USD saved by one more TEU a year."""
    rows = legs(day(as_of), closed_edges)
    edges = network(rows, Scenario(closed=tuple(closed_edges)))
    steps = [step * demand_multiple for step in STEPS]
    asked = [commodities(day(as_of), step)[0] for step in steps]
    now = commodities(day(as_of))[0]
    plans = [measures.min_cost_flow(edges, one, UNMET_PRICE) for one in asked]
    names = dict.fromkeys(name for one in plans for name, price in one.prices.items() if price > 1)
    saved = {name: [_saved(edges, one, name) for one in asked] for name in names}
    saved = {name: prices for name, prices in saved.items() if max(prices) > 1}
    behind = [math.fsum(plan.unmet.values()) for plan in plans]
    return Exhibit(
        title=f"The legs carry {plain(_room(edges, now), 2)} times the traffic of 2024, no more",
        subtitle="Saving of one more TEU of a limit, USD per extra TEU a year, at multiples of"
        " the traffic of 2024; cheapest plan for three flows that share the legs",
        table=_prices(rows, saved, steps, [plan.cost for plan in plans], behind),
        numbers=numbers(
            [
                observed(rows, "usd_per_feu", "USD per FEU"),
                limits(rows, saved),
                commodities(day(as_of))[1],
                *_priced(rows, saved, steps),
            ]
        ),
        alt=f"{counted(len(saved), 'limit')} would save money if lifted at one to"
        f" {plain(steps[-1])} times the traffic of 2024.",
        note=f"{_ASKED} {_BEHIND} The dearer rates of the Middle Corridor are an input (a"
        " forwarder’s multiple), never a finding; a TEU pays"
        " half the rate of a forty-foot container.",
    )


def _saved(edges: Sequence[Edge], asked: Sequence[Commodity], name: str) -> float:
    return measures.saving(edges, asked, UNMET_PRICE, name)


def _room(edges: Sequence[Edge], asked: Sequence[Commodity]) -> float:
    """Return by how much traffic could grow, all of it alike, before any is left behind."""

    def fits(multiple: float) -> bool:
        grown = [replace(one, demand=one.demand * multiple) for one in asked]
        behind = measures.min_cost_flow(edges, grown, UNMET_PRICE).unmet.values()
        return math.fsum(behind) < 1

    low, high = 0.0, MOST
    for _ in range(12):
        middle = (low + high) / 2
        low, high = (middle, high) if fits(middle) else (low, middle)
    return low


def _prices(
    rows: pd.DataFrame,
    saved: dict[str, list[float]],
    steps: Sequence[float],
    costs: Sequence[float],
    behind: Sequence[float],
) -> Markup:
    lines = [(named(rows, [name])[0], [plain(one, 0) for one in saved[name]]) for name in saved]
    lines.append(("Cost of what is carried, million USD", [plain(one / 1e6, 0) for one in costs]))
    lines.append(("Left behind, TEU", [plain(one, 0) for one in behind]))
    cells = [
        {"limit": name, **{str(place): text for place, text in enumerate(texts)}}
        for name, texts in lines
    ]
    headings = [
        tables.Column(str(place), f"{plain(step)} × 2024", align="right")
        for place, step in enumerate(steps)
    ]
    return tables.table(cells, [tables.Column("limit", "Limit"), *headings])


def _priced(
    rows: pd.DataFrame, saved: dict[str, list[float]], steps: Sequence[float]
) -> Iterable[pd.DataFrame]:
    for name, prices in saved.items():
        for step, price in zip(steps, prices, strict=True):
            told = f"cost at {plain(step)} times the traffic, less the cost with one more TEU"
            yield result(
                rows, named(rows, [name])[0], "saving of one TEU", price, told, unit="USD per TEU"
            )


@exhibit
def network_vulnerability(
    as_of: str, closed_edges: Sequence[str] = (), demand_multiple: float = 1.0
) -> Exhibit:
    """Show what closing each leg, and each set that fails together, takes from the network."""
    rows = legs(day(as_of), closed_edges)
    edges = network(rows, Scenario(closed=tuple(closed_edges)))
    asked, seen = commodities(day(as_of), demand_multiple)
    whole = measures.max_flow(edges, ORIGIN, DESTINATION).value
    if math.isinf(whole):
        raise NoData(ENDLESS)
    sets = {name: _loss(edges, shut, asked) for name, shut in common(rows, edges).items()}
    singles = _grouped(rows, edges, asked)
    worst = max(sets, key=lambda name: sets[name].flow)
    part = measures.share(sets[worst].flow, whole)
    return Exhibit(
        title=f"{worst} closed takes {plain(part, 0)} % of what can pass to Duisburg",
        subtitle=f"Change against a max-flow of {plain(whole, 0)} TEU a year and the cheapest plan"
        f" for {plain(demand_multiple)} times the traffic of 2024, by what is closed",
        table=_losses(sets, singles),
        numbers=numbers([limits(rows, [e.name for e in edges]), seen, *_lost(rows, sets, singles)]),
        alt="; ".join(f"{name} {plain(one.flow, 0)} TEU" for name, one in sets.items()) + ".",
        note=f"{_ASKED} Extra cost is shown where nothing more is left behind. Legs in one line"
        f" have the same effect. The {counted(SHOWN, 'worst single closure')} by flow lost.",
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


def _loss(edges: Sequence[Edge], shut: Sequence[str], asked: Sequence[Commodity]) -> Loss:
    return measures.loss(edges, shut, (ORIGIN, DESTINATION), asked, UNMET_PRICE)


def _grouped(
    rows: pd.DataFrame, edges: Sequence[Edge], asked: Sequence[Commodity]
) -> list[tuple[str, Loss]]:
    """Return the worst single closures, legs of the same effect together."""
    whole = measures.max_flow(edges, ORIGIN, DESTINATION).value
    used = measures.min_cost_flow(edges, asked, UNMET_PRICE).flows
    groups: dict[tuple[float, float], list[str]] = {}
    for edge in edges:
        left = measures.max_flow(measures.without(edges, [edge.name]), ORIGIN, DESTINATION).value
        key = (whole - left, round(used.get(edge.name, 0)))
        groups.setdefault(key, []).append(edge.name)
    ranked = sorted(groups, reverse=True)[:SHOWN]
    return [("; ".join(named(rows, groups[k])), _loss(edges, groups[k][:1], asked)) for k in ranked]


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
    for name, one in [*sets.items(), *singles]:
        told = "with all legs less with these closed"
        yield result(rows, name, "flow lost", one.flow, told)
        yield result(rows, name, "left behind", one.unmet, told)
