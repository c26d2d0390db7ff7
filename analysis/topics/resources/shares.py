"""The region's share of the world's oil, gas and uranium, by year, edition and cost class; never mixed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pandas as pd

from analysis import data
from analysis.claims import Item, Match
from analysis.claims.items import from_rows, share

OIL_AND_GAS = ("KAZ", "TKM", "UZB")
"""The states of the region with a figure of their own; Kyrgyzstan and Tajikistan have none worth listing."""
URANIUM = ("KAZ", "UZB")
ROUNDED_TO = 100_000
"""Tonnes to which the press rounded the national figures of the 2024 edition."""


def shares(indicator: str, reporter: str, as_of: date | None) -> pd.DataFrame:
    """Return the region's share of the world per year: columns year, value, parts, whole."""
    rows = data.observations("resources", indicator, reporter=reporter, as_of=as_of)
    found = []
    for year, one in rows.groupby("year"):
        parts, whole = one[one["entity"].isin(OIL_AND_GAS)], one[one["entity"] == "WLD"]
        if set(parts["entity"]) == set(OIL_AND_GAS) and len(whole) == 1:
            value = parts["value"].sum() / whole["value"].iloc[0] * 100
            found.append({"year": year, "value": value, "parts": parts, "whole": whole})
    return pd.DataFrame(found, columns=["year", "value", "parts", "whole"])


def uranium(as_of: date | None) -> list[Item]:
    """Return the region's share by edition, newest edition of the declared cost class first."""
    same_class = [*_uranium_tables(as_of), *_uranium_rounded_share(as_of), *_uranium_bounds(as_of)]
    same_class.sort(key=lambda item: item.period, reverse=True)
    current, older = same_class[:1], same_class[1:]
    return [*current, *(_as_vintage(item) for item in older), *_uranium_wider(as_of)]


def _as_vintage(item: Item) -> Item:
    return replace(item, match=Match.VINTAGE)


def _uranium_tables(as_of: date | None) -> Iterator[Item]:
    rows = data.observations("resources", "uranium_lt130", as_of=as_of)
    for (year, source), one in rows.groupby(["year", "source"]):
        parts, whole = one[one["entity"].isin(URANIUM)], one[one["entity"] == "WLD"]
        if set(parts["entity"]) == set(URANIUM) and len(whole) == 1:
            yield share(parts, whole, f"{_table(one)}, 1 January {year}")


def _uranium_rounded_share(as_of: date | None) -> Iterator[Item]:
    """Yield tables that give Kazakhstan's share rounded to a percent and Uzbekistan's in tonnes."""
    published = data.observations("resources", "uranium_share_published", entity="KAZ", as_of=as_of)
    tonnes = data.observations("resources", "uranium_lt130", as_of=as_of)
    for _, row in published.iterrows():
        same = tonnes[tonnes["source"] == row["source"]]
        rest, whole = same[same["entity"] == "UZB"], same[same["entity"] == "WLD"]
        if len(rest) == 1 and len(whole) == 1:
            other = float(rest["value"].iloc[0] / whole["value"].iloc[0] * 100)
            yield from_rows(
                pd.concat([row.to_frame().T, rest, whole]),
                row["value"] + other,
                f"{_table(whole)}, 1 January {row['period']}",
                "percent",
                low=row["value"] - 0.5 + other,
                high=row["value"] + 0.5 + other,
            )


def _uranium_bounds(as_of: date | None) -> Iterator[Item]:
    """Yield tables whose world total is only bounded by the rounded shares of the countries."""
    low, high = (
        data.observations("resources", f"uranium_lt130_{end}", entity="WLD", as_of=as_of)
        for end in ("low", "high")
    )
    tonnes = data.observations("resources", "uranium_lt130", entity=URANIUM, as_of=as_of)
    for _, row in low.iterrows():
        top = high[high["source"] == row["source"]]
        parts = tonnes[tonnes["source"] == row["source"]]
        if len(top) == 1 and set(parts["entity"]) == set(URANIUM):
            ends = [
                parts["value"].sum() / whole * 100 for whole in (top["value"].iloc[0], row["value"])
            ]
            yield from_rows(
                pd.concat([parts, row.to_frame().T, top]),
                sum(ends) / 2,
                f"{_table(parts)}, {row['period']} edition",
                "percent",
                low=ends[0],
                high=ends[1],
            )


def _uranium_wider(as_of: date | None) -> Iterator[Item]:
    """Yield the newest edition in the wider cost class, from national figures rounded by the press."""
    rounded = data.observations(
        "resources", "uranium_recoverable_rounded", entity=URANIUM, as_of=as_of
    )
    world = data.observations("resources", "uranium_lt260", entity="WLD", as_of=as_of)
    for year, parts in rounded.groupby("year"):
        whole = world[world["year"] == year].tail(1)
        if set(parts["entity"]) == set(URANIUM) and len(whole):
            total, slack = float(whole["value"].iloc[0]), ROUNDED_TO / 2 * len(parts)
            yield from_rows(
                pd.concat([parts, whole]),
                parts["value"].sum() / total * 100,
                f"{_table(whole)}, 1 January {year}, below 260 USD per kg",
                "percent",
                match=Match.DEFINITION,
                low=(parts["value"].sum() - slack) / total * 100,
                high=(parts["value"].sum() + slack) / total * 100,
            )


def _table(rows: pd.DataFrame) -> str:
    return data.reporter_name(str(rows["reporter"].iloc[0]))
