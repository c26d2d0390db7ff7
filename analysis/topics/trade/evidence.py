"""Evidence for the claims on trade."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pandas as pd

from analysis import data
from analysis.claims import Evidence, Item, Kind, Match, claims, evidence
from analysis.claims.items import from_row
from analysis.countries import CENTRAL_ASIA, country
from analysis.measures import growth_between
from analysis.numbers import listed, plain, signed
from analysis.topics.trade.flows import CHINA, TURNOVER, china_side

WINDOW = 5
"""Years of the longer window over which a rise is looked for; the shorter is one year."""


@evidence("china-trade")
def _china_trade(as_of: date | None) -> Evidence:
    year = int(claims()["china-trade"].period)
    rows = china_side("CA5", as_of)
    return Evidence(
        (
            *_levels("CA5", year, rows, as_of),
            *_record(year, rows),
        ),
        safe=_safe("the five states of Central Asia", "CA5", year, rows, as_of),
        absence=f"No figure of China’s customs for {year} was public.",
        caveats=tuple(_missing_years(year, rows)),
        notes=tuple(_corrected_total(year, as_of)),
    )


@evidence("kaz-trade")
def _kaz_trade(as_of: date | None) -> Evidence:
    year = int(claims()["kaz-trade"].period)
    rows = china_side("KAZ", as_of)
    return Evidence(
        (*_levels("KAZ", year, rows, as_of), *_ranks(year, as_of)),
        safe=_safe("Kazakhstan", "KAZ", year, rows, as_of),
        absence=f"No figure of China’s customs for {year} was public.",
    )


def _levels(entity: str, year: int, rows: pd.DataFrame, as_of: date | None) -> Iterator[Item]:
    """Yield China's figure for the year, then the other reporters', then China's later years."""
    place = country(entity).name
    for _, row in rows[rows["year"] == year].iterrows():
        yield from_row(row, f"China’s customs, {year}")
    others = data.observations("trade", TURNOVER, entity=entity, as_of=as_of)
    others = others[(others["year"] == year) & ~others["reporter"].isin(CHINA)]
    admissible = claims()["china-trade" if entity == "CA5" else "kaz-trade"].admissible
    for _, row in others.iterrows():
        admitted = row["reporter"] in admissible
        match = Match.RIVAL if admitted else Match.DEFINITION
        label = f"{data.reporter_name(str(row['reporter']))}, {year}"
        yield from_row(
            row, label, match=match, reason=_documented(entity, as_of) if admitted else ""
        )
    for _, row in rows[rows["year"] > year].iterrows():
        yield from_row(row, f"China’s customs, {row['year']}, {place}", match=Match.LATER)


def _documented(entity: str, as_of: date | None) -> str:
    """Say who has documented the gap between the two sides' figures; empty while nobody had."""
    places = CENTRAL_ASIA if entity == "CA5" else [entity]
    gaps = data.observations("trade", "mirror_gap_published", entity=places, as_of=as_of)
    names = [data.reporter_name(one) for one in dict.fromkeys(gaps["reporter"])]
    return f"a documented mirror gap ({'; '.join(names)})" if names else ""


def _record(year: int, rows: pd.DataFrame) -> Iterator[Item]:
    earlier = rows[rows["year"] < year]
    against = {str(row.year): float(str(row.value)) for row in earlier.itertuples()}
    for _, row in rows[rows["year"] == year].iterrows():
        yield from_row(row, f"China’s customs, {year}", kind=Kind.RECORD, against=against)


def _missing_years(year: int, rows: pd.DataFrame) -> Iterator[str]:
    known = {int(one) for one in rows["year"]}
    missing = [one for one in range(min(known, default=year), year) if one not in known]
    if missing:
        yield f"no figure is at hand for {listed([str(one) for one in missing])}"


def _corrected_total(year: int, as_of: date | None) -> Iterator[str]:
    """Yield what the partner-side total becomes when a known error in one of its parts is put right."""
    totals = data.observations("trade", TURNOVER, entity="CA5", reporter="EDB", as_of=as_of)
    wrong = data.table("corrections")
    wrong = wrong[(wrong["reporter"] == "EDB") & (wrong["period"] == str(year))]
    for total in totals[totals["year"] == year]["value"]:
        for row in wrong.itertuples():
            old, new = float(str(row.old_value)), float(str(row.new_value))
            place = data.entity_name(str(row.entity))
            yield (
                f"EDB counts {plain(old, 1)} bn USD for {place}, the national office {plain(new, 1)}; with the"
                f" national figure the partner-side total is {plain(total - old + new, 1)} bn USD."
            )


def _ranks(year: int, as_of: date | None) -> Iterator[Item]:
    """Yield Kazakhstan beside the other four, within one reporter each."""
    for reporter in ("GACC", "EDB"):
        rows = data.observations(
            "trade", TURNOVER, entity=CENTRAL_ASIA, reporter=reporter, as_of=as_of
        )
        rows = rows[rows["year"] == year].drop_duplicates("entity")
        others = rows[rows["entity"] != "KAZ"]
        against = {country(str(r.entity)).name: float(str(r.value)) for r in others.itertuples()}
        for _, row in rows[rows["entity"] == "KAZ"].iterrows():
            label = f"{data.reporter_name(reporter)}, Kazakhstan, {year}"
            match = Match.DECLARED if len(against) == len(CENTRAL_ASIA) - 1 else Match.DEFINITION
            yield from_row(row, label, kind=Kind.RANK, match=match, against=against)


def _safe(place: str, entity: str, year: int, rows: pd.DataFrame, as_of: date | None) -> str:
    values = rows.set_index("year")["value"]
    if year not in values:
        return f"China’s customs figure for trade with {place} in {year} was not yet public."
    rise = growth_between(values[year - 1], values[year]) if year - 1 in values else float("nan")
    change = "" if rise != rise else f", {signed(rise)} % on {year - 1}"
    text = f"China’s customs recorded {plain(values[year], 1)} bn USD of trade with {place} in {year}{change}"
    others = data.observations("trade", TURNOVER, entity=entity, reporter="EDB", as_of=as_of)
    partner = list(others[others["year"] == year]["value"])
    return (
        f"{text}; partner statistics show {plain(partner[0], 1)} bn USD." if partner else f"{text}."
    )


@evidence("intra-trade")
def _intra_trade(as_of: date | None) -> Evidence:
    admissible = claims()["intra-trade"].admissible
    rows = data.observations("trade", "intra_regional_turnover", as_of=as_of)
    windows = [w for _, series in rows.groupby("reporter") for w in _window(series)]
    items = [
        from_row(
            end,
            f"{data.reporter_name(str(end['reporter']))}, {start['year']}–{end['year']}",
            kind=Kind.INCREASING,
            match=Match.DECLARED if end["reporter"] in admissible else Match.DEFINITION,
            against={str(start["year"]): float(start["value"])},
        )
        for start, end in windows
    ]
    spans = {int(end["year"]) - int(start["year"]) for start, end in windows}
    return Evidence(
        tuple(sorted(items, key=lambda item: item.period, reverse=True)),
        safe=_intra_safe(items),
        absence="No series gives two years to compare.",
        caveats=tuple(_intra_caveats(spans, as_of)),
        flags=("base-year choice",),
    )


def _window(series: pd.DataFrame) -> Iterator[tuple[pd.Series, pd.Series]]:  # type: ignore[type-arg] # rows of mixed type
    """Yield the longest window of at most five years that ends in the series' last year."""
    newest = series.sort_values("published", key=lambda c: c.map(data.known_by))
    by_year = newest.drop_duplicates("year", keep="last").sort_values("year")
    last = by_year.iloc[-1]
    earlier = by_year[by_year["year"].between(last["year"] - WINDOW, last["year"] - 1)]
    if len(earlier):
        yield earlier.iloc[0], last


def _intra_caveats(spans: set[int], as_of: date | None) -> Iterator[str]:
    if WINDOW not in spans:
        yield f"no single series spans {WINDOW} years, so the longest window of each is used"
    shares = data.observations("trade", "intra_regional_share", as_of=as_of)
    if shares.groupby("reporter")["year"].nunique().max() in (1, None) or shares.empty:
        yield "the share of all trade is not comparable over time"


def _intra_safe(items: list[Item]) -> str:
    if not items:
        return "No comparable series of trade among the five states was public."
    lead = max(items, key=lambda item: item.period)
    (start, before), *_ = lead.against.items()
    return (
        f"Trade among the five states rose from about {plain(before, 1)} bn USD in {start} to"
        f" {plain(lead.value, 1)} bn USD in {lead.period} ({lead.reporter}); the series are rough and differ."
    )
