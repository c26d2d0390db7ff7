"""What networks carry: what is refused, published answers, and what must hold for any network."""

from __future__ import annotations

import doctest
import importlib
import math
from dataclasses import replace

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.measures import (
    Commodity,
    Edge,
    loss,
    max_flow,
    min_cost_flow,
    saving,
    spare,
    without,
)

# Cormen, Leiserson, Rivest and Stein, Introduction to Algorithms, the flow network of chapter 26
CLRS = [
    Edge("s-v1", "s", "v1", 16),
    Edge("s-v2", "s", "v2", 13),
    Edge("v2-v1", "v2", "v1", 4),
    Edge("v1-v3", "v1", "v3", 12),
    Edge("v3-v2", "v3", "v2", 9),
    Edge("v2-v4", "v2", "v4", 14),
    Edge("v4-v3", "v4", "v3", 7),
    Edge("v3-t", "v3", "t", 20),
    Edge("v4-t", "v4", "t", 4),
]
# the example of the networkx manual on network_simplex
MANUAL = [
    Edge("ab", "a", "b", 4, 3),
    Edge("ac", "a", "c", 10, 6),
    Edge("bd", "b", "d", 9, 1),
    Edge("cd", "c", "d", 5, 2),
]
DEAR = 1e4
NODES = "stuvw"


@st.composite
def networks(draw: st.DrawFn, unlimited: bool = False) -> list[Edge]:
    """Draw a small network from s to t, parallel edges included."""
    limit = st.integers(0, 20)
    capacity = st.none() | limit if unlimited else limit
    ends = draw(
        st.lists(
            st.tuples(st.sampled_from(NODES), st.sampled_from(NODES), capacity, st.integers(0, 9)),
            max_size=12,
        )
    )
    drawn = [Edge(f"e{n}", a, b, c, cost) for n, (a, b, c, cost) in enumerate(ends) if a != b]
    return [*drawn, Edge("first", "s", "u", 7, 1), Edge("last", "u", "t", 5, 2)]


@pytest.mark.parametrize(
    ("edges", "ends", "told"),
    [
        (CLRS, ("s", "s"), "two ends"),
        (CLRS, ("s", "x"), "no edge leads to or from 'x'"),
        ([*CLRS, CLRS[0]], ("s", "t"), "'s-v1' names two limits"),
        ([Edge("a", "s", "t", -1)], ("s", "t"), "capacity of 'a' is -1"),
        ([Edge("a", "s", "t", 1.5)], ("s", "t"), "whole number"),  # type: ignore[arg-type]  # meant
        ([Edge("a", "s", "t", 1, -2)], ("s", "t"), "cost of 'a' is -2"),
        ([Edge("a", "s", "t", 1, math.nan)], ("s", "t"), "cost of 'a' is nan"),
    ],
)
def test_what_is_no_network_is_refused(edges: list[Edge], ends: tuple[str, str], told: str) -> None:
    with pytest.raises(ValueError, match=told):
        max_flow(edges, *ends)


def test_a_closure_of_what_is_no_edge_is_refused() -> None:
    with pytest.raises(ValueError, match="no edge is named x"):
        without(CLRS, ["x"])


@pytest.mark.parametrize("demand", [-1.0, math.nan])
def test_a_plan_needs_demands(demand: float) -> None:
    with pytest.raises(ValueError, match="zero or more"):
        min_cost_flow(MANUAL, [Commodity("k", "a", "d", demand)], DEAR)
    with pytest.raises(ValueError, match="zero or more"):
        min_cost_flow(MANUAL, [], DEAR)


def test_the_flow_and_the_cut_of_the_textbook() -> None:
    assert max_flow(CLRS, "s", "t").value == 23
    assert max_flow(CLRS, "s", "t").cut == ("v1-v3", "v4-v3", "v4-t")


def test_a_way_without_any_known_limit_has_no_end() -> None:
    assert max_flow([Edge("a", "s", "t")], "s", "t").value == math.inf
    assert max_flow([Edge("a", "s", "t")], "s", "t").cut == ()


def test_a_limited_node_binds_like_an_edge_and_only_what_passes() -> None:
    assert max_flow(CLRS, "s", "t", {"v3": 6}).value == 10
    assert "v3" in max_flow(CLRS, "s", "t", {"v3": 6}).cut
    assert max_flow(CLRS, "s", "t", {"s": 0, "t": 0}).value == 23


def test_parallel_edges_add_up() -> None:
    assert max_flow([Edge("a", "s", "t", 2), Edge("b", "s", "t", 3)], "s", "t").value == 5


def test_an_edge_without_a_limit_tells_below_which_one_it_would_bind() -> None:
    edges = [Edge("open", "s", "m"), Edge("b", "m", "t", 3), Edge("c", "s", "t", 2)]
    assert spare(edges, "s", "t", "open") == 3
    tight = [replace(edge, capacity=3) if edge.name == "open" else edge for edge in edges]
    assert max_flow(tight, "s", "t").value == max_flow(edges, "s", "t").value
    tighter = [replace(edge, capacity=2) if edge.name == "open" else edge for edge in edges]
    assert max_flow(tighter, "s", "t").value < max_flow(edges, "s", "t").value


@given(networks())
def test_the_limits_of_a_cut_add_up_to_the_flow(edges: list[Edge]) -> None:
    flow = max_flow(edges, "s", "t")
    assert sum(edge.capacity or 0 for edge in edges if edge.name in flow.cut) == flow.value
    if flow.cut:
        assert max_flow(without(edges, flow.cut), "s", "t").value == 0


@given(networks(), st.integers(1, 50))
def test_capacity_added_off_the_cut_changes_nothing(edges: list[Edge], more: int) -> None:
    before = max_flow(edges, "s", "t")
    wider = [
        edge if edge.name in before.cut else replace(edge, capacity=(edge.capacity or 0) + more)
        for edge in edges
    ]
    assert max_flow(wider, "s", "t") == before


@given(networks(unlimited=True))
def test_the_flow_in_one_capacity_is_the_rest_plus_that_capacity(edges: list[Edge]) -> None:
    one = replace(edges[0], capacity=4)
    rest = edges[1:]
    whole = max_flow([replace(one, capacity=None), *rest], "s", "t").value
    without_it = max_flow([replace(one, capacity=0), *rest], "s", "t").value
    assert max_flow([one, *rest], "s", "t").value == min(whole, without_it + 4)


def test_the_plan_of_the_manual() -> None:
    plan = min_cost_flow(MANUAL, [Commodity("k", "a", "d", 5)], DEAR)
    assert plan.cost == pytest.approx(24)
    assert plan.unmet == {"k": 0}
    # a unit more by b saves a unit by c: 8 − 4
    assert plan.prices["ab"] == pytest.approx(4)


def test_what_cannot_be_carried_stays_behind_and_is_priced() -> None:
    plan = min_cost_flow([Edge("a", "s", "t", 3, 2)], [Commodity("k", "s", "t", 5)], 100)
    assert (plan.cost, plan.unmet["k"], plan.prices["a"]) == pytest.approx((6, 2, 98))


def test_a_plan_without_limits_takes_the_cheapest_way() -> None:
    edges = [Edge("a", "s", "t", None, 2), Edge("b", "s", "t", None, 1)]
    plan = min_cost_flow(edges, [Commodity("k", "s", "t", 5)], 100)
    assert plan.cost == pytest.approx(5)
    assert not plan.prices


def test_commodities_share_limits_of_edges_and_nodes() -> None:
    edges = [
        Edge("in1", "a", "m", None, 1),
        Edge("in2", "b", "m", None, 1),
        Edge("out", "m", "t", None, 1),
    ]
    asked = [Commodity("one", "a", "t", 4), Commodity("two", "b", "t", 4)]
    plan = min_cost_flow(edges, asked, 50, {"m": 6})
    assert math.fsum(plan.unmet.values()) == pytest.approx(2)
    assert plan.prices["m"] == pytest.approx(48)
    assert plan.flows["out"] == pytest.approx(6)


@settings(max_examples=40)
@given(networks(), st.integers(0, 12))
def test_one_commodity_costs_what_network_simplex_says(edges: list[Edge], asked: int) -> None:
    plan = min_cost_flow(edges, [Commodity("k", "s", "t", asked)], DEAR)
    graph = nx.DiGraph()
    graph.add_node("s", demand=-asked)
    graph.add_node("t", demand=asked)
    graph.add_edge("s", "t", weight=int(DEAR))
    for edge in edges:
        graph.add_edge(edge.tail, edge.name, capacity=edge.capacity, weight=int(edge.cost))
        graph.add_edge(edge.name, edge.head, weight=0)
    total = plan.cost + DEAR * plan.unmet["k"]
    assert total == pytest.approx(nx.network_simplex(graph)[0])


@settings(max_examples=30)
@given(networks(), st.integers(1, 12))
def test_one_more_unit_saves_no_more_than_its_price(edges: list[Edge], asked: int) -> None:
    asked_for = [Commodity("k", "s", "t", asked)]

    def worth(some: list[Edge]) -> float:
        plan = min_cost_flow(some, asked_for, DEAR)
        return plan.cost + DEAR * plan.unmet["k"]

    prices = min_cost_flow(edges, asked_for, DEAR).prices
    for place, edge in enumerate(edges):
        more = [*edges]
        more[place] = replace(edge, capacity=(edge.capacity or 0) + 1)
        gain = worth(edges) - worth(more)
        assert gain <= prices.get(edge.name, DEAR) + 1e-6


def test_a_closure_takes_flow_adds_cost_or_leaves_behind() -> None:
    asked = [Commodity("k", "a", "d", 5)]
    taken = loss(MANUAL, ["ab"], ("a", "d"), asked, DEAR)
    assert (taken.flow, taken.cost, taken.unmet) == pytest.approx((4, 16, 0))
    taken = loss(MANUAL, ["ab", "cd"], ("a", "d"), asked, DEAR)
    assert (taken.flow, taken.cost, taken.unmet) == pytest.approx((9, -24, 5))


@pytest.mark.parametrize("module", ["network", "cost", "emissions"])
def test_the_examples_in_the_documentation_run(module: str) -> None:
    assert doctest.testmod(importlib.import_module(f"analysis.measures.{module}")).failed == 0


def test_a_saving_is_exact_where_a_price_is_one_of_several() -> None:
    asked = [Commodity("k", "a", "d", 5)]
    assert saving(MANUAL, asked, DEAR, "ab") == pytest.approx(4)
    assert saving(MANUAL, asked, DEAR, "cd") == 0
    closed = [*MANUAL, Edge("detour", "a", "d", 0, 20)]
    assert saving(closed, asked, DEAR, "detour") == 0
    assert "detour" not in min_cost_flow(closed, asked, DEAR).prices


def test_a_commodity_whose_every_way_is_closed_stays_behind() -> None:
    plan = min_cost_flow(without(MANUAL, ["ab", "ac"]), [Commodity("k", "a", "d", 5)], DEAR)
    assert plan.unmet["k"] == pytest.approx(5)
