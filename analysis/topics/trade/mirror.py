"""The same trade in two customs' books: every form of the gap, and what officials say of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import astuple
from typing import Any

import pandas as pd

from analysis import data, measures
from analysis.countries import CENTRAL_ASIA
from analysis.errors import NoData
from analysis.exhibits import COLUMNS, Exhibit, cite, derived, exhibit, numbers
from analysis.measures import Mirror
from analysis.moments import day, span, written_loosely
from analysis.numbers import counted, plain
from analysis.tables import link, table
from analysis.topics.trade import asked, cells, sides
from analysis.topics.trade.asked import FIRST_YEAR, GACC, LAST_YEAR
from analysis.topics.trade.flows import mirror_pairs

CIF_FOB = 1.06
MIRROR_ONLY = "mirror only"
COLUMNS_OF_GAP = [
    cells.number("difference", "A − B", 2),
    cells.number("of_first", "% of A"),
    cells.number("of_second", "% of B"),
    cells.number("of_mean", "% of mean"),
    cells.number("log_ratio", "ln A/B", 3),
    cells.number("fob_difference", f"A − B÷{CIF_FOB:g}", 2),
]
TWO_SIDES = [
    cells.text("place", "State"),
    cells.text("partner", "Partner’s reporter"),
    cells.number("china", "A", 2),
    cells.number("own", "B", 2),
    *COLUMNS_OF_GAP,
]
NOTE = (
    "Turnover is exports plus imports, so each side has one leg with freight in it: dividing"
    " all of B by the CIF/FOB factor is the most it can explain. Partner: the national office,"
    " else the Eurasian Development Bank, which for Turkmenistan repeats China’s figure."
)
UNITS = ("bn USD", "percent", "percent", "percent", "index", "bn USD", "index")
FORMS = ("A − B", "(A − B) / A", "(A − B) / B", "2 (A − B) / (A + B)", "ln(A / B)")
SENSITIVITY = (f"A − B / {CIF_FOB:g}", f"ln(A / (B / {CIF_FOB:g}))")


def _gap(first: float, second: float) -> dict[str, float]:
    gap = measures.mirror_asymmetry(first, second, CIF_FOB)
    return {one.key: getattr(gap, one.key) for one in COLUMNS_OF_GAP}


def gap_rows(rows: pd.DataFrame, gap: Mirror, flow: str) -> Iterator[pd.DataFrame]:
    """Yield each form of a gap as a derived row; a form that cannot be computed is left out."""
    forms = zip(astuple(gap), UNITS, (*FORMS, *SENSITIVITY), strict=True)
    for value, unit, formula in forms:
        if value == value:
            yield derived(rows, value, formula, indicator=f"mirror gap of {flow}", unit=unit)


@exhibit
def mirror_ratios(
    as_of: str,
    countries: Sequence[str] = CENTRAL_ASIA,
    first_year: int = FIRST_YEAR,
    last_year: int = LAST_YEAR,
) -> Exhibit:
    """Show the gap between both sides' turnover in every form, for each state chosen."""
    states, years = asked.chosen(countries), asked.years(first_year, last_year)
    pairs = {year: mirror_pairs(year, day(as_of)) for year in years}
    pairs = {y: rows[rows["entity"].isin(states)] for y, rows in pairs.items()}
    year = asked.focus([y for y, rows in pairs.items() if len(rows)], "no pair of figures")
    rows = pairs[year]
    alone = sides_alone(states, rows, year, as_of)
    by_side = {(row["entity"], row["side"]): row for row in data.records(rows)}
    made = [_ratio_row(iso3, by_side, alone) for iso3 in states]
    gaps = {row["iso3"]: row["gap"] for row in made if row["gap"]}
    widest = max(gaps, key=lambda iso3: abs(gaps[iso3].log_ratio))
    return Exhibit(
        title=f"Widest in {asked.name(widest)}: {plain(gaps[widest].of_first, 0)} % of China’s"
        f" figure, {plain(gaps[widest].of_second, 0)} % of the partner’s",
        subtitle="Turnover with China, A by China’s customs and B by the partner, current bn USD,"
        f" {year} or the same months of it, and every form of their gap",
        table=table(
            made,
            TWO_SIDES,
        ),
        numbers=numbers([rows, *alone.values(), *_all_gaps(rows, gaps)]),
        alt=cells.sentence(
            [f"{asked.name(i)}: {plain(gap.of_first, 1)} % of China’s" for i, gap in gaps.items()]
        ),
        note=NOTE,
    )


def sides_alone(
    states: Sequence[str], rows: pd.DataFrame, year: int, as_of: str
) -> dict[str, pd.DataFrame]:
    """Return China's figure for each state that has no partner's figure of the same months."""
    missing = [iso3 for iso3 in states if iso3 not in set(rows["entity"])]
    found = {iso3: sides.turnover_of(GACC, iso3, [year], day(as_of)) for iso3 in missing}
    return {iso3: one[year].rows for iso3, one in found.items() if one}


def _ratio_row(
    iso3: str,
    by_side: Mapping[tuple[str, str], Mapping[str, Any]],
    alone: Mapping[str, pd.DataFrame],
) -> dict[str, Any]:
    name = asked.name(iso3)
    if (iso3, "China") not in by_side:
        single = float(alone[iso3]["value"].iloc[0]) if iso3 in alone else cells.NO_DATA
        none = MIRROR_ONLY if iso3 in alone else "no data"
        values = (single, cells.NO_DATA)
        return _row(iso3, name, none, values, None)
    china, partner = by_side[iso3, "China"], by_side[iso3, "Partner"]
    period = "" if china["period"].isdigit() else f", {span(china['period']).rpartition(' ')[0]}"
    values = (china["value"], partner["value"])
    gap = measures.mirror_asymmetry(*values, CIF_FOB)
    return _row(iso3, f"{name}{period}", data.reporter_name(partner["reporter"]), values, gap)


def _row(
    iso3: str, place: str, partner: str, values: tuple[float, float], gap: Mirror | None
) -> dict[str, Any]:
    return {
        "iso3": iso3,
        "place": place,
        "partner": partner,
        "china": values[0],
        "own": values[1],
        "gap": gap,
        **_gap(*values),
    }


def _all_gaps(rows: pd.DataFrame, gaps: Mapping[str, Mirror]) -> Iterator[pd.DataFrame]:
    for iso3, gap in gaps.items():
        yield from gap_rows(rows[rows["entity"] == iso3], gap, "turnover")


@exhibit
def explanations(as_of: str, countries: Sequence[str] = CENTRAL_ASIA) -> Exhibit:
    """Show what officials say the gap comes from, with who said it and where it was read."""
    states, moment = asked.chosen(countries), day(as_of)
    rows = data.table("explanations")
    rows = rows[rows["entity"].isin(states)]
    if moment is not None:
        rows = rows.loc[[data.known_by(one) <= moment for one in rows["published"]]]
    if rows.empty:
        raise NoData("no official explanation of the gap was public on that day")
    gaps = data.observations("trade", "mirror_gap_published", entity=[*states], as_of=moment)
    named = [asked.name(iso3) for iso3 in CENTRAL_ASIA if iso3 in set(rows["entity"])]
    silent = [asked.name(iso3) for iso3 in states if asked.name(iso3) not in named]
    return Exhibit(
        title=f"Officials explain the gap in {counted(len(rows), 'statement')}:"
        f" on {cells.who(named)}",
        subtitle="What officials of the partner states say the gap between the two customs’ records"
        " comes from, paraphrased",
        table=table(
            [_explained(row) for row in data.records(rows)],
            [
                cells.text("place", "State"),
                cells.text("cause", "Cause named"),
                cells.text("who", "Who"),
                cells.text("read", "Read in"),
            ],
        ),
        numbers=numbers([gaps, _as_numbers(rows)]),
        alt=cells.sentence([f"{counted(len(rows), 'statement')} on {cells.who(named)}"]),
        note="No office has said how much each cause explains."
        + (f" No statement was found for {cells.who(silent)}." if silent else ""),
    )


def _explained(row: Mapping[str, Any]) -> dict[str, Any]:
    (source,) = cite(row["source"])
    read = f"{source['publisher']}, {written_loosely(row['published'])}"
    return {
        "place": asked.name(row["entity"]),
        "cause": row["cause"],
        "who": data.reporter_name(row["reporter"]),
        "read": link(source["address"], read),
    }


def _as_numbers(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the statements as rows that say yes, so that the data file carries them."""
    return rows.assign(
        indicator="explanation of the mirror gap: " + rows["explanation"],
        period=[one[:4] for one in rows["published"]],
        value=1.0,
        unit="yes or no",
        note=rows["cause"],
    )[COLUMNS]
