"""A key: markers with their meaning as one running line of text under a drawing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.charts.words import width
from analysis.style import BAND, LINE, MUTED, POINTS_PER_MM, RULE, SMALL, TEXT_WIDTH_MM

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_MARK = 13.0  # from a marker's left edge to its text
_GAP = 14.0  # between entries


@dataclass(frozen=True, slots=True)
class Entry:
    """One marker and what it means; `patch` draws a patch of the shade instead of a marker."""

    text: str
    marker: str = "o"
    colour: str = MUTED
    filled: bool = True
    patch: bool = False
    shade: str = BAND


def key_height(entries: Sequence[Entry], left: float) -> float:
    """Return the height that the key takes from `left` to the right edge; zero when it is empty."""
    return LINE * max((line for _, line in _places(entries, left)), default=-1) + LINE * bool(
        entries
    )


def draw_key(figure: Figure, entries: Sequence[Entry], left: float, top: float) -> None:
    """Draw the key with its first line `top` points above the figure's lower edge."""
    from matplotlib.lines import Line2D

    for entry, (x, line) in zip(entries, _places(entries, left), strict=True):
        y = top - (line + 0.5) * LINE
        mark = Line2D(
            [(x + 4) / 72],
            [y / 72],
            linestyle="none",
            marker="s" if entry.patch else entry.marker,
            markersize=8 if entry.patch else 5.5,
            markerfacecolor=_face(entry),
            markeredgecolor=RULE if entry.patch else entry.colour,
            transform=figure.dpi_scale_trans,
        )
        figure.add_artist(mark)
        figure.text(
            (x + _MARK) / 72,
            y / 72,
            entry.text,
            fontsize=SMALL,
            color=MUTED,
            va="center",
            transform=figure.dpi_scale_trans,
        )


def _face(entry: Entry) -> str:
    if entry.patch:
        return entry.shade
    return entry.colour if entry.filled else "white"


def _places(entries: Sequence[Entry], left: float) -> list[tuple[float, int]]:
    """Return where each entry starts and on which line."""
    right = TEXT_WIDTH_MM * POINTS_PER_MM - 4
    places: list[tuple[float, int]] = []
    x, line = left, 0
    for entry in entries:
        long = _MARK + width(entry.text, SMALL)
        if x > left and x + long > right:
            x, line = left, line + 1
        places.append((x, line))
        x += long + _GAP
    return places
