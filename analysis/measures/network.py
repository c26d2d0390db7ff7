"""What a network can carry, and what limits it.

Edges are directed and may be parallel; a capacity of None means that no limit is known, and is
never replaced by a large number. Capacities are whole units a year (TEU), costs per unit (USD).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

Node = tuple[str, str]
NO_LIMITS: Mapping[str, int] = {}


@dataclass(frozen=True, slots=True)
class Edge:
    """One directed connection: its name, its two nodes, its limit (None: unknown), its cost."""

    name: str
    tail: str
    head: str
    capacity: int | None = None
    cost: float = 0.0


@dataclass(frozen=True, slots=True)
class MaxFlow:
    """The most that can pass; `cut` names the limits that add up to it, edges or nodes.

    `value` is infinite when a way without any known limit leads from end to end.
    """

    value: float
    cut: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Split:
    """A network with each limited node cut in two, an edge of the node's name between them."""

    limits: Mapping[str, int]
    edges: list[tuple[str, Node, Node, int | None, float]] = field(default_factory=list)

    def enter(self, node: str) -> Node:
        """Return where edges to a node end."""
        return (node, "in" if node in self.limits else "")

    def leave(self, node: str) -> Node:
        """Return where edges from a node begin."""
        return (node, "out" if node in self.limits else "")


def max_flow(
    edges: Sequence[Edge], source: str, sink: str, limits: Mapping[str, int] = NO_LIMITS
) -> MaxFlow:
    """Return the most that can pass from source to sink, and the limits that bind nearest the sink.

    `limits` are capacities of nodes, for what passes through them.

    >>> max_flow([Edge("a", "s", "m", 5), Edge("b", "m", "t", 3)], "s", "t")
    MaxFlow(value=3.0, cut=('b',))

    Raises:
        ValueError: an unknown node, source and sink the same, a negative or broken capacity, or a
            name used twice.
    """
    return _cut(tuple(edges), source, sink, tuple(limits.items()))


@lru_cache(maxsize=4096)  # a report asks for the same few networks again and again
def _cut(
    edges: tuple[Edge, ...], source: str, sink: str, limits: tuple[tuple[str, int], ...]
) -> MaxFlow:
    import networkx as nx
    from networkx.algorithms.flow import edmonds_karp

    parts = split(edges, dict(limits))
    know(edges, (source, sink))
    if source == sink:
        raise ValueError(f"a flow needs two ends, not '{source}' twice")
    graph: Any = nx.DiGraph()
    graph.add_nodes_from([parts.leave(source), parts.enter(sink)])
    for name, tail, head, capacity, _ in parts.edges:
        # a node of its own for every edge keeps parallel edges apart
        limit = {} if capacity is None else {"capacity": capacity}
        graph.add_edge(tail, ("edge", name), **limit)
        graph.add_edge(("edge", name), head)
    try:
        # any way gives the same cut, that nearest the sink; this one is quick on a few dozen edges
        value, (near, _) = nx.minimum_cut(
            graph, parts.leave(source), parts.enter(sink), flow_func=edmonds_karp
        )
    except nx.NetworkXUnbounded:
        return MaxFlow(math.inf, ())
    cut = [n for n, tail, *_ in parts.edges if tail in near and ("edge", n) not in near]
    return MaxFlow(float(value), tuple(cut))


def spare(edges: Sequence[Edge], source: str, sink: str, name: str) -> float:
    """Return the limit below which an edge without a known one would lower the max-flow.

    The max-flow is min(F, F₀ + c) in one edge's capacity c, with F₀ the flow without the edge: so
    the answer does not depend on the edge at all when this is zero. Units a year.
    """
    whole = max_flow(edges, source, sink).value
    return whole - max_flow(without(edges, [name]), source, sink).value


def without(edges: Iterable[Edge], closed: Iterable[str]) -> list[Edge]:
    """Return the edges that stay when the named ones are closed; their nodes stay known.

    Raises:
        ValueError: a name that is no edge.
    """
    shut, kept = set(closed), list(edges)
    unknown = shut - {edge.name for edge in kept}
    if unknown:
        raise ValueError(f"no edge is named {', '.join(sorted(unknown))}")
    return [replace(edge, capacity=0) if edge.name in shut else edge for edge in kept]


def split(edges: Sequence[Edge], limits: Mapping[str, int]) -> Split:
    """Return the network with its limited nodes cut in two; ValueError for what is no network."""
    parts = Split(limits)
    parts.edges.extend(
        (e.name, parts.leave(e.tail), parts.enter(e.head), e.capacity, e.cost) for e in edges
    )
    parts.edges.extend(
        (n, parts.enter(n), parts.leave(n), limit, 0.0) for n, limit in limits.items()
    )
    for name, _, _, capacity, cost in parts.edges:
        if capacity is not None and (capacity < 0 or capacity != int(capacity)):
            raise ValueError(f"the capacity of '{name}' is {capacity:g}: it is a whole number")
        if not cost >= 0:
            raise ValueError(f"the cost of '{name}' is {cost:g}: it is zero or more")
    names = [name for name, *_ in parts.edges]
    if len(set(names)) < len(names):
        raise ValueError(f"'{max(names, key=names.count)}' names two limits")
    return parts


def know(edges: Iterable[Edge], nodes: Iterable[str]) -> None:
    """Refuse a node that no edge touches with a ValueError."""
    known = {node for edge in edges for node in (edge.tail, edge.head)}
    for node in nodes:
        if node not in known:
            raise ValueError(f"no edge leads to or from '{node}'")
