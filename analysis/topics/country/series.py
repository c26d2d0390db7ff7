"""What was public about one economy: one newest row a year, and how places are named."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pandas as pd

from analysis import data
from analysis.countries import CENTRAL_ASIA, country

CHINA = "CHN"


def name_of(iso3: str) -> str:
    """Return an economy's name; DataError names the nearest."""
    return country(iso3).name


def peers(iso3: str) -> tuple[str, ...]:
    """Return the economies on a strip: the five, and China where it is the subject."""
    return (*CENTRAL_ASIA, CHINA) if iso3 == CHINA else CENTRAL_ASIA


def newest(
    subject: str,
    indicator: str,
    entities: str | Sequence[str],
    as_of: date | None,
    last_year: int,
    *,
    reporter: str | Sequence[str] | None = None,
) -> pd.DataFrame:
    """Return one row per entity and whole year up to the last one: the newest vintage of each."""
    rows = data.observations(subject, indicator, entity=entities, reporter=reporter, as_of=as_of)
    rows = rows[rows["year"] <= last_year]
    # the vintages of a year come in the order of publication
    return rows.drop_duplicates(["entity", "year"], keep="last", ignore_index=True)


def ends_in(period: str) -> int:
    """Return the year in which a period ends.

    >>> ends_in("2024-01/2024-11")
    2024
    """
    return int((period.partition("/")[2] or period)[:4])
