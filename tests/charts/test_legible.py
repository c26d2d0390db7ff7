"""Every chart: what it refuses, what it shows, and that its words can be read."""

from __future__ import annotations

import doctest
import importlib
import itertools
import math
import xml.etree.ElementTree as ET
from collections.abc import Callable

import pandas as pd
import pytest
from matplotlib.figure import Figure

from analysis import style
from analysis.charts.aligned import aligned
from analysis.charts.distributions import distribution
from analysis.charts.fans import fan
from analysis.charts.lines import Panel, vintage_lines
from analysis.charts.mirrors import dumbbell
from analysis.charts.networks import network_map, schematic
from analysis.charts.ranges import dot_range
from analysis.charts.slopes import slope
from analysis.charts.steps import waterfall
from analysis.charts.strips import scale_strip
from analysis.charts.tornados import tornado
from analysis.charts.years import level_growth

from .examples import (
    BANDS,
    CARRIED,
    CLAIMS,
    COMPARED,
    EXAMPLES,
    LEVELS,
    LINES,
    NAN,
    PANELLED,
    PARTS,
    PATHS,
    POINTS,
    RATES,
    RECORDS,
    SHARES,
    STATIONS,
    SWINGS,
    said,
    words,
)

# what every chart keeps


@pytest.mark.parametrize("name", EXAMPLES)
def test_no_word_leaves_the_canvas(name: str) -> None:
    figure = EXAMPLES[name]()
    shown = words(figure)
    width, height = figure.get_size_inches() * figure.dpi
    for text in shown:
        box = text.get_window_extent()
        assert box.x0 >= -2 and box.x1 <= width + 2, text.get_text()  # noqa: PT018 # one box
        assert box.y0 >= -2 and box.y1 <= height + 2, text.get_text()  # noqa: PT018 # one box


@pytest.mark.parametrize("name", EXAMPLES)
def test_no_word_covers_another(name: str) -> None:
    boxes = [(t.get_text(), t.get_window_extent()) for t in words(EXAMPLES[name]())]
    for (one, first), (other, second) in itertools.combinations(boxes, 2):
        across = min(first.x1, second.x1) - max(first.x0, second.x0)
        down = min(first.y1, second.y1) - max(first.y0, second.y0)
        # in quarters of a point; a line's box has air above and below its letters
        assert across < 4 or down < 10, f"{one!r} covers {other!r}"


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_word_is_large_enough_and_every_chart_as_wide_as_the_text(name: str) -> None:
    figure = EXAMPLES[name]()
    assert min(text.get_fontsize() for text in words(figure)) >= 7.5
    assert figure.get_figwidth() * 25.4 == pytest.approx(style.TEXT_WIDTH_MM)


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_chart_is_the_same_bytes_twice_and_sound_xml(name: str) -> None:
    first = style.svg(EXAMPLES[name]())
    assert first == style.svg(EXAMPLES[name]())
    root = ET.fromstring(first)  # noqa: S314 # our own text, parsed to prove it is well-formed
    assert not [node for node in root.iter() if node.tag.endswith(("script", "}image"))]


def test_hostile_labels_are_printed_as_they_are() -> None:
    assert any("$x^2$" in text for text in said(EXAMPLES["hostile slope"]()))


@pytest.mark.parametrize("module", ["words", "scales"])
def test_the_examples_in_the_documentation_run(module: str) -> None:
    assert doctest.testmod(importlib.import_module(f"analysis.charts.{module}")).failed == 0


# what they refuse

EMPTY = pd.DataFrame()
REFUSED: dict[str, tuple[Callable[[], Figure], str]] = {
    "no corridors": (lambda: aligned(COMPARED[:0], PANELLED, absent=""), "no rows"),
    "no measures": (lambda: aligned(COMPARED, [], absent=""), "no measure is named"),
    "a limit of zero on a log axis": (
        lambda: aligned(COMPARED.assign(mid=0.0), PANELLED, absent=""),
        "above zero",
    ),
    "no lines": (lambda: schematic(STATIONS, LINES[:0]), "no rows"),
    "a line to nowhere": (
        lambda: network_map(STATIONS[:3], LINES, []),
        "leads to 'd', which is no station",
    ),
    "no claims": (lambda: dot_range(CLAIMS[:0]), "no rows"),
    "a column missing": (lambda: dot_range(CLAIMS.drop(columns="tone")), "columns tone"),
    "an unknown tone": (
        lambda: dot_range(CLAIMS.assign(tone="nice")),
        "unknown tone 'nice'",
    ),
    "an unknown kind": (lambda: dot_range(CLAIMS.assign(kind="x")), "unknown kind 'x'"),
    "a ratio of zero": (lambda: dot_range(CLAIMS.assign(ratio=0.0)), "above zero"),
    "an infinite ratio": (lambda: dot_range(CLAIMS.assign(ratio=math.inf)), "finite"),
    "no level": (lambda: level_growth(LEVELS * NAN, RATES, "USD"), "no year has a level"),
    "no shares": (lambda: slope(EMPTY), "no rows"),
    "one year": (lambda: slope(SHARES[[2022]]), "2 or more columns, not 1"),
    "a share twice": (lambda: slope(pd.concat([SHARES, SHARES])), "labels two rows"),
    "missing shares": (lambda: slope(SHARES * NAN), "every value is missing"),
    "three reporters": (lambda: dumbbell(SHARES, "USD"), "needs 2 columns, not 3"),
    "a negative flow": (lambda: dumbbell(-RECORDS, "USD"), "zero or more"),
    "no points": (lambda: scale_strip(POINTS[:0], 1, ""), "no rows"),
    "no values": (lambda: scale_strip(POINTS[-1:], 1, ""), "no point has a value"),
    "a claim of zero": (lambda: scale_strip(POINTS, 0, ""), "above zero"),
    "five kinds": (
        lambda: scale_strip(POINTS[:5].assign(kind=list("abcde")), 1, ""),
        "5 kinds, but only 4 markers",
    ),
    "no panels": (lambda: vintage_lines([]), "no panels"),
    "an empty panel": (lambda: vintage_lines([Panel("Oil", {})]), "'Oil' needs one to 4"),
    "a negative share": (
        lambda: vintage_lines([Panel("Oil", {"EI": pd.Series({2020: -1.0})})]),
        "negative value",
    ),
    "no history": (lambda: fan(LEVELS * NAN, {}, "TEU"), "no year has a value"),
    "five scenarios": (
        lambda: fan(CARRIED, PATHS | {"more": PATHS["+7 %"]}, "TEU"),
        "holds 4 scenarios, not 5",
    ),
    "a fan without a middle": (
        lambda: fan(CARRIED, {}, "TEU", bands=BANDS.drop(columns="middle")),
        "columns middle",
    ),
    "a history of zero": (lambda: fan(CARRIED * 0, {}, "TEU"), "above zero"),
    "no inputs": (lambda: tornado(SWINGS[:0], 0, "", centre_label=""), "no rows"),
    "an infinite result": (
        lambda: tornado(SWINGS, math.inf, "", centre_label=""),
        "finite results",
    ),
    "no bars": (
        lambda: distribution([0], [], "", threshold=(0, "", ""), middle=(0, "")),
        "one edge more",
    ),
    "edges that fall": (
        lambda: distribution([1, 0], [1], "", threshold=(0, "", ""), middle=(0, "")),
        "must rise",
    ),
    "a bar across": (
        lambda: distribution([-1, 1], [1], "", threshold=(0, "", ""), middle=(0, "")),
        "both sides",
    ),
    "no contributions": (lambda: waterfall(PARTS[:0], 1), "every contribution"),
    "a part missing": (lambda: waterfall(PARTS * NAN, 1), "every contribution"),
    "a sum that fails": (lambda: waterfall(PARTS, 9), "sum to 6.12, not to 9"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_drawn_is_refused_with_the_reason(name: str) -> None:
    draw, reason = REFUSED[name]
    with pytest.raises(ValueError, match=reason):
        draw()
