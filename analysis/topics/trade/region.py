"""Trade among the five states: its level by source, its share, and how far it turns inward."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd

from analysis import data, measures
from analysis.charts.lines import Panel, vintage_lines
from analysis.errors import NoData
from analysis.exhibits import Exhibit, derived, exhibit, numbers
from analysis.moments import day, span
from analysis.numbers import plain, spread
from analysis.tables import table
from analysis.topics.trade import asked, cells, sides
from analysis.topics.trade.asked import FIRST_YEAR, LAST_YEAR, NATIONAL
from analysis.topics.trade.sides import Level

LEVEL = "intra_regional_turnover"
PUBLISHED = ("intra_regional_share", "intra_regional_share_low", "intra_regional_share_high")


@exhibit
def intra_regional_levels(
    as_of: str, first_year: int = FIRST_YEAR, last_year: int = LAST_YEAR
) -> Exhibit:
    """Show trade among the five by each source that gives it; the series are never joined."""
    years = asked.years(first_year, last_year)
    rows = data.observations("trade", LEVEL, as_of=day(as_of))
    rows = rows[rows["year"].isin(list(years))]
    if rows.empty:
        raise NoData("no figure of trade among the five states was public for those years")
    series = {
        data.reporter_name(str(reporter)): _by_year(one)
        for reporter, one in rows.groupby("reporter")
    }
    last = max(int(year) for year in rows["year"])
    ends = [row["value"] for row in data.records(rows) if row["year"] == last]
    return Exhibit(
        title=f"Trade among the five: {spread(min(ends), max(ends), 1)} bn USD in {last}",
        subtitle="Goods turnover among the five states, current bn USD, by source; each source is a"
        " series of its own",
        chart=vintage_lines([Panel("", series)], unit="bn USD"),
        numbers=numbers([rows]),
        alt=cells.sentence([_said(row) for row in data.records(rows)]),
        note="The series differ in coverage and do not join. The sources do not say whether a flow"
        " is counted once or in both directions.",
    )


def _said(row: Mapping[str, Any]) -> str:
    name = data.reporter_name(row["reporter"])
    return f"{name} {row['year']}, {plain(row['value'], 1)} bn USD"


def _by_year(rows: pd.DataFrame) -> pd.Series:
    values = {row["year"]: row["value"] for row in data.records(rows)}
    return pd.Series(values).reindex(range(min(values), max(values) + 1))


@exhibit
def intra_regional_share(
    as_of: str, first_year: int = FIRST_YEAR, last_year: int = LAST_YEAR
) -> Exhibit:
    """Show what share of their trade the five do among themselves, counted once and twice."""
    years = asked.years(first_year, last_year)
    made = [*_computed(years, day(as_of)), *_published(years, day(as_of))]
    if not made:
        raise NoData("no share of trade among the five states was public for those years")
    return Exhibit(
        title=_title(made),
        subtitle="Trade among the five in % of their trade with all partners, by whether a flow is"
        " counted once or in both directions; introversion",
        table=table(
            made,
            [
                cells.text("period", "Period"),
                cells.text("reporter", "Reporter"),
                cells.number("low", "Lowest, %"),
                cells.number("high", "Highest, %"),
                cells.text("basis", "What the two ends are"),
                cells.number("introversion", "Introversion", 3),
            ],
        ),
        numbers=numbers([one for row in made for one in row["rows"]]),
        alt=cells.sentence(
            [
                f"{row['period']}: {plain(row['low'], 1)} to {plain(row['high'], 1)} %"
                for row in made
            ]
        ),
        note="Introversion sets this share against the region’s share of the rest of the world’s"
        " trade. The data package has no world trade, so it is missing rather than guessed.",
    )


def _title(made: Sequence[Mapping[str, Any]]) -> str:
    """Return the newest share computed beside the newest published; one where there is one."""
    newest = {row["basis"].partition(":")[0].split(" ")[0]: row for row in reversed(made)}
    said = [f"{word} {_ends(row)} % ({row['period']})" for word, row in sorted(newest.items())]
    return f"Share of trade among the five: {', '.join(said)}"


def _ends(row: Mapping[str, Any]) -> str:
    return spread(row["low"], row["high"], 1)


def _computed(years: range, as_of: date | None) -> Iterator[dict[str, Any]]:
    """Yield the share in the years with a level and a total, the newest first."""
    totals = sides.trade_of(NATIONAL, "CA5", years, as_of)
    levels = data.observations("trade", LEVEL, as_of=as_of)
    for row in reversed(data.records(levels)):
        if row["year"] in totals:
            yield _one_year(row, levels, totals[row["year"]], as_of)


def _one_year(
    row: Mapping[str, Any], levels: pd.DataFrame, total: Level, as_of: date | None
) -> dict[str, Any]:
    within = levels[(levels["year"] == row["year"]) & (levels["reporter"] == row["reporter"])]
    rows = pd.concat([within, total.rows], ignore_index=True)
    ends = [
        measures.intra_regional_share(row["value"], total.value, both_directions=both)
        for both in (True, False)
    ]
    formulas = ("level / total trade, in percent", "2 × level / total trade, in percent")
    made = [
        derived(rows, value, formula, indicator="share of trade among the five", unit="percent")
        for value, formula in zip(ends, formulas, strict=True)
    ]
    names = cells.who([data.reporter_name(row["reporter"]), *total.reporters])
    return {
        "period": str(row["year"]),
        "reporter": names,
        "low": min(ends),
        "high": max(ends),
        "basis": "computed over two reporters: flows counted in both directions, or once",
        "introversion": _introversion(max(ends), row["year"], total, as_of),
        "rows": [rows, *made],
    }


def _introversion(share: float, year: int, total: Level, as_of: date | None) -> float:
    """Return the introversion index; missing while the world's trade is not in the data."""
    world = sides.trade_of(NATIONAL, "WLD", [year], as_of)
    if year not in world:
        return cells.NO_DATA
    outward = total.value * (1 - share / 100)
    rest = world[year].value - total.value
    return measures.introversion(share, measures.share(outward, rest))


def _published(years: range, as_of: date | None) -> Iterator[dict[str, Any]]:
    """Yield the published shares: one value, or the lowest and highest of several years."""
    rows = pd.concat(
        [data.observations("trade", one, annual=False, as_of=as_of) for one in PUBLISHED]
    )
    for (period, reporter), one in reversed([*rows.groupby(["period", "reporter"])]):
        ends = str(period).split("/")
        if int(ends[0]) not in years or int(ends[-1]) not in years:
            continue
        several = len(ends) > 1
        yield {
            "period": span(str(period)),
            "reporter": data.reporter_name(str(reporter)),
            "low": float(one["value"].min()),
            "high": float(one["value"].max()),
            "basis": "published: the lowest and the highest year" if several else "published",
            "introversion": cells.NO_DATA,
            "rows": [one],
        }
