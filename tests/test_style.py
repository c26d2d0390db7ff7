"""The look: readable colours, one canvas, and the same bytes every time."""

from __future__ import annotations

import itertools
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import matplotlib as mpl
import pytest

from analysis import charts, style
from analysis.style import Margins, canvas, svg, theme

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = "<script>&\"'$x$ ]]> {0} %s"

# Machado, Oliveira and Fernandes (2009): what full protanopia, deuteranopia and tritanopia leave.
VISION = {
    "full": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protan": ((0.152, 1.053, -0.205), (0.115, 0.786, 0.099), (-0.004, -0.048, 1.052)),
    "deutan": ((0.367, 0.861, -0.228), (0.280, 0.673, 0.047), (-0.012, 0.043, 0.969)),
    "tritan": ((1.256, -0.077, -0.179), (-0.078, 0.931, 0.148), (0.005, 0.691, 0.304)),
}


def linear(colour: str) -> tuple[float, ...]:
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    return tuple(p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)


def contrast_on_white(colour: str) -> float:
    red, green, blue = linear(colour)
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def seen(colour: str, kind: str) -> list[float]:
    parts = linear(colour)
    mixed = (sum(m * p for m, p in zip(row, parts, strict=True)) for row in VISION[kind])
    return [max(0.0, part) ** (1 / 2.4) for part in mixed]


def draw(label: str = "label") -> str:
    with theme():
        figure, (axes,) = canvas(40)
        axes.plot([1, 2], [3, 4])
        axes.set_title(label)
        figure.text(0.5, 0.5, label)
    return svg(figure)


def test_importing_the_charts_does_not_import_matplotlib() -> None:
    folder = Path(charts.__file__).parent
    names = sorted(f"analysis.charts.{path.stem}" for path in folder.glob("[a-z]*.py"))
    assert len(names) > 10
    code = f"import sys, {', '.join(names)}; sys.exit('matplotlib' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_drawing_never_needs_pyplot() -> None:
    code = (
        "import sys; from analysis.style import *\n"
        "with theme(): figure, _ = canvas(40)\n"
        "svg(figure); sys.exit('matplotlib.pyplot' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_margins_that_leave_no_room_are_refused() -> None:
    with pytest.raises(ValueError, match="no room"):
        canvas(40, margins=Margins(left=400, right=100))
    with pytest.raises(ValueError, match="no room"):
        canvas(10, rows=3)


@pytest.mark.parametrize("label", [HOSTILE, "a $\\frac{1}{0}$ b", "100 % & <b>"])
def test_hostile_labels_come_out_as_plain_text(label: str) -> None:
    root = ET.fromstring(draw(label))  # noqa: S314 # our own text, parsed to prove it is well-formed
    assert [text.text for text in root.iter(f"{SVG}text")].count(label) == 2
    assert not list(root.iter(f"{SVG}script"))


def test_the_theme_leaves_the_machines_settings_as_they_were() -> None:
    before = dict(mpl.rcParams)
    with theme():
        assert mpl.rcParams["svg.fonttype"] == "none"
    assert dict(mpl.rcParams) == before


def test_the_look_does_not_depend_on_the_machines_settings() -> None:
    plain = draw()
    with mpl.rc_context({"font.size": 30, "figure.dpi": 300, "svg.fonttype": "path"}):
        assert draw() == plain


def test_the_same_drawing_gives_the_same_bytes_and_no_date() -> None:
    first = draw()
    assert first == draw()
    assert "<dc:date>" not in first


def test_the_drawing_has_its_size_in_points() -> None:
    root = ET.fromstring(draw())  # noqa: S314 # our own text
    sizes = [float(root.attrib[side].removesuffix("pt")) for side in ("width", "height")]
    assert sizes == pytest.approx([165 * 72 / 25.4, 40 * 72 / 25.4], abs=0.001)


def test_panels_share_the_canvas_in_the_parts_asked_for() -> None:
    figure, panels = canvas(80, columns=2, rows=2, parts=(3, 1), gap=10)
    boxes = [panel.get_window_extent() for panel in panels]
    assert [box.height for box in boxes[:2]] == pytest.approx([3 * boxes[2].height] * 2)
    assert boxes[1].x0 - boxes[0].x1 == pytest.approx(10 * figure.dpi / 72)
    assert boxes[0].y0 - boxes[2].y1 == pytest.approx(10 * figure.dpi / 72)


def test_no_text_size_falls_below_seven_and_a_half_points() -> None:
    assert min(style.TEXT, style.SMALL) >= 7.5 * style.TEXT_WIDTH_MM / 160


def test_colours_keep_their_contrast_on_white() -> None:
    assert len(style.SERIES) <= 4
    assert all(contrast_on_white(colour) >= 3 for colour in (*style.SERIES, style.QUIET))
    words = (*style.TONES.values(), *style.SERIES, style.INK, style.MUTED)
    assert all(contrast_on_white(colour) >= 4.5 for colour in words)


@pytest.mark.parametrize("kind", VISION)
def test_series_stay_apart_for_every_kind_of_sight(kind: str) -> None:
    for one, other in itertools.combinations(style.SERIES, 2):
        gap = sum((a - b) ** 2 for a, b in zip(seen(one, kind), seen(other, kind), strict=True))
        assert gap**0.5 > 0.15, f"{one} and {other} look alike"


def test_series_stay_apart_in_grey() -> None:
    """CIE lightness from 0 to 100; a just noticeable difference is about one."""
    bright = [0.2126 * r + 0.7152 * g + 0.0722 * b for r, g, b in map(linear, style.SERIES)]
    grey = sorted(116 * part ** (1 / 3) - 16 for part in bright)
    assert all(above - below >= 8 for below, above in itertools.pairwise(grey))


def test_every_series_has_a_marker_beside_its_colour() -> None:
    assert len(set(style.MARKERS)) == len(style.SERIES)
