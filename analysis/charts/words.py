"""Words on a drawing: how wide they are, where they stand and how they keep clear of each other.

Every length is in points.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, TypeAlias

from analysis.style import INK, LINE, TEXT

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.text import Annotation

Side: TypeAlias = Literal["left", "center", "right"]
Height: TypeAlias = Literal["bottom", "center", "top"]


def clean(label: object) -> str:
    """Return the label as one line that any SVG reader accepts: control characters are spaces."""
    return re.sub(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]+", " ", str(label)).strip()


@lru_cache(maxsize=4096)
def width(text: str, size: float = TEXT, bold: bool = False) -> float:
    """Return how wide a text is when set in the theme's typeface; of several lines, the widest."""
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import text_to_path

    face = FontProperties(family="DejaVu Sans", weight="bold" if bold else "normal", size=size)
    measured = (
        text_to_path.get_text_width_height_descent(line, face, ismath=False)[0]
        for line in text.split("\n")
    )
    return float(max(measured))


def widest(texts: Sequence[str], size: float = TEXT, bold: bool = False) -> float:
    """Return the width of the widest text; zero when there is none."""
    return max((width(text, size, bold) for text in texts), default=0.0)


def wrapped(label: object, room: float, size: float = TEXT) -> str:
    """Return the label in lines no wider than the room, of about equal length.

    A word longer than a line is broken too.
    """
    lines = _broken(clean(label), room, size)
    for part in (0.5, 0.6, 0.7, 0.8, 0.9) if len(lines) > 1 else ():
        evener = _broken(clean(label), room * part, size)
        if len(evener) == len(lines):
            return "\n".join(evener)
    return "\n".join(lines)


def _broken(label: str, room: float, size: float) -> list[str]:
    lines = [""]
    for word in label.split(" "):
        joined = f"{lines[-1]} {word}".strip(" ")  # a space that does not break is a letter
        if width(joined, size) <= room:
            lines[-1] = joined
            continue
        lines.extend(_pieces(word, room, size))
    return [line for line in lines if line]


def _pieces(word: str, room: float, size: float) -> list[str]:
    pieces = [""]
    for letter in word:
        if pieces[-1] and width(pieces[-1] + letter, size) > room:
            pieces.append("")
        pieces[-1] += letter
    return pieces


def height(text: str) -> float:
    """Return the height of a text of one or more lines."""
    return LINE * (text.count("\n") + 1)


def spread(wanted: Sequence[float], apart: float, low: float, high: float) -> list[float]:
    """Return positions at least `apart`, as near to the wanted ones as least squares allow.

    They stay between `low` and `high` while there is room, and keep their order.

    >>> spread([0, 1, 50], 10, 0, 100)
    [0.0, 10.0, 50.0]
    """
    order = sorted(range(len(wanted)), key=lambda place: wanted[place])
    # Without the steps that must lie between them, the positions only have to be in order: pool
    # neighbours that are not (isotonic regression), then put the steps back.
    pools: list[list[float]] = []
    for rank, place in enumerate(order):
        pools.append([wanted[place] - rank * apart])
        while len(pools) > 1 and _mean(pools[-2]) > _mean(pools[-1]):
            pools[-2:] = [pools[-2] + pools[-1]]
    level = [_mean(pool) for pool in pools for _ in pool]
    ceiling = max(low, high - apart * (len(wanted) - 1))
    placed = [0.0] * len(wanted)
    for rank, place in enumerate(order):
        placed[place] = float(min(max(level[rank], low), ceiling) + rank * apart)
    return placed


def _mean(values: Sequence[float]) -> float:
    return math.fsum(values) / len(values)


def write(
    axes: Axes,
    text: str,
    at: tuple[float, float],
    *,
    shift: tuple[float, float] = (0, 0),
    ha: Side = "left",
    va: Height = "center",
    colour: str = INK,
    size: float = TEXT,
    bold: bool = False,
    within: str | tuple[str, str] = "data",
) -> Annotation:
    """Write a text at a place on the axes, moved by `shift` points, on top of everything else.

    `within` is the coordinate system of the place, as matplotlib's `xycoords`.
    """
    return axes.annotate(
        text,
        at,
        xytext=shift,
        xycoords=within,
        textcoords="offset points",
        ha=ha,
        va=va,
        color=colour,
        fontsize=size,
        fontweight="bold" if bold else "normal",
        annotation_clip=False,
        zorder=10,
    )


def lead(axes: Axes, at: tuple[float, float], tip: tuple[float, float], colour: str) -> None:
    """Draw a leader from a point of the data to `tip`, points away from it."""
    axes.annotate(
        "",
        at,
        xytext=tip,
        textcoords="offset points",
        arrowprops={
            "arrowstyle": "-",
            "color": colour,
            "linewidth": 0.8,
            "shrinkA": 0,
            "shrinkB": 4,
        },
        annotation_clip=False,
    )
