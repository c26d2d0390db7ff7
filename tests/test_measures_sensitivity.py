"""Tornado and Sobol indices: the Ishigami function, identities, and inputs that do not move."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from analysis.measures.sensitivity import Uncertain, sample, sobol, tornado


def ishigami(x: Any, y: Any, z: Any) -> Any:
    return np.sin(x) + 7 * np.sin(y) ** 2 + 0.1 * z**4 * np.sin(x)


def test_one_draw_is_refused() -> None:
    with pytest.raises(ValueError, match="two draws or more"):
        sobol(ishigami, dict.fromkeys("xyz", stats.uniform()), 1, 0)


def test_inputs_that_do_not_move_explain_nothing() -> None:
    found = sobol(lambda a: a, {"a": Uncertain(0, 2)}, 8, 0)
    assert math.isnan(found["a"].first)


def test_sobol_indices_of_the_ishigami_function_match_the_known_answer() -> None:
    # Ishigami and Homma 1990, a = 7, b = 0.1: S = 0.3139, 0.4424, 0; total 0.5576, 0.4424, 0.2437
    angle = stats.uniform(loc=-math.pi, scale=2 * math.pi)
    found = sobol(ishigami, dict.fromkeys("xyz", angle), 2**14, seed=1)
    assert [found[name].first for name in "xyz"] == pytest.approx([0.3139, 0.4424, 0], abs=0.01)
    assert [found[name].total for name in "xyz"] == pytest.approx(
        [0.5576, 0.4424, 0.2437], abs=0.01
    )


def test_the_indices_of_a_sum_are_its_parts_of_the_variance() -> None:
    inputs = {"a": stats.norm(scale=2), "b": stats.norm(scale=1)}
    found = sobol(lambda a, b: a + b, inputs, 2**12, seed=1)
    assert [one.first for one in found.values()] == pytest.approx([0.8, 0.2], abs=0.01)
    assert [one.total for one in found.values()] == pytest.approx([0.8, 0.2], abs=0.01)


def test_a_tornado_moves_one_input_at_a_time_and_puts_the_widest_first() -> None:
    inputs = {"a": Uncertain(10, 1.25), "b": Uncertain(100, 1.5)}
    first, second = tornado(lambda a, b: b - a, inputs)
    assert (first.name, second.name) == ("b", "a")
    assert (first.low, first.high) == pytest.approx((100 / 1.5 - 10, 150 - 10))
    assert (second.low, second.high) == pytest.approx((100 - 8, 100 - 12.5))


@given(st.floats(0.01, 1e6), st.floats(1, 3))
def test_one_draw_in_ten_lies_beyond_each_end(median: float, ratio: float) -> None:
    one = Uncertain(median, ratio)
    assert one.quantile(0.1) == pytest.approx(median / ratio)
    assert one.quantile(0.9) == pytest.approx(median * ratio)


def test_a_capped_input_never_passes_its_cap() -> None:
    assert Uncertain(90, 1.5, most=100).quantile(0.99) == 100


def test_draws_follow_their_seed_and_their_quantiles() -> None:
    inputs = {"a": Uncertain(10, 1.25), "b": Uncertain(0, 2)}
    draws = sample(inputs, 20_000, seed=7)
    assert (draws["a"] == sample(inputs, 20_000, seed=7)["a"]).all()
    assert np.quantile(draws["a"], 0.9) == pytest.approx(12.5, rel=0.02)
    assert (draws["b"] == 0).all()
