"""How far each input alone moves a result."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.charts.frames import need
from analysis.charts.scales import bare, points_down, size
from analysis.charts.words import clean, height, widest, wrapped, write
from analysis.style import INK, MUTED, POINTS_PER_MM, RULE, SERIES, SMALL, Margins, canvas, theme

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_COLUMNS = ("label", "low", "high", "low_text", "high_text")
_ROW = 22.0
_FOOT = 34.0


@theme()
def tornado(frame: pd.DataFrame, centre: float, unit: str, *, centre_label: str) -> Figure:
    """Draw for each input a bar from the result at its low to the result at its high value.

    `frame` has a row per input, the widest first: label, low and high (the result), and the texts
    that name the input's value there. `centre` is the result with every input at its median. The
    bar is solid towards the low value of the input and hollow towards the high one.

    Raises:
        ValueError: no rows, a column missing, a result that is not finite.
    """
    rows = need(frame, _COLUMNS)
    if not np.isfinite([*rows["low"], *rows["high"], centre]).all():
        raise ValueError("a tornado needs finite results")
    labels = [wrapped(label, 130) for label in rows["label"]]
    talls = [max(_ROW, height(label) + 6) for label in labels]
    around = Margins(left=widest(labels) + 14, right=10, top=20, bottom=_FOOT)
    figure, (axes,) = canvas((sum(talls) + 20 + _FOOT) / POINTS_PER_MM, margins=around)
    texts = [wrapped(text, 90, SMALL) for text in [*rows["low_text"], *rows["high_text"]]]
    _scale(axes, [centre, *rows["low"], *rows["high"]], widest(texts, SMALL) + 8, clean(unit))
    _draw_centre(axes, centre, clean(centre_label))
    top = 0.0
    for place, tall in enumerate(talls):
        row = rows.iloc[place]
        middle = top + tall / 2
        beside = ("axes fraction", "data")
        write(axes, labels[place], (0, middle), shift=(-8, 0), ha="right", within=beside)
        ends = (float(row["low"]), float(row["high"]))
        _draw_bar(axes, middle, tall, centre, ends)
        _name_ends(axes, middle, centre, ends, (texts[place], texts[place + len(rows)]))
        top += tall
    return figure


def _scale(axes: Axes, values: list[float], beyond: float, unit: str) -> None:
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    from analysis import numbers

    bare(axes, keep=("bottom",))
    points_down(axes)
    low, high = min(values), max(values)
    across = size(axes)[0]
    scale = (high - low or 1.0) / max(across - 2 * beyond, across / 4)
    axes.set_xlim(low - beyond * scale, high + beyond * scale)
    axes.xaxis.set_major_locator(MaxNLocator(6, steps=[1, 2, 5, 10]))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda tick, _: numbers.plain(tick)))
    axes.tick_params(axis="x", length=3, color=RULE)
    axes.set_xlabel(unit, loc="left", labelpad=2)


def _draw_centre(axes: Axes, centre: float, label: str) -> None:
    axes.axvline(centre, color=INK, linewidth=0.9, zorder=4)
    across, (low, high) = size(axes)[0], axes.get_xlim()
    x, half = (centre - low) / (high - low) * across, widest([label], SMALL) / 2
    # centred over its line, but never beyond the panel
    shift = max(0.0, half - x) - max(0.0, x + half - across)
    write(
        axes,
        label,
        (centre, 1),
        shift=(shift, 4),
        ha="center",
        va="bottom",
        size=SMALL,
        within=("data", "axes fraction"),
    )


def _draw_bar(
    axes: Axes, middle: float, tall: float, centre: float, ends: tuple[float, float]
) -> None:
    faces = (SERIES[0], "white")
    for end, face in zip(ends, faces, strict=True):
        axes.barh(
            middle,
            end - centre,
            left=centre,
            height=tall * 0.58,
            color=face,
            edgecolor=SERIES[0],
            linewidth=1,
            zorder=2,
        )


def _name_ends(
    axes: Axes,
    middle: float,
    centre: float,
    ends: tuple[float, float],
    texts: tuple[str, str],
) -> None:
    """Name both ends, the lower result on the left."""
    (left, left_text), (right, right_text) = sorted(zip(ends, texts, strict=True))
    spot, other = min(left, centre), max(right, centre)
    write(axes, left_text, (spot, middle), shift=(-4, 0), ha="right", colour=MUTED, size=SMALL)
    write(axes, right_text, (other, middle), shift=(4, 0), colour=MUTED, size=SMALL)
