"""Words find their places: apart, in order, within their room."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from analysis.charts.boxes import Box, clear_spot
from analysis.charts.scales import log_ticks
from analysis.charts.words import clean, spread, width, wrapped

PLACES = st.lists(st.floats(0, 200), max_size=12)


@given(PLACES)
def test_spread_labels_keep_apart_in_order_and_in_range(wanted: list[float]) -> None:
    found = spread(wanted, 11, 0, 200)
    ordered = [place for _, place in sorted(zip(wanted, found, strict=True))]
    assert all(after - before >= 11 - 1e-6 for before, after in pairwise(ordered))
    assert all(-1e-6 <= place <= 200 + 1e-6 for place in found)


@given(st.integers(1, 12))
def test_labels_that_are_apart_already_stay(count: int) -> None:
    wanted = [place * 12.0 for place in range(count)]
    assert spread(wanted, 11, 0, 200) == pytest.approx(wanted)


@given(st.text(st.characters(min_codepoint=32, max_codepoint=0x17F), max_size=60))
@example("0\xa0\x7f0")
@example("\xa0 0")
def test_wrapped_lines_fit_their_room_and_lose_no_letter(label: str) -> None:
    lines = wrapped(label, 60).split("\n")
    assert all(width(line) <= 60 for line in lines if len(line) > 1)
    assert "".join(lines).replace(" ", "") == clean(label).replace(" ", "")


def test_control_characters_and_lone_surrogates_become_spaces() -> None:
    assert clean("a\x00b\nc\ud800d") == "a b c d"


@given(st.floats(0.001, 1000), st.floats(2, 1000), st.floats(60, 450))
def test_ticks_stay_on_their_axis(low: float, ratio: float, room: float) -> None:
    ticks = log_ticks(low, low * ratio, room, lambda tick: f"{tick:g}")
    assert ticks == sorted(ticks)
    assert all(low <= tick <= low * ratio for tick in ticks)


def test_when_nothing_is_clear_the_least_covered_spot_is_taken() -> None:
    panel, taken = Box(0, 0, 100, 100), [Box(0, 0, 100, 40), Box(0, 40, 50, 100)]
    worse, better, outside = Box(0, 50, 20, 60), Box(45, 50, 65, 60), Box(95, 50, 115, 60)
    assert clear_spot([outside, worse, better], taken, panel) == better
