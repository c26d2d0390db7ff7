"""The only look: colours, text sizes, widths, the canvas a chart is drawn on and how it is saved.

Lengths are in points (1/72 inch) unless their name says mm. matplotlib is imported inside the
functions: importing the charts must stay cheap for commands that draw nothing.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

TEXT_WIDTH_MM = 165.0
POINTS_PER_MM = 72 / 25.4

INK = "#222b36"
MUTED = "#5b6470"  # secondary text; at least 4.5:1 on white
QUIET = "#7d8aa0"  # what is there for comparison; 3:1 on white
RULE = "#c3c9d1"  # axes and leaders: they help, and carry nothing alone
BAND = "#e3e9f1"  # what a claim would allow
SERIES = ("#0b5394", "#c25700", "#6a1b5d", "#1f1f1f")  # apart for every kind of sight, and in grey
TONES = MappingProxyType(
    {
        "good": "#1b7837",
        "fair": "#4d7c0f",
        "mixed": "#8a6100",
        "poor": "#b45309",
        "bad": "#b2182b",
        "none": "#595f69",
    }
)
MARKERS = ("o", "D", "^", "s")  # the second code beside colour, in the order of SERIES

# Pages shrink a chart by a few percent; eight points stay above the seven and a half asked for.
TEXT = 8.5
SMALL = 8.0
LINE = 11.0  # from one line of text to the next

_LOOK = {
    "axes.edgecolor": RULE,
    "axes.labelcolor": MUTED,
    "axes.labelsize": SMALL,
    "axes.linewidth": 0.8,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.unicode_minus": True,
    "figure.dpi": 72,
    "figure.facecolor": "white",
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans", "Verdana", "sans-serif"],
    "font.size": TEXT,
    "legend.frameon": False,
    "lines.linewidth": 1.8,
    "lines.markersize": 6,
    "savefig.dpi": 72,
    "savefig.facecolor": "white",
    "svg.fonttype": "none",
    "svg.hashsalt": "summit",
    "text.color": INK,
    "text.hinting": "none",  # measured as it is printed, not as a screen would round it
    "text.parse_math": False,
    "text.usetex": False,
    "xtick.color": RULE,
    "xtick.labelcolor": MUTED,
    "xtick.labelsize": SMALL,
    "ytick.color": RULE,
    "ytick.labelcolor": MUTED,
    "ytick.labelsize": SMALL,
}


@dataclass(frozen=True, slots=True)
class Margins:
    """The room around the panels, in points: where names, notes and axis labels stand."""

    left: float = 8.0
    right: float = 8.0
    top: float = 8.0
    bottom: float = 24.0


@contextmanager
def theme() -> Iterator[None]:
    """Enter the look, whatever the machine's own settings are, and leave those as they were."""
    from matplotlib import style

    with style.context(["default", _LOOK]):
        yield


def canvas(
    height_mm: float,
    columns: int = 1,
    rows: int = 1,
    *,
    margins: Margins | None = None,
    gap: float = 24.0,
    parts: Sequence[float] = (),
) -> tuple[Figure, list[Axes]]:
    """Return an empty figure of the text's width, and its panels row by row.

    `gap` is the room between panels in points; `parts` divides the height among the rows (equal
    when not given).

    Raises:
        ValueError: the margins and gaps leave the panels no room.
    """
    from matplotlib.figure import Figure

    around = margins or Margins()
    width, height = TEXT_WIDTH_MM * POINTS_PER_MM, height_mm * POINTS_PER_MM
    across = (width - around.left - around.right - gap * (columns - 1)) / columns
    inside = height - around.top - around.bottom - gap * (rows - 1)
    if min(across, inside) < 1:
        raise ValueError("no room is left for the panels: use shorter labels or a taller chart")
    figure = Figure(figsize=(width / 72, height / 72))
    panels, top = [], height - around.top
    for part in parts or (1.0,) * rows:
        down = inside * part / (sum(parts) or rows)
        for column in range(columns):
            left = around.left + column * (across + gap)
            box = (left / width, (top - down) / height, across / width, down / height)
            panels.append(figure.add_axes(box))
        top -= down + gap
    return figure, panels


def svg(figure: Figure) -> str:
    """Return the figure as an SVG document: real text, fixed ids, no date, the size it was drawn.

    The same figure gives the same text every time.
    """
    buffer = io.BytesIO()
    nothing = dict.fromkeys(("Date", "Creator", "Format", "Type"))
    with theme():
        figure.savefig(buffer, format="svg", metadata=nothing)
    return buffer.getvalue().decode()
