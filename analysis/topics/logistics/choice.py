"""What time does to the cost of a corridor, and to the choice among them: an illustration."""

from __future__ import annotations

import math

import pandas as pd
from markupsafe import Markup

from analysis import measures, tables
from analysis.errors import ParameterError
from analysis.exhibits import Exhibit, derived, exhibit, numbers
from analysis.moments import day
from analysis.numbers import plain
from analysis.topics.logistics.corridors import (
    CORRIDORS,
    Found,
    along,
    facts_of,
    observations,
    sums,
)
from analysis.topics.logistics.findings import observed
from analysis.topics.logistics.legs import legs


@exhibit
def corridor_choice(as_of: str, value_of_time: float = 20.0, middle_share: float = 8.0) -> Exhibit:
    """Show what time does to cost and to the choice of a way; an illustration, not an estimate."""
    if not 0 <= value_of_time <= 10_000:
        raise ParameterError(f"value_of_time is {value_of_time:g}: expected 0 to 10000 USD a day")
    if not 0 < middle_share < 50:
        raise ParameterError(f"middle_share is {middle_share:g}: expected 0 to 50, in percent")
    rows = legs(day(as_of))
    found = [(one, facts_of(rows, one, 1.0)) for one in CORRIDORS]
    costs = [
        measures.generalised_cost(f["usd"][1], f["days"][1], math.nan, value_of_time, 0.0)
        for _, f in found
    ]
    scale = measures.scale_from_share(abs(costs[1] - costs[0]) or 1.0, middle_share / 100)
    shares = measures.logit_split([-scale * cost for cost in costs])
    best = min(range(len(costs)), key=costs.__getitem__)
    return Exhibit(
        title=f"With a day worth {plain(value_of_time)} USD, cheapest is"
        f" {found[best][0].name} at {plain(costs[best], 0)} USD",
        subtitle="Generalised cost of a TEU, USD: rate plus mean time at the value of a day;"
        " shares by logit, illustrative",
        table=_choices(found, costs, shares),
        numbers=numbers([*observations(rows), *sums(rows, found), *_chosen(rows, found, costs)]),
        alt="; ".join(
            f"{one.name} {plain(cost, 0)} USD" for (one, _), cost in zip(found, costs, strict=True)
        )
        + ".",
        note="The value of a day and the share of the Middle Corridor against the northern way"
        f" ({plain(middle_share)} %) are assumptions; one share fixes the scale, so the division of"
        " traffic is illustrative. Unreliability costs nothing here, because no variance of"
        " transit times is published.",
    )


def _choices(
    found: Found,
    costs: list[float],
    shares: list[float],
) -> Markup:
    cells = [
        {
            "name": one.name,
            "usd": plain(facts["usd"][1], 0),
            "days": plain(facts["days"][1], 1),
            "cost": plain(cost, 0),
            "share": plain(share * 100, 0),
        }
        for (one, facts), cost, share in zip(found, costs, shares, strict=True)
    ]
    headings = (
        ("usd", "Rate, USD"),
        ("days", "Days"),
        ("cost", "Cost, USD"),
        ("share", "Share (example), %"),
    )
    columns = [tables.Column(key, heading, align="right") for key, heading in headings]
    return tables.table(cells, [tables.Column("name", "Corridor"), *columns])


def _chosen(
    rows: pd.DataFrame,
    found: Found,
    costs: list[float],
) -> list[pd.DataFrame]:
    return [
        derived(
            observed(along(rows, one), "km", "km"),
            cost,
            "rate plus mean days times the value of a day",
            entity=one.name,
            indicator="generalised cost",
            period="2025",
            unit="USD per TEU",
        )
        for (one, _), cost in zip(found, costs, strict=True)
    ]
