"""Terminal colours and CSS colours: read in any form, shown in inks that can be read."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.render.colours import colour, contrast, hue, on, written
from analysis.render.html.listings import styled as markup
from analysis.render.terminal import spans


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("\x1b[31mred\x1b[0m <b>", '<span class="ink-red">red</span> &lt;b&gt;'),
        ("\x1b[1;32mx\x1b[22my", '<span class="ansi-strong ink-green">x</span>'),
        ("\x1b[92mx", '<span class="ink-green">x</span>'),
        ("\x1b[103mx", '<span class="ground-yellow">x</span>'),
        ("\x1b[38;5;196mx", '<span class="ink-red">x</span>'),
        ("\x1b[38;5;4mx", '<span class="ink-blue">x</span>'),
        ("\x1b[38;5;240mx", "x"),
        ("\x1b[38;2;0;200;0mx", '<span class="ink-green">x</span>'),
        ("\x1b[48;2;0;0;255mx", '<span class="ground-blue">x</span>'),
        ("\x1b[31;39mx\x1b[41;49my", "xy"),
        ("\x1b[38mx\x1b[38;7;1my", "xy"),
        ("\x1b[37mx\x1b[9my", "xy"),
        ("\x1b[2K\x1b]0;title\x07\x1b(x\x1b", "(x"),
        ("1%\r99%\x1b[m\r\n", "99%\n"),
    ],
)
def test_colours_become_classes_and_controls_go(text: str, wanted: str) -> None:
    shown = markup(text)
    assert shown.startswith(wanted)
    assert "\x1b" not in shown


def test_backspaces_take_back_what_they_cover() -> None:
    shown = "".join(words for words, _ in spans("10 - ETA: 9s\b\b\b\b\b\b\b5ms\n\bx"))
    assert shown == "10 - 5ms\nx"


@given(
    st.lists(st.sampled_from(["\x1b[", "m", ";", "38", "5", "2", "\x1b", "<", "r"])).map("".join)
)
def test_any_mixture_is_text_in_spans(text: str) -> None:
    shown = markup(text)
    assert "\x1b" not in shown
    words = re.sub(r'</?span(?: class="[a-z -]+")?>', "", shown)
    assert "<" not in words


@pytest.mark.parametrize(
    "text", ["", "#12", "#12345", "url(x)", "rgb(1,2)", "transparent", "#0000"]
)
def test_what_is_no_colour_or_not_seen_is_none(text: str) -> None:
    assert colour(text) is None


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("#FA0", "#ffaa00"),
        ("#ff000080", "#ff7f7f"),
        ("rgba(0,0,0,.5)", "#808080"),
        ("rgb(0 0 0 / 1.2.3)", "#000000"),
        ("Gold", "#ffd700"),
    ],
)
def test_colours_are_read_as_they_show_on_white(text: str, wanted: str) -> None:
    found = colour(text)
    assert found is not None
    assert written(found) == wanted


COLOURS = st.tuples(*[st.integers(0, 255)] * 3)


@given(COLOURS, COLOURS | st.none())
def test_an_ink_can_be_read_on_any_ground(
    ground: tuple[int, int, int], wanted: tuple[int, int, int] | None
) -> None:
    assert contrast(ground, on(ground, wanted)) >= 4.5


@given(COLOURS)
def test_every_ink_has_a_hue_of_the_page_or_none(ink: tuple[int, int, int]) -> None:
    assert hue(ink) in {"", "red", "yellow", "green", "cyan", "blue", "magenta"}


def test_hues_are_named_as_people_name_them() -> None:
    named = {"#e377c2": "magenta", "#d62728": "red", "#ff0055": "red", "#bcbd22": "yellow"}
    named |= {"#17becf": "cyan", "#2ca02c": "green", "#1f77b4": "blue", "#7f7f7f": ""}
    assert {text: hue(colour(text) or (0, 0, 0)) for text in named} == named
