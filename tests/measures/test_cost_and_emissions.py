"""Generalised cost, the division of traffic, and greenhouse gases."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.measures import (
    Factor,
    emissions,
    generalised_cost,
    logit_split,
    scale_from_share,
)


@pytest.mark.parametrize("utilities", [[], [math.nan], [math.inf, 0.0]])
def test_a_division_without_finite_utilities_is_refused(utilities: list[float]) -> None:
    with pytest.raises(ValueError, match="finite utility"):
        logit_split(utilities)


@pytest.mark.parametrize(("gap", "share"), [(0, 0.1), (-1, 0.1), (1, 0.5), (1, 0.0)])
def test_a_scale_needs_a_gap_and_a_minority(gap: float, share: float) -> None:
    with pytest.raises(ValueError, match="share below ½"):
        scale_from_share(gap, share)


def test_a_factor_of_another_boundary_is_never_mixed_in() -> None:
    with pytest.raises(ValueError, match="tank-to-wheel, not well-to-wheel"):
        emissions(10, [(1000, Factor(0.02, 0.03)), (1, Factor(0.02, 0.03, "tank-to-wheel"))])


@pytest.mark.parametrize(("payload", "km"), [(-1.0, 1.0), (1.0, -1.0)])
def test_negative_loads_and_distances_are_refused(payload: float, km: float) -> None:
    with pytest.raises(ValueError, match="zero or more"):
        emissions(payload, [(km, Factor(0.02, 0.03))])


def test_a_factor_upside_down_is_refused() -> None:
    with pytest.raises(ValueError, match="swap its ends"):
        emissions(10, [(1000, Factor(0.03, 0.02))])


def test_the_division_of_the_textbook() -> None:
    assert logit_split([-7, -10])[0] == pytest.approx(0.953, abs=0.0005)


def test_huge_utilities_do_not_overflow() -> None:
    assert logit_split([1e308, -1e308, 1e308]) == [0.5, 0.0, 0.5]


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=6), st.floats(-1e3, 1e3))
def test_shares_add_up_and_ignore_a_common_part(utilities: list[float], more: float) -> None:
    shares = logit_split(utilities)
    assert math.fsum(shares) == pytest.approx(1)
    assert logit_split([one + more for one in utilities]) == pytest.approx(shares, abs=1e-6)


@given(st.floats(0.1, 1e4), st.floats(0.01, 0.49))
def test_a_scale_gives_back_the_share_it_was_made_from(gap: float, share: float) -> None:
    scale = scale_from_share(gap, share)
    assert logit_split([0.0, -scale * gap])[1] == pytest.approx(share)


def test_a_missing_spread_leaves_the_cost_missing_unless_it_is_worth_nothing() -> None:
    assert math.isnan(generalised_cost(100, 10, math.nan, 5, 2))
    assert generalised_cost(100, 10, math.nan, 5, 0) == 150


def test_ten_tonnes_over_a_thousand_kilometres() -> None:
    assert emissions(10, [(1000, Factor(0.0316, 0.0316))]) == pytest.approx((316, 316))


@given(st.lists(st.tuples(st.floats(0, 1e4), st.floats(0, 0.1)), max_size=5))
def test_emissions_of_a_chain_are_those_of_its_legs(legs: list[tuple[float, float]]) -> None:
    parts = [emissions(12, [(km, Factor(rate, rate * 2))]) for km, rate in legs]
    whole = emissions(12, [(km, Factor(rate, rate * 2)) for km, rate in legs])
    assert whole.low == pytest.approx(math.fsum(part.low for part in parts))
    assert whole.high == pytest.approx(whole.low * 2)
