"""Every measure against a published answer, its identities, and what it must refuse to answer."""

from __future__ import annotations

import doctest
import importlib
import math
import pkgutil
from dataclasses import astuple, fields

import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from analysis import measures
from analysis.measures import (
    cagr,
    contribution,
    growth,
    growth_between,
    grubel_lloyd,
    hhi,
    hhi_bounds,
    hhi_normalised_unctad,
    hhi_normalised_wb,
    implied_base,
    intra_regional_share,
    introversion,
    mirror_asymmetry,
    normalised_balance,
    openness,
    required_numerator,
    share,
    total,
    trade_intensity,
)

AMOUNT = st.floats(0.01, 1e6)
PARTS = st.lists(AMOUNT, min_size=2, max_size=12)

# China's customs (GACC), turnover by partner in bn USD: 2023 as published on 4 February 2024, and
# 2024 as published on 23 January 2025. The published total of 2023, 89.4, is above their sum.
GACC_2023 = pd.Series({"KAZ": 41.0, "KGZ": 19.8, "UZB": 14.0, "TKM": 10.6, "TJK": 3.9})
GACC_2024 = pd.Series({"KAZ": 43.82, "KGZ": 22.71, "UZB": 13.78, "TKM": 10.65, "TJK": 3.86})


# growth


def test_growth_does_not_jump_a_gap() -> None:
    assert growth(pd.Series({2020: 100.0, 2022: 121.0})).isna().all()


def test_growth_after_a_missing_year_is_missing() -> None:
    rates = growth(pd.Series({2020: 100.0, 2021: math.nan, 2022: 121.0, 2023: 133.1}))
    assert rates.isna().tolist() == [True, True, True, False]


@pytest.mark.parametrize("base", [0.0, -5.0, math.nan])
def test_growth_on_a_base_of_zero_or_less_is_missing(base: float) -> None:
    assert math.isnan(growth_between(base, 10))
    assert growth(pd.Series({2020: base, 2021: 10.0})).isna().all()


def test_growth_keeps_the_order_of_its_series() -> None:
    assert growth(pd.Series({2021: 110.0, 2020: 100.0})).round(6).to_dict()[2021] == 10


def test_growth_of_nothing_is_nothing() -> None:
    assert growth(pd.Series(dtype=float)).empty


@pytest.mark.parametrize(("before", "after", "rate"), [(89.4, 94.8, 6.04), (94.8, 106.3, 12.13)])
def test_growth_matches_the_rates_of_chinas_customs(
    before: float, after: float, rate: float
) -> None:
    # GACC releases of January 2025 and January 2026
    assert growth_between(before, after) == pytest.approx(rate, abs=0.005)


@given(st.lists(AMOUNT, min_size=2, max_size=8), st.floats(0.001, 1000))
def test_growth_does_not_depend_on_the_unit(values: list[float], factor: float) -> None:
    series = pd.Series(values, index=range(2000, 2000 + len(values)))
    pd.testing.assert_series_equal(growth(series * factor), growth(series), rtol=1e-6, atol=1e-6)


# compound growth


@pytest.mark.parametrize("intervals", [0, -1])
def test_compound_growth_without_an_interval_is_refused(intervals: int) -> None:
    with pytest.raises(ValueError, match="at least one interval"):
        cagr(1, 2, intervals)


@pytest.mark.parametrize(("first", "last"), [(0, 1), (1, 0), (-1, 2), (math.nan, 2), (1, math.nan)])
def test_compound_growth_between_ends_of_zero_or_less_is_missing(first: float, last: float) -> None:
    assert math.isnan(cagr(first, last, 3))


def test_compound_growth_matches_the_customs_release_of_june_2025() -> None:
    # GACC, 15 June 2025: CNY 312.04 bn (2013) to 674.15 bn (2024): +116 %, 7.3 % a year
    assert cagr(312.04, 674.15, 2024 - 2013) == pytest.approx(7.254, abs=0.0005)
    assert growth_between(312.04, 674.15) == pytest.approx(116, abs=0.5)
    # counting the years instead of the steps between them is the classic mistake
    assert cagr(312.04, 674.15, 12) == pytest.approx(6.63, abs=0.005)


@given(AMOUNT, st.floats(-0.5, 1), st.integers(1, 30))
def test_compound_growth_returns_the_rate_it_was_built_from(
    first: float, rate: float, intervals: int
) -> None:
    found = cagr(first, first * (1 + rate) ** intervals, intervals)
    assert found == pytest.approx(rate * 100, abs=1e-6)


@given(AMOUNT, AMOUNT)
def test_compound_growth_over_one_interval_is_growth(first: float, last: float) -> None:
    assert cagr(first, last, 1) == pytest.approx(growth_between(first, last))


# contributions


def test_contributions_of_different_parts_are_refused() -> None:
    with pytest.raises(ValueError, match="parts in one year only: TJK"):
        contribution(GACC_2023, GACC_2024.drop("TJK"))


def test_contributions_without_a_base_are_missing_when_a_part_is() -> None:
    assert contribution(GACC_2023.replace(3.9, math.nan), GACC_2024).isna().all()


def test_contributions_to_a_base_of_zero_are_missing() -> None:
    assert contribution(GACC_2023, GACC_2024, base=0).isna().all()


def test_contributions_match_the_known_answer_of_2024_on_2023() -> None:
    # worked by hand from the two GACC tables above, on the published base of 89.4
    found = contribution(GACC_2023, GACC_2024, base=89.4).round(2)
    assert found.to_dict() == {"KAZ": 3.15, "KGZ": 3.26, "UZB": -0.25, "TKM": 0.06, "TJK": -0.04}


@given(st.lists(st.tuples(AMOUNT, AMOUNT), min_size=1, max_size=8))
def test_contributions_sum_to_total_growth(pairs: list[tuple[float, float]]) -> None:
    before, after = (pd.Series(values) for values in zip(*pairs, strict=True))
    expected = growth_between(before.sum(), after.sum())
    assert contribution(before, after).sum() == pytest.approx(expected, rel=1e-6, abs=1e-6)


# totals and shares


def test_a_total_with_a_missing_part_is_missing() -> None:
    assert math.isnan(total(pd.Series([1.0, math.nan])))
    rows = total(pd.DataFrame({"a": [1.0, 1.0], "b": [2.0, math.nan]}))
    assert rows.isna().tolist() == [False, True]


def test_a_total_of_nothing_is_missing() -> None:
    assert math.isnan(total(pd.Series(dtype=float)))
    assert total(pd.DataFrame(index=[2023, 2024])).isna().all()


def test_a_total_of_zeros_is_zero() -> None:
    assert total(pd.DataFrame({"a": [0.0], "b": [0.0]})).tolist() == [0.0]


@pytest.mark.parametrize(("part", "whole"), [(-1.0, 2.0), (1.0, -2.0)])
def test_a_negative_share_is_refused(part: float, whole: float) -> None:
    for refused in (
        lambda: share(part, whole),
        lambda: share(pd.Series([part]), whole),
        lambda: required_numerator(part, whole),
    ):
        with pytest.raises(ValueError, match="zero or more"):
            refused()


def test_a_share_of_zero_is_missing() -> None:
    assert math.isnan(share(1, 0))
    assert share(pd.Series([1.0, 1.0]), pd.Series([0.0, 4.0])).isna().tolist() == [True, False]


def test_shares_match_the_train_count_of_china_railway() -> None:
    # China Railway, first half of 2023: 4,324 of 8,641 trains took the western route
    assert share(4_324, 8_641) == pytest.approx(50.0, abs=0.05)


def test_shares_of_a_series_take_one_whole() -> None:
    assert share(pd.Series([1.0, 3.0]), 4).tolist() == [25.0, 75.0]


def test_the_oil_claim_would_need_about_295_bn_barrels() -> None:
    # Statistical Review of World Energy, end of 2020: 1,732.4 bn barrels in the world
    assert required_numerator(17, 1_732.4) == pytest.approx(294.5, abs=0.05)


@given(st.floats(0, 100), AMOUNT)
def test_the_required_numerator_has_the_required_share(percent: float, whole: float) -> None:
    assert share(required_numerator(percent, whole), whole) == pytest.approx(percent, abs=1e-9)


# concentration


@pytest.mark.parametrize("index", [hhi, hhi_normalised_wb, hhi_normalised_unctad])
def test_a_negative_part_has_no_concentration(index: object) -> None:
    with pytest.raises(ValueError, match="zero or more, not -1"):
        index([2, -1])  # type: ignore[operator]
    with pytest.raises(ValueError, match="zero or more, not -3"):
        hhi_bounds([2, 1], -3)


@pytest.mark.parametrize("parts", [[], [0, 0], [1, math.nan]])
def test_concentration_of_nothing_known_is_missing(parts: list[float]) -> None:
    assert math.isnan(hhi(parts))
    assert math.isnan(hhi_normalised_wb(parts))
    assert math.isnan(hhi_normalised_unctad(parts))


def test_normalised_concentration_of_one_part_is_missing() -> None:
    assert math.isnan(hhi_normalised_wb([5]))
    assert math.isnan(hhi_normalised_unctad([5]))


def test_concentration_matches_the_known_answers() -> None:
    # a textbook market of eight firms, 1,296 on the scale of 10,000; and GACC 2024 above
    assert hhi([10, 9, 12, 15, 12, 11, 15, 16]) * 10_000 == pytest.approx(1_296)
    assert hhi(GACC_2024) == pytest.approx(0.3063, abs=0.00005)


def test_both_normalised_forms_match_their_manuals_and_differ() -> None:
    # World Bank WITS manual (2013) and UNCTAD Handbook of Statistics, shares 30/30/20/20
    assert hhi_normalised_wb([30, 30, 20, 20]) == pytest.approx(0.01333, abs=0.000005)
    assert hhi_normalised_unctad([30, 30, 20, 20]) == pytest.approx(0.01980, abs=0.000005)


@given(PARTS, st.floats(0.001, 1000))
def test_concentration_lies_between_even_and_one_whatever_the_unit(
    parts: list[float], factor: float
) -> None:
    index = hhi(parts)
    assert 1 / len(parts) - 1e-9 <= index <= 1 + 1e-9
    assert hhi([part * factor for part in parts]) == pytest.approx(index)
    for normalised in (hhi_normalised_wb(parts), hhi_normalised_unctad(parts)):
        assert -1e-12 <= normalised <= 1 + 1e-9


@given(PARTS, PARTS)
def test_the_bounds_hold_however_the_other_bucket_is_made_up(
    named: list[float], hidden: list[float]
) -> None:
    low, high = hhi_bounds(named, math.fsum(hidden))
    assert low - 1e-9 <= hhi([*named, *hidden]) <= high + 1e-9


# exports, imports and mirrors


def test_a_negative_flow_is_refused() -> None:
    for refused in (
        lambda: normalised_balance(-1, 2),
        lambda: openness(1, -2, 10),
        lambda: mirror_asymmetry(-1, 2),
    ):
        with pytest.raises(ValueError, match="zero or more"):
            refused()


def test_ratios_over_zero_are_missing() -> None:
    assert math.isnan(normalised_balance(0, 0))
    assert math.isnan(openness(1, 1, 0))


def test_the_normalised_balance_matches_turkmenistans_gas_trade() -> None:
    # GACC 2023: China bought 9.6 bn USD from Turkmenistan and sold it 1.0
    assert normalised_balance(9.6, 1.0) == pytest.approx(0.811, abs=0.0005)


def test_openness_is_the_whole_turnover() -> None:
    assert openness(30, 20, 200) == 25


@pytest.mark.parametrize(("first", "second"), [(None, 8.2), (13.9, None), (math.nan, 8.2)])
def test_one_record_alone_has_no_asymmetry(first: float | None, second: float | None) -> None:
    assert all(map(math.isnan, astuple(mirror_asymmetry(first, second))))


def test_a_zero_record_leaves_missing_what_divides_by_it() -> None:
    gap = mirror_asymmetry(0, 5)
    missing = {field.name for field in fields(gap) if math.isnan(getattr(gap, field.name))}
    assert missing == {"of_first", "log_ratio", "fob_log_ratio"}


def test_a_factor_of_zero_is_refused() -> None:
    with pytest.raises(ValueError, match="CIF/FOB"):
        mirror_asymmetry(1, 2, cif_fob=0)


def test_one_gap_is_published_as_41_and_as_70_percent() -> None:
    # China to Kazakhstan 2021: 13.9 bn USD for GACC, 8.2 for Kazakhstan; the Supreme Audit Chamber
    # quoted 41.1 %
    gap = mirror_asymmetry(13.9, 8.2)
    assert gap.difference == pytest.approx(5.7)
    assert gap.of_first == pytest.approx(41, abs=0.5)
    assert gap.of_second == pytest.approx(70, abs=0.5)
    assert gap.of_mean == pytest.approx(51.6, abs=0.05)
    assert gap.fob_difference == pytest.approx(13.9 - 8.2 / 1.06)
    assert gap.fob_log_ratio - gap.log_ratio == pytest.approx(math.log(1.06))


@given(AMOUNT, AMOUNT)
def test_the_log_form_only_changes_sign_when_the_records_swap(first: float, second: float) -> None:
    there, back = mirror_asymmetry(first, second), mirror_asymmetry(second, first)
    assert there.log_ratio == pytest.approx(-back.log_ratio)
    assert there.of_mean == pytest.approx(-back.of_mean)


@given(AMOUNT, AMOUNT, st.floats(0.01, 100))
def test_relative_asymmetry_does_not_depend_on_the_unit(
    first: float, second: float, factor: float
) -> None:
    assume(abs(first - second) > 1e-6 * first)
    here, there = mirror_asymmetry(first, second), mirror_asymmetry(first * factor, second * factor)
    assert there.of_first == pytest.approx(here.of_first, rel=1e-4)
    assert there.log_ratio == pytest.approx(here.log_ratio, rel=1e-4)


# what a level and its growth imply


def test_an_interval_upside_down_is_refused() -> None:
    with pytest.raises(ValueError, match="the level runs from 2 down to 1"):
        implied_base((2, 1), (0, 1))


def test_a_fall_by_everything_implies_no_base() -> None:
    with pytest.raises(ValueError, match="leaves nothing"):
        implied_base((1, 2), (-100, 0))


def test_the_container_claim_implies_a_2023_base_of_188_to_190_thousand() -> None:
    # "over 211,000, up 12 %": (211,000, 211,500] and 12 % ± 0.5 allow 187.6 to 189.7 thousand
    low, high = implied_base((211_000, 211_500), (11.5, 12.5))
    assert (round(low / 1000, 1), round(high / 1000, 1)) == (187.6, 189.7)


@given(AMOUNT, AMOUNT)
def test_the_implied_base_returns_the_true_one(before: float, after: float) -> None:
    rate = growth_between(before, after)
    assume(rate > -99)
    low, high = implied_base((after, after), (rate, rate))
    assert low == high == pytest.approx(before, rel=1e-6)


# how long reserves would last


@pytest.mark.parametrize(("reserves", "production"), [(-1.0, 1.0), (1.0, -1.0)])
def test_negative_reserves_or_output_are_refused(reserves: float, production: float) -> None:
    with pytest.raises(ValueError, match="zero or more"):
        measures.reserves_to_production(reserves, production)


@pytest.mark.parametrize(
    ("reserves", "production"), [(1.0, 0.0), (None, 1.0), (1.0, None), (1.0, math.nan)]
)
def test_a_ratio_without_output_or_reserves_is_missing(
    reserves: float | None, production: float | None
) -> None:
    assert math.isnan(measures.reserves_to_production(reserves, production))


def test_a_hundred_at_four_a_year_last_twenty_five_years() -> None:
    assert measures.reserves_to_production(100, 4) == 25


@given(AMOUNT, AMOUNT, st.floats(0.01, 100))
def test_the_ratio_does_not_depend_on_the_unit(
    reserves: float, production: float, factor: float
) -> None:
    here = measures.reserves_to_production(reserves, production)
    there = measures.reserves_to_production(reserves * factor, production * factor)
    assert there == pytest.approx(here)


# integration


def test_intensity_of_a_negative_flow_is_refused() -> None:
    with pytest.raises(ValueError, match="zero or more, not -1"):
        trade_intensity(-1, 10, 10, 10)


@pytest.mark.parametrize("flows", [(1, 0, 1, 1), (1, 1, 0, 1), (1, 1, 1, 0), (1, 1, math.nan, 1)])
def test_intensity_without_a_divisor_is_missing(flows: tuple[float, ...]) -> None:
    assert math.isnan(trade_intensity(*flows))


@given(st.lists(st.lists(AMOUNT, min_size=3, max_size=3), min_size=2, max_size=5))
def test_intensities_weighted_by_the_worlds_shares_sum_to_one(flows: list[list[float]]) -> None:
    # Mikic and Gilbert (2009): an exporter's intensities average to one, by partners' weights
    world = math.fsum(map(math.fsum, flows))
    to_partner = [math.fsum(row[j] for row in flows) for j in range(3)]
    for row in flows:
        own = math.fsum(row)
        weighted = (
            trade_intensity(row[j], own, to_partner[j], world) * to_partner[j] / world
            for j in range(3)
        )
        assert math.fsum(weighted) == pytest.approx(1)


@given(AMOUNT, AMOUNT, AMOUNT)
def test_trade_in_proportion_has_the_intensity_one(
    first: float, second: float, size: float
) -> None:
    world = first + second
    assert trade_intensity(first * size, world * size, first, world) == pytest.approx(1)


def test_grubel_lloyd_of_unequal_lists_is_refused() -> None:
    with pytest.raises(ValueError, match="2 exports against 1 imports"):
        grubel_lloyd([1, 2], [1])
    with pytest.raises(ValueError, match="zero or more, not -1"):
        grubel_lloyd([-1], [1])


@pytest.mark.parametrize("flows", [([], []), ([0], [0]), ([math.nan], [1])])
def test_grubel_lloyd_without_trade_is_missing(flows: tuple[list[float], list[float]]) -> None:
    assert math.isnan(grubel_lloyd(*flows))


def test_grubel_lloyd_is_the_known_one_and_runs_from_one_way_to_two_way() -> None:
    assert grubel_lloyd([319, 43, 10], [354, 141, 100]) == pytest.approx(0.7694, abs=5e-5)
    assert grubel_lloyd([10], [0]) == 0
    assert grubel_lloyd([7, 3], [7, 3]) == 1


def test_a_flow_within_the_region_counted_once_is_doubled_for_its_share() -> None:
    assert intra_regional_share(10, 100, both_directions=True) == 10
    assert intra_regional_share(10, 100, both_directions=False) == 20
    assert math.isnan(intra_regional_share(10, 0, both_directions=True))
    with pytest.raises(ValueError, match="zero or more, not -1"):
        intra_regional_share(-1, 100, both_directions=True)


@pytest.mark.parametrize("shares", [(-1, 10), (10, 101)])
def test_introversion_of_an_impossible_share_is_refused(shares: tuple[float, float]) -> None:
    with pytest.raises(ValueError, match="between 0 and 100"):
        introversion(*shares)


@pytest.mark.parametrize("shares", [(10, 0), (10, 100), (math.nan, 10), (0, 100)])
def test_introversion_at_the_ends_is_missing(shares: tuple[float, float]) -> None:
    assert math.isnan(introversion(*shares))


@given(st.floats(0.1, 99.9), st.floats(0.1, 99.9))
def test_introversion_lies_between_its_ends_and_has_the_sign_of_the_excess(
    intra: float, outside: float
) -> None:
    index = introversion(intra, outside)
    assert -1 < index < 1
    assume(abs(intra - outside) > 1e-6)
    assert (index > 0) is (intra > outside)


def test_introversion_of_a_region_that_trades_in_proportion_is_nought() -> None:
    assert introversion(30, 30) == 0
    assert introversion(100, 30) == 1
    # HI = 0.5/0.2, HE = 0.5/0.8
    assert introversion(50, 20) == pytest.approx((2.5 - 0.625) / (2.5 + 0.625))


@pytest.mark.parametrize("module", [name for _, name, _ in pkgutil.iter_modules(measures.__path__)])
def test_the_examples_in_the_documentation_run(module: str) -> None:
    found = doctest.testmod(importlib.import_module(f"analysis.measures.{module}"))
    assert found.failed == 0
