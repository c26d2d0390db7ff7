"""Axes: room around the data, readable ticks, and the panel measured in points."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from analysis.charts.words import width
from analysis.style import RULE, SMALL

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# Round numbers in the order in which they deserve a place on a logarithmic axis.
_OUTSIDE = 8.0  # a label may reach this far beyond its axis
_ROUND = (1.0, 2.0, 5.0, 1.5, 3.0)


def size(axes: Axes) -> tuple[float, float]:
    """Return the width and height of a panel in points."""
    box = axes.get_window_extent()
    scale = 72 / axes.figure.dpi
    return box.width * scale, box.height * scale


def bare(axes: Axes, *, keep: Sequence[str] = ()) -> None:
    """Take away an axes' ticks and frame, but for the sides to keep."""
    axes.set_xticks([])
    axes.set_yticks([])
    for side, spine in axes.spines.items():
        spine.set_visible(side in keep)


def points_down(axes: Axes) -> None:
    """Measure the panel's height in points from its top, so that rows can be placed exactly."""
    axes.set_ylim(size(axes)[1], 0)


def log_scale(axes: Axes, low: float, high: float, form: Callable[[float], str]) -> None:
    """Give the axes a logarithmic x axis with the round ticks that fit."""
    from matplotlib.ticker import NullLocator

    axes.set_xscale("log")
    axes.set_xlim(low, high)
    ticks = log_ticks(low, high, size(axes)[0], form)
    axes.set_xticks(ticks, [form(tick) for tick in ticks])
    axes.xaxis.set_minor_locator(NullLocator())
    axes.tick_params(axis="x", length=3, color=RULE)


def log_ticks(low: float, high: float, room: float, form: Callable[[float], str]) -> list[float]:
    """Return round numbers between the ends whose labels keep apart on an axis `room` points wide.

    >>> log_ticks(0.08, 2.5, 400, lambda tick: f"{tick:g}")
    [0.1, 0.15, 0.2, 0.3, 0.5, 1.0, 1.5, 2.0]
    """
    scale = room / math.log(high / low)
    decades = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    kept: dict[float, float] = {}  # tick: half its label's width
    for digit in _ROUND:
        for tick in (float(f"{digit}e{decade}") for decade in decades):
            half = width(form(tick), SMALL) / 2 + 5
            clear = all(abs(math.log(tick / k)) * scale > half + h for k, h in kept.items())
            if clear and low <= tick <= high and _inside(tick, low, high, scale, half):
                kept[tick] = half
    return sorted(kept)


def log_room(values: Iterable[float], room: float = 0.06) -> tuple[float, float]:
    """Return the ends of a logarithmic axis that leaves a part of its length free on both sides."""
    known = [value for value in values if math.isfinite(value)]
    low, high = min(known), max(known)
    factor = (high / low) ** room if high > low else 2.0
    return low / factor, high * factor


def _inside(tick: float, low: float, high: float, scale: float, half: float) -> bool:
    """Return whether the label's middle is far enough from both ends not to be cut there."""
    return min(math.log(tick / low), math.log(high / tick)) * scale + _OUTSIDE > half


def every(count: int, room: float, needed: float) -> int:
    """Return the step at which labels `needed` points wide fit side by side in the room."""
    return max(1, math.ceil(count * needed / room))
