"""A number until now, and what may become of it: a fan, scenario lines and what has come since."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis import numbers
from analysis.charts.boxes import place_of
from analysis.charts.frames import by_year
from analysis.charts.keys import Entry, draw_key, key_height
from analysis.charts.scales import bare, every, size
from analysis.charts.words import clean, lead, spread, widest, width, write
from analysis.style import (
    BAND,
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

BANDS = ("low", "known_low", "middle", "known_high", "high")
_HEIGHT_MM = 76.0
_LEADER = 14.0
_INNER = "#c3cfe0"  # inside the band: the part that would be left with a known mean
_STYLES = ("-", (0, (5, 1.6)), (0, (1.5, 1.5)), (0, (6, 1.5, 1.5, 1.5)))
_TICKS = 7


@theme()
def fan(
    history: pd.Series,
    scenarios: Mapping[str, pd.Series],
    unit: str,
    *,
    bands: pd.DataFrame | None = None,
    outcomes: pd.Series | None = None,
    limit: tuple[float, str] | None = None,
) -> Figure:
    """Draw a yearly number, up to four scenario lines and a fan after it, on a logarithmic scale.

    `bands` is indexed by year with the columns of BANDS: the fan, and inside it what would be left
    of it were the mean growth known. `outcomes` are values published since; `limit` is a level with
    its name. Years without a value break the line.

    Raises:
        ValueError: no history, more than four scenarios, a column missing, a value of zero or less.
    """
    _refuse(history, scenarios, bands)
    known = history.astype(float).sort_index().loc[history.first_valid_index() :]
    lines = {clean(name): line for name, line in scenarios.items()}
    names = [*lines, *_END_NAMES.values()] if bands is not None else [*lines]
    names += [clean(limit[1])] if limit else []
    right = widest(names, SMALL) + _LEADER + 6
    values = _every_value(known, lines, bands, outcomes, limit)
    ticks = _ticks(float(values.min()), float(values.max()))
    left = max(44.0, widest([numbers.plain(tick) for tick in ticks], SMALL) + 10)
    entries = _key(bands is not None, outcomes)
    below = 22 + key_height(entries, left)
    around = Margins(left=left, right=right, top=20, bottom=below)
    figure, (axes,) = canvas(_HEIGHT_MM + below / POINTS_PER_MM, margins=around)
    _dress(axes, values, ticks, clean(unit))
    if bands is not None:
        axes.fill_between(bands.index, bands["low"], bands["high"], color=BAND, linewidth=0)
        axes.fill_between(
            bands.index, bands["known_low"], bands["known_high"], color=_INNER, linewidth=0
        )
        axes.plot(bands.index, bands["middle"], color=INK, linewidth=1, linestyle=(0, (2, 1.4)))
    _draw_lines(axes, known, lines, outcomes)
    _name_ends(axes, list(_ends(lines, bands, limit)), limit)
    draw_key(figure, entries, left, key_height(entries, left) + 2)
    return figure


_END_NAMES = {"high": "95 of 100 below", "middle": "median", "low": "5 of 100 below"}


def _refuse(
    history: pd.Series, scenarios: Mapping[str, pd.Series], bands: pd.DataFrame | None
) -> None:
    if history.dropna().empty:
        raise ValueError("nothing to draw: no year has a value")
    if len(scenarios) > len(SERIES):
        raise ValueError(f"the chart holds {len(SERIES)} scenarios, not {len(scenarios)}")
    if bands is not None and (lacking := [name for name in BANDS if name not in bands.columns]):
        raise ValueError(f"the fan needs the columns {', '.join(lacking)}")


def _every_value(
    history: pd.Series,
    lines: Mapping[str, pd.Series],
    bands: pd.DataFrame | None,
    outcomes: pd.Series | None,
    limit: tuple[float, str] | None,
) -> pd.Series:
    """Return all that is drawn by year, to fit the axes to."""
    parts = [history, *lines.values()]
    if bands is not None:
        parts += [bands["low"], bands["high"]]
    if outcomes is not None:
        parts.append(outcomes)
    if limit:
        parts.append(pd.Series({history.index[-1]: limit[0]}))
    values: pd.Series = pd.concat(parts).astype(float).dropna()
    if (values <= 0).any():
        raise ValueError("a logarithmic scale needs values above zero")
    return values


def _dress(axes: Axes, values: pd.Series, ticks: list[float], unit: str) -> None:
    from matplotlib.ticker import NullFormatter, NullLocator

    bare(axes, keep=("bottom",))
    first, last = int(values.index.min()), int(values.index.max())
    axes.set_xlim(first - 0.4, max(last, first + 1) + 0.1)
    axes.set_yscale("log")
    low, high = float(values.min()), float(values.max())
    room = max((high / low) ** 0.05, 1.05)
    axes.set_ylim(low / room, high * room)
    axes.set_yticks(ticks, [numbers.plain(tick) for tick in ticks])
    axes.yaxis.set_minor_locator(NullLocator())
    axes.yaxis.set_minor_formatter(NullFormatter())
    axes.tick_params(axis="y", length=0, pad=3)
    axes.grid(axis="y", color=RULE, linewidth=0.5)
    axes.set_axisbelow(True)
    years = range(first, last + 1)
    step = every(len(years), size(axes)[0], width("2024", SMALL) + 6)
    shown = list(years)[::-1][::step]  # counted from the last year, which titles speak of
    axes.set_xticks(shown, [str(year) for year in shown])
    axes.tick_params(axis="x", length=3)
    note = f"{unit}, logarithmic scale"
    write(axes, note, (0, 1), shift=(-36, 7), va="bottom", colour=MUTED, size=SMALL,
          within="axes fraction")  # fmt: skip


def _ticks(low: float, high: float) -> list[float]:
    """Return round numbers between the ends, as many as stand apart."""
    decades = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    for digits in ((1, 1.5, 2, 3, 4, 5, 7), (1, 2, 3, 5), (1, 2, 5), (1, 3), (1,)):
        found = [float(f"{digit}e{decade}") for decade in decades for digit in digits]
        kept = [tick for tick in found if low <= tick <= high]
        if len(kept) <= _TICKS:
            return kept
    return kept[:: math.ceil(len(kept) / _TICKS)]


def _draw_lines(
    axes: Axes, known: pd.Series, lines: Mapping[str, pd.Series], outcomes: pd.Series | None
) -> None:
    years = range(int(known.index[0]), int(known.index[-1]) + 1)
    whole = known.reindex(years)
    axes.plot(years, whole, color=INK, marker="o", markersize=3.5, zorder=6)
    for place, line in enumerate(lines.values()):
        axes.plot(line.index, line, color=SERIES[place], linestyle=_STYLES[place], zorder=4)
    for year, value in by_year(outcomes) if outcomes is not None else []:
        axes.plot(
            year,
            value,
            "D",
            markerfacecolor="white",
            markeredgecolor=INK,
            markersize=5.5,
            clip_on=False,
            zorder=8,
        )


def _ends(
    lines: Mapping[str, pd.Series],
    bands: pd.DataFrame | None,
    limit: tuple[float, str] | None,
) -> Iterator[tuple[str, float, str]]:
    """Yield the name, the last value and the colour of whatever reaches the right edge."""
    for place, (name, line) in enumerate(lines.items()):
        yield name, float(line.iloc[-1]), SERIES[place]
    if bands is not None:
        for column, name in _END_NAMES.items():
            yield name, float(bands[column].iloc[-1]), MUTED
    if limit:
        yield clean(limit[1]), limit[0], INK


def _name_ends(
    axes: Axes, ends: list[tuple[str, float, str]], limit: tuple[float, str] | None
) -> None:
    last = axes.get_xlim()[1] - 0.1
    if limit:
        axes.axhline(limit[0], color=INK, linewidth=0.9, linestyle=(0, (8, 2)), zorder=3)
    places = [place_of(axes, last, value)[1] for _, value, _ in ends]
    heights = spread(places, LINE, 0, size(axes)[1])
    for (name, value, colour), place, y in zip(ends, places, heights, strict=True):
        drop = y - place
        lead(axes, (last, value), (_LEADER - 2, drop), colour)
        write(axes, name, (last, value), shift=(_LEADER, drop), colour=colour, size=SMALL)


def _key(with_bands: bool, outcomes: pd.Series | None) -> list[Entry]:
    entries = [Entry("published", colour=INK)]
    if outcomes is not None and np.isfinite(outcomes.to_numpy(dtype=float)).any():
        entries.append(Entry("published since", "D", INK, filled=False))
    if with_bands:
        entries.append(Entry("90 of 100 outcomes", patch=True))
        entries.append(Entry("the same, were mean growth known", patch=True, shade=_INNER))
    return entries
