"""The published container and train series, and which row of each stands for a period."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pandas as pd

from analysis import data
from analysis.claims import claims

# what each of the series nearest to "containers from China through Central Asia" counts
NEARBY = (
    ("cre_teu", "CRE", "China–Europe trains"),
    ("china_ca_teu", "CHN-CA", "China–Central Asia trains"),
    ("kaz_container_transit", "KAZ", "Transit through Kazakhstan"),
    ("rail_transit_teu_westbound", "UTLC", "UTLC ERA, westbound"),
    ("rail_transit_teu", "CEC-TRANSIT", "China–Europe–China transit, ERAI"),
    ("titr_teu", "TITR", "Trans-Caspian route"),
)
MONTHS = 12


def nearby(as_of: date | None) -> Iterator[tuple[str, pd.DataFrame]]:
    """Yield what each nearby series counts, and its row for the claim's year or a part of it."""
    year = claims()["containers"].period
    for indicator, entity, label in NEARBY:
        rows = data.observations("logistics", indicator, entity=entity, annual=False, as_of=as_of)
        rows = rows[rows["period"].str.startswith(year)]
        whole = rows[rows["period"] == year]
        best = whole if len(whole) else rows
        if len(best):
            yield label, best.tail(1)


def trains(entity: str, as_of: date | None, period: str | None = None) -> pd.DataFrame:
    """Return counts of China–Europe trains; for one period the newest vintage only."""
    rows = data.observations(
        "logistics", "cre_trains", entity=entity, period=period, annual=False, as_of=as_of
    )
    return rows if period is None else rows.tail(1)


def year_before(period: str) -> str:
    """Return the same months of the year before: "2025-01/2025-08" gives "2024-01/2024-08"."""
    return "/".join(f"{int(month[:4]) - 1}{month[4:]}" for month in period.split("/"))


def months(period: str) -> int:
    """Return the number of months of a part of one year."""
    start, end = period.split("/")
    return int(end[-2:]) - int(start[-2:]) + 1
