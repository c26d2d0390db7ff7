"""One flow in the records of two reporters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import pandas as pd

from analysis import numbers
from analysis.charts.frames import numeric
from analysis.charts.keys import Entry, draw_key, key_height
from analysis.charts.scales import bare, points_down, size
from analysis.charts.words import clean, height, widest, width, wrapped, write
from analysis.style import (
    INK,
    MARKERS,
    MUTED,
    POINTS_PER_MM,
    RULE,
    SERIES,
    SMALL,
    Margins,
    canvas,
    theme,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_ONE_SIDED = "mirror only"
_LEAST_ROW = 24.0
_BESIDE = ("axes fraction", "data")


@theme()
def dumbbell(
    frame: pd.DataFrame,
    unit: str,
    *,
    gaps: Mapping[str, str] | None = None,
    decimals: int = 1,
) -> Figure:
    """Draw each row as two dots, one per reporter, joined by their gap.

    `frame`: index = label; two columns named by reporter, values in `unit` of zero or more. `gaps`
    holds the text over a row's line, computed by the caller. A row with one record says "mirror
    only", a row with none "no data".

    Raises:
        ValueError: no rows, not two columns, a label twice, only missing values, or one below zero.
    """
    records = numeric(frame, 2, 2)
    if (records < 0).any(axis=None):
        raise ValueError("a flow is recorded as zero or more")
    labels = [wrapped(label, 135) for label in records.index]
    talls = [max(_LEAST_ROW, height(label) + 8) for label in labels]
    left = widest(labels) + 14
    entries = _key(records)
    below = 35 + key_height(entries, left)
    around = Margins(left=left, right=10, top=8, bottom=below)
    figure, (axes,) = canvas((sum(talls) + 8 + below) / POINTS_PER_MM, margins=around)
    bare(axes, keep=("bottom",))
    points_down(axes)
    _scale(axes, records, unit, decimals)
    said = {clean(label): clean(text) for label, text in (gaps or {}).items()}
    y = 0.0
    for (label, pair), text, tall in zip(records.iterrows(), labels, talls, strict=True):
        write(axes, text, (0, y + tall / 2 + 2), shift=(-8, 0), ha="right", within=_BESIDE)
        axes.axhline(y + tall, color=RULE, linewidth=0.5, zorder=1)
        _draw_pair(axes, pair, y + tall / 2 + 2, said.get(clean(label), ""), decimals)
        y += tall
    draw_key(figure, entries, left, key_height(entries, left) + 2)
    return figure


def _scale(axes: Axes, records: pd.DataFrame, unit: str, decimals: int) -> None:
    """Start the axis near zero and leave room for the words beside every row's outer dots."""
    from matplotlib.ticker import MaxNLocator

    across = size(axes)[0]
    before = 12 + widest([numbers.plain(value, decimals) for value in records.min(axis=1)])
    scale = 1e-9
    for _, pair in records.iterrows():
        high = float(pair.max())
        after = 12 + width(_beside(pair, high, decimals))
        if high > 0:
            scale = max(scale, high / max(across - before - after, across / 3))
    axes.set_xlim(-before * scale, (across - before) * scale)
    top = axes.get_xlim()[1]
    ticks = [tick for tick in MaxNLocator(6, steps=[1, 2, 5, 10]).tick_values(0, top) if tick >= 0]
    ticks = [tick for tick in ticks if tick <= top]
    axes.set_xticks(ticks, [f"{tick:,g}" for tick in ticks])
    axes.tick_params(axis="x", length=3, color=RULE)
    axes.set_xlabel(clean(unit), loc="left", labelpad=2)


def _beside(pair: pd.Series, value: float, decimals: int) -> str:
    """Return the words beside a dot: its number, and that no other record answers it."""
    number = numbers.plain(value, decimals)
    return number if pair.notna().all() else f"{number}  {_ONE_SIDED}"


def _draw_pair(axes: Axes, pair: pd.Series, y: float, gap: str, decimals: int) -> None:
    known = pair.dropna().sort_values(kind="stable")
    if known.empty:
        write(axes, numbers.MISSING, (0, y), shift=(6, 0), colour=MUTED, size=SMALL)
        return
    if len(known) == 2:
        axes.plot(known, [y, y], color=MUTED, linewidth=1.6, zorder=3)
        middle = float(known.mean())
        write(axes, gap, (middle, y), shift=(0, 5), ha="center", va="bottom", size=SMALL)
    for place, (reporter, value) in enumerate(known.items()):
        first = reporter == pair.index[0]
        axes.plot(
            value,
            y,
            MARKERS[0] if first else MARKERS[1],
            color=SERIES[0] if first else SERIES[1],
            markerfacecolor=SERIES[0] if first else "white",
            markersize=7 if first else 6,
            zorder=5,
        )
        outside = place == len(known) - 1
        write(
            axes,
            _beside(pair, value, decimals),
            (value, y),
            shift=(7 if outside else -7, 0),
            ha="left" if outside else "right",
            colour=INK,
        )


def _key(records: pd.DataFrame) -> list[Entry]:
    first, second = map(clean, records.columns)
    return [Entry(first, MARKERS[0], SERIES[0]), Entry(second, MARKERS[1], SERIES[1], filled=False)]
