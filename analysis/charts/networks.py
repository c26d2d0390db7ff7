"""A network as a schematic of lines, or on a map; the width of a line grows with its limit."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from analysis.charts.boxes import Box, clear_spot, place_of
from analysis.charts.frames import need
from analysis.charts.keys import Entry, draw_key, key_height
from analysis.charts.scales import bare, size
from analysis.charts.words import clean, height, width, write
from analysis.style import (
    BAND,
    INK,
    QUIET,
    SERIES,
    SMALL,
    Margins,
    canvas,
    theme,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_STATIONS = ("name", "label", "x", "y")
_LINES = ("start", "end", "limit", "text", "cut", "closed")
_WIDEST = 9.0
_LEAST = 1.2
_UNLIMITED = 1.2


@theme()
def schematic(stations: pd.DataFrame, lines: pd.DataFrame, *, height_mm: float = 105) -> Figure:
    """Draw stations at their places and lines between them, as wide as √limit.

    `stations`: name, label (may be empty), x, y. `lines`: start, end (names), limit (missing: none
    known, drawn dashed), text (on the line; may be empty), cut (marked), closed (crossed out).

    Raises:
        ValueError: no rows, a column missing, or a line to a station that is not drawn.
    """
    figure, axes, entries = _board(stations, lines, height_mm)
    rim = max(1e-9, stations["x"].max() - stations["x"].min())
    axes.set_xlim(stations["x"].min() - 0.05 * rim, stations["x"].max() + 0.05 * rim)
    tall = max(1e-9, stations["y"].max() - stations["y"].min())
    axes.set_ylim(stations["y"].min() - 0.1 * tall, stations["y"].max() + 0.1 * tall)
    _fill(figure, axes, stations, lines, entries, avoid=True)
    return figure


@theme()
def network_map(
    stations: pd.DataFrame, lines: pd.DataFrame, land: Sequence[Sequence[tuple[float, float]]]
) -> Figure:
    """Draw the network on land in one colour, without borders; x is longitude, y latitude.

    `stations` and `lines` as `schematic`; `land` are closed rings of longitude and latitude.

    Raises:
        ValueError: as `schematic`.
    """
    from matplotlib.collections import PolyCollection

    figure, axes, entries = _board(stations, lines, 88)
    middle = (stations["y"].min() + stations["y"].max()) / 2
    across, up = size(axes)
    wide = stations["x"].max() - stations["x"].min() + 8
    tall = wide * up / across * math.cos(math.radians(middle))
    axes.set_xlim(stations["x"].min() - 4, stations["x"].max() + 4)
    axes.set_ylim(middle - tall / 2, middle + tall / 2)
    axes.add_collection(
        PolyCollection([list(ring) for ring in land], facecolor=BAND, edgecolor=BAND, zorder=0)
    )
    _fill(figure, axes, stations, lines, entries, avoid=False)
    return figure


def _board(
    stations: pd.DataFrame, lines: pd.DataFrame, height_mm: float
) -> tuple[Figure, Axes, list[Entry]]:
    need(stations, _STATIONS)
    need(lines, _LINES)
    lost = (set(lines["start"]) | set(lines["end"])) - set(stations["name"])
    if lost:
        raise ValueError(f"a line leads to {min(lost)!r}, which is no station")
    entries = _key(lines)
    below = key_height(entries, 8) + 6
    figure, (axes,) = canvas(height_mm, margins=Margins(4, 4, 4, below))
    bare(axes)
    return figure, axes, entries


def _fill(
    figure: Figure,
    axes: Axes,
    stations: pd.DataFrame,
    lines: pd.DataFrame,
    entries: list[Entry],
    avoid: bool,
) -> None:
    """Draw lines, then stations, then names where they are clear; `avoid` also dashed lines."""
    spots = {str(s["name"]): (float(s["x"]), float(s["y"])) for _, s in stations.iterrows()}
    largest = float(lines["limit"].max())
    taken: list[Box] = []
    for _, line in lines.sort_values("limit", ascending=False).iterrows():
        taken += _line(axes, line, spots, largest, avoid)
    taken += [_around(axes, at) for at in spots.values()]
    for at in spots.values():
        axes.plot(*at, "o", color=INK, markerfacecolor="white", markersize=4.5, zorder=6)
    for name, label in zip(stations["name"], stations["label"].map(clean), strict=True):
        if label:
            taken.append(_label(axes, label, spots[name], taken, INK, 4.0))
    draw_key(figure, entries, 8, key_height(entries, 8) + 2)


def _line(
    axes: Axes,
    line: pd.Series,
    spots: dict[str, tuple[float, float]],
    largest: float,
    avoid: bool,
) -> list[Box]:
    """Draw one line and return the boxes that names keep clear of."""
    start, end = spots[line["start"]], spots[line["end"]]
    known = pd.notna(line["limit"])
    colour = SERIES[1] if line["cut"] else SERIES[0] if known else QUIET
    wide = _wide(float(line["limit"]), largest) if known else _UNLIMITED
    axes.plot(
        [start[0], end[0]],
        [start[1], end[1]],
        color=colour,
        linewidth=wide,
        linestyle="-" if known else (0, (3, 2)),
        solid_capstyle="round",
        zorder=3 if known else 2,
    )
    boxes = _along(axes, start, end) if known or avoid else []
    marked, text = bool(line["cut"] or line["closed"]), clean(line["text"])
    if marked:
        shape, tint = ("X", INK) if line["closed"] else ("D", SERIES[1])
        at = _between(start, end, 0.3 if text else 0.5)
        axes.plot(*at, shape, color=tint, markeredgecolor="white", markersize=8, zorder=7)
    if text:
        boxes.append(_number(axes, text, _between(start, end, 0.68 if marked else 0.5), colour))
    return boxes


def _between(
    start: tuple[float, float], end: tuple[float, float], part: float
) -> tuple[float, float]:
    return (start[0] + (end[0] - start[0]) * part, start[1] + (end[1] - start[1]) * part)


def _number(axes: Axes, text: str, at: tuple[float, float], colour: str) -> Box:
    """Write a number on its line, on white, and return what it takes."""
    note = write(axes, text, at, ha="center", colour=colour, size=SMALL)
    note.set_bbox({"facecolor": "white", "edgecolor": "none", "pad": 1.0})
    x, y = place_of(axes, *at)
    wide, tall = width(text, SMALL) / 2 + 2, height(text) / 2
    return Box(x - wide, y - tall, x + wide, y + tall)


def _wide(limit: float, largest: float) -> float:
    return max(_LEAST, _WIDEST * math.sqrt(limit / largest)) if largest > 0 else _LEAST


def _along(axes: Axes, start: tuple[float, float], end: tuple[float, float]) -> list[Box]:
    (x, y), (to_x, to_y) = place_of(axes, *start), place_of(axes, *end)
    count = max(1, int(math.hypot(to_x - x, to_y - y) // 6))
    steps = [(x + (to_x - x) * k / count, y + (to_y - y) * k / count) for k in range(count + 1)]
    return [Box(across - 2, up - 2, across + 2, up + 2) for across, up in steps]


def _around(axes: Axes, at: tuple[float, float]) -> Box:
    x, y = place_of(axes, *at)
    return Box(x - 4, y - 4, x + 4, y + 4)


def _label(
    axes: Axes, text: str, at: tuple[float, float], taken: list[Box], colour: str, away: float
) -> Box:
    """Write a text in the clearest place around a point and return what it takes."""
    x, y = place_of(axes, *at)
    wide, tall = width(text, SMALL) + 2, height(text)
    spots = []
    for far in (away, away * 2, away * 3.5):
        for dx, dy in (
            (0, 1),
            (0, -1),
            (1, 0),
            (-1, 0),
            (0.7, 1),
            (-0.7, 1),
            (0.7, -1),
            (-0.7, -1),
        ):
            left = x + dx * (wide / 2 + far) - wide / 2
            bottom = y + dy * (tall / 2 + far) - tall / 2
            spots.append(Box(left, bottom, left + wide, bottom + tall))
    across, up = size(axes)
    best = clear_spot(spots, taken, Box(0, 0, across, up))
    middle = ((best.left + best.right) / 2 - x, (best.bottom + best.top) / 2 - y)
    write(axes, text, at, shift=middle, ha="center", colour=colour, size=SMALL)
    return best


def _key(lines: pd.DataFrame) -> list[Entry]:
    entries = [Entry("limit published: width grows with its square root", "s", SERIES[0])]
    if lines["cut"].any():
        entries.append(Entry("binds: part of the minimum cut", "D", SERIES[1]))
    if lines["limit"].isna().any():
        entries.append(Entry("dashed: no limit found", "_", QUIET))
    if lines["closed"].any():
        entries.append(Entry("closed", "X", INK))
    return entries
