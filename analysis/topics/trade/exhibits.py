"""Exhibits on trade with China."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from analysis import data, measures
from analysis.charts.mirrors import dumbbell
from analysis.charts.slopes import slope
from analysis.charts.years import level_growth
from analysis.claims import claims
from analysis.countries import CENTRAL_ASIA, country
from analysis.errors import NoData
from analysis.exhibits import Exhibit, derived, exhibit, numbers
from analysis.measures import Mirror
from analysis.moments import day, span
from analysis.numbers import listed, plain, signed
from analysis.topics.trade import asked, structure
from analysis.topics.trade.flows import by_year, china_side, mirror_pairs


@exhibit
def level_and_growth(as_of: str) -> Exhibit:
    """Show China-reported turnover with the five states, and its growth."""
    rows = china_side("CA5", day(as_of))
    if rows.empty:
        raise NoData("no figure of China’s customs for the region was public on that day")
    levels = pd.Series(by_year(rows))
    growth = {year: rate for year, rate in measures.growth(levels).items() if rate == rate}
    first, last = rows["year"].min(), rows["year"].max()
    rise = f", {signed(growth[last])} % on the year before" if last in growth else ""
    return Exhibit(
        title=f"China’s customs counted {plain(levels[last], 1)} bn USD in {last}{rise}",
        subtitle="Goods turnover of China with the five states, current bn USD,"
        f" {first}–{last}; growth in %",
        chart=level_growth(
            levels,
            measures.growth(levels),
            "bn USD",
            highlight=int(claims()["china-trade"].period),
        ),
        numbers=numbers([rows, *_growth_rows(rows)]),
        alt="Turnover in bn USD: "
        + "; ".join(f"{year} {plain(value, 1)}" for year, value in by_year(rows).items())
        + ". Years without a figure are shown as gaps.",
    )


def _growth_rows(rows: pd.DataFrame) -> list[pd.DataFrame]:
    levels = by_year(rows)
    return [
        derived(
            rows[rows["year"].isin([year - 1, year])],
            measures.growth_between(levels[year - 1], levels[year]),
            f"value({year}) / value({year - 1}) − 1, in percent",
            indicator="growth of turnover_china",
            period=str(year),
            unit="percent",
        )
        for year in levels
        if year - 1 in levels
    ]


@exhibit
def shares_by_country(
    as_of: str,
    countries: Sequence[str] = CENTRAL_ASIA,
    first_year: int = asked.FIRST_YEAR,
    last_year: int = asked.LAST_YEAR,
    reporter: str = asked.GACC,
) -> Exhibit:
    """Show each state's share of the five states' turnover with China; the mover is in colour."""
    states, years = asked.chosen(countries), asked.years(first_year, last_year)
    structure.refuse_national(reporter)
    rows = china_side(CENTRAL_ASIA, day(as_of))
    rows = rows[rows["year"].isin(list(years))]
    complete = [y for y in set(rows["year"]) if sum(rows["year"] == y) == len(CENTRAL_ASIA)]
    if len(complete) < 2:
        raise NoData("fewer than two years with a figure for each of the five states were public")
    rows = rows[rows["year"].isin(complete)]
    shares = {
        (row["entity"], row["year"]): measures.share(row["value"], whole)
        for _, one in rows.groupby("year")
        for whole in [float(one["value"].sum())]
        for row in data.records(one)
    }
    first, last = min(complete), max(complete)
    moves = {iso3: abs(shares[iso3, last] - shares[iso3, first]) for iso3 in states}
    mover = max(moves, key=lambda iso3: moves[iso3])
    return Exhibit(
        title=f"{country(mover).name}’s share moved most: from {plain(shares[mover, first], 1)} to"
        f" {plain(shares[mover, last], 1)} %",
        subtitle="Share of each state in the five states’ turnover with China, %,"
        f" China’s customs, {first}–{last}",
        chart=slope(_wide(shares), highlight=[country(mover).name]),
        numbers=numbers([rows, *_share_rows(rows, shares)]),
        alt=_share_words(shares, first, last),
    )


def _share_words(shares: Mapping[tuple[str, int], float], first: int, last: int) -> str:
    told = (
        f"{country(iso3).name} {plain(shares[iso3, first], 1)} % in {first} and"
        f" {plain(shares[iso3, last], 1)} % in {last}"
        for iso3 in CENTRAL_ASIA
    )
    return f"{'; '.join(told)}."


def _wide(shares: Mapping[tuple[str, int], float]) -> pd.DataFrame:
    years = sorted({year for _, year in shares})
    return pd.DataFrame(
        {year: {country(iso3).name: shares[iso3, year] for iso3 in CENTRAL_ASIA} for year in years}
    )


def _share_rows(rows: pd.DataFrame, shares: Mapping[tuple[str, int], float]) -> list[pd.DataFrame]:
    return [
        derived(
            rows[rows["year"] == year],
            value,
            "value of the state / sum of the five states, in percent",
            entity=iso3,
            indicator="share of turnover_china",
            unit="percent",
        )
        for (iso3, year), value in shares.items()
    ]


@exhibit
def mirror_gap(as_of: str, countries: Sequence[str] = CENTRAL_ASIA) -> Exhibit:
    """Show what China and what the partner reports for the same trade over the same months."""
    year, wanted = int(claims()["china-trade"].period), asked.chosen(countries)
    rows = mirror_pairs(year, day(as_of))
    rows = rows[rows["entity"].isin(wanted)]
    if rows.empty:
        raise NoData(f"no two sides had published a figure for the same part of {year} by that day")
    sides = {(row["entity"], row["side"]): row for row in data.records(rows)}
    states = [iso3 for iso3 in CENTRAL_ASIA if (iso3, "China") in sides]
    pairs = {i: (sides[i, "China"]["value"], sides[i, "Partner"]["value"]) for i in states}
    gaps = {iso3: measures.mirror_asymmetry(*pairs[iso3]) for iso3 in states}
    names = {iso3: _name(iso3, sides[iso3, "China"]["period"]) for iso3 in states}
    widest = max(states, key=lambda iso3: gaps[iso3].log_ratio)
    ratio = plain(pairs[widest][0] / pairs[widest][1], 1)
    return Exhibit(
        title=f"China records {ratio} times the trade that {country(widest).name} does",
        subtitle=f"Turnover with China by reporter, current bn USD, {year};"
        " gap in % of China’s figure",
        chart=dumbbell(
            pd.DataFrame(
                {names[i]: pairs[i] for i in states}, index=["China’s customs", "Partner"]
            ).T,
            "bn USD",
            gaps={names[i]: f"{signed(-gaps[i].of_first, 0)} %" for i in states},
        ),
        numbers=numbers([rows, *_gap_rows(rows, gaps)]),
        alt=listed([_pair(names[iso3], *pairs[iso3]) for iso3 in states]) + ".",
        note=_mirror_note([country(i).name for i in wanted if i not in states]),
    )


def _name(iso3: str, period: str) -> str:
    name = country(iso3).name
    return name if period.isdigit() else f"{name}, {span(period).rpartition(' ')[0]}"


def _mirror_note(missing: list[str]) -> str:
    gap = f" No pair was found for {listed(missing)}." if missing else ""
    return (
        "The partner’s figure is the national statistics office’s where one was found for the same"
        " months, else that of the Eurasian Development Bank, which for Turkmenistan repeats"
        f" China’s own.{gap}"
    )


def _gap_rows(rows: pd.DataFrame, gaps: Mapping[str, Mirror]) -> list[pd.DataFrame]:
    return [
        derived(
            rows[rows["entity"] == iso3],
            gap.of_first,
            "(China − partner) / China, in percent",
            indicator="mirror asymmetry of turnover_china",
            unit="percent",
        )
        for iso3, gap in gaps.items()
    ]


def _pair(name: str, china: float, partner: float) -> str:
    return f"{name}: China {plain(china, 1)}, partner {plain(partner, 1)} bn USD"
