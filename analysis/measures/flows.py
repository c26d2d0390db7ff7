"""The cheapest way to carry what is asked for, what one more unit of a limit would save."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import numpy as np

from analysis.measures.network import NO_LIMITS, Edge, Split, know, max_flow, split, without


@dataclass(frozen=True, slots=True)
class Commodity:
    """Units to bring from one node to another in a year."""

    name: str
    origin: str
    destination: str
    demand: float


@dataclass(frozen=True, slots=True)
class Plan:
    """The cheapest way to carry the demands, as far as they can be carried.

    `cost` is what the carried units pay; `prices` is what one more unit a year of each limit would
    save, `unmet` what stays behind of each commodity, `flows` the units on each edge.
    """

    cost: float
    unmet: Mapping[str, float]
    prices: Mapping[str, float]
    flows: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Loss:
    """What a closure takes: from the max-flow, in cost (of what is still carried), left behind."""

    flow: float
    cost: float
    unmet: float


def min_cost_flow(
    edges: Sequence[Edge],
    commodities: Sequence[Commodity],
    unmet_price: float,
    limits: Mapping[str, int] = NO_LIMITS,
) -> Plan:
    """Return the cheapest plan for several commodities that share the limits (linear program).

    A unit left behind costs `unmet_price`: above the dearest way, as much as possible is carried.

    Where the optimum is degenerate a price is the highest of several: `saving` is exact.

    Raises:
        ValueError: as `max_flow`, a negative demand or cost, or no commodity.
    """
    return _cheapest(tuple(edges), tuple(commodities), unmet_price, tuple(limits.items()))


@lru_cache(maxsize=1024)  # a closure is compared with the same plan each time
def _cheapest(
    edges: tuple[Edge, ...],
    commodities: tuple[Commodity, ...],
    unmet_price: float,
    limits: tuple[tuple[str, int], ...],
) -> Plan:
    from scipy.optimize import linprog

    parts = split([edge for edge in edges if edge.capacity != 0], dict(limits))
    know(edges, [end for one in commodities for end in (one.origin, one.destination)])
    if not commodities or any(not one.demand >= 0 for one in commodities):
        raise ValueError("a plan needs commodities with demands of zero or more")
    balance, demands = _balance(parts, commodities)
    shared, capacities, bound = _shared(parts, len(commodities))
    costs = [cost for *_, cost in parts.edges] * len(commodities)
    answer = linprog(
        [*costs, *[unmet_price] * len(commodities)],
        A_ub=shared if bound else None,
        b_ub=capacities if bound else None,
        A_eq=balance,
        b_eq=demands,
        method="highs",
    )
    return _plan(parts, commodities, answer, bound)


def saving(
    edges: Sequence[Edge], commodities: Sequence[Commodity], unmet_price: float, name: str
) -> float:
    """Return what one more unit a year on one limited edge saves, by planning with and without."""
    wider = [replace(e, capacity=(e.capacity or 0) + 1) if e.name == name else e for e in edges]
    plans = [min_cost_flow(one, commodities, unmet_price) for one in (edges, wider)]
    spent = [plan.cost + unmet_price * math.fsum(plan.unmet.values()) for plan in plans]
    return max(0.0, spent[0] - spent[1])


def loss(
    edges: Sequence[Edge],
    closed: Iterable[str],
    ends: tuple[str, str],
    commodities: Sequence[Commodity],
    unmet_price: float,
) -> Loss:
    """Return what closing these edges together takes from the max-flow and from the plan."""
    fewer = without(edges, closed)
    before, after = (min_cost_flow(one, commodities, unmet_price) for one in (edges, fewer))
    return Loss(
        flow=max_flow(edges, *ends).value - max_flow(fewer, *ends).value,
        cost=after.cost - before.cost,
        unmet=math.fsum(after.unmet.values()) - math.fsum(before.unmet.values()),
    )


def _balance(parts: Split, commodities: Sequence[Commodity]) -> tuple[Any, list[float]]:
    """Return, for each commodity and node, what leaves less what enters, and what it must be."""
    from scipy.sparse import coo_array

    nodes = {node for _, tail, head, *_ in parts.edges for node in (tail, head)}
    nodes |= {parts.leave(one.origin) for one in commodities}
    nodes |= {parts.enter(one.destination) for one in commodities}
    rank = {node: place for place, node in enumerate(sorted(nodes))}
    width, wide = len(parts.edges), len(parts.edges) * len(commodities) + len(commodities)
    cells: list[tuple[float, int, int]] = []
    demands = [0.0] * (len(nodes) * len(commodities))
    for k, one in enumerate(commodities):
        for e, (_, tail, head, *_) in enumerate(parts.edges):
            cells.append((1.0, k * len(nodes) + rank[tail], k * width + e))
            cells.append((-1.0, k * len(nodes) + rank[head], k * width + e))
        for node, sign in ((parts.leave(one.origin), 1.0), (parts.enter(one.destination), -1.0)):
            row = k * len(nodes) + rank[node]
            demands[row] += sign * one.demand
            cells.append((sign, row, len(commodities) * width + k))
    values, rows, columns = zip(*cells, strict=True)
    return coo_array((values, (rows, columns)), shape=(len(demands), wide)).tocsr(), demands


def _shared(parts: Split, count: int) -> tuple[Any, list[int], list[str]]:
    """Return, for each limit, the variables that use it, its capacity and its name."""
    width = len(parts.edges)
    limited = [(e, one[0], one[3]) for e, one in enumerate(parts.edges) if one[3] is not None]
    matrix = np.zeros((len(limited), width * count + count))
    for row, (e, _, _) in enumerate(limited):
        matrix[row, [k * width + e for k in range(count)]] = 1.0
    return (
        matrix,
        [int(capacity or 0) for *_, capacity in limited],
        [name for _, name, _ in limited],
    )


def _plan(
    parts: Split, commodities: Sequence[Commodity], answer: Any, bound: Sequence[str]
) -> Plan:
    width, count = len(parts.edges), len(commodities)
    units = np.asarray(answer.x[: width * count]).reshape(count, width).sum(axis=0)
    left = dict(zip([one.name for one in commodities], map(float, answer.x[-count:]), strict=True))
    duals = answer.ineqlin.marginals if bound else []
    return Plan(
        cost=float(sum(unit * cost for unit, (*_, cost) in zip(units, parts.edges, strict=True))),
        unmet=left,
        # a marginal is what the optimum changes by: never up, when a limit is lifted
        prices={name: max(0.0, -float(dual)) for name, dual in zip(bound, duals, strict=True)},
        flows={name: float(u) for (name, *_), u in zip(parts.edges, units, strict=True)},
    )
