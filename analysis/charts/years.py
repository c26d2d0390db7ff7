"""A quantity by year above its growth."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING

import pandas as pd

from analysis import numbers
from analysis.charts.frames import by_year
from analysis.charts.scales import bare, every, size
from analysis.charts.words import clean, widest, width, write
from analysis.style import INK, MUTED, QUIET, RULE, SERIES, SMALL, Margins, canvas, theme

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_HEIGHT_MM = 61.0
_DOT = 4.0
_UPRIGHT = 13  # with more years than this, numbers may have to stand on end


@theme()
def level_growth(
    levels: pd.Series,
    growth: pd.Series,
    unit: str,
    *,
    highlight: int | None = None,
    decimals: int = 1,
) -> Figure:
    """Draw levels as bars and, below on the same years, growth in percent as lollipops.

    Both are indexed by year. Every year between the first and the last has its place: one without
    a level says "no data", one without growth is left empty. Without any growth there are only
    the bars. `highlight` is the year in colour.

    Raises:
        ValueError: no level at all.
    """
    known = levels.dropna()
    if known.empty:
        raise ValueError("nothing to draw: no year has a level")
    years = range(int(known.index.min()), int(known.index.max()) + 1)
    bars, rates = levels.astype(float).reindex(years), growth.astype(float).reindex(years)
    around = Margins(left=8, right=8, top=22, bottom=18)
    if rates.isna().all():
        figure, (upper,) = canvas(_HEIGHT_MM * 0.5, margins=around)
        panels = [(upper, clean(unit))]
    else:
        many = len(years) > _UPRIGHT
        tall, parts = (_HEIGHT_MM * 1.25, (5, 5)) if many else (_HEIGHT_MM, (5, 3))
        figure, (upper, lower) = canvas(tall, rows=2, margins=around, gap=26, parts=parts)
        panels = [(upper, clean(unit)), (lower, "growth on the year before, %")]
    for axes, title in panels:
        bare(axes)
        axes.set_xlim(years[0] - 0.6, years[-1] + 0.6)
        _name_panel(axes, title)
    _draw_bars(upper, bars, highlight, decimals)
    for axes, _ in panels[1:]:
        _draw_rates(axes, rates, highlight)
    _name_years(panels[-1][0], years)
    return figure


def _name_panel(axes: Axes, title: str) -> None:
    corner, within = (0.0, 1.0), "axes fraction"
    write(axes, title, corner, shift=(0, 8), va="bottom", colour=MUTED, size=SMALL, within=within)


def _draw_bars(axes: Axes, bars: pd.Series, highlight: int | None, decimals: int) -> None:
    texts = [numbers.plain(value, decimals) for value in bars]
    sideways = _sideways(axes, texts)
    above = widest(texts, SMALL, bold=True) if sideways else 12.0
    high, low = max(0.0, float(bars.max())), min(0.0, float(bars.min()))
    room = size(axes)[1]
    axes.set_ylim(low, low + (high - low or 1.0) * room / max(room - above, room / 3))
    axes.axhline(0, color=RULE, linewidth=0.8)
    for (year, value), text in zip(by_year(bars), _present(texts), strict=True):
        chosen = year == highlight
        axes.bar(year, value, width=0.66, color=SERIES[0] if chosen else QUIET)
        label = write(
            axes,
            text,
            (year, max(value, 0)),
            shift=(0, 3),
            ha="center",
            va="bottom",
            colour=SERIES[0] if chosen else INK,
            size=SMALL,
            bold=chosen,
        )
        label.set_rotation(90 if sideways else 0)
    for gap in _gaps(bars):
        _mark_gap(axes, gap)


def _present(texts: Sequence[str]) -> list[str]:
    return [text for text in texts if text != numbers.MISSING]


def _gaps(bars: pd.Series) -> list[list[int]]:
    """Return the runs of years without a value."""
    runs = groupby(bars.index, key=lambda year: bool(pd.isna(bars[year])))
    return [list(run) for missing, run in runs if missing]


def _mark_gap(axes: Axes, gap: list[int]) -> None:
    middle = (gap[0] + gap[-1]) / 2
    room = size(axes)[0] / (axes.get_xlim()[1] - axes.get_xlim()[0]) * len(gap)
    label = write(
        axes,
        numbers.MISSING,
        (middle, 0),
        shift=(0, 4),
        ha="center",
        va="bottom",
        colour=MUTED,
        size=SMALL,
    )
    if width(numbers.MISSING, SMALL) > room - 4:
        label.set_rotation(90)
    ends = [gap[0] - 0.4, gap[-1] + 0.4]
    axes.plot(ends, [0, 0], color=MUTED, linewidth=1, linestyle=(0, (2, 2)), zorder=4)


def _sideways(axes: Axes, texts: Sequence[str]) -> bool:
    """Return whether the numbers are too wide to stand side by side."""
    return widest(_present(texts), SMALL, bold=True) + 3 > size(axes)[0] / (len(texts) + 0.2)


def _draw_rates(axes: Axes, rates: pd.Series, highlight: int | None) -> None:
    texts = [numbers.signed(value, 1) for value in rates]
    sideways = _sideways(axes, texts)
    beyond = widest(_present(texts), SMALL, bold=True) + 8 if sideways else 18.0
    high, low = max(0.0, float(rates.max())), min(0.0, float(rates.min()))
    under = beyond if low < 0 else _DOT  # a dot near zero is drawn whole
    if rates.notna().any():
        room = size(axes)[1]
        scale = (high - low or 1.0) / max(room - beyond - under, room / 3)
        axes.set_ylim(low - under * scale, high + beyond * scale)
    axes.axhline(0, color=MUTED, linewidth=0.8)
    for (year, rate), text in zip(by_year(rates), _present(texts), strict=True):
        _draw_rate(axes, (year, rate), text, chosen=year == highlight, sideways=sideways)


def _draw_rate(
    axes: Axes, at: tuple[float, float], text: str, *, chosen: bool, sideways: bool
) -> None:
    colour = SERIES[0] if chosen else MUTED
    axes.plot([at[0], at[0]], [0, at[1]], color=colour, linewidth=1.4)
    axes.plot(*at, "o", color=colour, markersize=6 if chosen else 5)
    down = at[1] < 0
    label = write(
        axes,
        text,
        at,
        shift=(0, -5 if down else 5),
        ha="center",
        va="top" if down else "bottom",
        colour=SERIES[0] if chosen else INK,
        size=SMALL,
        bold=chosen,
    )
    label.set_rotation(90 if sideways else 0)


def _name_years(axes: Axes, years: range) -> None:
    step = every(len(years), size(axes)[0], width("2024", SMALL) + 4)
    named = list(years)[::-1][::step]
    axes.set_xticks(named, [str(year) for year in named])
    axes.tick_params(axis="x", length=0, pad=3)
