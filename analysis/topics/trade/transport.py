"""How the goods travel: the part of the value that goes by road."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
from markupsafe import Markup

from analysis import data, measures
from analysis.charts.slopes import slope
from analysis.errors import NoData
from analysis.exhibits import Exhibit, derived, exhibit, numbers
from analysis.moments import day
from analysis.numbers import plain
from analysis.tables import table
from analysis.topics.trade import asked, cells, sides
from analysis.topics.trade.asked import FIRST_YEAR, GACC, LAST_YEAR

if TYPE_CHECKING:
    from matplotlib.figure import Figure

ROAD, REST = "Road", "Rail, pipeline, air and other, not published apart"


@exhibit
def road_share(as_of: str, first_year: int = FIRST_YEAR, last_year: int = LAST_YEAR) -> Exhibit:
    """Show the share of road in the value of trade with China, against everything else."""
    years = asked.years(first_year, last_year)
    rows = data.observations(
        "trade", "road_share_of_china_trade", reporter="GACC", as_of=day(as_of)
    )
    rows = rows[rows["year"].isin(list(years))]
    if rows.empty:
        raise NoData("no share of road was public for those years on that day")
    shares = {row["year"]: row["value"] for row in data.records(rows)}
    first, last = min(shares), max(shares)
    rose = f", {plain(shares[first], 1)} % in {first}" if first < last else ""
    levels = sides.turnover_of(GACC, "CA5", [*shares], day(as_of))
    worth = {year: measures.required_numerator(shares[year], levels[year].value) for year in levels}
    values = "; ".join(f"{year} {plain(value, 1)} bn USD" for year, value in worth.items())
    return Exhibit(
        title=f"Road carried {plain(shares[last], 1)} % of the value in {last}{rose}",
        subtitle="Share of road in the value of China’s trade with the five states, %, China’s"
        f" customs, {first}–{last}",
        chart=_chart(shares) if first < last else None,
        table=None if first < last else _table(shares),
        numbers=numbers([rows, *_rows(rows, levels, worth)]),
        alt=cells.sentence(
            [f"road {plain(value, 1)} % in {year}" for year, value in shares.items()]
        ),
        note="Value, not tonnes: oil, gas and ores go by pipeline and rail."
        + (f" Road by value: {values}." if worth else ""),
    )


def _table(shares: dict[int, float]) -> Markup:
    """Return the one year there is: a slope needs two."""
    rows = [{"year": str(year), "road": value} for year, value in shares.items()]
    return table(rows, [cells.text("year", "Year"), cells.number("road", "Share of road, %")])


def _chart(shares: dict[int, float]) -> Figure:
    parts = {year: {ROAD: value, REST: 100 - value} for year, value in shares.items()}
    return slope(pd.DataFrame(parts), highlight=[ROAD])


def _rows(rows: pd.DataFrame, levels: sides.Levels, worth: dict[int, float]) -> list[pd.DataFrame]:
    return [
        derived(
            pd.concat([rows[rows["year"] == year], levels[year].rows]),
            value,
            "share of road × turnover",
            entity="CA5",
            indicator="trade with China by road",
            unit="bn USD",
        )
        for year, value in worth.items()
    ]
