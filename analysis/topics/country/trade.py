"""Turnover with China as each side records it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pandas as pd

from analysis import data
from analysis.charts.lines import Panel, vintage_lines
from analysis.errors import NoData
from analysis.exhibits import Exhibit, derived, exhibit, numbers
from analysis.kept import kept
from analysis.moments import day, span
from analysis.numbers import DASH, listed, plain, spread
from analysis.topics.country.series import CHINA, name_of, newest
from analysis.topics.resources.shares import period
from analysis.topics.trade.flows import PARTNERS, by_year, china_side, mirror_pairs

CUSTOMS, OFFICE, WITS, BANK = (
    "China’s customs",
    "National office",
    "Own record in WITS",
    "Eurasian Development Bank",
)

_SAME = 0.005
_SIDES = ("China", "Partner")


@kept
def sides(iso3: str, as_of: date | None, wanted: range) -> Mapping[str, pd.DataFrame]:
    """Return turnover with China by who recorded it, one row a year; the region's for China."""
    entity = "CA5" if iso3 == CHINA else iso3
    last = wanted[-1]
    found = {
        CUSTOMS: china_side(entity, as_of),
        OFFICE: newest("trade", "turnover_china", entity, as_of, last, reporter=PARTNERS[:-1]),
        WITS: _wits(entity, as_of, last),
        BANK: newest("trade", "turnover_china", entity, as_of, last, reporter="EDB"),
    }
    kept = {name: rows[rows["year"].isin(wanted)] for name, rows in found.items() if len(rows)}
    return {name: rows for name, rows in kept.items() if len(rows)}


def _wits(entity: str, as_of: date | None, last_year: int) -> pd.DataFrame:
    """Return exports plus imports as the economy itself recorded them, where both are there."""
    flows = [
        newest("trade", name, entity, as_of, last_year, reporter="WITS")
        for name in ("exports_to_china", "imports_from_china")
    ]
    common = sorted(set(flows[0]["year"]) & set(flows[1]["year"]))
    rows = []
    for year in common:
        both = pd.concat([one[one["year"] == year] for one in flows])
        value = float(both["value"].sum(skipna=False))
        row = derived(both, value, "exports + imports", indicator="turnover_china")
        rows.append(row.assign(year=year))
    return pd.concat(rows, ignore_index=True) if rows else flows[0].head(0)


@exhibit
@kept
def china_trade(iso3: str, as_of: str, first_year: int, last_year: int) -> Exhibit:
    """Show turnover with China as each side records it, year by year, with the gaps left open."""
    wanted = period(first_year, last_year)
    found = sides(iso3, day(as_of), wanted)
    whose = "the five states" if iso3 == CHINA else name_of(iso3)
    if not found:
        raise NoData(
            f"no turnover between China and {whose} in {first_year}–{last_year} was public"
        )
    lines = {name: pd.Series(by_year(rows)) for name, rows in found.items()}
    pair = part_year(iso3, day(as_of), wanted)
    return Exhibit(
        title=_title(lines, pair),
        subtitle=f"Goods turnover of China with {whose}, current bn USD, {_extent(lines)}, by"
        " reporter; a year without a figure is a gap",
        chart=vintage_lines([_panel(whose, lines)], unit="bn USD", tall=40),
        numbers=numbers([*found.values(), pair]),
        alt="; ".join(
            f"{name}: " + ", ".join(f"{year} {plain(value, 1)}" for year, value in line.items())
            for name, line in lines.items()
        )
        + " bn USD.",
        note=_beside(pair),
    )


def part_year(iso3: str, as_of: date | None, wanted: range) -> pd.DataFrame:
    """Return both sides' rows for the latest same part of a year; no row where there is none."""
    pairs = mirror_pairs(wanted[0], as_of).head(0)
    for year in reversed(wanted) if iso3 != CHINA else ():
        rows = mirror_pairs(year, as_of)
        rows = rows[rows["entity"] == iso3]
        if len(rows):
            return rows[rows["period"].str.contains("/")]
    return pairs


def _beside(pair: pd.DataFrame) -> str:
    if pair.empty:
        return ""
    said = [
        f"{data.reporter_name(row['reporter'])} {plain(row['value'], 1)}"
        for row in data.records(pair)
    ]
    return f"For {span(pair['period'].iloc[0])}, not drawn: {' and '.join(said)} bn USD."


def is_repeat(value: float, customs: float) -> bool:
    """Tell whether a figure is China's own told again: they differ by less than half a percent."""
    return abs(value / customs - 1) < _SAME


def _panel(whose: str, lines: Mapping[str, pd.Series]) -> Panel:
    """Return the lines with every year between their ends, so that a gap breaks them."""
    drawn = {
        f"{name}, {plain(line[line.index[-1]], 1)}": line.reindex(
            range(line.index[0], line.index[-1] + 1)
        )
        for name, line in lines.items()
    }
    return Panel(f"China and {whose}", drawn)


def _extent(lines: Mapping[str, pd.Series]) -> str:
    known = sorted({year for line in lines.values() for year in line.index})
    return spread(known[0], known[-1], 0).replace(",", "")


def _title(lines: Mapping[str, pd.Series], pair: pd.DataFrame) -> str:
    customs = lines.get(CUSTOMS)
    if customs is None:
        name, line = next(iter(lines.items()))
        year = line.index[-1]
        return f"{name} counted {plain(line[year], 1)} bn USD in {year}; China’s count is missing"
    others = [(name, line) for name, line in lines.items() if name != CUSTOMS]
    for year in reversed(customs.index):
        for name, line in others:
            if year in line.index and not is_repeat(line[year], customs[year]):
                short = "EDB" if name == BANK else "partner"
                return (
                    f"For {year}, China counts {plain(customs[year], 1)} bn USD,"
                    f" the {short} {plain(line[year], 1)}"
                )
    if len(pair):
        ours, theirs = (float(pair[pair["side"] == side]["value"].iloc[0]) for side in _SIDES)
        return (
            f"For {span(pair['period'].iloc[0])}, China counts {plain(ours, 1)} bn USD,"
            f" the partner {plain(theirs, 1)}"
        )
    year = customs.index[-1]
    return f"China counts {plain(customs[year], 1)} bn USD in {year}; no second record beside it"


def missing_years(rows: pd.DataFrame, wanted: range) -> str:
    """Return the years without a figure, runs as spans; empty when there is none."""
    known = set(rows["year"])
    runs: list[list[int]] = []
    for year in wanted:
        if year in known:
            continue
        if runs and runs[-1][-1] == year - 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    return listed([DASH.join(dict.fromkeys((str(run[0]), str(run[-1])))) for run in runs])
