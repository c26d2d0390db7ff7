"""What each chart shows of its numbers."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analysis import style
from analysis.charts.aligned import round_ticks
from analysis.charts.lines import Panel, vintage_lines
from analysis.charts.ranges import dot_range
from analysis.charts.slopes import slope
from analysis.charts.strips import scale_strip

from .examples import (
    CARRIED,
    CLAIMS,
    EXAMPLES,
    LEVELS,
    NAN,
    POINTS,
    RED_BOOK,
    SHARES,
    colour_of,
    markers,
    said,
    words,
)


def test_each_claim_has_its_dots_where_its_ratios_are() -> None:
    (axes,) = dot_range(CLAIMS).axes
    assert sorted(x for _, x, _ in markers(axes)) == sorted(CLAIMS["ratio"].dropna())
    shapes = {x: shape for shape, x, _ in markers(axes)}
    assert [shapes[x] for x in (1.027, 1.014, 1.01, 1.95)] == ["o", "s", "^", "D"]


def test_near_dots_of_a_claim_do_not_hide_each_other() -> None:
    (axes,) = dot_range(CLAIMS).axes
    heights = sorted(y for _, x, y in markers(axes) if x in (1.027, 1.014, 1.01))
    assert min(np.diff(heights)) >= 6


def test_a_claim_without_a_figure_says_so_and_a_verdict_stands_in_its_tone() -> None:
    figure = dot_range(CLAIMS, missing="nothing to compare")
    assert "nothing to compare" in said(figure)
    assert colour_of(figure, "✗ contradicted") == style.TONES["bad"]


def test_the_band_is_open_where_the_wording_is() -> None:
    (axes,) = dot_range(CLAIMS).axes
    low, high = axes.get_xlim()
    spans = [band.get_paths()[0].get_extents() for band in axes.collections]
    assert [(span.x0, span.x1) for span in spans] == [
        (1, pytest.approx(high)), (0.9, 1), (0.99, 1.01), (pytest.approx(low), 2)
    ]  # fmt: skip


def test_missing_years_are_gaps_that_say_no_data() -> None:
    figure = EXAMPLES["level_growth"]()
    upper, lower = figure.axes
    assert [round(bar.get_x() + bar.get_width() / 2) for bar in upper.patches] == list(LEVELS.index)
    assert said(figure).count("no data") == 3
    assert {x for _, x, _ in markers(lower)} == {2012, 2020, 2023, 2024}


def test_growth_is_signed_and_the_chosen_year_stands_out() -> None:
    figure = EXAMPLES["level_growth"]()
    assert {"+13.6", "−17.0", "+6.0"} <= set(said(figure))
    assert colour_of(figure, "94.8") == style.SERIES[0]
    assert colour_of(figure, "89.4") == style.INK


def test_numbers_of_many_years_stand_on_end() -> None:
    turned = {
        t.get_text() for t in words(EXAMPLES["level_growth of decades"]()) if t.get_rotation()
    }
    assert {"72.5", "no data"} <= turned


def test_a_slope_names_both_ends_and_says_where_data_stop() -> None:
    figure = EXAMPLES["slope"]()
    texts = said(figure)
    assert {"Kazakhstan  44.4 %", "46.2 %  Kazakhstan", "no data  Tajikistan", "2023"} <= set(texts)
    assert colour_of(figure, "23.9 %  Kyrgyzstan") == style.SERIES[0]


def test_a_slope_leaves_out_rows_without_any_value() -> None:
    figure = slope(SHARES.T.assign(nowhere=NAN).T)
    assert not [text for text in said(figure) if "nowhere" in text]


def test_a_dumbbell_shows_both_records_and_admits_what_is_missing() -> None:
    figure = EXAMPLES["dumbbell"]()
    texts = said(figure)
    assert {"43.8", "30.1", "−31 %", "10.6  mirror only", "no data"} <= set(texts)
    shapes = [shape for shape, _, _ in markers(figure.axes[0])]
    assert (shapes.count("o"), shapes.count("D")) == (4, 3)


def test_a_strip_places_every_value_and_the_claim() -> None:
    (axes,) = EXAMPLES["scale_strip"]().axes
    assert sorted(x for _, x, _ in markers(axes)) == sorted(POINTS["value"].dropna())
    assert axes.get_xscale() == "log"
    assert 211_000 in [line.get_xdata()[0] for line in axes.lines if line.get_linewidth() == 2]


def test_a_strip_uses_the_words_given_for_a_value() -> None:
    texts = [text.replace("\n", " ") for text in said(EXAMPLES["scale_strip"]())]
    assert "56,500 TEU · Trans-Caspian route, 2024" in texts
    assert "2,077,216 · China–Europe Railway Express, 2024" in texts


@pytest.mark.parametrize("power", [0, 9])
def test_a_strip_names_its_ticks_in_words(power: int) -> None:
    points = POINTS.assign(value=[10.0**power * (place + 1) for place in range(len(POINTS))])
    texts = said(scale_strip(points, 10.0**power, "claim"))
    assert ("5" if power == 0 else "5 billion") in texts


def test_a_line_breaks_where_a_value_is_listed_as_missing() -> None:
    uranium = EXAMPLES["vintage_lines"]().axes[1]
    drawn = next(line for line in uranium.lines if len(line.get_xdata()) == len(RED_BOOK))
    assert list(np.isnan(drawn.get_ydata())) == list(RED_BOOK.isna())


def test_a_series_without_any_value_is_passed_over() -> None:
    panel = Panel("Oil", {"EI": pd.Series({2020: 1.8}), "nobody": pd.Series({2020: NAN})})
    assert "nobody" not in said(vintage_lines([panel]))


def test_panels_stand_side_by_side_only_while_their_names_are_short() -> None:
    beside = EXAMPLES["vintage_lines"]().axes
    stacked = EXAMPLES["vintage_lines stacked"]().axes
    assert len({round(axes.get_position().y0, 3) for axes in beside}) == 1
    assert len({round(axes.get_position().x0, 3) for axes in stacked}) == 1


def test_every_panel_starts_at_zero_and_shows_its_band() -> None:
    figure = EXAMPLES["vintage_lines"]()
    assert [axes.get_ylim()[0] for axes in figure.axes] == [0, 0, 0]
    assert all(
        axes.get_ylim()[1] > top for axes, top in zip(figure.axes, (17, 20.5, 8.9), strict=True)
    )
    assert {"over 17 %", "claim: 20 %", "Oil", "%"} <= set(said(figure))


def test_a_waterfall_starts_each_bar_where_the_last_one_ended() -> None:
    (axes,) = EXAMPLES["waterfall"]().axes
    ends = [(bar.get_x(), bar.get_x() + bar.get_width()) for bar in axes.patches]
    assert [start for start, _ in ends[1:-1]] == pytest.approx([stop for _, stop in ends[:-2]])
    assert ends[-1] == pytest.approx((0, 6.06))
    assert {"+3.26", "−0.25", "+6.06", "Growth"} <= set(said(EXAMPLES["waterfall"]()))


def test_aligned_rows_show_ranges_dots_and_what_is_not_published() -> None:
    figure = EXAMPLES["aligned"]()
    texts = [text.replace("\n", " ") for text in said(figure)]
    assert {"16.0", "12,500", "Reliability", "thousand TEU a year"} <= set(texts)
    assert texts.count("not published") == 5
    (time, capacity, _) = figure.axes
    assert [x for _, x, _ in markers(time)] == [16.0, 46.8]
    assert capacity.get_xscale() == "log"
    hollow = [line.get_markerfacecolor() for line in time.lines if line.get_marker() == "o"]
    assert hollow == ["white", style.SERIES[0]]


def test_a_schematic_is_as_wide_as_the_root_of_its_limits_and_marks_the_cut() -> None:
    figure = EXAMPLES["schematic"]()
    (axes,) = figure.axes
    drawn = {
        line.get_linewidth(): line.get_linestyle()
        for line in axes.lines
        if len(line.get_xdata()) == 2
    }
    widest, cut = max(drawn), 9.0 * (547 / 1929) ** 0.5
    assert widest == 9.0
    assert any(wide == pytest.approx(cut) for wide in drawn)
    assert "--" in drawn.values()
    shapes = [shape for shape, _, _ in markers(axes)]
    assert (shapes.count("D"), shapes.count("X"), shapes.count("o")) == (2, 1, 5)
    assert {"547", "Moscow", "dashed: no limit found", "closed"} <= set(said(figure))


def test_a_map_lies_on_land_of_one_colour_without_borders() -> None:
    (axes,) = EXAMPLES["network_map"]().axes
    (land,) = axes.collections
    assert (land.get_facecolor() == land.get_edgecolor()).all()


def test_a_fan_breaks_its_line_where_a_year_is_missing_and_shows_what_came_since() -> None:
    (axes,) = EXAMPLES["fan"]().axes
    drawn = next(line for line in axes.lines if len(line.get_xdata()) == 10)
    assert list(np.isnan(drawn.get_ydata())) == [year not in CARRIED for year in range(2015, 2025)]
    assert ("D", 2025, 1300) in markers(axes)
    assert len(axes.collections) == 2


def test_a_fan_names_its_lines_and_its_limit_at_their_ends() -> None:
    texts = said(EXAMPLES["fan"]())
    assert {"+12 %", "median", "95 of 100 below", "capacity", "published since"} <= {*texts}
    assert "90 of 100 outcomes" not in said(EXAMPLES["fan of scenarios only"]())


def test_a_tornado_draws_each_bar_from_the_centre_and_names_the_inputs_at_its_ends() -> None:
    figure = EXAMPLES["tornado"]()
    (axes,) = figure.axes
    widths = [bar.get_width() for bar in axes.patches]
    assert widths == pytest.approx([-60, 130, -30, 30, 0, 0])
    assert {"160 USD", "250 USD", "Tariff", "median −150"} <= set(said(figure))


def test_a_distribution_is_shaded_below_its_threshold_only() -> None:
    (axes,) = EXAMPLES["distribution"]().axes
    assert [bar.get_hatch() for bar in axes.patches] == ["////", "////", None]
    assert [bar.get_height() for bar in axes.patches] == [0.2, 0.5, 0.3]
    assert {"70 % below zero", "30 % above", "median −40"} <= set(said(EXAMPLES["distribution"]()))


@pytest.mark.parametrize("high", [0.3, 1.0, 8.0, 9.99, 12.0, 46.8, 4_108.0, 99_999.0])
@pytest.mark.parametrize("room", [1, 2, 3])
def test_an_aligned_axis_has_a_round_number_besides_zero(high: float, room: int) -> None:
    ticks = round_ticks(high, room)
    assert ticks[0] == 0
    assert 2 <= len(ticks) <= room + 1
    assert high / 5 < ticks[-1] <= high
