"""Rectangles in a panel, in points from its lower left corner: what is taken and what is free."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from analysis.charts.frames import by_year

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_STEP = 3.0  # how finely a line is taken into account


class Box(NamedTuple):
    """A rectangle by its edges."""

    left: float
    bottom: float
    right: float
    top: float

    def shared(self, other: Box) -> float:
        """Return the area that both cover."""
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.top, other.top) - max(self.bottom, other.bottom)
        return max(0.0, across) * max(0.0, down)


def clear_spot(candidates: Sequence[Box], taken: Sequence[Box], inside: Box) -> Box:
    """Return the first candidate that covers nothing taken, else the one that covers least.

    What leaves `inside` counts as covering, three times over: cut words are worse than close ones.
    """
    lefts, bottoms, rights, tops = zip(*candidates, strict=True)
    whole = Box(min(lefts), min(bottoms), max(rights), max(tops))
    near = [other for other in taken if whole.shared(other)]

    def cost(box: Box) -> float:
        area = (box.right - box.left) * (box.top - box.bottom)
        outside = area - box.shared(inside)
        return round(3 * outside + sum(box.shared(other) for other in near), 3)

    return min(candidates, key=cost)


def place_of(axes: Axes, x: float, y: float) -> tuple[float, float]:
    """Return a point of the data in points from the panel's lower left corner."""
    box = axes.get_window_extent()
    scale = 72 / axes.figure.dpi
    across, up = axes.transData.transform((x, y))
    return float((across - box.x0) * scale), float((up - box.y0) * scale)


def trace(axes: Axes, line: pd.Series) -> list[Box]:
    """Return small rectangles along a line through its years, markers included."""
    spots = [place_of(axes, year, value) for year, value in by_year(line)]
    boxes = [Box(x - 3, y - 3, x + 3, y + 3) for x, y in spots]
    for (x, y), (to_x, to_y) in pairwise(spots):
        count = int(max(abs(to_x - x), abs(to_y - y)) // _STEP)
        for step in range(1, count):
            across, up = x + (to_x - x) * step / count, y + (to_y - y) * step / count
            boxes.append(Box(across - 1, up - 1, across + 1, up + 1))
    return boxes
