"""One economy among its peers: a strip of dots for each indicator, aligned one above the other."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis import numbers
from analysis.charts.scales import bare, size
from analysis.charts.words import clean, spread, widest, wrapped, write
from analysis.style import (
    INK,
    LINE,
    MUTED,
    POINTS_PER_MM,
    QUIET,
    RULE,
    SMALL,
    Margins,
    canvas,
    theme,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_ROW = 27.0
_SIDE = 22.0  # a name under the outermost dot stays on the drawing
_NAMES = 134.0
_NUMBERS = 44.0  # the column of the focus's own numbers
_ASIDE = _NAMES + _NUMBERS + 6
_DROP = 12.0  # from the line of dots to the names below it
_WIDE_RATIO = 12.0  # from largest to smallest: beyond this a linear axis hides all but one


@dataclass(frozen=True, slots=True)
class Strip:
    """One indicator: its name, unit and period, and each economy's value by its short name.

    An economy without a value is listed as missing; `places` are the decimals of the numbers.
    """

    title: str
    unit: str
    period: str
    values: Mapping[str, float]
    places: int = 1


@theme()
def peer_strip(strips: Sequence[Strip], focus: str, colour: str = INK) -> Figure:
    """Draw a strip per indicator: the focus's number, its large dot, and the peers around it.

    Each strip has a scale of its own, logarithmic where positive values lie far apart, as the line
    under its name then says. Peers have their short name and number below the line. Nothing is
    ordered but by place on the scale. A focus without a value has "no data" for its number.

    Raises:
        ValueError: no strip, or one without any value.
    """
    if not strips or any(not _known(strip) for strip in strips):
        raise ValueError("nothing to draw: a strip has no value")
    heights = [_height(strip) for strip in strips]
    tall = sum(heights) + 6
    around = Margins(left=_ASIDE, right=8, top=4, bottom=2)
    figure, (axes,) = canvas(tall / POINTS_PER_MM, margins=around)
    bare(axes)
    axes.set_ylim(size(axes)[1], 0)
    axes.set_xlim(0, size(axes)[0])
    for place, strip in enumerate(strips):
        _draw_strip(axes, strip, sum(heights[:place]), focus, colour)
    return figure


def _height(strip: Strip) -> float:
    """Return the height of a strip in points: its name, should it need lines, makes it taller."""
    lines = "\n".join(_named(strip)).count("\n") + 1
    return max(_ROW, 2 + LINE * lines)


def _named(strip: Strip) -> tuple[str, str]:
    """Return a strip's name and the line under it, each wrapped to the room beside the strip."""
    scale = ", log scale" if _is_log(_known(strip)) else ""
    under = f"{strip.unit}, {strip.period}{scale}"
    return wrapped(strip.title, _NAMES), wrapped(under, _NAMES, SMALL)


def _is_log(known: Mapping[str, float]) -> bool:
    return min(known.values()) > 0 and max(known.values()) / min(known.values()) > _WIDE_RATIO


def _known(strip: Strip) -> dict[str, float]:
    return {clean(k): float(v) for k, v in strip.values.items() if math.isfinite(v)}


def _draw_strip(axes: Axes, strip: Strip, top: float, focus: str, colour: str) -> None:
    known = _known(strip)
    _name_strip(axes, strip, top)
    line = top + 9
    across = size(axes)[0]
    spots = _spots(known, across, _is_log(known))
    axes.plot([0, across], [line, line], color=RULE, linewidth=0.8, zorder=1)
    if top:
        axes.plot([-_ASIDE, across], [top - 1, top - 1], color=RULE, linewidth=0.4,
                  clip_on=False)  # fmt: skip
    peers = {name: x for name, x in spots.items() if name != clean(focus)}
    labels = {name: f"{name} {numbers.plain(known[name], strip.places)}" for name in peers}
    _draw_peers(axes, peers, labels, line)
    _draw_focus(axes, spots.get(clean(focus)), known.get(clean(focus)), strip, line, colour)


def _name_strip(axes: Axes, strip: Strip, top: float) -> None:
    title, under = _named(strip)
    write(axes, title, (0, top + 2), shift=(-_ASIDE, 0), va="top")
    below = top + 2 + LINE * (title.count("\n") + 1)
    write(axes, under, (0, below), shift=(-_ASIDE, 0), va="top", colour=MUTED, size=SMALL)


def _spots(known: Mapping[str, float], across: float, is_log: bool) -> dict[str, float]:
    """Return each economy's place along the strip in points; equal values share the middle."""
    placed = {name: math.log(value) if is_log else value for name, value in known.items()}
    low, high = min(placed.values()), max(placed.values())
    room = across - 2 * _SIDE
    if high == low:
        return dict.fromkeys(placed, across / 2)
    return {name: _SIDE + (one - low) / (high - low) * room for name, one in placed.items()}


def _draw_peers(
    axes: Axes, peers: Mapping[str, float], labels: Mapping[str, str], line: float
) -> None:
    if not peers:
        return
    wide = widest(list(labels.values()), SMALL) + 5
    across = size(axes)[0]
    middles = spread(list(peers.values()), wide, wide / 2 - 4, across - wide / 2 + 4)
    for (name, x), middle in zip(peers.items(), middles, strict=True):
        axes.plot(x, line, "o", color="white", markeredgecolor=QUIET, markeredgewidth=1.4,
                  markersize=6, zorder=4)  # fmt: skip
        axes.plot([x, middle], [line + 4, line + _DROP - 4], color=RULE, linewidth=0.6, zorder=2)
        at = (middle, line + _DROP)
        write(axes, labels[name], at, ha="center", colour=MUTED, size=SMALL)


def _draw_focus(
    axes: Axes, x: float | None, value: float | None, strip: Strip, line: float, colour: str
) -> None:
    text = numbers.plain(value, strip.places)
    ink = INK if x is None else colour
    write(axes, text, (0, line), shift=(-6, 0), ha="right", colour=ink, bold=True)
    if x is not None:
        axes.plot(x, line, "o", color=colour, markersize=8, zorder=6)
