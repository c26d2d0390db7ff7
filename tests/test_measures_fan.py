"""The fan: known answers, simulation against the formula, and what is too short for one."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from analysis.measures.fan import Fan, fan, growth_rates

TAILS = (0.05, 0.25, 0.5, 0.75, 0.95)
SHORT = pd.Series({2020: 1.0, 2021: 1.1, 2022: 1.3, 2023: 1.2, 2024: 1.5})
LONG = pd.Series([1.0, 1.1, 1.3, 1.2, 1.5, 1.9, 2.0], index=range(2018, 2025))


def test_four_growth_rates_are_too_few_for_a_fan() -> None:
    with pytest.raises(ValueError, match="5 yearly growth rates, not 4"):
        fan(SHORT)


def test_growth_does_not_jump_a_gap_or_start_from_zero() -> None:
    rates = growth_rates(pd.Series({2019: 0.0, 2020: 1.0, 2021: math.nan, 2022: 4.0}))
    assert rates.empty


def test_known_mean_and_spread_match_the_known_answer() -> None:
    # the log-normal quantiles of 211 at 6 % ± 12 % after six years
    found = [round(Fan(211, 0.06, 0.12).quantile(tail, 6), 1) for tail in TAILS]
    assert found == [186.5, 248.0, 302.4, 368.7, 490.5]


def test_an_estimated_mean_widens_the_fan_by_the_formula() -> None:
    model = Fan(100, 0.05, 0.1, 7)
    expected = 100 * math.exp(6 * 0.05 + stats.t(6).ppf(0.95) * 0.1 * math.sqrt(6 + 36 / 7))
    assert model.quantile(0.95, 6) == pytest.approx(expected)
    narrow = 100 * math.exp(6 * 0.05 + stats.t(6).ppf(0.95) * 0.1 * math.sqrt(6))
    assert model.quantile(0.95, 6, known_mean=True) == pytest.approx(narrow)
    assert model.parameter_part(6) == pytest.approx(100 * (36 / 7) / (6 + 36 / 7))


@pytest.mark.parametrize("model", [Fan(211, 0.06, 0.12), Fan(1.4e6, 0.25, 0.12, 7)])
def test_two_hundred_thousand_draws_come_within_one_percent_of_the_formula(model: Fan) -> None:
    draws = model.draws(6, 200_000, seed=20250617)
    for tail in TAILS:
        assert np.quantile(draws, tail) == pytest.approx(model.quantile(tail, 6), rel=0.01)


def test_the_same_seed_gives_the_same_draws() -> None:
    model = Fan(1, 0.1, 0.2, 5)
    assert (model.draws(3, 50, 1) == model.draws(3, 50, 1)).all()
    assert (model.draws(3, 50, 1) != model.draws(3, 50, 2)).any()


def test_a_fan_takes_the_last_value_and_its_sample_spread() -> None:
    model = fan(LONG)
    rates = np.diff(np.log(LONG.to_numpy()))
    assert (model.level, model.count) == (2.0, 6)
    assert model.mean == pytest.approx(rates.mean())
    assert model.deviation == pytest.approx(rates.std(ddof=1))


@given(st.floats(1, 1e6), st.floats(-0.2, 0.4), st.floats(0.01, 0.5), st.integers(5, 40))
def test_the_probability_above_a_quantile_is_the_rest(
    level: float, mean: float, deviation: float, count: int
) -> None:
    model = Fan(level, mean, deviation, count)
    for tail in TAILS:
        limit = model.quantile(tail, 4)
        assert model.exceeds(limit, 4) == pytest.approx(1 - tail, abs=1e-9)
        assert model.rank(limit, 4) == pytest.approx(tail, abs=1e-9)


@given(st.floats(0.01, 0.5), st.integers(5, 40), st.integers(1, 10))
def test_a_fan_widens_with_the_horizon_and_with_an_unknown_mean(
    deviation: float, count: int, years: int
) -> None:
    model = Fan(1, 0, deviation, count)
    assert model.quantile(0.95, years + 1) > model.quantile(0.95, years)
    assert model.quantile(0.95, years) > model.quantile(0.95, years, known_mean=True)


def test_growth_that_never_varied_has_no_spread() -> None:
    steady = Fan(100, 0.1, 0.0, 6)
    assert steady.exceeds(110, 1) == 1
    assert steady.exceeds(120, 1) == 0
