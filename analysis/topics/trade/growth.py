"""Level and growth of trade with China: in dollars, in yuan, and by base year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import pandas as pd

from analysis import measures
from analysis.charts.lines import Panel, vintage_lines
from analysis.charts.years import level_growth
from analysis.countries import CENTRAL_ASIA
from analysis.errors import NoData
from analysis.exhibits import Exhibit, derived, exhibit, numbers
from analysis.moments import day
from analysis.numbers import plain, signed
from analysis.topics.trade import asked, cells, sides
from analysis.topics.trade.asked import FIRST_YEAR, GACC, LAST_YEAR, SIDES
from analysis.topics.trade.sides import Level

YUAN = "turnover_china_cny"


@exhibit
def turnover_levels(
    as_of: str,
    countries: Sequence[str] = CENTRAL_ASIA,
    first_year: int = FIRST_YEAR,
    last_year: int = LAST_YEAR,
    reporter: str = GACC,
    currency: str = "USD",
) -> Exhibit:
    """Show the level and the nominal growth of the chosen states' turnover with China."""
    states, span = asked.chosen(countries), asked.years(first_year, last_year)
    wanted = asked.sides(reporter)
    if asked.currency(currency) == "CNY":
        return _in_yuan(states, span, wanted, day(as_of))
    found = {
        side: levels
        for side in wanted
        if (levels := sides.turnover_with_china(side, states, span, day(as_of)))
    }
    if not found:
        raise NoData("no turnover of the states chosen was public for those years on that day")
    if len(found) == 1:
        ((side, levels),) = found.items()
        return _one_side(side, levels, states)
    return _two_sides(found, states)


@exhibit
def turnover_in_yuan(
    as_of: str, first_year: int = FIRST_YEAR, last_year: int = LAST_YEAR
) -> Exhibit:
    """Show the five states' turnover with China in yuan, which only China's customs publish."""
    return _in_yuan(CENTRAL_ASIA, asked.years(first_year, last_year), (GACC,), day(as_of))


@exhibit
def both_books(
    as_of: str,
    countries: Sequence[str] = CENTRAL_ASIA,
    first_year: int = FIRST_YEAR,
    last_year: int = LAST_YEAR,
) -> Exhibit:
    """Show the turnover of the chosen states with China over the years in both sides' books."""
    states, span = asked.chosen(countries), asked.years(first_year, last_year)
    found = {s: sides.turnover_with_china(s, states, span, day(as_of)) for s in SIDES}
    gone = [SIDES[side] for side, levels in found.items() if not levels]
    if gone:
        names = " or of ".join(gone).replace("National", "national")
        raise NoData(f"mirror only: no total of {names} for those states and years")
    return _two_sides(found, states)


def _one_side(side: str, levels: sides.Levels, states: Sequence[str]) -> Exhibit:
    first, last = min(levels), max(levels)
    whole = range(first, last + 1)
    growth = sides.growth_of(side, levels)
    rise = f", {signed(growth[last])} % on the year before" if last in growth else ""
    return Exhibit(
        title=f"{SIDES[side]} counted {plain(levels[last].value, 1)} bn USD in {last}{rise}",
        subtitle=f"Goods turnover with China, {asked.place(states)}, current bn USD,"
        f" {first}–{last}; growth in %",
        chart=level_growth(
            sides.values(levels, whole),
            pd.Series(growth, dtype=float).reindex(whole),
            "bn USD",
            highlight=last,
        ),
        numbers=numbers([one.rows for one in levels.values()] + sides.change_rows(side, levels)),
        alt=_said(side, levels),
        note=_reporters(side, levels),
    )


def _two_sides(found: Mapping[str, sides.Levels], states: Sequence[str]) -> Exhibit:
    every = [year for levels in found.values() for year in levels]
    whole = range(min(every), max(every) + 1)
    common = sorted(set.intersection(*(set(levels) for levels in found.values())))
    lines = {SIDES[side]: sides.values(levels, whole) for side, levels in found.items()}
    return Exhibit(
        title=_two_titles(found, common),
        subtitle=f"Goods turnover with China, {asked.place(states)}, current bn USD,"
        f" {whole[0]}–{whole[-1]}; each side by its own records",
        chart=vintage_lines([Panel("", lines)], unit="bn USD"),
        numbers=numbers(
            [one.rows for levels in found.values() for one in levels.values()]
            + [row for side, levels in found.items() for row in sides.change_rows(side, levels)]
        ),
        alt=" ".join(_said(side, levels) for side, levels in found.items()),
        note=" ".join(text for side, levels in found.items() if (text := _reporters(side, levels))),
    )


def _two_titles(found: Mapping[str, sides.Levels], common: Sequence[int]) -> str:
    if common:
        china, partner = (levels[common[-1]].value for levels in found.values())
        return (
            f"China’s customs count {plain(china, 1)} bn USD in {common[-1]}, national sources"
            f" {plain(partner, 1)}"
        )
    ends = [f"{SIDES[one]} end in {max(levels)}" for one, levels in found.items()]
    return f"No year in common: {'; '.join(ends)}"


def _said(side: str, levels: sides.Levels) -> str:
    shown = cells.sentence([f"{year} {plain(one.value, 1)}" for year, one in levels.items()])
    return f"{SIDES[side]}, bn USD: {shown}"


def _reporters(side: str, levels: sides.Levels) -> str:
    """Say who reported which year where a side has several sources; else nothing."""
    by_name: dict[str, list[str]] = {}
    for year, level in levels.items():
        by_name.setdefault(cells.who(level.reporters), []).append(str(year))
    if side == GACC or not by_name:
        return ""
    named = "; ".join(f"{name} {_runs(shown)}" for name, shown in by_name.items())
    return f"National sources: {named}. Growth is taken within one source only."


def _runs(shown: Sequence[str]) -> str:
    """Return years as "2017, 2018 and 2023", or the ends of a long unbroken run."""
    numbers_of = [int(year) for year in shown]
    unbroken = numbers_of[-1] - numbers_of[0] == len(numbers_of) - 1
    return f"{shown[0]}–{shown[-1]}" if unbroken and len(shown) > 2 else ", ".join(shown)


def _in_yuan(
    states: Sequence[str], span: range, wanted: Sequence[str], moment: date | None
) -> Exhibit:
    levels = sides.published(GACC, YUAN, "CA5", span, moment)
    if not levels:
        raise NoData("no total in yuan was public for those years on that day")
    first, last = min(levels), max(levels)
    whole = range(first, last + 1)
    growth = sides.growth_of(GACC, levels)
    return Exhibit(
        title=_yuan_title(levels),
        subtitle="Goods turnover of China with the five states, current bn CNY, China’s customs,"
        f" {first}–{last}; growth nominal",
        chart=level_growth(
            sides.values(levels, whole),
            pd.Series(growth, dtype=float).reindex(whole),
            "bn CNY",
            highlight=last,
            decimals=2,
        ),
        numbers=numbers([one.rows for one in levels.values()] + _yuan_rows(levels)),
        alt=cells.sentence([f"{year} {plain(one.value, 1)} bn CNY" for year, one in levels.items()])
        + " The years between have no figure in yuan.",
        note=_yuan_note(states, wanted),
    )


def _yuan_title(levels: sides.Levels) -> str:
    first, last = min(levels), max(levels)
    if first == last:
        return f"China’s customs counted {plain(levels[last].value, 1)} bn CNY in {last}"
    rise = measures.growth_between(levels[first].value, levels[last].value)
    rate = measures.cagr(levels[first].value, levels[last].value, last - first)
    return f"In yuan {signed(rise, 0)} % from {first} to {last}, or {signed(rate, 2)} % a year"


def _yuan_rows(levels: sides.Levels) -> list[pd.DataFrame]:
    first, last = min(levels), max(levels)
    if first == last:
        return []
    ends = [levels[first], levels[last]]
    return [growth_row(ends, f"{first}/{last}"), yearly_row(ends, first, last)]


def growth_row(ends: Sequence[Level], period: str) -> pd.DataFrame:
    """Return the row of growth between two levels."""
    return derived(
        pd.concat([one.rows for one in ends]),
        measures.growth_between(ends[0].value, ends[1].value),
        "last / first − 1, in percent",
        indicator="growth of trade with China",
        period=period,
        unit="percent",
    )


def yearly_row(ends: Sequence[Level], first: int, last: int) -> pd.DataFrame:
    """Return the row of compound growth between two levels."""
    return derived(
        pd.concat([one.rows for one in ends]),
        measures.cagr(ends[0].value, ends[1].value, last - first),
        f"(last / first)^(1/{last - first}) − 1, in percent a year",
        indicator="growth of trade with China a year",
        period=f"{first}/{last}",
        unit="percent",
    )


def _yuan_note(states: Sequence[str], wanted: Sequence[str]) -> str:
    note = "Yuan are published only by China’s customs and only as the total of the five states"
    ignored = []
    if len(states) < len(CENTRAL_ASIA):
        ignored.append(f"the choice of {asked.place(states)}")
    if wanted != (GACC,):
        ignored.append("the choice of national sources")
    return f"{note}; {' and '.join(ignored)} cannot apply here." if ignored else f"{note}."
