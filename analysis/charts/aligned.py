"""Alternatives compared by several measures: one row each, one panel a measure, ranges as lines."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from analysis.charts.frames import need
from analysis.charts.keys import Entry, draw_key, key_height
from analysis.charts.scales import bare, log_room, log_scale, points_down, size
from analysis.charts.words import clean, height, widest, width, wrapped, write
from analysis.style import (
    INK,
    LINE,
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

_COLUMNS = ("label", "measure", "low", "mid", "high", "text", "assumed")
_LEAST_ROW = 30.0


@dataclass(frozen=True, slots=True)
class Measure:
    """One panel: its heading, its unit, and whether its axis is logarithmic."""

    heading: str
    unit: str
    logarithmic: bool = False


@theme()
def aligned(frame: pd.DataFrame, measures: Sequence[Measure], *, absent: str) -> Figure:
    """Draw a row per label and a panel per measure, a dot at `mid` and a line from low to high.

    `frame` has the columns label, measure (a heading), low, mid, high, text (written over the dot)
    and assumed (drawn hollow). A label without a value in a panel says `absent`.

    Raises:
        ValueError: no rows, a column missing, no measure, or a value of zero on a log axis.
    """
    cells = need(frame, _COLUMNS)
    if not measures:
        raise ValueError("nothing to draw: no measure is named")
    labels = {label: wrapped(label, 105) for label in dict.fromkeys(cells["label"])}
    talls = {label: max(_LEAST_ROW, height(text) + 8) for label, text in labels.items()}
    entries = _key(cells)
    left, top = widest(list(labels.values())) + 12, 18.0
    lines = max(wrapped(one.unit, 70, SMALL).count("\n") for one in measures)
    below = 38 + LINE * lines + key_height(entries, 8)
    around = Margins(left=left, right=8, top=top, bottom=below)
    tall = (sum(talls.values()) + top + below) / POINTS_PER_MM
    figure, panels = canvas(tall, columns=len(measures), margins=around, gap=12)
    for number, (axes, one) in enumerate(zip(panels, measures, strict=True)):
        mine = cells[cells["measure"] == one.heading].set_index("label")
        _panel(axes, one, mine, talls, absent)
        if number == 0:
            _name(axes, labels, talls)
    draw_key(figure, entries, 8, key_height(entries, 8) + 2)
    return figure


def _name(axes: Axes, labels: Mapping[str, str], talls: Mapping[str, float]) -> None:
    y = 0.0
    for label, text in labels.items():
        middle = y + talls[label] / 2
        write(axes, text, (0, middle), shift=(-8, 0), ha="right", within=("axes fraction", "data"))
        y += talls[label]


def _panel(
    axes: Axes, one: Measure, cells: pd.DataFrame, talls: Mapping[str, float], absent: str
) -> None:
    bare(axes, keep=("bottom",))
    points_down(axes)
    write(
        axes,
        clean(one.heading),
        (0, 0),
        shift=(0, 6),
        bold=True,
        va="bottom",
        size=SMALL,
        within=("axes fraction", "data"),
    )
    known = cells.dropna(subset=["mid"])
    if not known.empty:
        _scale(axes, one, known)
    y = 0.0
    for label, tall in talls.items():
        axes.axhline(y + tall, color=RULE, linewidth=0.5, zorder=1)
        if label in known.index:
            _dot(axes, known[known.index == label].iloc[0], y + tall / 2)
        else:
            _admit(axes, absent, y + tall / 2)
        y += tall


def _admit(axes: Axes, absent: str, y: float) -> None:
    """Say in the middle of the panel that there is nothing to show."""
    text = wrapped(absent, size(axes)[0] - 8, SMALL)
    within = ("axes fraction", "data")
    write(axes, text, (0.5, y), ha="center", colour=MUTED, size=SMALL, within=within)


def _scale(axes: Axes, one: Measure, known: pd.DataFrame) -> None:
    """Leave room for the widest text over the outermost dots."""
    across, words = size(axes)[0], widest([clean(text) for text in known["text"]], SMALL)
    part = min(0.45, words / 2 / across)
    ends = [*known["low"].fillna(known["mid"]), *known["high"].fillna(known["mid"])]
    if one.logarithmic:
        if min(ends) <= 0:
            raise ValueError("a logarithmic axis needs values above zero")
        log_scale(axes, *log_room(ends, part / (1 - 2 * part)), lambda tick: f"{tick:,.10g}")
    else:
        high = max(ends) or 1.0
        axes.set_xlim(0, high / (1 - part))
        room = int(across * (1 - part) // (width(f"{high:,.0f}", SMALL) + 14))
        ticks = round_ticks(high, max(1, room))
        axes.set_xticks(ticks, [f"{tick:,.10g}" for tick in ticks])
        axes.tick_params(axis="x", length=3, color=RULE)
    axes.set_xlabel(wrapped(one.unit, size(axes)[0], SMALL), loc="left", labelpad=2)


def round_ticks(high: float, most: int) -> list[float]:
    """Return zero and up to `most` multiples of a round step, none of them above `high`."""
    decade = 10.0 ** math.floor(math.log10(high) - 1)
    steps = [decade * digit for digit in (1, 2, 5, 10, 20, 50)]
    step = next(one for one in steps if high // one <= most or one * 2.5 > high)
    return [step * place for place in range(min(most, int(high // step)) + 1)]


def _dot(axes: Axes, cell: pd.Series, y: float) -> None:
    colour = SERIES[0]
    if pd.notna(cell["low"]) and pd.notna(cell["high"]):
        axes.plot([cell["low"], cell["high"]], [y + 4, y + 4], color=colour, linewidth=1.6)
    axes.plot(
        cell["mid"],
        y + 4,
        "o",
        color=colour,
        markerfacecolor="white" if cell["assumed"] else colour,
        zorder=5,
    )
    write(
        axes,
        clean(cell["text"]),
        (float(cell["mid"]), y),
        ha="center",
        va="bottom",
        size=SMALL,
        colour=INK,
        shift=(_push(axes, cell, y), 1),
    )


def _push(axes: Axes, cell: pd.Series, y: float) -> float:
    """Return how far a text must move so as not to leave its panel."""
    from analysis.charts.boxes import place_of

    x = place_of(axes, float(cell["mid"]), y)[0]
    half = width(clean(cell["text"]), SMALL) / 2
    return max(0.0, half - x) - max(0.0, x + half - size(axes)[0])


def _key(cells: pd.DataFrame) -> list[Entry]:
    assumed = cells.dropna(subset=["mid"])["assumed"].astype(bool)
    entries = [] if assumed.all() else [Entry("published or derived", "o", SERIES[0])]
    return [
        *entries,
        *([Entry("some legs assumed", "o", SERIES[0], False)] if assumed.any() else []),
    ]
