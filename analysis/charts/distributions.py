"""How often a simulated result falls where, and on which side of a threshold."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from analysis import numbers
from analysis.charts.scales import bare, size
from analysis.charts.words import clean, height, width, wrapped, write
from analysis.style import (
    INK,
    LINE,
    MUTED,
    POINTS_PER_MM,
    QUIET,
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

_HEIGHT_MM = 62.0


@theme()
def distribution(
    edges: Sequence[float],
    shares: Sequence[float],
    unit: str,
    *,
    threshold: tuple[float, str, str],
    middle: tuple[float, str],
) -> Figure:
    """Draw how much of a result falls between neighbouring edges, shaded below the threshold.

    `shares` is one shorter than `edges`. `threshold` is the level with what is said of the part
    below it and of the part above; no bar may lie on both sides. `middle` is the median, named.

    Raises:
        ValueError: no bars, edges that do not rise, a bar across the threshold.
    """
    level, below, above = threshold
    if len(edges) != len(shares) + 1 or len(shares) == 0:
        raise ValueError("a distribution needs bars, and one edge more than bars")
    if not (np.diff(edges) > 0).all():
        raise ValueError("the edges of the bars must rise")
    if any(low < level < high for low, high in pairwise(edges)):
        raise ValueError("a bar lies on both sides of the threshold")
    half = TEXT_WIDTH_MM * POINTS_PER_MM / 2 - 16
    sides = [wrapped(below, half), wrapped(above, half)]
    top = max(height(side) for side in sides) + LINE + 8
    around = Margins(left=10, right=10, top=top, bottom=34)
    figure, (axes,) = canvas(_HEIGHT_MM + top / POINTS_PER_MM, margins=around)
    _scale(axes, edges, shares, clean(unit))
    for (low, high), share in zip(pairwise(edges), shares, strict=True):
        shaded = high <= level
        axes.bar(
            low,
            share,
            width=high - low,
            align="edge",
            color=SERIES[1] if shaded else QUIET,
            edgecolor="white",
            linewidth=0.4,
            hatch="////" if shaded else None,
        )
    if edges[0] <= level <= edges[-1]:
        axes.axvline(level, color=INK, linewidth=1.2, zorder=5)
    _name_sides(axes, sides)
    _name_middle(axes, middle[0], clean(middle[1]))
    return figure


def _scale(axes: Axes, edges: Sequence[float], shares: Sequence[float], unit: str) -> None:
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    bare(axes, keep=("bottom",))
    axes.set_xlim(edges[0], edges[-1])
    axes.set_ylim(0, max(shares) * 1.02 or 1.0)
    axes.xaxis.set_major_locator(MaxNLocator(8, steps=[1, 2, 5, 10], prune="both"))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda tick, _: numbers.plain(tick)))
    axes.tick_params(axis="x", length=3, color=RULE)
    axes.set_xlabel(unit, loc="left", labelpad=2)


def _name_sides(axes: Axes, sides: Sequence[str]) -> None:
    for text, x, colour in zip(sides, (0.0, 1.0), (SERIES[1], INK), strict=True):
        write(
            axes,
            text,
            (x, 1),
            shift=(0, LINE + 4),
            ha="left" if x == 0 else "right",
            va="bottom",
            colour=colour,
            bold=False,
            within="axes fraction",
        )


def _name_middle(axes: Axes, value: float, label: str) -> None:
    across, (low, high) = size(axes)[0], axes.get_xlim()
    x, half = (value - low) / (high - low) * across, width(label, SMALL) / 2
    axes.axvline(value, color=INK, linewidth=1, linestyle=(0, (3, 2)), zorder=5)
    write(
        axes,
        label,
        (value, 1),
        shift=(max(0.0, half - x) - max(0.0, x + half - across), 2),
        ha="center",
        va="bottom",
        colour=MUTED,
        size=SMALL,
        within=("data", "axes fraction"),
    )
