"""Investment arithmetic: published answers, identities, and what it must refuse."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.measures.finance import (
    annuity,
    break_even_tariff,
    break_even_volume,
    capital_recovery,
    irr,
    levelised_capex,
    npv,
)

RATE = st.floats(-20, 60)
AMOUNT = st.floats(0.1, 1e6)
FLOWS = st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=30)
YEARS = st.integers(1, 60)


@pytest.mark.parametrize("rate", [-100, -250, math.nan])
def test_a_rate_that_loses_everything_is_refused(rate: float) -> None:
    with pytest.raises(ValueError, match="nothing to discount"):
        npv(rate, [1, 2])


@pytest.mark.parametrize("years", [0, -3])
def test_capital_is_not_recovered_in_no_time(years: int) -> None:
    with pytest.raises(ValueError, match="one year or more"):
        capital_recovery(10, years)


@pytest.mark.parametrize("flows", [[], [0, 0], [5, 6], [-5, -1], [-100, 230, -132], [-1, 0, 2, -1]])
def test_flows_without_exactly_one_change_of_sign_have_no_rate_of_return(
    flows: list[float],
) -> None:
    # [-100, 230, -132] is zero at 10 % and at 20 %: neither is the return
    assert math.isnan(irr(flows))


def test_two_rates_may_fit_one_stream_and_its_value_still_says_something() -> None:
    assert npv(10, [-100, 230, -132]) == pytest.approx(0, abs=1e-9)
    assert npv(20, [-100, 230, -132]) == pytest.approx(0, abs=1e-9)
    assert npv(15, [-100, 230, -132]) > 0


def test_nothing_handled_breaks_even_at_no_tariff() -> None:
    assert math.isnan(break_even_tariff(1, 10, [0.0, 0.0], variable=1, fixed=1))
    assert math.isnan(levelised_capex(1, 10, 5, 0))


@pytest.mark.parametrize("margin", [0, -5])
def test_without_a_margin_no_volume_breaks_even(margin: float) -> None:
    assert math.isnan(break_even_volume(1, 10, [1.0], margin=margin, fixed=0))
    assert math.isnan(break_even_volume(1, 10, [0.0], margin=1, fixed=0))


def test_net_present_value_matches_the_published_example() -> None:
    # numpy-financial, documentation of npv: the first flow is not discounted
    assert npv(8, [-40_000, 5_000, 8_000, 12_000, 30_000]) == pytest.approx(3065.22, abs=0.005)


def test_the_rate_of_return_matches_the_published_example() -> None:
    # numpy-financial, documentation of irr: 0.28095
    assert irr([-100, 39, 59, 55, 20]) == pytest.approx(28.095, abs=0.0005)


@pytest.mark.parametrize(("use", "charge"), [(1, 184), (0.75, 245), (0.5, 367)])
def test_the_capital_charge_of_the_kuryk_terminal_matches_the_known_answer(
    use: float, charge: int
) -> None:
    # 300 million USD at 10 % over 25 years and 180,000 TEU a year, by the textbook annuity
    assert round(levelised_capex(300e6, 10, 25, 180_000 * use)) == charge


@given(YEARS)
def test_capital_at_no_interest_is_recovered_in_equal_parts(years: int) -> None:
    assert capital_recovery(0, years) == pytest.approx(1 / years)


@given(RATE, YEARS)
def test_recovered_capital_is_worth_what_was_invested(rate: float, years: int) -> None:
    payment = capital_recovery(rate, years)
    assert npv(rate, [-1.0, *[payment] * years]) == pytest.approx(0, abs=1e-9)


@given(st.floats(0.1, 60), YEARS)
def test_capital_recovery_is_the_closed_formula(rate: float, years: int) -> None:
    r = rate / 100
    assert capital_recovery(rate, years) == pytest.approx(r / (1 - (1 + r) ** -years))


@given(FLOWS)
def test_at_no_interest_the_value_is_the_sum(flows: list[float]) -> None:
    assert npv(0, flows) == pytest.approx(math.fsum(flows), abs=1e-6)


@given(RATE, FLOWS, st.floats(0.1, 100))
def test_value_scales_with_its_flows(rate: float, flows: list[float], factor: float) -> None:
    scaled = npv(rate, [flow * factor for flow in flows])
    assert scaled == pytest.approx(npv(rate, flows) * factor, rel=1e-6, abs=1e-3)


@given(st.floats(1, 1e4), st.lists(AMOUNT, min_size=1, max_size=20))
def test_the_value_at_the_rate_of_return_is_zero(paid: float, back: list[float]) -> None:
    flows = [-paid, *back]
    rate = irr(flows)
    scale = math.fsum(abs(flow) / (1 + rate / 100) ** t for t, flow in enumerate(flows))
    assert abs(npv(rate, flows)) <= 1e-8 * scale


@given(st.lists(AMOUNT, min_size=2, max_size=10))
def test_a_loan_and_its_mirror_have_the_same_rate_of_return(flows: list[float]) -> None:
    lent = [-flows[0], *flows[1:]]
    assert irr([-flow for flow in lent]) == pytest.approx(irr(lent), rel=1e-6, abs=1e-6)


def test_money_returned_as_it_was_lent_earns_nothing() -> None:
    assert irr([-10, 4, 6]) == 0


@given(st.floats(0, 30), st.floats(1, 1e3), st.floats(0, 1e2), st.floats(0, 1e3))
def test_at_the_break_even_tariff_the_value_is_zero(
    rate: float, invested: float, variable: float, fixed: float
) -> None:
    volumes = [1.0, 2.0, 3.0]
    tariff = break_even_tariff(invested, rate, volumes, variable=variable, fixed=fixed)
    flows = [-invested, *((tariff - variable) * volume - fixed for volume in volumes)]
    assert npv(rate, flows) == pytest.approx(0, abs=1e-6)


@given(st.floats(0, 30), st.floats(1, 1e3), st.floats(0.1, 1e2), st.floats(0, 1e3))
def test_at_the_break_even_volume_the_value_is_zero(
    rate: float, invested: float, margin: float, fixed: float
) -> None:
    shape = [0.5, 1.0, 1.0]
    volume = break_even_volume(invested, rate, shape, margin=margin, fixed=fixed)
    flows = [-invested, *(margin * part * volume - fixed for part in shape)]
    assert npv(rate, flows) == pytest.approx(0, abs=1e-5)
    tariff = break_even_tariff(
        invested, rate, [part * volume for part in shape], variable=0, fixed=fixed
    )
    assert tariff == pytest.approx(margin)


def test_an_annuity_counts_from_the_first_year() -> None:
    assert annuity(10, [110.0]) == pytest.approx(100)
