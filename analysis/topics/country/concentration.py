"""How much of an economy's trade is with China; for China, how its trade with the five divides."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pandas as pd
from markupsafe import Markup

from analysis import data, measures, tables
from analysis.countries import CENTRAL_ASIA
from analysis.errors import NoData
from analysis.exhibits import Exhibit, derived, exhibit, made_public, numbers
from analysis.kept import kept
from analysis.moments import day, span
from analysis.numbers import plain, spread
from analysis.tables import Column
from analysis.topics.country.series import CHINA, ends_in, name_of, newest


@exhibit
@kept
def concentration(iso3: str, as_of: str, last_year: int) -> Exhibit:
    """Show China's share in an economy's trade by reporter; for China, its trade by state."""
    return (
        _by_state(day(as_of), last_year)
        if iso3 == CHINA
        else _by_reporter(iso3, day(as_of), last_year)
    )


def _by_state(as_of: date | None, last_year: int) -> Exhibit:
    rows = newest("trade", "turnover_china", CENTRAL_ASIA, as_of, last_year, reporter="GACC")
    complete = [y for y in set(rows["year"]) if sum(rows["year"] == y) == len(CENTRAL_ASIA)]
    if not complete:
        raise NoData("no year with a figure of China’s customs for each of the five was public")
    year = max(complete)
    now = rows[rows["year"] == year]
    index, whole = measures.hhi(now["value"]), float(now["value"].sum())
    bank = newest("trade", "turnover_china", CENTRAL_ASIA, as_of, last_year, reporter="EDB")
    bank = bank[bank["year"] == year]
    concentrated = derived(
        now, index, "sum of squared shares", entity="CA5", indicator="HHI of turnover_china",
        unit="share",
    )  # fmt: skip
    return Exhibit(
        title=f"China’s trade with the five in {year}: concentration {plain(index, 3)}, one state"
        " would be 1",
        subtitle=f"Goods turnover, current bn USD, {year}; Herfindahl–Hirschman index over the"
        " five, from 0 to 1, on China’s customs’ figures alone",
        table=_states(now, bank),
        numbers=numbers([now, bank, concentrated]),
        alt="; ".join(
            f"{name_of(row['entity'])} {plain(row['value'], 1)} bn USD,"
            f" {plain(measures.share(row['value'], whole), 1)} %"
            for row in data.records(now)
        )
        + ".",
    )


def _states(now: pd.DataFrame, bank: pd.DataFrame) -> Markup:
    """Return a column for each of the five: both records of its trade, and its share."""
    whole = float(now["value"].sum())
    customs, partner = (
        {row["entity"]: row["value"] for row in data.records(rows)} for rows in (now, bank)
    )
    rows = {
        "China’s customs, bn USD": customs,
        "Share of the five, %": {one: measures.share(customs[one], whole) for one in customs},
        "Eurasian Development Bank, bn USD": partner,
    }
    return tables.table(
        [
            {"what": what, **{one: plain(values.get(one), 1) for one in CENTRAL_ASIA}}
            for what, values in rows.items()
        ],
        [
            Column("what", "Recorded by"),
            *(Column(one, name_of(one), align="right") for one in CENTRAL_ASIA),
        ],
    )


def _by_reporter(iso3: str, as_of: date | None, last_year: int) -> Exhibit:
    rows = [row for row in _shares(iso3, as_of, last_year) if ends_in(row["period"]) <= last_year]
    if not rows:
        raise NoData(f"no share of China in {name_of(iso3)}’s trade was public on that day")
    values = [row["value"] for row in rows]
    return Exhibit(
        title=f"China’s share of {name_of(iso3)}’s trade: {spread(min(values), max(values), 1)} %,"
        " by year and reporter",
        subtitle="China’s share of all foreign trade in goods, %; both parts of a share are of one"
        " reporter, and the rows are no series",
        table=tables.table(
            [{**row, "public": made_public(row).partition(",")[0]} for row in rows],
            [
                Column("reporter", "Reporter", data.reporter_name),
                Column("period", "Period", span),
                Column("value", "Share, %", lambda value: plain(value, 1), align="right"),
                Column("how", "How"),
                Column("public", "Public"),
            ],
        ),
        numbers=numbers([row["rows"] for row in rows]),
        alt="; ".join(
            f"{data.reporter_name(row['reporter'])}, {span(row['period'])}:"
            f" {plain(row['value'], 1)} %"
            for row in rows
        )
        + ".",
    )


def _shares(iso3: str, as_of: date | None, last_year: int) -> list[dict[str, Any]]:
    rows = [*_published(iso3, as_of), *_computed(iso3, as_of, last_year)]
    return sorted(rows, key=lambda row: row["period"], reverse=True)


def _published(iso3: str, as_of: date | None) -> Iterator[dict[str, Any]]:
    for indicator in ("china_share_of_trade", "china_share_of_trade_average"):
        rows = data.observations("trade", indicator, entity=iso3, annual=False, as_of=as_of)
        for place, row in enumerate(data.records(rows)):
            how = "published mean of the years" if indicator.endswith("average") else "published"
            yield {**row, "how": how, "rows": rows.iloc[[place]]}


def _computed(iso3: str, as_of: date | None, last_year: int) -> Iterator[dict[str, Any]]:
    """Yield the latest year in which WITS has all four flows of the economy."""
    names = ("exports_to_china", "imports_from_china", "exports_total", "imports_total")
    flows = [newest("trade", name, iso3, as_of, last_year, reporter="WITS") for name in names]
    common = set.intersection(*(set(one["year"]) for one in flows))
    for year in sorted(common)[-1:]:
        rows = [one[one["year"] == year] for one in flows]
        values = [float(one["value"].iloc[0]) for one in rows]
        value = measures.share(values[0] + values[1], values[2] + values[3])
        how = "(exports + imports) with China / with the world"
        row = derived(pd.concat(rows), value, how, indicator="share of China", unit="percent")
        yield {**data.records(row)[0], "how": "computed, exports + imports", "rows": row}
