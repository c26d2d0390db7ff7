"""The data-quality stamp: what a profile rests on, what is missing, and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

import pandas as pd

from analysis import blocks, data
from analysis.blocks import Block
from analysis.exhibits import Exhibit, made_public
from analysis.moments import day
from analysis.numbers import counted, listed, plain
from analysis.topics.country.concentration import concentration
from analysis.topics.country.facts import facts, logistics_index
from analysis.topics.country.series import CHINA, name_of, newest
from analysis.topics.country.strips import Shown, indicators_of, numbers_of, shown
from analysis.topics.country.trade import (
    BANK,
    CUSTOMS,
    OFFICE,
    WITS,
    china_trade,
    is_repeat,
    missing_years,
    sides,
)
from analysis.topics.resources.shares import period

_GRADES = {
    "A": "primary (A)",
    "B": "from secondary pages (B)",
    "derived": "derived by a formula",
    "assumption": "assumed",
}


def quality(iso3: str, as_of: str, first_year: int, last_year: int) -> Block:
    """Say how many figures there are, how old and how graded, and what is missing and why.

    >>> country.quality("KAZ", "latest", 2019, 2024)
    """
    found = shown(iso3, day(as_of), last_year)
    rows = _rows(found, iso3, as_of, first_year, last_year)
    own = [one for one in found if iso3 in one.rows]
    total = len(indicators_of(iso3))
    has = f"{len(own)} of {total} indicators have a figure for {name_of(iso3)}."
    gaps = list(_gaps(found, iso3, day(as_of), first_year, last_year))
    body = [f"{has} {_basis(rows)}", *([blocks.bullets(gaps)] if gaps else [])]
    return blocks.callout("Data quality, and what is missing", body)


def _rows(
    found: Sequence[Shown], iso3: str, as_of: str, first_year: int, last_year: int
) -> pd.DataFrame:
    """Return the economy's own rows behind the exhibits of the profile, each once."""
    exhibits: list[Exhibit] = [
        china_trade(iso3, as_of, first_year, last_year),
        concentration(iso3, as_of, last_year),
        facts(iso3, as_of, last_year),
        logistics_index(iso3, as_of, last_year),
    ]
    peers = numbers_of(found)
    frames = [peers[peers["entity"] == iso3], *(one.numbers for one in exhibits)]
    kept = [one for one in frames if len(one)]
    return pd.concat(kept).drop_duplicates() if kept else peers.head(0)


def _basis(rows: pd.DataFrame) -> str:
    """Say how many figures the profile has, by how many reporters, from when and of what grade."""
    if rows.empty:
        return "No figure was public on the day asked for."
    reporters = {one for cell in rows["reporter"] for one in cell.split("; ")}
    ages = [data.known_by(one).year for one in rows["published"]]
    grades = list(rows["grade"])
    graded = [f"{grades.count(one)} {words}" for one, words in _GRADES.items() if one in grades]
    return (
        f"The profile shows {counted(len(rows), 'figure')} by"
        f" {counted(len(reporters), 'reporter')}, public between {min(ages)} and {max(ages)}:"
        f" {listed(graded)}.{_undated(rows)}"
    )


def _undated(rows: pd.DataFrame) -> str:
    count = sum(made_public(row).startswith("undated") for row in data.records(rows))
    if not count:
        return ""
    verb = "is" if count == 1 else "are"
    return f" {count} of them {verb} from a page without a date."


def _gaps(
    strips: Sequence[Shown], iso3: str, as_of: date | None, first_year: int, last_year: int
) -> Iterator[str]:
    found = {one.indicator.name: one for one in strips}
    for indicator in indicators_of(iso3):
        if indicator.name not in found:
            yield f"{indicator.name}: nothing by {indicator.reporter} was public on that day."
        elif iso3 not in found[indicator.name].rows:
            yield f"{indicator.name}: {indicator.reporter} lists peers, not {name_of(iso3)}."
        elif found[indicator.name].year < last_year - 1:
            yield f"{indicator.name}: the latest is of {found[indicator.name].year}."
    yield from _trade_gaps(iso3, as_of, period(first_year, last_year))


def _trade_gaps(iso3: str, as_of: date | None, wanted: range) -> Iterator[str]:
    found = sides(iso3, as_of, wanted)
    empty = pd.DataFrame({"year": []})
    missing = missing_years(found.get(CUSTOMS, empty), wanted)
    if missing:
        yield f"China’s customs: no annual turnover was found for {missing}."
    if iso3 == CHINA:
        yield "The five states’ offices publish no joint total; the partner side is EDB’s sum."
    elif OFFICE not in found and WITS not in found:
        yield f"No annual figure of {name_of(iso3)}’s own on trade with China was found."
    else:
        yield from _last_own(found, wanted)
    yield from _repeated(found)
    yield from _split(iso3, as_of, wanted[-1])


def _last_own(found: Mapping[str, pd.DataFrame], wanted: range) -> Iterator[str]:
    """Yield the last year of the economy's own record when the series goes on without it."""
    last = max(int(found[name]["year"].max()) for name in (OFFICE, WITS) if name in found)
    if last < wanted[-1]:
        yield f"Its own record of trade with China ends in {last}; parts of years are left out."


def _repeated(found: Mapping[str, pd.DataFrame]) -> Iterator[str]:
    """Yield the years in which the bank's figure is China's own, and so no second record."""
    if BANK not in found or CUSTOMS not in found:
        return
    customs = {row["year"]: row["value"] for row in data.records(found[CUSTOMS])}
    same = [
        row
        for row in data.records(found[BANK])
        if row["year"] in customs and is_repeat(row["value"], customs[row["year"]])
    ]
    for row in same:
        yield (
            f"EDB’s figure for {row['year']}, {plain(row['value'], 1)} bn USD, equals China’s own:"
            " it is no second record."
        )


def _split(iso3: str, as_of: date | None, last_year: int) -> Iterator[str]:
    """Yield to which year China's customs' exports and imports are at hand."""
    entity = "CA5" if iso3 == CHINA else iso3
    both = [
        set(newest("trade", one, entity, as_of, last_year, reporter="GACC")["year"])
        for one in ("exports_to_china", "imports_from_china")
    ]
    common = both[0] & both[1]
    if not common:
        yield "China’s customs: exports and imports apart were not found for any whole year."
    elif max(common) < last_year:
        listed_years = listed([str(year) for year in sorted(common)])
        yield f"China’s customs: exports and imports apart only for {listed_years}."
