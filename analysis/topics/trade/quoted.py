"""The share of China that is often quoted: what comes near it, and what is missing to check it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from analysis import measures
from analysis.errors import ParameterError
from analysis.exhibits import derived
from analysis.numbers import listed, plain
from analysis.topics.trade import asked, sides
from analysis.topics.trade.asked import GACC, NATIONAL
from analysis.topics.trade.sides import Level


@dataclass(frozen=True)
class Later:
    """China's customs' figure of one year over the place's own total of an earlier one."""

    year: int
    before: int
    share: float
    made: pd.DataFrame


def later(entity: str, whole: Level, years: Iterable[int], as_of: date | None) -> Iterator[Later]:
    """Yield the readings that mix two years as well as two reporters."""
    before = int(whole.rows["year"].iloc[0])
    for year, china in sides.turnover_of(GACC, entity, years, as_of).items():
        if year > before:
            share = measures.share(china.value, whole.value)
            made = derived(
                pd.concat([china.rows, whole.rows]),
                share,
                f"trade with China of {year} / foreign trade of {before}, in percent",
                entity=entity,
                indicator="China's share of foreign trade, over two reporters and two years",
                period=str(year),
                unit="percent",
            )
            yield Later(year, before, share, made)


def notes(china: Level, whole: Level, mixed: Sequence[Later], quoted: float) -> Iterator[str]:
    """Yield what comes nearest to the share quoted, and what the total would have to be.

    Raises:
        ParameterError: a share that is none.
    """
    if not 0 < quoted <= 100:
        raise ParameterError(f"quoted_share is {quoted:g}: expected above 0, at most 100 percent")
    if mixed:
        near = min(mixed, key=lambda one: abs(one.share - quoted))
        yield (
            f"China’s figure of {near.year} over the total of {near.before} gives"
            f" {plain(near.share, 1)} %, mixing two years as well: a possible origin of the"
            f" “nearly {plain(quoted)} %” often quoted; none is documented."
        )
    total = china.value / quoted * 100
    yield (
        f"For {plain(quoted)} % with China’s figure the total would have to be"
        f" {plain(total, 0)} bn USD, not {plain(whole.value, 0)}."
    )


def lacking(places: Sequence[str], year: int, as_of: date | None) -> list[str]:
    """Return, for the places without both shares, which figure is missing: one sentence each."""
    found: dict[str, list[str]] = {}
    for place in places:
        figures = {
            "total trade": sides.trade_of(NATIONAL, place, [year], as_of),
            "own figure of the trade with China": sides.turnover_of(NATIONAL, place, [year], as_of),
            "figure of China’s customs": sides.turnover_of(GACC, place, [year], as_of),
        }
        for what in (what for what, levels in figures.items() if not levels):
            found.setdefault(what, []).append(asked.name(place))
    return [f"No {what} of {year} was found for {listed(names)}." for what, names in found.items()]
