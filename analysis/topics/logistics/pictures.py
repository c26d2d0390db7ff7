"""The network as a schematic of lines and on a map, with its bottleneck marked."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import pandas as pd

from analysis import data, measures
from analysis.charts import networks
from analysis.exhibits import Exhibit, exhibit, numbers
from analysis.measures import Edge, MaxFlow
from analysis.moments import day
from analysis.numbers import counted, listed, plain
from analysis.topics.logistics.findings import SCOPE, amount, limits, observed, result
from analysis.topics.logistics.legs import (
    DESTINATION,
    HARBOUR,
    ORIGIN,
    SHIPS,
    Scenario,
    legs,
    named,
    network,
    short,
)

# the schematic's own grid: from Europe on the left to China on the right
LAYOUT: dict[str, tuple[float, float]] = {
    "Duisburg": (0.0, 4.0),
    "Malaszewicze": (1.5, 5.6),
    "Brest (BY)": (2.7, 5.6),
    "Moscow": (4.2, 5.6),
    "Yekaterinburg": (6.2, 5.6),
    "Manzhouli": (9.6, 6.4),
    "Ulaanbaatar": (8.6, 5.6),
    "Zhengzhou": (11.6, 4.4),
    "Urumqi": (10.2, 3.6),
    "Dostyk": (8.9, 4.4),
    "Moiynty": (7.5, 4.4),
    "Khorgos (KZ)": (9.0, 3.0),
    "Almaty": (8.0, 3.0),
    "Shymkent": (7.2, 2.4),
    "Beyneu": (5.8, 3.3),
    "Aktau": (5.0, 4.1),
    "Kuryk": (5.1, 2.9),
    HARBOUR: (4.0, 3.4),
    "Tbilisi": (2.9, 3.4),
    "Poti": (1.9, 4.1),
    "Batumi": (1.9, 3.1),
    "Constanta": (0.9, 3.6),
    "Kars": (2.4, 2.2),
    "Istanbul": (1.0, 2.0),
    "Tehran": (3.4, 0.8),
    "Mary": (5.4, 1.2),
    "Tashkent": (7.0, 1.3),
    "Turkmenbashi": (4.1, 2.1),
    "Kashgar": (9.8, 1.8),
    "Andijan": (8.2, 1.3),
}
_LABELLED = {
    "Duisburg",
    "Malaszewicze",
    "Moscow",
    "Yekaterinburg",
    "Zhengzhou",
    "Urumqi",
    "Dostyk",
    "Aktau",
    "Tbilisi",
    "Constanta",
    "Istanbul",
    "Tehran",
    "Tashkent",
    "Manzhouli",
}


@exhibit
def network_diagram(
    as_of: str,
    closed_edges: Sequence[str] = (),
    fleet_multiple: float = 1.0,
    kuryk_terminal: bool = False,
    draught_factor: float = 1.0,
) -> Exhibit:
    """Draw the network as a schematic with the minimum cut marked."""
    rows = legs(day(as_of), closed_edges)
    scenario = Scenario(tuple(closed_edges), fleet_multiple, kuryk_terminal, draught_factor)
    edges = network(rows, scenario)
    flow = measures.max_flow(edges, ORIGIN, DESTINATION)
    lines = contracted(edges, flow, scenario)
    return Exhibit(
        title=_title(edges, flow),
        subtitle=f"Limits in thousand TEU a year from {SCOPE.replace(', TEU a year', '')};"
        " schematic, not to scale",
        chart=networks.schematic(_stations(lines), lines),
        numbers=_numbers(rows, edges, flow),
        alt=_alt(rows, edges, flow),
        note="Where a line stands for several legs, the smallest limit published for one of them"
        " counts; a dashed line has none. Figures for single terminals are left out here.",
    )


@exhibit
def network_map(
    as_of: str,
    closed_edges: Sequence[str] = (),
    fleet_multiple: float = 1.0,
    kuryk_terminal: bool = False,
    draught_factor: float = 1.0,
) -> Exhibit:
    """Draw the network on a map with the minimum cut marked."""
    rows = legs(day(as_of), closed_edges)
    scenario = Scenario(tuple(closed_edges), fleet_multiple, kuryk_terminal, draught_factor)
    edges = network(rows, scenario)
    flow = measures.max_flow(edges, ORIGIN, DESTINATION)
    lines = _straight(edges, flow, scenario)
    places = set(lines["start"]) | set(lines["end"])
    cut = [name for name, edge in _by_name(edges).items() if name in flow.cut and edge.capacity]
    return Exhibit(
        title=f"The way to Duisburg holds {_thousands(flow.value)} TEU a year,"
        f" bound by {counted(len(cut), 'limit')}",
        subtitle=f"Legs of the network from {SCOPE}; straight lines between their ends",
        chart=networks.network_map(_located(places), lines, data.boundaries()),
        numbers=_numbers(rows, edges, flow),
        alt=_alt(rows, edges, flow),
        note="Land is drawn in one colour and without borders: a backdrop, and no statement on any"
        " of them. Coordinates: GeoNames, CC BY 4.0; coasts: Natural Earth.",
    )


def _title(edges: Sequence[Edge], flow: MaxFlow) -> str:
    if math.isinf(flow.value):
        return "What can pass to Duisburg has no known limit"
    limited = {edge.name: edge.capacity or 0 for edge in edges if edge.name in flow.cut}
    if not any(limited.values()):
        return f"Duisburg can be reached by {_thousands(flow.value)} TEU a year"
    most = max(limited, key=lambda name: limited[name])
    part = measures.share(limited[most], flow.value)
    return (
        f"Duisburg can be reached by {_thousands(flow.value)} TEU a year, {plain(part, 0)} %"
        " through one bottleneck"
    )


def _thousands(value: float) -> str:
    return amount(value) if math.isinf(value) else f"{plain(value / 1e3, 0)} thousand"


def _numbers(rows: pd.DataFrame, edges: Sequence[Edge], flow: MaxFlow) -> pd.DataFrame:
    known = limits(rows, [edge.name for edge in edges])
    if math.isinf(flow.value):
        return numbers([known])
    told = f"minimum cut: {listed(_binding(rows, edges, flow))}"
    inputs = observed(rows, "capacity")
    return numbers([known, result(inputs, "CHN-EUROPE", "max-flow", flow.value, told)])


def _binding(rows: pd.DataFrame, edges: Sequence[Edge], flow: MaxFlow) -> list[str]:
    return named(rows, [edge.name for edge in edges if edge.name in flow.cut and edge.capacity])


def _alt(rows: pd.DataFrame, edges: Sequence[Edge], flow: MaxFlow) -> str:
    cut = [edge for edge in edges if edge.name in flow.cut and edge.capacity]
    parts = [
        f"{name} {plain(edge.capacity, 0)}"
        for name, edge in zip(named(rows, [edge.name for edge in cut]), cut, strict=True)
    ]
    return f"Of {len(edges)} limits, these bind in TEU a year: {listed(parts) or 'none'}."


def _by_name(edges: Sequence[Edge]) -> dict[str, Edge]:
    return {edge.name: edge for edge in edges}


def contracted(edges: Sequence[Edge], flow: MaxFlow, scenario: Scenario) -> pd.DataFrame:
    """Return one line for each chain of legs between two stations of the layout."""
    chains = [chain for edge in edges if edge.tail in LAYOUT for chain in _chains(edges, edge)]
    lines = [_line(chain, flow, scenario) for chain in chains]
    frame = pd.DataFrame(lines)
    # of parallel chains the one that carries more is drawn
    best = frame.assign(rank=frame["limit"].fillna(math.inf)).sort_values("rank", kind="stable")
    return best.drop_duplicates(["start", "end"], keep="last").drop(columns="rank").sort_index()


def _chains(edges: Sequence[Edge], first: Edge) -> Iterator[list[Edge]]:
    if first.head in LAYOUT:
        yield [first]
        return
    for edge in edges:
        if edge.tail == first.head:
            for rest in _chains(edges, edge):
                yield [first, *rest]


def _line(chain: Sequence[Edge], flow: MaxFlow, scenario: Scenario) -> dict[str, object]:
    known = [edge.capacity for edge in chain if edge.capacity is not None]
    limit = min(known) if known else math.nan
    return {
        "start": chain[0].tail,
        "end": chain[-1].head,
        "limit": limit,
        "text": plain(limit / 1e3) if known else "",
        "cut": any(edge.name in flow.cut and edge.capacity for edge in chain),
        "closed": any(edge.name in scenario.closed for edge in chain),
    }


def _straight(edges: Sequence[Edge], flow: MaxFlow, scenario: Scenario) -> pd.DataFrame:
    """Return one line for each leg; ships sail from each of their ports."""
    by_name = _by_name(edges)
    ships = by_name[SHIPS]
    lines = []
    for edge in edges:
        if edge.name == SHIPS:
            continue
        chain = [edge, ships] if edge.head == SHIPS else [edge]
        lines.append(_line(chain, flow, scenario) | {"text": ""})
    return pd.DataFrame(lines)


def _stations(lines: pd.DataFrame) -> pd.DataFrame:
    used = set(lines["start"]) | set(lines["end"])
    return pd.DataFrame(
        [
            {"name": name, "label": short(name), "x": x, "y": y}
            for name, (x, y) in LAYOUT.items()
            if name in used
        ]
    )


def _located(places: set[str]) -> pd.DataFrame:
    rows = data.table("nodes")
    found = rows[rows["node"].isin(places)]
    return pd.DataFrame(
        {
            "name": found["node"],
            "label": [short(one) if one in _LABELLED else "" for one in found["node"]],
            "x": found["longitude"],
            "y": found["latitude"],
        }
    ).reset_index(drop=True)
