"""Exhibits on trade with China."""

from __future__ import annotations

import pandas as pd

from analysis import charts, measures
from analysis.claims import claims
from analysis.countries import CENTRAL_ASIA, country
from analysis.errors import NoData
from analysis.exhibits import Exhibit, derived, exhibit, numbers
from analysis.moments import day, span
from analysis.numbers import listed, plain, signed
from analysis.topics.trade.flows import china_side, mirror_pairs


@exhibit
def level_and_growth(as_of: str) -> Exhibit:
    """Show China-reported turnover with the five states, and its growth."""
    rows = china_side("CA5", day(as_of))
    if rows.empty:
        raise NoData("no figure of China’s customs for the region was public on that day")
    levels = rows.set_index("year")["value"]
    growth = measures.growth(levels)
    last = int(levels.index.max())
    claimed = int(claims()["china-trade"].period)
    return Exhibit(
        title=f"China’s customs counted {plain(levels[last], 1)} bn USD in {last}{_rise(growth, last)}",
        subtitle=f"Goods turnover of China with the five states, current bn USD, {_span(levels)}; growth in %",
        chart=charts.level_growth(levels, growth, "bn USD", highlight=claimed),
        numbers=numbers([rows, *_growth_rows(rows, growth)]),
        alt="Turnover in bn USD: "
        + "; ".join(f"{year} {plain(value, 1)}" for year, value in levels.items())
        + ". Years without a figure are shown as gaps.",
    )


def _rise(growth: pd.Series, last: int) -> str:  # type: ignore[type-arg] # an index of years
    value = growth.get(last)
    return "" if value is None or value != value else f", {signed(value)} % on the year before"


def _span(levels: pd.Series) -> str:  # type: ignore[type-arg] # an index of years
    return f"{levels.index.min()}–{levels.index.max()}"


def _growth_rows(rows: pd.DataFrame, growth: pd.Series) -> list[pd.DataFrame]:  # type: ignore[type-arg] # an index of years
    return [
        derived(
            rows[rows["year"].isin([year - 1, year])],
            float(value),
            f"value({year}) / value({year - 1}) − 1, in percent",
            indicator="growth of turnover_china",
            period=str(year),
            unit="percent",
        )
        for year, value in growth.dropna().items()
        if isinstance(year, int)
    ]


@exhibit
def shares_by_country(as_of: str) -> Exhibit:
    """Show each state's share of the five states' turnover with China, year by year."""
    rows = china_side(CENTRAL_ASIA, day(as_of))
    wide = rows.pivot_table(index="entity", columns="year", values="value", aggfunc="first")
    wide = wide.reindex(list(CENTRAL_ASIA)).dropna(axis="columns")
    if wide.shape[1] < 2:
        raise NoData("fewer than two years with a figure for each of the five states were public")
    shares = pd.DataFrame({y: measures.share(wide[y], measures.total(wide[y])) for y in wide})
    first, last = int(wide.columns[0]), int(wide.columns[-1])
    moved = (shares[last] - shares[first]).abs().idxmax()
    named = shares.rename(index=lambda iso3: country(iso3).name)
    return Exhibit(
        title=f"{country(moved).name}’s share moved most: from {plain(shares.loc[moved, first], 1)} to"
        f" {plain(shares.loc[moved, last], 1)} %",
        subtitle=f"Share of each state in the five states’ turnover with China, %, China’s customs, {first}–{last}",
        chart=charts.slope(named, highlight=[country(moved).name]),
        numbers=numbers([rows[rows["year"].isin(wide.columns)], *_share_rows(rows, shares)]),
        alt="; ".join(
            f"{name} {plain(row[first], 1)} % in {first} and {plain(row[last], 1)} % in {last}"
            for name, row in named.iterrows()
        )
        + ".",
    )


def _share_rows(rows: pd.DataFrame, shares: pd.DataFrame) -> list[pd.DataFrame]:
    return [
        derived(
            rows[rows["year"] == year],
            float(value),
            "value of the state / sum of the five states, in percent",
            entity=str(iso3),
            indicator="share of turnover_china",
            unit="percent",
        )
        for year in shares.columns
        for iso3, value in shares[year].items()
    ]


@exhibit
def mirror_gap(as_of: str) -> Exhibit:
    """Show what China and what the partner reports for the same trade over the same months."""
    year = int(claims()["china-trade"].period)
    rows = mirror_pairs(year, day(as_of))
    if rows.empty:
        raise NoData(f"no two sides had published a figure for the same part of {year} by that day")
    pairs = rows.pivot_table(index="entity", columns="side", values="value", aggfunc="first")
    names = {
        str(row.entity): _mirror_name(str(row.entity), str(row.period)) for row in rows.itertuples()
    }
    widest = str((pairs["China"] / pairs["Partner"]).idxmax())
    ratio = pairs.loc[widest, "China"] / pairs.loc[widest, "Partner"]
    gaps = {
        iso3: measures.mirror_asymmetry(*pairs.loc[iso3, ["China", "Partner"]]) for iso3 in names
    }
    missing = [country(iso3).name for iso3 in CENTRAL_ASIA if iso3 not in names]
    shown = pairs.rename(index=names)[["China", "Partner"]]
    return Exhibit(
        title=f"China records {plain(ratio, 1)} times the trade that {country(widest).name} does",
        subtitle=f"Turnover with China by reporter, current bn USD, {year}; gap in % of China’s figure",
        chart=charts.dumbbell(
            shown,
            "bn USD",
            gaps={names[i]: f"{signed(-gap.of_first, 0)} %" for i, gap in gaps.items()},
        ),
        numbers=numbers([rows, *_gap_rows(rows, gaps)]),
        alt=listed([_pair(str(name), *row) for name, row in shown.iterrows()]) + ".",
        note="The partner’s figure is the national statistics office’s where one was found for the same months,"
        " else that of the Eurasian Development Bank, which for Turkmenistan repeats China’s own."
        + (f" No pair was found for {listed(missing)}." if missing else ""),
    )


def _mirror_name(iso3: str, period: str) -> str:
    name = country(iso3).name
    return name if period.isdigit() else f"{name}, {span(period).rpartition(' ')[0]}"


def _gap_rows(rows: pd.DataFrame, gaps: dict[str, measures.Mirror]) -> list[pd.DataFrame]:
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
