"""The numbers behind exhibits on the network: legs as observations, results as derived rows."""

from __future__ import annotations

import math
from collections.abc import Iterable

import pandas as pd

from analysis.exhibits import COLUMNS, derived
from analysis.numbers import plain
from analysis.topics.logistics.legs import FEEDER, SHIPS, TRAFFIC_YEAR

ENDLESS = "a way without any known limit leads to Duisburg"
REPORTER = "CORRIDOR-TABLE"
SCOPE = "Zhengzhou to Duisburg by land and the Caspian, TEU a year, westbound"


def amount(value: float) -> str:
    """Return a flow in words: one that no known limit holds has no number."""
    return "no known limit" if math.isinf(value) else plain(value, 0)


def result(
    inputs: pd.DataFrame, what: str, indicator: str, value: float, formula: str, **changes: str
) -> pd.DataFrame:
    """Return a number as one derived row; what it is computed from are the legs' capacities."""
    told = {"period": "2025", "unit": "TEU per year"} | changes
    return derived(inputs, value, formula, entity=what, indicator=indicator, **told)


def limits(rows: pd.DataFrame, names: Iterable[str]) -> pd.DataFrame:
    """Return the published limits of these legs; the ships' is that of the leg they sail."""
    wanted = {FEEDER if name == SHIPS else name for name in names}
    return observed(rows[rows["edge"].isin(wanted)], "capacity")


def observed(rows: pd.DataFrame, column: str, unit: str = "TEU per year") -> pd.DataFrame:
    """Return one column of the legs as rows behind an exhibit, each with its own grade and note."""
    stem = column.partition("_")[0]
    kept = rows[rows[column].notna()]
    told = [note or grade for note, grade in zip(kept[f"{stem}_note"], kept["grade"], strict=True)]
    return pd.DataFrame(
        {
            "entity": kept["from"] + "–" + kept["to"],
            "indicator": column + " of a leg",
            "period": kept["status_year"].astype(str),
            "value": kept[column].astype(float),
            "unit": unit,
            "reporter": REPORTER,
            "source": kept["source"],
            "published": kept["published"],
            "grade": kept[f"{stem}_grade"],
            "note": told,
        },
        columns=COLUMNS,
    ).reset_index(drop=True)


def traffic(west_share: float) -> str:
    """Return what the plans are asked to carry, in words."""
    return (
        f"Traffic is that published for {TRAFFIC_YEAR}: ERAI westbound to Duisburg, the"
        f" Trans-Caspian route to Constanța, and {plain(west_share)} % of the China–Central Asia"
        " trains to Tashkent (an assumption)."
    )
