"""Rows for the data files of exhibits on resources: each derived value with its formula."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from analysis.claims import Item
from analysis.claims.outcome import ends
from analysis.exhibits import COLUMNS, derived
from analysis.numbers import spread
from analysis.topics.resources.shares import OIL_AND_GAS, Share


def share_rows(
    one: Share, indicator: str, states: tuple[str, ...] = OIL_AND_GAS, entity: str = "CA5"
) -> pd.DataFrame:
    """Return the states' share of the world in one year as a row."""
    return derived(
        pd.concat([one.parts, one.whole]),
        one.value,
        f"sum of {', '.join(states)} / world, in percent",
        entity=entity,
        indicator=f"share of {indicator}",
        unit="percent",
    )


def item_rows(items: Iterable[Item], indicator: str = "uranium_lt130") -> pd.DataFrame:
    """Return the region's shares by edition as rows."""
    rows = [
        {
            "entity": "KAZ-UZB",
            "indicator": f"share of {indicator}",
            "period": item.period,
            "value": item.value,
            "unit": item.unit,
            "reporter": item.reporter,
            "source": item.source,
            "published": item.published,
            "grade": "derived",
            "note": f"(KAZ + UZB) / world; {item.label}: {spread(*ends(item))} %",
        }
        for item in items
    ]
    return pd.DataFrame(rows, columns=COLUMNS)
