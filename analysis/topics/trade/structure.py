"""Which state adds what to the five states' trade with China."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

import pandas as pd

from analysis import measures
from analysis.charts.steps import waterfall
from analysis.countries import CENTRAL_ASIA
from analysis.errors import NoData
from analysis.exhibits import Exhibit, derived, exhibit, numbers
from analysis.moments import day
from analysis.numbers import signed
from analysis.tables import table
from analysis.topics.trade import asked, cells, sides
from analysis.topics.trade.asked import FIRST_YEAR, GACC, LAST_YEAR, NATIONAL
from analysis.topics.trade.sides import Level

PARTS = "The parts of a year can miss its total by the rounding of what was published."
ROUNDING = "Rounding of the published totals"


def complete(side: str, years: range, as_of: date | None) -> dict[int, dict[str, Level]]:
    """Return each state's level in the years in which all five have one."""
    series = {iso3: sides.turnover_of(side, iso3, years, as_of) for iso3 in CENTRAL_ASIA}
    whole = set.intersection(*(set(one) for one in series.values()))
    return {year: {iso3: series[iso3][year] for iso3 in CENTRAL_ASIA} for year in sorted(whole)}


def _pairs(years: range, as_of: date | None) -> dict[int, pd.Series]:
    """Return contributions in percentage points by year, on the published total of the year before.

    The last entry, named "", is total growth.
    """
    parts = complete(GACC, years, as_of)
    totals = sides.turnover_of(GACC, "CA5", years, as_of)
    found = {}
    for year in parts:
        if year - 1 not in parts or not {year - 1, year} <= set(totals):
            continue
        before, after = (
            pd.Series({iso3: one.value for iso3, one in parts[at].items()})
            for at in (year - 1, year)
        )
        added = measures.contribution(before, after, base=totals[year - 1].value)
        added[""] = measures.growth_between(totals[year - 1].value, totals[year].value)
        found[year] = added
    return found


def _inputs(year: int, as_of: date | None) -> pd.DataFrame:
    """Return the rows of both years behind the contributions to growth in a year."""
    pair = range(year - 1, year + 1)
    levels = [sides.turnover_of(GACC, one, pair, as_of).values() for one in ("CA5", *CENTRAL_ASIA)]
    return pd.concat([one.rows for series in levels for one in series], ignore_index=True)


def _added_rows(year: int, added: pd.Series, rows: pd.DataFrame) -> Iterator[pd.DataFrame]:
    for iso3 in CENTRAL_ASIA:
        base = rows[(rows["entity"] == "CA5") & (rows["period"] == str(year - 1))]
        yield derived(
            pd.concat([rows[rows["entity"] == iso3], base]),
            float(added[iso3]),
            f"(value({year}) − value({year - 1})) / published total of {year - 1}, in points",
            entity=iso3,
            indicator="contribution to growth of turnover_china",
            period=str(year),
            unit="pp",
        )


@exhibit
def contributions(
    as_of: str,
    countries: Sequence[str] = CENTRAL_ASIA,
    first_year: int = FIRST_YEAR,
    last_year: int = LAST_YEAR,
    reporter: str = GACC,
) -> Exhibit:
    """Show what each state added to the growth of the five states' trade with China."""
    states, years = asked.chosen(countries), asked.years(first_year, last_year)
    refuse_national(reporter)
    found = _pairs(years, day(as_of))
    year = asked.focus(found, "no pair of years with a figure for each of the five states")
    added, rows = found[year], _inputs(year, day(as_of))
    steps = _steps(added, states)
    most = max(CENTRAL_ASIA, key=lambda iso3: added[iso3])
    return Exhibit(
        title=f"{asked.name(most)} added most in {year}: {signed(added[most], 2)} of"
        f" {signed(added[''], 2)} percentage points",
        subtitle=f"Contribution to growth of turnover with China, {year - 1}–{year}, percentage"
        f" points of the published total of {year - 1}, China’s customs",
        chart=waterfall(steps, float(added[""]), total_label="Growth of the total"),
        numbers=numbers([rows, *_added_rows(year, added, rows)]),
        alt=cells.sentence(
            [f"{label} {signed(value, 2)} points" for label, value in steps.items()]
        ),
        note=by_the_customs(reporter),
    )


def _steps(added: pd.Series, states: Sequence[str]) -> pd.Series:
    """Return the bars: the chosen states by size, the others as one, and what rounding leaves."""
    order = sorted(states, key=lambda iso3: -added[iso3])
    steps = {asked.name(iso3): float(added[iso3]) for iso3 in order}
    rest = [iso3 for iso3 in CENTRAL_ASIA if iso3 not in states]
    if rest:
        steps[f"Not chosen ({len(rest)})"] = float(added[rest].sum())
    steps[ROUNDING] = float(added[""] - added[list(CENTRAL_ASIA)].sum())
    return pd.Series(steps)


def refuse_national(reporter: str) -> None:
    """Raise NoData when only the national sources are asked for."""
    if asked.sides(reporter) == (NATIONAL,):
        raise NoData(
            "the national sources never give all five states for one year, so the parts of their"
            " total are not known; choose China’s customs"
        )


def by_the_customs(reporter: str) -> str:
    """Say that only one side is shown, where both were asked for."""
    if NATIONAL not in asked.sides(reporter):
        return ""
    return "China’s customs only: the national sources never give all five states for one year."


@exhibit
def contributions_by_year(
    as_of: str,
    countries: Sequence[str] = CENTRAL_ASIA,
    first_year: int = FIRST_YEAR,
    last_year: int = LAST_YEAR,
    reporter: str = GACC,
) -> Exhibit:
    """Show the contributions to growth for every pair of years that has all five states."""
    states, years = asked.chosen(countries), asked.years(first_year, last_year)
    refuse_national(reporter)
    found = _pairs(years, day(as_of))
    if not found:
        raise NoData("no pair of years with a figure for each of the five states was public")
    leaders = {year: max(CENTRAL_ASIA, key=lambda i: found[year][i]) for year in found}
    firsts = [asked.name(leaders[year]) for year in found]
    rows = {year: _inputs(year, day(as_of)) for year in found}
    return Exhibit(
        title=f"Largest contributor: {'; '.join(_led(firsts, list(found)))}",
        subtitle="Contribution to nominal growth of turnover with China, percentage points of the"
        " published total of the year before, China’s customs",
        table=table(
            [
                {"state": label, **{str(year): added[key] for year, added in found.items()}}
                for key, label in (*((i, asked.name(i)) for i in states), ("", "All five, %"))
            ],
            [cells.text("state", "State"), *(cells.change(str(y), str(y), 2) for y in found)],
        ),
        numbers=numbers(
            [*rows.values(), *(r for y in found for r in _added_rows(y, found[y], rows[y]))]
        ),
        alt=cells.sentence(
            [f"{year}: {asked.name(i)} {signed(found[year][i], 2)}" for year, i in leaders.items()]
        ),
        note=" ".join(filter(None, [PARTS, by_the_customs(reporter)])),
    )


def _led(firsts: Sequence[str], years: Sequence[int]) -> Iterator[str]:
    """Yield each state with the years in which it added most, for a title."""
    for name in dict.fromkeys(firsts):
        led = [str(year) for year, one in zip(years, firsts, strict=True) if one == name]
        yield f"{name} {', '.join(led)}"
