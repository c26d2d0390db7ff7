"""The region's shares by definition and reporter over time, beside what each claim allows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

import pandas as pd

from analysis import data, measures
from analysis.charts.lines import Band, Panel, vintage_lines
from analysis.claims import Match, bounds, claims
from analysis.errors import NoData
from analysis.exhibits import Exhibit, derived, exhibit, numbers
from analysis.moments import day
from analysis.numbers import listed, plain
from analysis.topics.resources.rows import item_rows, share_rows
from analysis.topics.resources.shares import OIL_AND_GAS, period, shares, uranium

Line = dict[int, float]
_REVIEW = "Energy Institute"


@dataclass
class Subject:
    """One commodity: its claim, its lines by definition, and the rows they come from."""

    name: str
    claim: str
    lines: dict[str, Line] = field(default_factory=dict)
    rows: list[pd.DataFrame] = field(default_factory=list)

    def add(self, name: str, line: Line, rows: Iterable[pd.DataFrame]) -> None:
        """Keep a definition that has a value in the years asked for."""
        if line:
            self.lines[name] = line
            self.rows.extend(rows)


@exhibit
def shares_by_definition(as_of: str, first_year: int, last_year: int) -> Exhibit:
    """Show each commodity's share of the world by reporter, edition and cost class."""
    years = period(first_year, last_year)
    subjects = [_reserves("Oil", "oil", day(as_of), years)]
    subjects.append(_reserves("Natural gas", "gas", day(as_of), years))
    subjects.append(_uranium(day(as_of), years))
    shown = [one for one in subjects if one.lines]
    if not shown:
        raise NoData(f"no share between {first_year} and {last_year} was public on that day")
    return Exhibit(
        title=_title(shown),
        subtitle="Central Asia’s share of the world, %, by definition: each line is one reporter"
        " and one definition, and none is joined to another",
        chart=vintage_lines([_panel(one) for one in shown]),
        numbers=numbers([rows for one in shown for rows in one.rows]),
        alt="; ".join(_said(one) for one in shown) + ". Shaded: what each claim allows.",
        note=_note(shown),
    )


def _reserves(name: str, stem: str, as_of: date | None, years: range) -> Subject:
    subject = Subject(name, stem)
    found = [one for one in shares(f"{stem}_reserves", "EI", as_of) if one.year in years]
    subject.add(
        _REVIEW,
        {one.year: one.value for one in found},
        [share_rows(one, f"{stem}_reserves", OIL_AND_GAS) for one in found],
    )
    if stem == "oil":
        _add_ceiling(subject, as_of, years)
    return subject


def _add_ceiling(subject: Subject, as_of: date | None, years: range) -> None:
    """Add OPEC's group that holds the region and Azerbaijan: no less than the region has."""
    rows = data.observations("resources", "oil_reserves", reporter="OPEC", as_of=as_of)
    line, kept = {}, []
    for year in sorted(set(rows["year"]) & set(years)):
        one = rows[rows["year"] == year]
        both = [one[one["entity"] == entity].tail(1) for entity in ("OTHER-EURASIA", "WLD")]
        if all(len(part) for part in both):
            line[year] = measures.share(*(float(part["value"].iloc[0]) for part in both))
            formula = "Other Eurasia / world, in percent: an upper bound, with Azerbaijan"
            unit, name = "percent", "share of oil_reserves"
            entity = "OTHER-EURASIA"
            rows_of = pd.concat(both)
            kept.append(
                derived(rows_of, line[year], formula, entity=entity, indicator=name, unit=unit)
            )
    subject.add("OPEC, with Azerbaijan", line, kept)


def _uranium(as_of: date | None, years: range) -> Subject:
    subject = Subject("Uranium", "uranium")
    items = [item for item in uranium(as_of) if int(item.period[:4]) in years]
    classes = (
        ("below 130 USD/kg", "uranium_lt130", [i for i in items if i.match != Match.DEFINITION]),
        ("below 260 USD/kg", "uranium_lt260", [i for i in items if i.match == Match.DEFINITION]),
    )
    for name, indicator, those in classes:
        line = {int(item.period[:4]): item.value for item in reversed(those)}
        subject.add(name, line, [item_rows(those, indicator)])
    return subject


def _panel(subject: Subject) -> Panel:
    test = claims()[subject.claim].tests[0]
    low, high = bounds(test, test.readings[0])
    band = Band(low, high, f"claimed: {test.words} %")
    lines = {
        f"{name}, {plain(line[max(line)], 1)} %": pd.Series(line)
        for name, line in subject.lines.items()
    }
    return Panel(subject.name, lines, band)


def _title(subjects: list[Subject]) -> str:
    """Say for each commodity what its first line ends at."""
    ends = []
    for subject in subjects:
        line = next(iter(subject.lines.values()))
        ends.append(f"{subject.name.lower()} {plain(line[max(line)], 1)} %")
    return f"Share of the world: {', '.join(ends)}"


def _said(subject: Subject) -> str:
    ends = [
        f"{name} {plain(line[min(line)], 1)} % in {min(line)}"
        + (f" and {plain(line[max(line)], 1)} % in {max(line)}" if len(line) > 1 else "")
        for name, line in subject.lines.items()
    ]
    return f"{subject.name}: {', '.join(ends)}"


def _note(subjects: list[Subject]) -> str:
    """Say where the reserves end, and what the points of uranium are."""
    ends = {
        subject.name.lower(): max(subject.lines[_REVIEW])
        for subject in subjects
        if _REVIEW in subject.lines
    }
    years = sorted({str(year) for year in ends.values()})
    said = [f"for {name} in {year}" for name, year in ends.items()]
    end = f"in {years[0]}" if len(years) == 1 else listed(said)
    text = f"The Energy Institute’s reserves end {end}. " if said else ""
    return f"{text}Uranium’s points are editions; nothing is known between them."
