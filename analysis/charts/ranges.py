"""Claims against evidence, on one axis where 1 is the claim."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

import pandas as pd

from analysis.charts.frames import need, text_of
from analysis.charts.keys import Entry, draw_key, key_height
from analysis.charts.scales import bare, log_room, log_scale, points_down
from analysis.charts.words import height, widest, wrapped, write
from analysis.style import (
    BAND,
    INK,
    MUTED,
    POINTS_PER_MM,
    RULE,
    SMALL,
    TONES,
    Margins,
    canvas,
    theme,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

# kind of evidence: its marker, and whether it is filled
KINDS: Mapping[str, tuple[str, bool]] = MappingProxyType(
    {
        "declared": ("o", True),
        "other definition": ("D", False),
        "older vintage": ("^", False),
        "later": ("s", False),
    }
)
_MEANING = {"declared": "declared definition", "later": "published later"}
_COLUMNS = ("label", "ratio", "low", "high", "tone", "kind", "note", "band_low", "band_high")
_OPTIONAL = frozenset({"low", "high", "note", "band_low", "band_high"})
_LEAST_ROW = 23.0
_NEAR = 7.0  # dots nearer than this stand one above the other


@dataclass(frozen=True, slots=True)
class _Row:
    label: str
    note: str
    tone: str
    dots: pd.DataFrame
    band: tuple[float, float]

    @property
    def tall(self) -> float:
        return max(_LEAST_ROW, height(self.label) + 6, height(self.note) + 6)


@theme()
def dot_range(frame: pd.DataFrame, *, missing: str = "no comparable figure") -> Figure:
    """Draw each claim as a row of dots at evidence ÷ claim, on a logarithmic axis.

    `frame` has one row per dot; dots of one claim share `label`, and claims stand in the order of
    their first dot. Columns: label, ratio, tone (style.TONES), kind (KINDS), and optionally low and
    high (whisker), note (at the right edge), band_low and band_high (what the claim allows; one
    end missing leaves the band open there). A claim without any ratio says `missing`.

    Raises:
        ValueError: no rows, a column missing, an unknown kind or tone, a ratio of zero or less.
    """
    rows = _rows(need(frame, _COLUMNS, _OPTIONAL))
    left = widest([row.label for row in rows]) + 14
    right = widest([row.note for row in rows]) + 14
    entries = _key(rows)
    below = 35 + key_height(entries, left)
    inside = sum(row.tall for row in rows)
    around = Margins(left=left, right=right, top=18, bottom=below)
    figure, (axes,) = canvas((inside + 18 + below) / POINTS_PER_MM, margins=around)
    bare(axes, keep=("bottom",))
    points_down(axes)
    log_scale(axes, *_ends(rows), lambda tick: f"{tick:g}")
    axes.axvline(1, color=INK, linewidth=0.9, zorder=3)
    write(axes, "as claimed", (1, 0), shift=(0, 4), ha="center", va="bottom", size=SMALL)
    axes.set_xlabel("evidence ÷ claim, logarithmic scale", loc="left", labelpad=2)
    y = 0.0
    for row in rows:
        _draw_row(axes, row, y, missing)
        y += row.tall
    draw_key(figure, entries, left, key_height(entries, left) + 2)
    return figure


def _rows(frame: pd.DataFrame) -> list[_Row]:
    _refuse(frame)
    rows = []
    for label, dots in frame.groupby("label", sort=False):
        notes = [note for note in dots["note"].map(text_of) if note]
        first = dots.iloc[0]
        rows.append(
            _Row(
                label=wrapped(label, 150),
                note=wrapped(notes[0], 110) if notes else "",
                tone=str(first["tone"]),
                dots=dots[dots["ratio"].notna()].sort_values("ratio", kind="stable"),
                band=(float(first["band_low"]), _finite(first["band_high"])),
            )
        )
    return rows


def _finite(end: float) -> float:
    """Return the end of a band; an infinite one is open, like a missing one."""
    return math.nan if end == math.inf else float(end)


def _refuse(frame: pd.DataFrame) -> None:
    for column, known in (("kind", KINDS), ("tone", TONES)):
        odd = set(frame[column]) - set(known)
        if odd:
            raise ValueError(
                f"unknown {column} {min(map(str, odd))!r}: it is one of {', '.join(known)}"
            )
    measured = frame[["ratio", "low", "high", "band_low", "band_high"]]
    infinite = frame[["ratio", "low", "high"]] == math.inf
    if (measured <= 0).any(axis=None) or infinite.any(axis=None):
        raise ValueError("a logarithmic axis needs ratios above zero, and finite")


def _ends(rows: Sequence[_Row]) -> tuple[float, float]:
    dots = pd.concat([row.dots for row in rows])
    ends = [*dots["ratio"], *dots["low"], *dots["high"], 0.5, 2.0]
    return log_room([*ends, *(end for row in rows for end in row.band)], 0.04)


def _draw_row(axes: Axes, row: _Row, top: float, missing: str) -> None:
    middle = top + row.tall / 2
    _draw_band(axes, row, top)
    axes.axhline(top + row.tall, color=RULE, linewidth=0.5, zorder=1)
    write(axes, row.label, (0, middle), shift=(-8, 0), ha="right", within=("axes fraction", "data"))
    write(
        axes,
        row.note,
        (1, middle),
        shift=(8, 0),
        colour=TONES[row.tone],
        within=("axes fraction", "data"),
    )
    if row.dots.empty:
        write(axes, missing, (1, middle), shift=(-6, 0), ha="right", colour=MUTED, size=SMALL)
    lifts = _lifts(axes, row.dots["ratio"], row.tall)
    for (_, dot), lift in zip(row.dots.iterrows(), lifts, strict=True):
        _draw_dot(axes, dot, middle + lift)


def _draw_band(axes: Axes, row: _Row, top: float) -> None:
    low, high = row.band
    if math.isnan(low) and math.isnan(high):
        return
    ends = axes.get_xlim()
    start, stop = (ends[0] if math.isnan(low) else low), (ends[1] if math.isnan(high) else high)
    axes.fill_between([start, stop], top + 3, top + row.tall - 3, color=BAND, linewidth=0.8)


def _draw_dot(axes: Axes, dot: pd.Series, y: float) -> None:
    marker, filled = KINDS[dot["kind"]]
    colour = TONES[dot["tone"]] if filled else MUTED
    whisker = dot[["low", "high"]].astype(float)
    if whisker.notna().all():
        axes.plot(whisker, [y, y], "|-", color=colour, linewidth=1.4, markersize=8, zorder=4)
    axes.plot(
        dot["ratio"],
        y,
        marker,
        color=colour,
        markerfacecolor=colour if filled else "white",
        markersize=6.5 if filled else 5.5,
        zorder=6 if filled else 5,
    )


def _lifts(axes: Axes, ratios: pd.Series, tall: float) -> list[float]:
    """Return how far each dot moves up or down, so that near neighbours do not hide each other."""
    groups: list[list[float]] = []
    for ratio in ratios:
        place = axes.transData.transform((ratio, 0))[0]
        if groups and place - groups[-1][-1] < _NEAR:
            groups[-1].append(place)
        else:
            groups.append([place])
    lifts: list[float] = []
    for count in map(len, groups):
        step = min(6.5, (tall - 9) / max(1, count - 1))
        lifts += [(place - (count - 1) / 2) * step for place in range(count)]
    return lifts


def _key(rows: Sequence[_Row]) -> list[Entry]:
    used = {kind for row in rows for kind in row.dots["kind"]}
    entries = [
        Entry(_MEANING.get(kind, kind), marker, MUTED, filled)
        for kind, (marker, filled) in KINDS.items()
        if kind in used
    ]
    shaded = any(not math.isnan(end) for row in rows for end in row.band)
    return [*entries, *([Entry("what the claim's wording allows", patch=True)] if shaded else [])]
