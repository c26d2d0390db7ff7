"""Exhibits on logistics."""

from __future__ import annotations

import pandas as pd

from analysis import data
from analysis.charts.strips import scale_strip
from analysis.claims import claims, verdict
from analysis.errors import NoData
from analysis.exhibits import Exhibit, exhibit, numbers
from analysis.moments import day, span
from analysis.numbers import plain, signed
from analysis.topics.logistics.series import nearby


@exhibit
def containers_scale(as_of: str) -> Exhibit:
    """Show the number quoted on one scale with every published series it might mean."""
    series = list(nearby(day(as_of)))
    if not series:
        raise NoData("no container series for the claim’s year was public on that day")
    claim = claims()["containers"]
    quoted = claim.tests[0].readings[0].value
    points = pd.DataFrame([_point(label, rows, claim.period) for label, rows in series])
    ratios = points["value"] / quoted
    nearest = min(ratios, key=lambda ratio: max(ratio, 1 / ratio))
    number = plain(quoted, 0)
    return Exhibit(
        title=f"None of {len(points)} published series is the {number} containers quoted",
        subtitle=f"Containers in TEU, {claim.period}, log scale;"
        f" nearest series {signed((nearest - 1) * 100, 0)} % from the number quoted",
        chart=scale_strip(points, quoted, f"quoted: over {number} containers", unit="TEU"),
        numbers=numbers([rows for _, rows in series]),
        alt="; ".join(f"{p['label']} {plain(p['value'], 0)} TEU" for p in data.records(points))
        + ".",
        note="A container may be one TEU or two. The level and the growth quoted imply"
        f" {verdict('containers').implied}.",
    )


def _point(label: str, rows: pd.DataFrame, year: str) -> dict[str, object]:
    (row,) = data.records(rows)
    whole = row["period"] == year
    return {
        "label": label if whole else f"{label}, {span(row['period'])}",
        "value": row["value"],
        "kind": "whole year" if whole else "part of the year",
    }
