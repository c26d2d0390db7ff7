"""Which published row stands for a flow in a year: one per reporter's side, never a mixture."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pandas as pd

from analysis import data
from analysis.countries import CENTRAL_ASIA
from analysis.kept import kept

CHINA = ("GACC", "MOFCOM", "CHN-UNNAMED")
"""Reporters of China's customs data, the first choice first."""
PARTNERS = ("KAZ-BNS", "KGZ-NSC", "TJK-STAT", "UZB-STAT", "EDB")
"""Reporters of the other side: national statistics offices, then the Eurasian Development Bank."""
TURNOVER = "turnover_china"


def turnover(entity: str | Sequence[str], as_of: date | None, year: int | None) -> pd.DataFrame:
    """Return annual turnover with China by every reporter, of one year or of all."""
    rows = data.observations("trade", TURNOVER, entity=entity, as_of=as_of)
    return rows if year is None else rows[rows["year"] == year]


def china_side(entity: str | Sequence[str], as_of: date | None) -> pd.DataFrame:
    """Return China-reported turnover, one row per entity and year; the customs' own if there."""
    rows = turnover(entity, as_of, None)
    rows = rows[rows["reporter"].isin(CHINA)]
    rows = rows.sort_values("reporter", key=lambda column: column.map(CHINA.index), kind="stable")
    kept = rows.drop_duplicates(["entity", "year"])
    return kept.sort_values(["entity", "year"], ignore_index=True)


def by_year(rows: pd.DataFrame) -> dict[int, float]:
    """Return the values of one entity by year."""
    return {row["year"]: row["value"] for row in data.records(rows)}


@kept
def mirror_pairs(year: int, as_of: date | None) -> pd.DataFrame:
    """Return both sides' rows for the same part of a year, with the column `side`.

    The whole year where both sides have it, else the longest part of it; a state without such a
    pair is left out. `side` is China or Partner.
    """
    rows = data.observations(
        "trade",
        TURNOVER,
        entity=CENTRAL_ASIA,
        reporter=("GACC", *PARTNERS),
        annual=False,
        as_of=as_of,
    )
    rows = rows[rows["period"].str.startswith(str(year))]
    rows = rows.assign(
        side=["China" if one == "GACC" else "Partner" for one in rows["reporter"]],
        choice=[("GACC", *PARTNERS).index(one) for one in rows["reporter"]],
        length=[_months(period) for period in rows["period"]],
    )
    rows = rows.sort_values("choice", kind="stable").drop_duplicates(["entity", "period", "side"])
    both = rows[rows.groupby(["entity", "period"])["side"].transform("nunique") == 2]
    longest = both.sort_values("length", kind="stable").drop_duplicates(
        ["entity", "side"], keep="last"
    )
    return longest.sort_values(["entity", "side"], ignore_index=True)


def _months(period: str) -> int:
    """Return the length of a year, or of a part of it, in months."""
    start, _, end = period.partition("/")
    return int(end[5:7]) - int(start[5:7]) + 1 if end else 12
