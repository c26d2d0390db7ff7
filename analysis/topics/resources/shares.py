"""The region's share of the world's oil, gas and uranium, by year, edition and cost class.

Cost classes, and resources in place, are never mixed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from analysis import data, measures
from analysis.claims import Item, Match
from analysis.claims.items import from_rows, share
from analysis.errors import ParameterError
from analysis.kept import kept

OIL_AND_GAS = ("KAZ", "TKM", "UZB")
"""The states with a figure of their own; Kyrgyzstan and Tajikistan have none worth listing."""
URANIUM = ("KAZ", "UZB")
HALF_PERCENT = 0.5
"""What a share rounded to the percent may be off by."""
ROUNDED_TO = 100_000
"""Tonnes to which the press rounded the national figures of the 2024 edition."""


@dataclass(frozen=True)
class Share:
    """The region's part of the world in one year, in percent, with the rows it comes from."""

    year: int
    value: float
    parts: pd.DataFrame
    whole: pd.DataFrame


@kept
def shares(
    indicator: str,
    reporter: str,
    as_of: date | None,
    states: tuple[str, ...] = OIL_AND_GAS,
) -> tuple[Share, ...]:
    """Return the states' share of the world's reserves or output per year, oldest first.

    Of several vintages of a year the newest is taken; a year without one of the states is left out.
    """
    rows = data.observations("resources", indicator, reporter=reporter, as_of=as_of)
    rows = rows[rows["entity"].isin([*states, "WLD"])]
    newest = rows.drop_duplicates(["entity", "year"], keep="last")
    found = []
    for year, one in newest.groupby("year"):
        if len(one) == len(states) + 1:
            is_world = one["entity"] == "WLD"
            parts, whole = one[~is_world], one[is_world]
            value = measures.share(float(parts["value"].sum()), _only(whole))
            found.append(Share(int(str(year)), value, parts, whole))
    return tuple(found)


def period(first_year: int, last_year: int) -> range:
    """Return the years asked for; ParameterError when they run backwards."""
    if first_year > last_year:
        raise ParameterError(f"first_year {first_year} is after last_year {last_year}: swap them")
    return range(first_year, last_year + 1)


@kept
def uranium(as_of: date | None) -> tuple[Item, ...]:
    """Return the region's share by edition, newest edition of the declared cost class first."""
    same_class = [*_tables(as_of), *_rounded_shares(as_of), *_bounded(as_of)]
    same_class.sort(key=lambda item: item.period, reverse=True)
    older = [replace(item, match=Match.VINTAGE) for item in same_class[1:]]
    return (*same_class[:1], *older, *_wider_class(as_of))


def _tables(as_of: date | None) -> Iterator[Item]:
    """Yield tables that give both states and the world in tonnes."""
    rows = data.observations("resources", "uranium_lt130", as_of=as_of)
    for (_, year), one in rows.groupby(["source", "year"]):
        parts, whole = _parts(one, URANIUM), one[one["entity"] == "WLD"]
        if len(parts) and len(whole) == 1:
            yield share(parts, whole, f"{_reporter(one)}, 1 January {year}")


def _rounded_shares(as_of: date | None) -> Iterator[Item]:
    """Yield tables that give Kazakhstan's share rounded to a percent and Uzbekistan's in tonnes."""
    published = data.observations("resources", "uranium_share_published", entity="KAZ", as_of=as_of)
    tonnes = data.observations("resources", "uranium_lt130", as_of=as_of)
    for row in data.records(published):
        same = tonnes[tonnes["source"] == row["source"]]
        rest, whole = same[same["entity"] == "UZB"], same[same["entity"] == "WLD"]
        if len(rest) == 1 and len(whole) == 1:
            value = row["value"] + measures.share(_only(rest), _only(whole))
            yield from_rows(
                pd.concat([pd.DataFrame([row]), rest, whole]),
                value,
                f"{_reporter(whole)}, 1 January {row['period']}",
                "percent",
                low=value - HALF_PERCENT,
                high=value + HALF_PERCENT,
            )


def _bounded(as_of: date | None) -> Iterator[Item]:
    """Yield tables whose world total is only bounded by the rounded shares of the countries."""
    low, high = (
        data.observations("resources", f"uranium_lt130_{end}", entity="WLD", as_of=as_of)
        for end in ("low", "high")
    )
    tonnes = data.observations("resources", "uranium_lt130", entity=URANIUM, as_of=as_of)
    for source in low["source"]:
        ends = [one[one["source"] == source] for one in (high, low)]
        parts = _parts(tonnes[tonnes["source"] == source], URANIUM)
        if len(parts) and all(len(end) == 1 for end in ends):
            least, most = (measures.share(float(parts["value"].sum()), _only(end)) for end in ends)
            yield from_rows(
                pd.concat([parts, *ends]),
                (least + most) / 2,
                f"{_reporter(parts)}, {parts['period'].iloc[0]} edition",
                "percent",
                low=least,
                high=most,
            )


def _wider_class(as_of: date | None) -> Iterator[Item]:
    """Yield the newest edition in the wider cost class, from figures rounded by the press."""
    indicator = "uranium_recoverable_rounded"
    rounded = data.observations("resources", indicator, entity=URANIUM, as_of=as_of)
    world = data.observations("resources", "uranium_lt260", entity="WLD", as_of=as_of)
    for year, one in rounded.groupby("year"):
        parts, whole = _parts(one, URANIUM), world[world["year"] == year].tail(1)
        if len(parts) and len(whole):
            tonnes, total = float(parts["value"].sum()), _only(whole)
            slack = ROUNDED_TO / 2 * len(parts)
            yield from_rows(
                pd.concat([parts, whole]),
                measures.share(tonnes, total),
                f"{_reporter(whole)}, 1 January {year}, below 260 USD per kg",
                "percent",
                match=Match.DEFINITION,
                low=measures.share(tonnes - slack, total),
                high=measures.share(tonnes + slack, total),
            )


def _parts(rows: pd.DataFrame, entities: tuple[str, ...]) -> pd.DataFrame:
    """Return the rows of the entities, or none when one of them is missing."""
    found = rows[rows["entity"].isin(entities)]
    return found if set(found["entity"]) == set(entities) else found.head(0)


def _only(rows: pd.DataFrame) -> float:
    return float(data.records(rows)[0]["value"])


def _reporter(rows: pd.DataFrame) -> str:
    return data.reporter_name(data.records(rows)[0]["reporter"])
