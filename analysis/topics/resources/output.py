"""Reserves and resources beside what is taken out of the ground, as shares and in years."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from analysis import data, measures
from analysis.charts.mirrors import dumbbell
from analysis.claims import Match
from analysis.errors import NoData
from analysis.exhibits import Exhibit, derived, exhibit, numbers
from analysis.moments import day
from analysis.numbers import plain
from analysis.topics.resources.rows import item_rows, share_rows
from analysis.topics.resources.shares import OIL_AND_GAS, URANIUM, Share, shares, uranium
from analysis.units import unit

STOCKS = {"Oil": "oil", "Natural gas": "gas"}
"""The commodities with proved reserves, and the stem of their indicators."""


@dataclass(frozen=True)
class Pair:
    """The region's share of a stock and of the output of the same year, in percent."""

    name: str
    year: int
    stock: float
    output: float
    rows: tuple[pd.DataFrame, ...]


@exhibit
def reserves_against_output(as_of: str, last_year: int) -> Exhibit:
    """Show the region's share of reserves or resources beside its share of the year's output."""
    pairs = list(_pairs(day(as_of), last_year))
    if not pairs:
        raise NoData("no year with both reserves and output was public on that day")
    widest = max(pairs, key=lambda pair: max(pair.output / pair.stock, pair.stock / pair.output))
    known = "known resources" if widest.name == "Uranium" else "proved reserves"
    return Exhibit(
        title=f"{widest.name}: {plain(widest.stock, 1)} % of {known},"
        f" {plain(widest.output, 1)} % of the world’s output",
        subtitle="Central Asia’s share of the world, %: proved reserves of oil and gas, uranium"
        " resources below 130 USD per kg, and output of the same year",
        chart=dumbbell(
            pd.DataFrame(
                {f"{one.name}, {one.year}": (one.stock, one.output) for one in pairs},
                index=["share of reserves or resources", "share of output"],
            ).T,
            "% of the world",
        ),
        numbers=numbers([rows for pair in pairs for rows in pair.rows]),
        alt="; ".join(
            f"{one.name} in {one.year}: {plain(one.stock, 1)} % of reserves or resources,"
            f" {plain(one.output, 1)} % of output"
            for one in pairs
        )
        + ".",
        note="A share of reserves says what is known to be left, a share of output what is taken"
        " out in one year; neither can be read as the other.",
    )


def _pairs(as_of: date | None, last_year: int) -> Iterator[Pair]:
    for name, stem in STOCKS.items():
        stocks = {one.year: one for one in shares(f"{stem}_reserves", "EI", as_of)}
        outputs = {one.year: one for one in shares(f"{stem}_production", "EI", as_of)}
        years = [year for year in stocks if year in outputs and year <= last_year]
        for year in sorted(years)[-1:]:
            rows = (
                share_rows(stocks[year], f"{stem}_reserves", OIL_AND_GAS),
                share_rows(outputs[year], f"{stem}_production", OIL_AND_GAS),
            )
            yield Pair(name, year, stocks[year].value, outputs[year].value, rows)
    yield from _uranium_pair(as_of, last_year)


def _uranium_pair(as_of: date | None, last_year: int) -> Iterator[Pair]:
    mined = {one.year: one for one in mining(as_of)}
    tables = [
        (int(item.period), item)
        for item in uranium(as_of)
        if item.match is not Match.DEFINITION and int(item.period) in mined
    ]
    known = [(year, item) for year, item in tables if year <= last_year]
    for year, item in sorted(known, key=lambda one: one[0])[-1:]:
        rows = (item_rows([item]), share_rows(mined[year], "uranium_production", URANIUM))
        yield Pair("Uranium", year, item.value, mined[year].value, rows)


def mining(as_of: date | None) -> tuple[Share, ...]:
    """Return the region's share of the world's uranium mining per year, oldest first."""
    return shares("uranium_production", "WNA", as_of, URANIUM)


@dataclass(frozen=True)
class Ratio:
    """Reserves, output and their ratio in one place and year; `rows` are what it comes from."""

    place: str
    year: int
    reserves: float
    output: float
    years: float
    rows: pd.DataFrame


def ratios(stem: str, as_of: date | None, last_year: int) -> dict[str, Ratio]:
    """Return reserves over output by place for the latest year with both, for oil or gas.

    Reserves are in bn barrels or tcm, output in thousand barrels per day or bcm.
    """
    both = [
        data.observations("resources", f"{stem}_{kind}", reporter="EI", as_of=as_of)
        for kind in ("reserves", "production")
    ]
    common = set(both[0]["year"]) & set(both[1]["year"])
    years = sorted(year for year in common if year <= last_year)
    if not years:
        return {}
    stock, flow = (_by_place(one[one["year"] == years[-1]]) for one in both)
    places = [place for place in (*OIL_AND_GAS, "CHN", "WLD") if place in stock and place in flow]
    found = {place: _ratio(place, [stock[place]], [flow[place]]) for place in places}
    if all(place in found for place in OIL_AND_GAS):
        parts = [[one[place] for place in OIL_AND_GAS] for one in (stock, flow)]
        found["CA5"] = _ratio("CA5", *parts)
    return found


def _by_place(rows: pd.DataFrame) -> dict[str, Mapping[str, Any]]:
    return {row["entity"]: row for row in data.records(rows)}


def _ratio(place: str, stock: list[Mapping[str, Any]], flow: list[Mapping[str, Any]]) -> Ratio:
    reserves, output = (sum(float(row["value"]) for row in one) for one in (stock, flow))
    a_year = output * yearly(flow[0]["unit"], stock[0]["unit"])
    return Ratio(
        place,
        int(stock[0]["year"]),
        reserves,
        output,
        measures.reserves_to_production(reserves, a_year),
        pd.DataFrame([*stock, *flow]),
    )


def yearly(rate: str, stock: str) -> float:
    """Return how many units of a stock one unit of an output makes in a year of 365 days."""
    return unit(rate).factor / unit(stock).factor


def ratio_rows(ratio: Ratio, stem: str) -> pd.DataFrame:
    """Return a ratio as a row for a data file."""
    return derived(
        ratio.rows,
        ratio.years,
        "reserves at the end of the year / output of the year; a day’s output times 365",
        entity=ratio.place,
        indicator=f"reserves to production of {stem}",
        unit="years",
    )
