"""Quantities of very different size on one logarithmic strip, beside the claimed one."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import TYPE_CHECKING

import pandas as pd

from analysis import numbers
from analysis.charts.frames import need, text_of
from analysis.charts.keys import Entry, draw_key, key_height
from analysis.charts.scales import bare, log_room, log_scale, size
from analysis.charts.words import Side, clean, height, width, wrapped, write
from analysis.style import (
    INK,
    MARKERS,
    POINTS_PER_MM,
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

_ROOMS = (120.0, 160.0, 220.0)  # labels wider than this are broken into lines
_FOOT = 12.0  # from the strip to the lowest label
_SIDE = 10.0
_NEAR = 7.5  # markers nearer than this would hide each other


@dataclass(frozen=True, slots=True)
class _Spot:
    """A point's place in points along the strip, its words, and where they go."""

    x: float
    text: str
    leftward: bool = False
    lane: int = -1

    @property
    def box(self) -> tuple[float, float]:
        long = width(self.text, SMALL) + 5
        return (self.x - long, self.x) if self.leftward else (self.x, self.x + long)

    def covers(self, other: _Spot) -> bool:
        """Return whether this label reaches over the other's leader, and so must be higher."""
        left, right = self.box
        # A leader just behind the label's own passes where no words are.
        return left - 4 < other.x < right if self.leftward else left < other.x < right + 4

    def meets(self, other: _Spot) -> bool:
        """Return whether both labels would touch in one lane."""
        return self.box[0] < other.box[1] + 8 and other.box[0] < self.box[1] + 8


@theme()
def scale_strip(points: pd.DataFrame, claim: float, claim_label: str, *, unit: str = "") -> Figure:
    """Draw each quantity as a marker on a logarithmic strip, with the claim as a line across it.

    `points` has the columns label, value, kind (up to four, a marker each) and optionally
    value_label ("56,500 TEU"; the plain number when missing). Points without a value are left out.

    Raises:
        ValueError: no point with a value, one of zero or less, or more than four kinds.
    """
    known = need(points, ("label", "value", "kind", "value_label"), {"value_label"})
    known = known[known["value"].notna()].sort_values("value", kind="stable")
    kinds = _kinds(known, claim)
    entries = _key(kinds)
    ends = log_room([*known["value"], claim], 0.05)
    spots = _arranged(known, claim, ends)
    lifts = _lifts(spots)
    floors = [max(lifts) + floor for floor in _floors(spots)]
    tall = floors[-1]
    below = (35 if unit else 21) + key_height(entries, _SIDE)
    around = Margins(left=_SIDE, right=_SIDE, top=16, bottom=below)
    figure, (axes,) = canvas((tall + 16 + below) / POINTS_PER_MM, margins=around)
    bare(axes, keep=("bottom",))
    axes.set_ylim(0, tall)
    log_scale(axes, *ends, _short)
    axes.set_xlabel(clean(unit), loc="left", labelpad=2)
    _draw_claim(axes, claim, clean(claim_label))
    for (_, row), spot, lift in zip(known.iterrows(), spots, lifts, strict=True):
        middle = (floors[spot.lane] + floors[spot.lane + 1]) / 2
        at = (float(row["value"]), lift)
        _draw_spot(axes, at, spot, middle, kinds.index(str(row["kind"])))
    draw_key(figure, entries, _SIDE, key_height(entries, _SIDE) + 2)
    return figure


def _kinds(known: pd.DataFrame, claim: float) -> list[str]:
    if known.empty:
        raise ValueError("nothing to draw: no point has a value")
    if claim <= 0 or (known["value"] <= 0).any():
        raise ValueError("a logarithmic axis needs values above zero")
    kinds = [str(kind) for kind in dict.fromkeys(known["kind"])]
    if len(kinds) > len(MARKERS):
        raise ValueError(f"{len(kinds)} kinds, but only {len(MARKERS)} markers tell them apart")
    return kinds


def _arranged(known: pd.DataFrame, claim: float, ends: tuple[float, float]) -> Sequence[_Spot]:
    """Return each point with its label's lane, in the lowest of the arrangements that cross least.

    Labels of the points on the left run rightward from their leader, of those on the right
    leftward: every place to change over is tried, with narrow and with wide labels.
    """
    across = TEXT_WIDTH_MM * POINTS_PER_MM - 2 * _SIDE
    scale = across / math.log(ends[1] / ends[0])
    claimed = _Spot(math.log(claim / ends[0]) * scale, "")
    best: tuple[tuple[float, float, float], list[_Spot]] | None = None
    for room, cut in product(_ROOMS, range(len(known) + 1)):
        facing = [
            _Spot(math.log(row["value"] / ends[0]) * scale, _words(row, room), place >= cut)
            for place, (_, row) in enumerate(known.iterrows())
        ]
        outside = sum(max(0.0, -spot.box[0], spot.box[1] - across) for spot in facing)
        placed, crossed = _stacked(facing)
        # The claim's heavy line may pass behind a label sooner than a leader may.
        over = crossed + 0.3 * sum(spot.covers(claimed) for spot in placed)
        cost = (outside, over, _floors(placed)[-1])
        if best is None or cost < best[0]:
            best = (cost, placed)
    return best[1] if best else []


def _words(row: pd.Series, room: float) -> str:
    number = text_of(row["value_label"]) or numbers.plain(float(row["value"]), 0)
    return wrapped(f"{number} · {clean(row['label'])}", room, SMALL)


def _floors(spots: Sequence[_Spot]) -> list[float]:
    """Return how high above the strip each lane starts, and where the highest ends."""
    floors = [_FOOT]
    for lane in range(max(spot.lane for spot in spots) + 1):
        floors.append(floors[-1] + 4 + max(height(s.text) for s in spots if s.lane == lane))
    return floors


def _stacked(spots: Sequence[_Spot]) -> tuple[list[_Spot], int]:
    """Return the spots with lanes, each above those it covers, and how many leaders are crossed."""
    waiting, done, crossed = list(range(len(spots))), dict[int, _Spot](), 0
    while waiting:
        blocked = {
            place: sum(spots[place].covers(spots[other]) for other in waiting) for place in waiting
        }
        place = min(waiting, key=lambda candidate: blocked[candidate])
        crossed += blocked[place]
        waiting.remove(place)
        spot = spots[place]
        lane = 1 + max((one.lane for one in done.values() if spot.covers(one)), default=-1)
        while any(one.lane == lane and spot.meets(one) for one in done.values()):
            lane += 1
        done[place] = replace(spot, lane=lane)
    return [done[place] for place in range(len(spots))], crossed


def _lifts(spots: Sequence[_Spot]) -> list[float]:
    """Return how high above the strip each marker stands: a near neighbour stands on the last."""
    lifts: list[float] = []
    for place, spot in enumerate(spots):
        near = place > 0 and spot.x - spots[place - 1].x < _NEAR
        lifts.append(lifts[-1] + _NEAR if near else 0.0)
    return lifts


def _draw_claim(axes: Axes, claim: float, label: str) -> None:
    axes.axvline(claim, color=SERIES[1], linewidth=2, zorder=2)
    x = size(axes)[0] * axes.transAxes.inverted().transform(axes.transData.transform((claim, 0)))[0]
    long = width(label, bold=True)
    # Centred over its line, but never beyond the strip.
    shift = max(0.0, long / 2 - x) - max(0.0, x + long / 2 - size(axes)[0])
    write(
        axes,
        label,
        (claim, 1),
        shift=(shift, 3),
        ha="center",
        va="bottom",
        colour=SERIES[1],
        bold=True,
        within=("data", "axes fraction"),
    )


def _draw_spot(axes: Axes, at: tuple[float, float], spot: _Spot, top: float, kind: int) -> None:
    value, lift = at
    axes.plot([value, value], [0, top + 4], color=RULE, linewidth=0.8, zorder=1)
    filled = kind == 0
    axes.plot(
        value,
        lift,
        MARKERS[kind],
        color=SERIES[0] if filled else INK,
        markerfacecolor=SERIES[0] if filled else "white",
        markersize=6.5,
        clip_on=False,
        zorder=6,
    )
    ha: Side = "right" if spot.leftward else "left"
    shift = (-4 if spot.leftward else 4, 0)
    label = write(axes, spot.text, (value, top), shift=shift, ha=ha, size=SMALL)
    # The claim's line passes behind the words, not through them.
    label.set_bbox({"facecolor": "white", "edgecolor": "none", "pad": 0.8})


def _key(kinds: Sequence[str]) -> list[Entry]:
    return [
        Entry(clean(kind), MARKERS[place], SERIES[0] if place == 0 else INK, filled=place == 0)
        for place, kind in enumerate(kinds)
    ]


def _short(value: float) -> str:
    """Return a round number in words: 50 thousand, 2 million."""
    for size_of, name in ((1e9, " billion"), (1e6, " million"), (1e3, " thousand")):
        if value >= size_of:
            return f"{value / size_of:g}{name}"
    return f"{value:g}"
