"""Shares in one year and another, joined by lines."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

import pandas as pd

from analysis import numbers
from analysis.charts.frames import extent, numeric
from analysis.charts.scales import bare, size
from analysis.charts.words import clean, height, lead, spread, widest, wrapped, write
from analysis.style import (
    INK,
    MARKERS,
    MUTED,
    POINTS_PER_MM,
    RULE,
    SERIES,
    Margins,
    canvas,
    theme,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_LEADER = 16.0  # from a line's end to its label


@theme()
def slope(
    frame: pd.DataFrame,
    *,
    unit: str = "%",
    highlight: Collection[str] = (),
    decimals: int = 1,
) -> Figure:
    """Draw each row as a line through its columns, named and numbered at both ends.

    `frame`: index = label, two or more columns = years, values in `unit`. Highlighted labels are
    coloured and heavier. A missing value breaks the line.

    Raises:
        ValueError: no rows, one column, a label twice, or only missing values.
    """
    shares = numeric(frame, 2).dropna(how="all")
    texts = [_slope_labels(shares, column, clean(unit), decimals) for column in (0, -1)]
    margins = [widest(list(side), bold=True) + _LEADER + 8 for side in texts]
    apart = max(height(text) for side in texts for text in side)
    tall = max(120.0, len(shares) * apart * 1.3)
    around = Margins(left=margins[0], right=margins[1], top=20, bottom=8)
    figure, (axes,) = canvas((tall + 28) / POINTS_PER_MM, margins=around)
    bare(axes)
    axes.set_xlim(0, len(shares.columns) - 1)
    low, high = extent(shares)
    room = (high - low) * 0.06 or 1.0
    axes.set_ylim(low - room, high + room)
    for place, year in enumerate(shares.columns):
        axes.axvline(place, color=RULE, linewidth=0.8, zorder=1, clip_on=False)
        at = (place, 1.0)
        frame_of = ("data", "axes fraction")
        write(axes, clean(year), at, shift=(0, 5), ha="center", va="bottom", within=frame_of)
    chosen = {clean(label) for label in highlight}
    for label, values in shares.iterrows():
        _draw_slope(axes, values, clean(label) in chosen)
    for column, side in zip((0, -1), texts, strict=True):
        _label_ends(axes, shares, side, chosen, apart, right=column == -1)
    return figure


def _slope_labels(shares: pd.DataFrame, column: int, unit: str, decimals: int) -> list[str]:
    mark = f" {unit}"
    labels = []
    for label, value in shares.iloc[:, column].items():
        number = numbers.plain(value, decimals) + ("" if math.isnan(value) else mark)
        # The number stands next to its dot, the name outside; a long name goes on more lines.
        name = wrapped(label, 120)
        beside = "\n" if "\n" in name else "  "
        labels.append(beside.join([name, number][:: 1 if column == 0 else -1]))
    return labels


def _draw_slope(axes: Axes, values: pd.Series, chosen: bool) -> None:
    axes.plot(
        range(len(values)),
        values,
        color=SERIES[0] if chosen else MUTED,
        linewidth=2.6 if chosen else 1.3,
        marker=MARKERS[0],
        markersize=6.5 if chosen else 4.5,
        zorder=5 if chosen else 4,
        clip_on=False,
    )


def _label_ends(
    axes: Axes,
    shares: pd.DataFrame,
    texts: Sequence[str],
    chosen: Collection[str],
    apart: float,
    *,
    right: bool,
) -> None:
    low, high = axes.get_ylim()
    tall = size(axes)[1]
    scale = tall / (high - low)
    # A line that stops short of the edge is named there at its nearest height.
    nearest = shares.ffill(axis=1).iloc[:, -1] if right else shares.bfill(axis=1).iloc[:, 0]
    known = shares.iloc[:, -1 if right else 0].notna()
    x, way = (axes.get_xlim()[1], 1) if right else (0.0, -1)
    places = spread([(value - low) * scale for value in nearest], apart, 0, tall)
    for label, value, met, text, y in zip(shares.index, nearest, known, texts, places, strict=True):
        drop = y - (value - low) * scale
        if met:
            lead(axes, (x, value), (way * (_LEADER - 3), drop), RULE)
        named = clean(label) in chosen
        write(
            axes,
            text,
            (x, value),
            shift=(way * _LEADER, drop),
            ha="left" if right else "right",
            colour=SERIES[0] if named else INK if met else MUTED,
            bold=named,
        )
