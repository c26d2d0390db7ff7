"""Strips of peers and stacked shares: what they refuse, and what they say."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.charts.peers import Strip, peer_strip
from analysis.charts.stacks import stack

from .examples import NAN, SHARE_PARTS, STRIPS, colour_of, said


@pytest.mark.parametrize("strips", [[], [Strip("GDP", "USD", "2024", {"KAZ": NAN})]])
def test_a_strip_without_a_value_is_refused(strips: list[Strip]) -> None:
    with pytest.raises(ValueError, match="nothing to draw"):
        peer_strip(strips, "KAZ")


def test_an_economy_without_a_value_says_so_beside_its_peers() -> None:
    shown = said(peer_strip(STRIPS[-1:], "KAZ"))
    assert "no data" in shown
    assert "KGZ 2.3" in shown


def test_the_focus_has_its_number_in_its_colour_and_peers_their_names() -> None:
    figure = peer_strip(STRIPS[1:2], "KAZ", "#0072b2")
    assert colour_of(figure, "15.0") == "#0072b2"
    assert "KGZ 129.8" in said(figure)


def test_values_far_apart_are_on_a_logarithmic_scale_that_is_named() -> None:
    assert any("log scale" in text for text in said(peer_strip(STRIPS[:1], "KAZ")))
    assert not any("log scale" in text for text in said(peer_strip(STRIPS[2:3], "KAZ")))


def test_a_strip_of_one_economy_needs_no_peers() -> None:
    shown = said(peer_strip([Strip("GDP", "USD", "2024", {"KAZ": 5.0})], "KAZ"))
    assert "5.0" in shown


def test_a_part_below_zero_is_refused() -> None:
    with pytest.raises(ValueError, match="zero or more"):
        stack(-SHARE_PARTS, "%")


def test_a_year_with_a_part_missing_has_no_bar_and_says_so() -> None:
    shown = said(stack(SHARE_PARTS, "%"))
    assert shown.count("no data") == 3  # 2015 and 2016 are absent, 2017 has one part
    assert "45.2" in shown
    assert "Uzbekistan" in shown


def test_a_single_part_has_its_number_once() -> None:
    assert said(stack(pd.DataFrame({"one": [3.0]}, index=[2020]), "%")).count("3.0") == 1
