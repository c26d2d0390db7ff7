"""The same trade in two currencies, and the same growth from several base years."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from analysis import data, measures
from analysis.countries import CENTRAL_ASIA
from analysis.errors import NoData
from analysis.exhibits import Exhibit, derived, exhibit, numbers
from analysis.moments import day, span
from analysis.numbers import plain, signed
from analysis.tables import table
from analysis.topics.trade import asked, cells, growth, sides
from analysis.topics.trade.asked import FIRST_YEAR, GACC, LAST_YEAR
from analysis.topics.trade.flows import TURNOVER

PAIR = [
    cells.text("period", "Period"),
    cells.number("CNY", "bn CNY", 2),
    cells.number("USD", "bn USD", 2),
    cells.number("rate", "Implied CNY per USD", 2),
]


@exhibit
def two_currencies(as_of: str, first_year: int = FIRST_YEAR, last_year: int = LAST_YEAR) -> Exhibit:
    """Show China's figures in yuan beside those in dollars, and the exchange rate they imply."""
    years = asked.years(first_year, last_year)
    both = {
        unit: data.observations(
            "trade", indicator, entity="CA5", reporter="GACC", annual=False, as_of=day(as_of)
        )
        for unit, indicator in (("CNY", growth.YUAN), ("USD", TURNOVER))
    }
    yuan = [row for row in data.records(both["CNY"]) if int(row["period"][:4]) in years]
    if not yuan:
        raise NoData("no total in yuan was public for those years on that day")
    dollars = {row["period"]: row["value"] for row in data.records(both["USD"])}
    rows = [_pair(row, dollars.get(row["period"], cells.NO_DATA)) for row in yuan]
    used = [frame[frame["period"].isin([row["period"] for row in yuan])] for frame in both.values()]
    rated = [row for row in rows if row["rate"] == row["rate"]]
    return Exhibit(
        title=_rate_title(rated, rows),
        subtitle="China’s customs, trade with the five states as published in each currency;"
        " parts of a year are rows of their own",
        table=table(
            rows,
            PAIR,
        ),
        numbers=numbers([*used, *_rate_rows(rated, used)]),
        alt=cells.sentence([f"{row['period']}: {plain(row['CNY'], 2)} bn CNY" for row in rows]),
        note="The implied rate is the one figure divided by the other, not a published exchange"
        " rate. Growth in one currency is not growth in the other while the rate moves.",
    )


def _pair(row: Mapping[str, Any], usd: float) -> dict[str, Any]:
    return {
        "period": span(row["period"]),
        "of": row["period"],
        "CNY": row["value"],
        "USD": usd,
        "rate": row["value"] / usd if usd > 0 else cells.NO_DATA,
    }


def _rate_title(rated: Sequence[Mapping[str, Any]], rows: Sequence[Mapping[str, Any]]) -> str:
    if not rated:
        return f"{rows[-1]['period']}: {plain(rows[-1]['CNY'], 1)} bn CNY, no figure in dollars"
    last = rated[-1]
    years = [one for one in rated if one["of"].isdigit()]
    last = years[-1] if years else rated[-1]
    return f"The two figures for {last['period']} imply {plain(last['rate'], 2)} yuan per dollar"


def _rate_rows(
    rated: Sequence[Mapping[str, Any]], used: Sequence[pd.DataFrame]
) -> Iterator[pd.DataFrame]:
    every = pd.concat(list(used))
    for row in rated:
        yield derived(
            every[every["period"] == row["of"]],
            row["rate"],
            "bn CNY / bn USD of the same period",
            indicator="implied exchange rate",
            unit="CNY per USD",
        )


@exhibit
def growth_by_base_year(
    as_of: str,
    countries: Sequence[str] = CENTRAL_ASIA,
    first_year: int = FIRST_YEAR,
    last_year: int = LAST_YEAR,
    reporter: str = GACC,
) -> Exhibit:
    """Show growth to one year from each base year, since the base decides how large it is."""
    states, years = asked.chosen(countries), asked.years(first_year, last_year)
    found = {
        side: sides.turnover_with_china(side, states, years, day(as_of))
        for side in asked.sides(reporter)
    }
    target = asked.focus([y for levels in found.values() for y in levels], "no turnover")
    rows = [row for side, levels in found.items() for row in _bases(side, levels, target)]
    if not rows:
        raise NoData(f"no earlier year is comparable with {target} in the books chosen")
    return Exhibit(
        title=_base_title(rows, target),
        subtitle=f"Nominal growth of turnover with China to {target} from each base year, in"
        f" current USD, {asked.place(states)}",
        table=table(
            rows,
            [
                cells.text("base", "Base year"),
                cells.text("reporter", "Reporter"),
                cells.number("value", "Base, bn USD"),
                cells.change("growth", f"Growth to {target}, %"),
                cells.change("yearly", "% a year"),
            ],
        ),
        numbers=numbers([row["rows"] for row in rows] + [one for r in rows for one in r["made"]]),
        alt=cells.sentence(
            [f"from {row['base']} {signed(row['growth'])} % ({row['reporter']})" for row in rows]
        ),
        note="Years without a figure are not base years. The statement’s year is the end where"
        " there is a figure for it; bases of another source than the end’s are left out.",
    )


def _bases(side: str, levels: sides.Levels, target: int) -> Iterator[dict[str, Any]]:
    for year in sorted((one for one in levels if one < target), reverse=True):
        if target not in levels or not sides.comparable(side, levels[year], levels[target]):
            continue
        ends = [levels[year], levels[target]]
        yield {
            "base": str(year),
            "side": side,
            "reporter": cells.who(levels[year].reporters),
            "value": levels[year].value,
            "growth": measures.growth_between(ends[0].value, ends[1].value),
            "yearly": measures.cagr(ends[0].value, ends[1].value, target - year),
            "rows": pd.concat([one.rows for one in ends]),
            "made": [
                growth.growth_row(ends, f"{year}/{target}"),
                growth.yearly_row(ends, year, target),
            ],
        }


def _base_title(rows: Sequence[Mapping[str, Any]], target: int) -> str:
    first = f"Growth to {target} is {signed(rows[0]['growth'])} % from {rows[0]['base']}"
    same = [row for row in rows[1:] if row["side"] == rows[0]["side"]]
    if not same:
        return first
    return f"{first}, {signed(same[0]['growth'])} % from {same[0]['base']}"
