"""What a number was at different times, against the band that a claim allows."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from analysis.charts.boxes import Box, clear_spot, place_of, trace
from analysis.charts.scales import bare, size
from analysis.charts.words import clean, lead, spread, width, write
from analysis.style import (
    BAND,
    INK,
    LINE,
    MARKERS,
    MUTED,
    POINTS_PER_MM,
    RULE,
    SERIES,
    SMALL,
    TEXT_WIDTH_MM,
    Margins,
    canvas,
    theme,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_SCALE = 28.0  # the room for the numbers of a y axis
_LEADER = 12.0
_NARROWEST = 80.0  # panels narrower than this stand one above the other
_STYLES = ("-", (0, (5, 1.6)), (0, (1.5, 1.5)), (0, (6, 1.5, 1.5, 1.5)))


@dataclass(frozen=True, slots=True)
class Band:
    """What a claim allows, in the panel's unit; `high` may be infinite ("over 17 %")."""

    low: float
    high: float
    label: str


@dataclass(frozen=True, slots=True)
class Panel:
    """One subject: its title, which may be empty, up to four series by year, the claim's band."""

    title: str
    lines: Mapping[str, pd.Series]
    band: Band | None = None


@theme()
def vintage_lines(panels: Sequence[Panel], *, unit: str = "%", tall: float = 55) -> Figure:
    """Draw each panel's series over the same years, on a scale of its own that starts at zero.

    A series of one year is a single marker. Years that a series does not list are passed over,
    as editions that never were; a value listed as missing breaks the line. Panels stand side by
    side, `tall` millimetres high, when the names at their lines' ends are short, else one above
    the other.

    Raises:
        ValueError: no panel, one without values or with over four series, a negative value.
    """
    known = [_known(panel) for panel in panels]
    if not known:
        raise ValueError("nothing to draw: there are no panels")
    first = min(int(line.index.min()) for lines in known for line in lines.values())
    last = max(int(line.index.max()) for lines in known for line in lines.values())
    right = max(_beyond(lines, first, last) for lines in known) + _LEADER + 6
    inner = TEXT_WIDTH_MM * POINTS_PER_MM - (right + _SCALE) * len(known)
    columns = len(known) if inner / len(known) >= _NARROWEST else 1
    rows = 1 if columns > 1 else len(known)
    figure, axes = canvas(
        tall if rows == 1 else 6 + 40.0 * rows,
        columns,
        rows,
        margins=Margins(left=_SCALE, right=right, top=24, bottom=18),
        gap=right + _SCALE if columns > 1 else 42,
    )
    beside = min(0.5, 0.03 * max(1, last - first))  # the grid must not run through the names
    for panel, lines, area in zip(panels, known, axes, strict=True):
        area.set_xlim(first - beside, max(last, first + 1) + beside)
        _draw_panel(area, Panel(clean(panel.title), lines, panel.band), last, clean(unit))
    return figure


def _known(panel: Panel) -> dict[str, pd.Series]:
    """Return a panel's series, each from its first to its last year with a value."""
    lines = {}
    for name, series in panel.lines.items():
        values = series.dropna()
        if not values.empty:
            first, last = values.index.min(), values.index.max()
            lines[clean(name)] = series.astype(float).sort_index().loc[first:last]
    if not lines or len(lines) > len(SERIES):
        raise ValueError(f"{panel.title!r} needs one to {len(SERIES)} series, not {len(lines)}")
    if any((line < 0).any() for line in lines.values()):
        raise ValueError(f"{panel.title!r} starts at zero and has a negative value")
    return lines


def _beyond(lines: Mapping[str, pd.Series], first: int, last: int) -> float:
    """Return how far the names reach beyond the last year when each stands after its line."""
    across = float(TEXT_WIDTH_MM * POINTS_PER_MM * 0.5)
    a_year = across / (last - first + 1)
    ends = [width(name, SMALL) - a_year * (last - line.index[-1]) for name, line in lines.items()]
    return float(max(0.0, *ends))


def _draw_panel(axes: Axes, panel: Panel, last: int, unit: str) -> None:
    tops = [float(line.max()) for line in panel.lines.values()]
    if panel.band is not None:
        tops.append(panel.band.high if math.isfinite(panel.band.high) else panel.band.low * 1.1)
    axes.set_ylim(0, max(tops) * 1.15 or 1.0)
    _dress(axes, panel.title, unit)
    taken: list[Box] = []
    for place, line in enumerate(panel.lines.values()):
        _draw_line(axes, line, place)
        taken += trace(axes, line)
    if panel.band is not None:
        taken += _draw_band(axes, panel.band)
    taken += _name_late(axes, panel.lines, last)
    for place, (name, line) in enumerate(panel.lines.items()):
        if line.index[-1] != last:
            _name_early(axes, name, line, place, taken)
    if panel.band is not None:
        _name_band(axes, panel.band, taken)


def _dress(axes: Axes, title: str, unit: str) -> None:
    from matplotlib.ticker import MaxNLocator

    bare(axes, keep=("bottom",))
    axes.yaxis.set_major_locator(MaxNLocator(4, steps=[1, 2, 5, 10]))
    axes.xaxis.set_major_locator(
        MaxNLocator(max(2, int(size(axes)[0] // 42)), integer=True, steps=[1, 2, 5, 10])
    )
    axes.tick_params(axis="y", length=0, pad=3)
    axes.tick_params(axis="x", length=3)
    axes.grid(axis="y", color=RULE, linewidth=0.5)
    axes.set_axisbelow(True)
    write(axes, title, (0, 1), shift=(0, 7), va="bottom", bold=True, within="axes fraction")
    after = width(title, bold=True) + 6 if title else 0
    write(
        axes,
        unit,
        (0, 1),
        shift=(after, 7),
        va="bottom",
        colour=MUTED,
        size=SMALL,
        within="axes fraction",
    )


def _draw_line(axes: Axes, line: pd.Series, place: int) -> None:
    single = line.notna().sum() == 1
    axes.plot(
        line.index,
        line,
        color=SERIES[place],
        linestyle=_STYLES[place],
        marker=MARKERS[place],
        markersize=5 if single else 3,
        clip_on=False,
        zorder=5,
    )


def _name_late(axes: Axes, lines: Mapping[str, pd.Series], last: int) -> list[Box]:
    """Name the lines that reach the last year in the right margin; return where the names are."""
    late = [(place, name) for place, name in enumerate(lines) if lines[name].index[-1] == last]
    scale = size(axes)[1] / axes.get_ylim()[1]
    ends = [float(lines[name].iloc[-1]) for _, name in late]
    heights = spread([end * scale for end in ends], LINE, 0, size(axes)[1])
    boxes = []
    for (place, name), end, y in zip(late, ends, heights, strict=True):
        drop = y - end * scale
        at, tip = (last, end), (_LEADER - 2, drop)
        lead(axes, at, tip, SERIES[place])
        write(axes, name, at, shift=(_LEADER, drop), colour=SERIES[place], size=SMALL)
        start = place_of(axes, last, end)[0]
        boxes.append(Box(start, y - LINE / 2, start + _LEADER + width(name, SMALL), y + LINE / 2))
    return boxes


def _name_early(axes: Axes, name: str, line: pd.Series, place: int, taken: list[Box]) -> None:
    """Name a line that ends before the others beside its end, where nothing else is."""
    x, y = place_of(axes, float(line.index[-1]), float(line.iloc[-1]))
    long = width(name, SMALL)
    corners = [
        (x + 7, y - 5),
        (x - long / 2, y + 6),
        (x - long / 2, y - 17),
        (x - long - 7, y - 5),
        (x + 4, y + 6),
        (x + 4, y - 17),
        (x - long - 4, y + 6),
        (x - long - 4, y - 17),
    ]
    right = axes.figure.get_window_extent().x1 - axes.get_window_extent().x1
    _set_clear(axes, name, corners, taken, SERIES[place], right * 72 / axes.figure.dpi - 4)


def _draw_band(axes: Axes, band: Band) -> list[Box]:
    """Shade the band and rule its edges; return where the edges are."""
    across, top = size(axes)[0], axes.get_ylim()[1]
    axes.axhspan(band.low, min(band.high, top), color=BAND, linewidth=0, zorder=0.5)
    boxes = []
    for edge in (band.low, band.high):
        if edge < top:
            axes.axhline(edge, color=INK, linewidth=0.7, zorder=2)
            y = place_of(axes, 0, edge)[1]
            boxes.append(Box(0, y - 1, across, y + 1))
    return boxes


def _name_band(axes: Axes, band: Band, taken: list[Box]) -> None:
    label, top = clean(band.label), min(band.high, axes.get_ylim()[1])
    room = size(axes)[0] - width(label, SMALL) - 4
    low, high = (place_of(axes, 0, edge)[1] for edge in (band.low, top))
    # Inside a wide band, else above or below a narrow one: left, middle, right.
    heights = ([(low + high) / 2 - 5] if high - low > 13 else []) + [high + 2, low - 12]
    corners = [(4 + room * part, y) for y in heights for part in (0, 0.5, 1)]
    corners += [(room + _SCALE / 2, y) for y in heights]  # over the room for the lines' names
    _set_clear(axes, label, corners, taken, INK, _SCALE / 2)


def _set_clear(
    axes: Axes,
    text: str,
    corners: Sequence[tuple[float, float]],
    taken: list[Box],
    colour: str,
    beyond: float = 0.0,
) -> None:
    long = width(text, SMALL)
    boxes = [Box(x, y, x + long, y + LINE - 1) for x, y in corners]
    across, up = size(axes)
    chosen = clear_spot(boxes, taken, Box(0, 0, across + beyond, up))
    taken.append(chosen)
    at = (chosen.left, (chosen.bottom + chosen.top) / 2)
    write(axes, text, at, colour=colour, size=SMALL, within="axes points")
