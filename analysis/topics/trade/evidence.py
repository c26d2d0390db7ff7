"""Evidence for the claims on trade."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import pandas as pd

from analysis import data, measures
from analysis.claims import Claim, Evidence, Flag, Item, Kind, Match, claims, evidence
from analysis.claims.items import from_row
from analysis.countries import CENTRAL_ASIA, country
from analysis.numbers import listed, plain
from analysis.topics.trade.flows import CHINA, by_year, china_side, turnover

WINDOWS = (1, 5)
"""Years over which a rise is looked for."""


@evidence("china-trade")
def _china_trade(as_of: date | None) -> Evidence:
    claim = claims()["china-trade"]
    year, rows = int(claim.period), china_side("CA5", as_of)
    return Evidence(
        (*_levels(claim, "CA5", rows, as_of), *_record(year, rows)),
        safe=_safe("the five states of Central Asia", "CA5", year, as_of),
        absence=f"No figure of China’s customs for {year} was public.",
        caveats=tuple(_missing_years(year, rows)),
        notes=tuple(_corrected_total(year, as_of)),
    )


@evidence("kaz-trade")
def _kaz_trade(as_of: date | None) -> Evidence:
    claim = claims()["kaz-trade"]
    year, rows = int(claim.period), china_side("KAZ", as_of)
    return Evidence(
        (*_levels(claim, "KAZ", rows, as_of), *_ranks(year, as_of)),
        safe=_safe("Kazakhstan", "KAZ", year, as_of),
        absence=f"No figure of China’s customs for {year} was public.",
    )


def _levels(claim: Claim, entity: str, rows: pd.DataFrame, as_of: date | None) -> Iterator[Item]:
    """Yield China's figure for the year, then the other reporters', then China's later years."""
    year = int(claim.period)
    for row in data.records(rows[rows["year"] == year]):
        yield from_row(row, f"China’s customs, {year}")
    for row in data.records(turnover(entity, as_of, year)):
        if row["reporter"] in CHINA:
            continue
        admitted = row["reporter"] in claim.admissible
        yield from_row(
            row,
            f"{data.reporter_name(row['reporter'])}, {year}",
            match=Match.RIVAL if admitted else Match.DEFINITION,
            reason=_documented(entity, as_of) if admitted else str(row["note"]),
        )
    for row in data.records(rows[rows["year"] > year]):
        yield from_row(row, f"China’s customs, {row['year']}", match=Match.LATER)


def _documented(entity: str, as_of: date | None) -> str:
    """Say who has documented the gap between the two sides' figures; empty while nobody had."""
    places = CENTRAL_ASIA if entity == "CA5" else [entity]
    gaps = data.observations("trade", "mirror_gap_published", entity=places, as_of=as_of)
    names = [data.reporter_name(one) for one in dict.fromkeys(gaps["reporter"])]
    return f"a documented mirror gap ({'; '.join(names)})" if names else ""


def _record(year: int, rows: pd.DataFrame) -> Iterator[Item]:
    against = {str(one): value for one, value in by_year(rows).items() if one < year}
    for row in data.records(rows[rows["year"] == year]):
        label = f"China’s customs, {year} beside earlier years"
        yield from_row(row, label, kind=Kind.RECORD, against=against)


def _missing_years(year: int, rows: pd.DataFrame) -> Iterator[str]:
    known = by_year(rows)
    missing = [str(one) for one in range(min(known, default=year), year) if one not in known]
    if missing:
        yield f"no figure is at hand for {listed(missing)}"


def _corrected_total(year: int, as_of: date | None) -> Iterator[str]:
    """Yield what EDB's total becomes when a known error in one of its parts is put right."""
    totals = turnover("CA5", as_of, year)
    wrong = data.table("corrections")
    wrong = wrong[(wrong["reporter"] == "EDB") & (wrong["period"] == str(year))]
    for total in totals[totals["reporter"] == "EDB"]["value"]:
        for row in data.records(wrong):
            old, new = row["old_value"], row["new_value"]
            yield (
                f"EDB counts {plain(old, 1)} bn USD for {data.entity_name(row['entity'])}, the"
                f" national office {plain(new, 1)}; with the national figure the partner-side"
                f" total is {plain(total - old + new, 1)} bn USD."
            )


_RANKED = {"GACC": "China’s customs", "EDB": "Eurasian Development Bank"}
"""The reporters with a figure for Kazakhstan and its neighbours."""


def _ranks(year: int, as_of: date | None) -> Iterator[Item]:
    """Yield Kazakhstan beside the other four, within one reporter each."""
    rows = turnover(CENTRAL_ASIA, as_of, year)
    for reporter in _RANKED:
        own = data.records(rows[rows["reporter"] == reporter].drop_duplicates("entity"))
        others = {country(r["entity"]).name: r["value"] for r in own if r["entity"] != "KAZ"}
        whole = len(others) == len(CENTRAL_ASIA) - 1
        for row in own:
            if row["entity"] == "KAZ":
                yield from_row(
                    row,
                    f"{_RANKED[reporter]}, {year}, Kazakhstan beside the others",
                    kind=Kind.RANK,
                    match=Match.DECLARED if whole else Match.DEFINITION,
                    against=others,
                )


def _safe(place: str, entity: str, year: int, as_of: date | None) -> str:
    values = by_year(china_side(entity, as_of))
    if year not in values:
        return f"China’s customs figure for trade with {place} in {year} was not yet public."
    text = (
        f"China’s customs recorded {plain(values[year], 1)} bn USD of goods trade with {place} in"
        f" {year}"
    )
    if year - 1 in values:
        # to the percent: the printed values, divided by hand, give the same
        rise = measures.growth_between(values[year - 1], values[year])
        more = "more" if rise >= 0 else "less"
        text += f", about {plain(abs(rise), 0)} % {more} than in {year - 1}"
    rows = turnover(entity, as_of, year)
    for partner in rows[rows["reporter"] == "EDB"]["value"]:
        text += (
            f"; the Eurasian Development Bank, on the partner side, counts {plain(partner, 1)} bn"
            " USD"
        )
    return f"{text}."


@evidence("intra-trade")
def _intra_trade(as_of: date | None) -> Evidence:
    levels = list(_windows("intra_regional_turnover", as_of))
    shares = list(_windows("intra_regional_share", as_of))
    items = sorted([*levels, *shares], key=lambda item: item.period, reverse=True)
    return Evidence(
        tuple(items),
        safe=_intra_safe(levels),
        absence="No series gives two years to compare.",
        caveats=tuple(_intra_caveats(levels, shares)),
        flags=(Flag.BASE_YEAR,),
    )


def _windows(indicator: str, as_of: date | None) -> Iterator[Item]:
    """Yield each reporter's rises over the declared windows, never joining two series."""
    rows = data.observations("trade", indicator, as_of=as_of)
    admissible = claims()["intra-trade"].admissible
    for reporter, series in rows.groupby("reporter"):
        years = {row["year"]: row for row in sorted(data.records(series), key=_public)}
        match = Match.DECLARED if reporter in admissible else Match.DEFINITION
        for start in _starts(list(years)):
            yield _rise(years[start], years[max(years)], match)


def _public(row: Mapping[str, Any]) -> date:
    return data.known_by(row["published"])


def _starts(years: list[int]) -> list[int]:
    """Return the first years of the declared windows, or of the longest one that there is."""
    last = max(years)
    declared = [last - window for window in WINDOWS if last - window in years]
    within = [year for year in years if last - max(WINDOWS) <= year < last]
    return declared or sorted(within)[:1]


def _rise(start: Mapping[str, Any], end: Mapping[str, Any], match: Match) -> Item:
    what = ", share" if end["unit"] == "percent" else ""
    return from_row(
        end,
        f"{data.reporter_name(end['reporter'])}{what}, {start['period']}–{end['period']}",
        kind=Kind.INCREASING,
        match=match,
        against={start["period"]: start["value"]},
    )


def _intra_caveats(levels: list[Item], shares: list[Item]) -> Iterator[str]:
    spans = {int(item.period) - int(start) for item in levels for start in item.against}
    missing = [str(window) for window in WINDOWS if window not in spans]
    if levels and missing:
        yield (
            f"no single series spans {listed(missing)} years, so the longest window of each is used"
        )
    if levels and not shares:
        yield "the share of all trade is not comparable over time"


def _intra_safe(levels: list[Item]) -> str:
    if not levels:
        return "No comparable series of trade among the five states was public."
    lead = max(levels, key=lambda item: item.period)
    (start, before), *_ = lead.against.items()
    verb = "rose" if lead.value > before else "did not rise:"
    return (
        f"Trade among the five states of Central Asia {verb} from about {plain(before)} bn USD in"
        f" {start} to about {plain(lead.value)} bn USD in {lead.period}, by the figures of"
        f" {_named(data.reporter_name(lead.reporter))}; the published series are rough and differ."
    )


def _named(reporter: str) -> str:
    """Return an office with its article; a person or a paper has none."""
    is_office = reporter.startswith(("President", "Government", "Ministry"))
    return f"the {reporter}" if is_office else reporter
