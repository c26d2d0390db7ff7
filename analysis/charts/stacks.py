"""Parts of a whole by year, one upon the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analysis import numbers
from analysis.charts.frames import numeric
from analysis.charts.scales import bare, every, size
from analysis.charts.words import clean, spread, widest, width, write
from analysis.style import INK, LINE, MUTED, RULE, SERIES, SMALL, Margins, canvas, theme

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_HEIGHT_MM = 70.0
_ABOVE = 14.0  # for the sum over the highest bar


@theme()
def stack(frame: pd.DataFrame, unit: str, *, decimals: int = 1) -> Figure:
    """Draw each year's parts as one bar with their sum on top, the parts named at the last bar.

    `frame`: index = year; up to four columns, the lowest part first, of zero or more. Every year
    between the first and the last has its place; one with a part missing says "no data".

    Raises:
        ValueError: no rows, over four parts, only missing values, or one below zero.
    """
    parts = numeric(frame, 1, len(SERIES)).sort_index()
    if (parts < 0).any(axis=None):
        raise ValueError("a part of a whole is zero or more")
    years = range(int(parts.index.min()), int(parts.index.max()) + 1)
    whole = parts.reindex(years)
    whole = whole.where(whole.notna().all(axis=1))
    names = [clean(name) for name in whole.columns]
    around = Margins(left=8, right=widest(names, SMALL) + 14, top=22, bottom=18)
    figure, (axes,) = canvas(_HEIGHT_MM, margins=around)
    bare(axes)
    axes.set_xlim(years[0] - 0.6, years[-1] + 0.6)
    high = float(whole.sum(axis=1, skipna=False).max())
    axes.set_ylim(0, (high or 1.0) * size(axes)[1] / (size(axes)[1] - _ABOVE))
    axes.axhline(0, color=RULE, linewidth=0.8)
    corner, within = (0.0, 1.0), "axes fraction"
    write(axes, clean(unit), corner, shift=(0, 8), va="bottom", colour=MUTED, size=SMALL,
          within=within)  # fmt: skip
    for year, row in whole.iterrows():
        _draw_bar(axes, int(str(year)), row, decimals)
    _name_parts(axes, names, whole)
    _name_years(axes, years)
    return figure


def _draw_bar(axes: Axes, year: int, row: pd.Series, decimals: int) -> None:
    room = size(axes)[0] / (axes.get_xlim()[1] - axes.get_xlim()[0])
    if row.isna().any():
        text = write(axes, numbers.MISSING, (year, 0), shift=(0, 4), ha="center", va="bottom",
                     colour=MUTED, size=SMALL)  # fmt: skip
        text.set_rotation(90 if width(numbers.MISSING, SMALL) > room - 4 else 0)
        return
    floor = 0.0
    for place, value in enumerate(map(float, row)):
        axes.bar(year, value, bottom=floor, width=0.7, color=SERIES[place], edgecolor="white")
        tall = value / axes.get_ylim()[1] * size(axes)[1]
        label = numbers.plain(value, decimals)
        if tall > LINE + 1 and width(label, SMALL) < 0.7 * room - 2 and len(row) > 1:
            at = (year, floor + value / 2)
            write(axes, label, at, ha="center", colour="white", size=SMALL)
        floor += value
    label = numbers.plain(floor, decimals)
    total = write(axes, label, (year, floor), shift=(0, 3), ha="center", va="bottom", colour=INK,
                  size=SMALL, bold=True)  # fmt: skip
    total.set_rotation(90 if width(label, SMALL, bold=True) > room else 0)


def _name_parts(axes: Axes, names: list[str], whole: pd.DataFrame) -> None:
    """Name the parts beside the last bar that is whole, in the colour of each."""
    last = whole.dropna().index[-1]
    values = [float(value) for value in whole.loc[last]]
    middles = [sum(values[:place]) + value / 2 for place, value in enumerate(values)]
    scale = size(axes)[1] / axes.get_ylim()[1]
    heights = spread([middle * scale for middle in middles], LINE, LINE / 2, size(axes)[1])
    for place, (name, height) in enumerate(zip(names, heights, strict=True)):
        at = (1.0, height / size(axes)[1])
        write(axes, name, at, shift=(4, 0), colour=SERIES[place], size=SMALL, bold=True,
              within="axes fraction")  # fmt: skip


def _name_years(axes: Axes, years: range) -> None:
    step = every(len(years), size(axes)[0], width(str(years[-1]), SMALL) + 8)
    for year in reversed(range(years[-1], years[0] - 1, -step)):
        write(axes, str(year), (year, 0), shift=(0, -5), ha="center", va="top", colour=MUTED,
              size=SMALL)  # fmt: skip
