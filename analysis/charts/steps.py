"""How parts add up to a change."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analysis import numbers
from analysis.charts.scales import bare, points_down, size
from analysis.charts.words import clean, height, widest, wrapped, write
from analysis.style import INK, MUTED, POINTS_PER_MM, RULE, SERIES, SMALL, Margins, canvas, theme

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_LEAST_ROW = 20.0


@theme()
def waterfall(
    contributions: pd.Series,
    total: float,
    *,
    unit: str = "pp",
    total_label: str = "Total",
    decimals: int = 2,
) -> Figure:
    """Draw each contribution as a bar that starts where the one before ended, and the total below.

    `contributions`: index = label, values in `unit`, drawn in the order given.

    Raises:
        ValueError: no or missing contributions, or a sum that rounding cannot reconcile with the
            total (half a tenth for each part).
    """
    parts = contributions.astype(float)
    if parts.empty or parts.isna().any() or total != total:
        raise ValueError("a waterfall needs every contribution and the total")
    if abs(parts.sum() - total) > 0.05 * (len(parts) + 1):
        raise ValueError(f"the contributions sum to {parts.sum():g}, not to {total:g}")
    ends = [*parts.cumsum(), total]
    starts = [0.0, *ends[: len(parts) - 1], 0.0]
    labels = [wrapped(label, 140) for label in [*parts.index, total_label]]
    texts = [numbers.signed(value, decimals) for value in [*parts, total]]
    talls = [max(_LEAST_ROW, height(label) + 6) for label in labels]
    around = Margins(left=widest(labels, bold=True) + 14, right=10, top=6, bottom=34)
    figure, (axes,) = canvas((sum(talls) + 40) / POINTS_PER_MM, margins=around)
    _scale(axes, [0.0, *ends], widest(texts, bold=True) + 8, unit)
    middle = 0.0
    for place, tall in enumerate(talls):
        last = place == len(parts)
        span = (starts[place], ends[place])
        words = (labels[place], texts[place])
        # Rounded parts may miss the total by a hair, so the last one is not tied to it.
        linked = place < len(parts) - 1
        _draw_step(axes, middle, tall, span, words, total=last, linked=linked)
        middle += tall
    return figure


def _scale(axes: Axes, ends: list[float], beyond: float, unit: str) -> None:
    from matplotlib.ticker import MaxNLocator

    bare(axes, keep=("bottom",))
    points_down(axes)
    low, high = min(ends), max(ends)
    across = size(axes)[0]
    scale = (high - low or 1.0) / max(across - 2 * beyond, across / 3)
    axes.set_xlim(low - beyond * scale, high + beyond * scale)
    axes.xaxis.set_major_locator(MaxNLocator(6, steps=[1, 2, 5, 10]))
    axes.tick_params(axis="x", length=3, color=RULE)
    axes.set_xlabel(clean(unit), loc="left", labelpad=2)
    axes.axvline(0, color=MUTED, linewidth=0.8, zorder=3)


def _draw_step(
    axes: Axes,
    top: float,
    tall: float,
    span: tuple[float, float],
    words: tuple[str, str],
    *,
    total: bool,
    linked: bool,
) -> None:
    middle, (start, stop) = top + tall / 2, span
    grows = stop >= start
    colour = INK if total else SERIES[0] if grows else SERIES[1]
    axes.barh(middle, stop - start, left=start, height=tall * 0.62, color=colour, zorder=2)
    if linked:
        axes.plot([stop, stop], [middle, middle + tall], color=MUTED, linewidth=0.7, zorder=1)
    beside = ("axes fraction", "data")
    write(axes, words[0], (0, middle), shift=(-8, 0), ha="right", bold=total, within=beside)
    write(
        axes,
        words[1],
        (stop, middle),
        shift=(4 if grows else -4, 0),
        ha="left" if grows else "right",
        size=SMALL,
        bold=total,
    )
