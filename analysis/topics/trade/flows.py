"""Which published row stands for a flow in a year: one per reporter's side, never a mixture."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pandas as pd

from analysis import data
from analysis.countries import CENTRAL_ASIA

CHINA = ("GACC", "MOFCOM", "CHN-UNNAMED")
"""Reporters of China's customs data, the first choice first."""
PARTNERS = ("KAZ-BNS", "KGZ-NSC", "TJK-STAT", "UZB-STAT", "EDB")
"""Reporters of the partners' side: the national statistics offices, then the Eurasian Development Bank."""
TURNOVER = "turnover_china"


def china_side(entity: str | Sequence[str], as_of: date | None) -> pd.DataFrame:
    """Return China-reported turnover, one row per entity and year; the customs' own row where there is one."""
    rows = data.observations("trade", TURNOVER, entity=entity, reporter=CHINA, as_of=as_of)
    return _first(rows.sort_values("reporter", key=lambda column: column.map(CHINA.index)))


def mirror_pairs(year: int, as_of: date | None) -> pd.DataFrame:
    """Return both sides' rows for the same period of a year: columns entity, side (China or Partner) and the row.

    The whole year where both sides have it, else the longest part of it; an entity without a pair is left out.
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
        side=rows["reporter"].map(lambda one: "China" if one == "GACC" else "Partner")
    )
    rows = rows.sort_values("reporter", key=lambda column: column.map(_preference), kind="stable")
    rows = rows.drop_duplicates(["entity", "period", "side"])
    both = rows[rows.groupby(["entity", "period"])["side"].transform("nunique") == 2]
    both = both.sort_values("period", key=lambda column: column.map(_months), kind="stable")
    return both.drop_duplicates(["entity", "side"], keep="last").sort_values(["entity", "side"])


def _preference(reporter: str) -> int:
    return ("GACC", *PARTNERS).index(reporter)


def _months(period: str) -> int:
    """Return the length of a period of one year in months."""
    start, _, end = period.partition("/")
    return int(end[5:7]) - int(start[5:7]) + 1 if end else 12


def _first(rows: pd.DataFrame) -> pd.DataFrame:
    kept = rows.drop_duplicates(["entity", "year"])
    return kept.sort_values(["entity", "year"], ignore_index=True)
