"""How concentrated trade with China is in few of the states."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from analysis import measures
from analysis.countries import CENTRAL_ASIA
from analysis.errors import NoData
from analysis.exhibits import Exhibit, derived, exhibit, numbers
from analysis.moments import day
from analysis.numbers import plain
from analysis.tables import table
from analysis.topics.trade import asked, cells, structure
from analysis.topics.trade.asked import FIRST_YEAR, GACC, LAST_YEAR
from analysis.topics.trade.sides import Level

NOTE = (
    "Both normalisations run from 0 for an even split to 1 for a single state; they are different"
    " formulas, and one is not to be compared with the other."
)


@exhibit
def concentration(
    as_of: str,
    countries: Sequence[str] = CENTRAL_ASIA,
    first_year: int = FIRST_YEAR,
    last_year: int = LAST_YEAR,
    reporter: str = GACC,
) -> Exhibit:
    """Show how concentrated the chosen states' trade with China is, with both normalisations."""
    states, years = asked.chosen(countries), asked.years(first_year, last_year)
    structure.refuse_national(reporter)
    if len(states) < 2:
        raise NoData("concentration needs at least two states to choose from")
    parts = structure.complete(GACC, years, day(as_of))
    if not parts:
        raise NoData("no year with a figure for each of the five states was public on that day")
    made = [_indices(year, [one[iso3] for iso3 in states]) for year, one in parts.items()]
    return Exhibit(
        title=_title(made),
        subtitle=f"Herfindahl–Hirschman index of turnover with China over {asked.place(states)},"
        " China’s customs; 0 to 1",
        table=table(
            made,
            [
                cells.text("year", "Year"),
                cells.number("hhi", "HHI, Σ s²", 4),
                cells.number("even", "Even split, 1/n", 4),
                cells.number("wb", "Normalised, World Bank", 4),
                cells.number("unctad", "Normalised, UNCTAD", 4),
            ],
        ),
        numbers=numbers([row["rows"] for row in made] + [one for r in made for one in r["made"]]),
        alt=cells.sentence([f"{row['year']} {plain(row['hhi'], 4)}" for row in made]),
        note=" ".join(filter(None, [NOTE, structure.by_the_customs(reporter)])),
    )


def _title(made: Sequence[Mapping[str, Any]]) -> str:
    first, last = made[0], made[-1]
    if len(made) == 1:
        return f"Concentration was {plain(last['hhi'], 3)} in {last['year']}"
    verb = "rose" if last["hhi"] > first["hhi"] else "did not rise"
    ends = [f"{plain(one['hhi'], 3)} in {one['year']}" for one in (first, last)]
    return f"Concentration {verb}: {ends[0]}, {ends[1]}"


def _indices(year: int, parts: Sequence[Level]) -> dict[str, Any]:
    values = [one.value for one in parts]
    rows = pd.concat([one.rows for one in parts], ignore_index=True)
    indices = {
        "hhi": measures.hhi(values),
        "wb": measures.hhi_normalised_wb(values),
        "unctad": measures.hhi_normalised_unctad(values),
    }
    return {
        "year": str(year),
        "even": 1 / len(values),
        "rows": rows,
        "made": [_index_row(rows, name, value) for name, value in indices.items()],
        **indices,
    }


FORMULAS: Mapping[str, str] = {
    "hhi": "sum of squared shares",
    "wb": "(H − 1/n) / (1 − 1/n), World Bank",
    "unctad": "(√H − √(1/n)) / (1 − √(1/n)), UNCTAD",
}


def _index_row(rows: pd.DataFrame, name: str, value: float) -> pd.DataFrame:
    return derived(rows, value, FORMULAS[name], indicator=f"concentration, {name}", unit="index")
