"""Exhibits on what the network can carry: scenarios, and limits that nobody publishes."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import pandas as pd
from markupsafe import Markup

from analysis import measures, tables
from analysis.errors import NoData
from analysis.exhibits import Exhibit, exhibit, numbers
from analysis.measures import Edge, MaxFlow
from analysis.moments import day
from analysis.numbers import counted, listed, plain, signed
from analysis.topics.logistics.findings import ENDLESS, SCOPE, limits, observed, result
from analysis.topics.logistics.legs import (
    DESTINATION,
    FEEDER,
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
    terminals,
    touching,
)

NOTHING = "\N{EN DASH}"


@dataclass(frozen=True, slots=True)
class Case:
    """A scenario with its name, its flow, the flow through the terminals too, cost and rest."""

    name: str
    scenario: Scenario
    flow: MaxFlow
    terminals: float
    cost: float
    unmet: float


@exhibit
def network_effects(
    as_of: str,
    closed_edges: Sequence[str] = (),
    fleet_multiple: float = 2.0,
    draught_factor: float = 0.8,
    west_share: float = WEST_SHARE,
    unmet_price: float = UNMET_PRICE,
) -> Exhibit:
    """Compare what could pass, what limits it and what traffic costs under each scenario."""
    rows = legs(day(as_of), closed_edges)
    asked, seen = commodities(day(as_of), west_share=west_share)
    base = Scenario(closed=tuple(closed_edges))
    options = _options(rows, base, fleet_multiple, draught_factor)
    cases = [_case(name, one, rows, asked, unmet_price) for name, one in options]
    if any(math.isinf(case.flow.value) for case in cases):
        raise NoData(ENDLESS)
    before, kuryk, ships = (case.flow.value for case in cases[:3])
    return Exhibit(
        title=f"Kuryk’s terminal alone adds {plain(kuryk - before, 0)} TEU a year;"
        f" {plain(fleet_multiple)} times the ships add {plain(ships - before, 0)}",
        subtitle=f"Most that can pass from {SCOPE}; yearly cost of the traffic of {TRAFFIC_YEAR} in"
        " million USD, and what of it is left behind in TEU",
        table=_effects(rows, cases),
        numbers=numbers([limits(rows, cases[0].flow.cut), seen, *_results(rows, cases)]),
        alt=f"Today {plain(before, 0)} TEU a year could pass, limited by"
        f" {listed(named(rows, bound(cases[0], rows)))}.",
        note="A flow is only as good as its limits: legs without a published one are left without,"
        " while “with terminals” also keeps the published capacity of six terminals, Aktau and"
        " Małaszewicze among them: there a second port helps as soon as Aktau’s own terminal"
        " is full. A dash stands for a cost"
        " where traffic is left behind. Ships, low water and half the"
        " rate of a forty-foot container for a TEU are assumptions.",
    )


def _options(
    rows: pd.DataFrame, base: Scenario, fleet: float, draught: float
) -> list[tuple[str, Scenario]]:
    kuryk, more = replace(base, kuryk_terminal=True), replace(base, fleet_multiple=fleet)
    both = replace(kuryk, fleet_multiple=fleet)
    without_russia = (*base.closed, *touching(rows, RUSSIA))
    without_caspian = (*base.closed, *crossing(rows, "Caspian"))
    times = f"{plain(fleet)} times the ships"
    return [
        ("Today" if not base.closed else "With the closed legs", base),
        ("Kuryk terminal alone", kuryk),
        (times[0].upper() + times[1:], more),
        (f"Kuryk and {times}", both),
        (f"Low water (loads × {plain(draught)})", replace(base, draught_factor=draught)),
        ("China–Kyrgyzstan–Uzbekistan railway", replace(base, cku=True)),
        ("The Caspian closed", replace(base, closed=without_caspian)),
        ("Russia closed", replace(base, closed=without_russia)),
        (f"Russia closed, Kuryk and {times}", replace(both, closed=without_russia)),
    ]


def _case(
    name: str,
    scenario: Scenario,
    rows: pd.DataFrame,
    asked: Sequence[measures.Commodity],
    unmet_price: float,
) -> Case:
    edges = network(rows, scenario)
    plan = measures.min_cost_flow(edges, asked, unmet_price)
    whole = measures.max_flow(edges, ORIGIN, DESTINATION, terminals(scenario))
    return Case(
        name,
        scenario,
        measures.max_flow(edges, ORIGIN, DESTINATION),
        whole.value,
        plan.cost,
        math.fsum(plan.unmet.values()),
    )


def bound(case: Case, rows: pd.DataFrame) -> list[str]:
    """Return the limits of a cut that let something pass: a closed leg is no bottleneck."""
    edges = {edge.name: edge.capacity for edge in network(rows, case.scenario)}
    return [name for name in case.flow.cut if edges[name]]


def _effects(rows: pd.DataFrame, cases: Sequence[Case]) -> Markup:
    first = cases[0].flow.value
    cells = [
        {
            "name": case.name,
            "flow": plain(case.flow.value, 0),
            "change": NOTHING if case is cases[0] else signed(case.flow.value - first, 0),
            "cut": listed(named(rows, bound(case, rows))) or NOTHING,
            "whole": plain(case.terminals, 0),
            "cost": NOTHING if case.unmet > 1 else plain(case.cost / 1e6, 0),
            "unmet": plain(case.unmet, 0),
        }
        for case in cases
    ]
    return tables.table(
        cells,
        [
            tables.Column("name", "Scenario"),
            tables.Column("flow", "Max-flow", align="right"),
            tables.Column("change", "Change", align="right"),
            tables.Column("cut", "What binds (minimum cut)"),
            tables.Column("whole", "With terminals", align="right"),
            tables.Column("cost", "Cost", align="right"),
            tables.Column("unmet", "Left behind", align="right"),
        ],
    )


def _results(rows: pd.DataFrame, cases: Iterable[Case]) -> Iterable[pd.DataFrame]:
    inputs = observed(rows, "capacity")
    for case in cases:
        names = listed(named(rows, bound(case, rows)))
        yield result(inputs, case.name, "max-flow", case.flow.value, f"minimum cut: {names}")
        told = "maximum flow, with the published capacities of six terminals"
        yield result(inputs, case.name, "max-flow with terminals", case.terminals, told)


@exhibit
def network_limits(as_of: str, closed_edges: Sequence[str] = ()) -> Exhibit:
    """Show which legs have no published limit, and below which one each would change the answer."""
    rows = legs(day(as_of), closed_edges)
    edges = network(rows, Scenario(closed=tuple(closed_edges)))
    flow = measures.max_flow(edges, ORIGIN, DESTINATION)
    if math.isinf(flow.value):
        raise NoData(ENDLESS)
    unknown = [edge for edge in edges if edge.capacity is None and edge.name != FEEDER]
    groups = _needed(edges, unknown)
    hinge = sum(len(names) for need, names in groups.items() if need)
    return Exhibit(
        title=f"No limit is published for {len(unknown)} of {len(edges) - 1} legs;"
        f" {hinge} could lower the max-flow",
        subtitle=f"From {SCOPE}: the limit below which a leg without one would bind, one at a"
        f" time, against a max-flow of {plain(flow.value, 0)}",
        table=_unknown(rows, groups),
        numbers=numbers([limits(rows, flow.cut), *_thresholds(rows, groups)]),
        alt=f"{counted(hinge, 'leg')} of {len(unknown)} could lower the answer"
        f" of {plain(flow.value, 0)} TEU a year.",
        note="No placeholder stands in for a limit that was not found: the max-flow is therefore"
        " an upper end. Legs in one line share a threshold because they follow each other.",
    )


def _needed(edges: Sequence[Edge], unknown: Iterable[Edge]) -> dict[float, list[str]]:
    found: dict[float, list[str]] = {}
    for edge in unknown:
        need = measures.spare(edges, ORIGIN, DESTINATION, edge.name)
        found.setdefault(need, []).append(edge.name)
    return dict(sorted(found.items(), reverse=True))


def _unknown(rows: pd.DataFrame, groups: dict[float, list[str]]) -> Markup:
    cells = [
        {
            "need": plain(need, 0) if need else "never, alone",
            "count": str(len(names)),
            "legs": "; ".join(named(rows, names)),
        }
        for need, names in groups.items()
    ]
    return tables.table(
        cells,
        [
            tables.Column("need", "Would bind below", align="right"),
            tables.Column("count", "Legs", align="right"),
            tables.Column("legs", "Which"),
        ],
    )


def _thresholds(rows: pd.DataFrame, groups: dict[float, list[str]]) -> Iterable[pd.DataFrame]:
    inputs = observed(rows, "capacity")
    for need, names in groups.items():
        told = "max-flow less the max-flow without the leg"
        yield result(inputs, "; ".join(named(rows, names)), "limit that would bind", need, told)
