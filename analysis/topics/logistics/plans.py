"""The cheapest plan for the traffic: what one more TEU of a limit would save."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace

import pandas as pd
from markupsafe import Markup

from analysis import measures, tables
from analysis.exhibits import Exhibit, exhibit, numbers
from analysis.measures import Commodity, Edge
from analysis.moments import day
from analysis.numbers import counted, plain
from analysis.topics.logistics.findings import limits, observed, result, traffic
from analysis.topics.logistics.legs import (
    TRAFFIC_YEAR,
    UNMET_PRICE,
    WEST_SHARE,
    Scenario,
    commodities,
    legs,
    named,
    network,
)

STEPS = (1.0, 1.25, 1.5)  # traffic as a multiple of what is asked for
MOST = 8.0  # beyond this multiple of the traffic nobody asks


def _priced_behind(unmet_price: float, behind: Sequence[float]) -> str:
    """Say what a TEU left behind counts, and that savings are mostly that where some is."""
    text = (
        f"What is left behind counts {plain(unmet_price, 0)} USD a TEU, an assumption above the"
        " dearest way, so that as much as possible is carried"
    )
    return f"{text}; savings where some is are mostly that." if max(behind) >= 1 else f"{text}."


@exhibit
def network_costs(
    as_of: str,
    closed_edges: Sequence[str] = (),
    demand_multiple: float = 1.0,
    west_share: float = WEST_SHARE,
    unmet_price: float = UNMET_PRICE,
) -> Exhibit:
    """Show which limits cost money as traffic grows: USD saved by one more TEU a year."""
    rows = legs(day(as_of), closed_edges)
    edges = network(rows, Scenario(closed=tuple(closed_edges)))
    steps = [step * demand_multiple for step in STEPS]
    asked = [commodities(day(as_of), step, west_share)[0] for step in steps]
    now, seen = commodities(day(as_of), west_share=west_share)
    plans = [measures.min_cost_flow(edges, one, unmet_price) for one in asked]
    saved = _savings(edges, asked, plans, unmet_price)
    behind = [math.fsum(plan.unmet.values()) for plan in plans]
    room = plain(_room(edges, now, unmet_price), 2)
    return Exhibit(
        title=f"The legs carry {room} times the traffic of {TRAFFIC_YEAR}, no more",
        subtitle="Saving of one more TEU of a limit, USD per extra TEU a year, at multiples of"
        f" the traffic of {TRAFFIC_YEAR}; cheapest plan for three flows that share the legs",
        table=_prices(rows, saved, steps, [plan.cost for plan in plans], behind),
        numbers=numbers(
            [
                observed(rows, "usd_per_feu", "USD per FEU"),
                limits(rows, saved),
                seen,
                *_priced(rows, saved, steps),
            ]
        ),
        alt=f"{counted(len(saved), 'limit')} would save money if lifted at one to"
        f" {plain(steps[-1])} times the traffic of {TRAFFIC_YEAR}.",
        note=f"{traffic(west_share)} {_priced_behind(unmet_price, behind)} The dearer rates of the"
        " Middle Corridor are an input (a forwarder’s multiple), never a finding; a TEU pays half"
        " the rate of a forty-foot container.",
    )


def _savings(
    edges: Sequence[Edge],
    asked: Sequence[Sequence[Commodity]],
    plans: Sequence[measures.Plan],
    unmet_price: float,
) -> dict[str, list[float]]:
    """Return, for each limit that costs anything, what one more TEU saves at each traffic."""
    names = dict.fromkeys(name for one in plans for name, price in one.prices.items() if price > 1)
    saved = {
        name: [measures.saving(edges, one, unmet_price, name) for one in asked] for name in names
    }
    return {name: prices for name, prices in saved.items() if max(prices) > 1}


def _room(edges: Sequence[Edge], asked: Sequence[Commodity], unmet_price: float) -> float:
    """Return by how much traffic could grow, all of it alike, before any is left behind."""

    def fits(multiple: float) -> bool:
        grown = [replace(one, demand=one.demand * multiple) for one in asked]
        behind = measures.min_cost_flow(edges, grown, unmet_price).unmet.values()
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
        tables.Column(str(place), f"{plain(step)} × {TRAFFIC_YEAR}", align="right")
        for place, step in enumerate(steps)
    ]
    return tables.table(cells, [tables.Column("limit", "Limit"), *headings])


def _priced(
    rows: pd.DataFrame, saved: dict[str, list[float]], steps: Sequence[float]
) -> Iterable[pd.DataFrame]:
    inputs = observed(rows, "capacity")
    for name, prices in saved.items():
        for step, price in zip(steps, prices, strict=True):
            told = f"cost at {plain(step)} times the traffic, less the cost with one more TEU"
            yield result(
                inputs, named(rows, [name])[0], "saving of one TEU", price, told, unit="USD per TEU"
            )
