"""China's share of each state's trade: within one reporter, and across two."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from analysis import data, measures
from analysis.charts.lines import Panel, vintage_lines
from analysis.charts.mirrors import dumbbell
from analysis.countries import CENTRAL_ASIA
from analysis.errors import NoData
from analysis.exhibits import Exhibit, derived, exhibit, numbers
from analysis.moments import day, span
from analysis.numbers import listed, plain
from analysis.tables import table
from analysis.topics.trade import asked, cells, quoted, sides
from analysis.topics.trade.asked import FIRST_YEAR, GACC, LAST_YEAR, NATIONAL
from analysis.topics.trade.sides import Level

OWN, MIXED = "The partner’s trade with China", "China’s customs’ figure"
LINES = 4
PUBLISHED = [
    cells.text("place", "Place"),
    cells.text("period", "Period"),
    cells.number("value", "China’s share, %"),
    cells.text("reporter", "Reporter"),
]


@dataclass(frozen=True)
class Shares:
    """One place's trade with China, from either side's books, over its own foreign trade."""

    entity: str
    year: int
    own: Level
    china: Level
    whole: Level

    @property
    def pair(self) -> tuple[float, float]:
        """Both shares in percent: the partner's over its total, the customs' over the same."""
        whole = self.whole.value
        return measures.share(self.own.value, whole), measures.share(self.china.value, whole)

    @property
    def rows(self) -> Iterator[pd.DataFrame]:
        """The rows behind both shares, and the shares."""
        yield from (one.rows for one in (self.own, self.china, self.whole))
        for level, value in zip((self.own, self.china), self.pair, strict=True):
            yield derived(
                pd.concat([level.rows, self.whole.rows]),
                value,
                "trade with China / foreign trade, in percent; reporters as named",
                entity=self.entity,
                indicator="China's share of foreign trade, computed",
                unit="percent",
            )


def _places(states: Sequence[str]) -> list[str]:
    return ["CA5", *states] if len(states) == len(CENTRAL_ASIA) else [*states]


def _both_ways(entity: str, years: range, as_of: date | None) -> dict[int, Shares]:
    """Return the years in which both numerators and the denominator are known."""
    own = sides.turnover_of(NATIONAL, entity, years, as_of)
    china = sides.turnover_of(GACC, entity, years, as_of)
    whole = sides.trade_of(NATIONAL, entity, years, as_of)
    return {
        year: Shares(entity, year, own[year], china[year], whole[year])
        for year in sorted(set(own) & set(china) & set(whole))
    }


@exhibit
def china_share_two_ways(
    as_of: str,
    countries: Sequence[str] = CENTRAL_ASIA,
    first_year: int = FIRST_YEAR,
    last_year: int = LAST_YEAR,
    quoted_share: float = 40.0,
) -> Exhibit:
    """Show how China's share grows when the customs' numerator meets the partner's denominator."""
    states, years = asked.chosen(countries), asked.years(first_year, last_year)
    found = {place: _both_ways(place, years, day(as_of)) for place in _places(states)}
    year = asked.focus([y for one in found.values() for y in one], "no share by both reporters")
    shown = [one[year] for one in found.values() if year in one]
    gone = [place for place, one in found.items() if year not in one]
    pairs = {asked.name(one.entity): one.pair for one in shown}
    widest = max(shown, key=lambda one: abs(one.pair[1] - one.pair[0]))
    lead = shown[0] if shown[0].entity == "CA5" else widest
    lacking = quoted.lacking(gone, year, day(as_of))
    # what is quoted is said of the region
    near = lead.entity == "CA5"
    later = list(quoted.later(lead.entity, lead.whole, years, day(as_of))) if near else []
    told = quoted.notes(lead.china, lead.whole, later, quoted_share) if near else []
    return Exhibit(
        title=f"China’s share of {asked.name(lead.entity)}’s trade: {plain(lead.pair[0], 1)} %,"
        f" or {plain(lead.pair[1], 1)} % mixing two reporters",
        subtitle=f"Trade with China over the partner’s own total trade, %, {year}; the numerator"
        " is the partner’s or China’s customs’",
        chart=dumbbell(pd.DataFrame(pairs, index=[OWN, MIXED]).T, "%"),
        numbers=numbers([*(r for one in shown for r in one.rows), *(one.made for one in later)]),
        alt=cells.sentence(
            [f"{name}: {plain(p[0], 1)} %, mixed {plain(p[1], 1)} %" for name, p in pairs.items()]
        ),
        note=" ".join([*_two_notes(shown), *lacking, *told]),
    )


def _two_notes(shown: Sequence[Shares]) -> Iterator[str]:
    yield "A share that mixes two reporters is no share: its numerator is not part of the total."
    for one in shown:
        reporters = listed([*dict.fromkeys([*one.own.reporters, *one.whole.reporters])])
        worked = set(one.whole.rows["grade"]) == {"derived"}
        back = ", whose total is worked back from its own share" if worked else ""
        yield f"{asked.name(one.entity)}: {reporters}{back}."


@exhibit
def china_share_published(
    as_of: str,
    countries: Sequence[str] = CENTRAL_ASIA,
    first_year: int = FIRST_YEAR,
    last_year: int = LAST_YEAR,
) -> Exhibit:
    """Show the shares of China that were published, each with its reporter."""
    places = _places(asked.chosen(countries))
    years = asked.years(first_year, last_year)
    frames = [
        data.observations("trade", one, entity=places, annual=False, as_of=day(as_of))
        for one in ("china_share_of_trade", "china_share_of_trade_average")
    ]
    rows = pd.concat(frames, ignore_index=True)
    rows = rows[[_within(period, years) for period in rows["period"]]]
    if rows.empty:
        raise NoData("no share of China was published for those states and years")
    rows = rows.iloc[sorted(range(len(rows)), key=lambda at: places.index(rows["entity"].iloc[at]))]
    single = [row for row in data.records(rows) if row["period"].isdigit()]
    lead = max(single or data.records(rows), key=lambda row: row["value"])
    return Exhibit(
        title=f"Highest published share: {asked.name(lead['entity'])},"
        f" {plain(lead['value'], 1)} % in {span(lead['period'])}",
        subtitle="China’s share of goods turnover as published, %, by place, period and reporter;"
        " an interval of years is a mean over them",
        table=table(
            [_published(row) for row in data.records(rows)],
            PUBLISHED,
        ),
        numbers=numbers([rows]),
        alt=cells.sentence([_published_words(row) for row in data.records(rows)]),
        note="Part-years, means over years and single years are not to be compared.",
    )


def _within(period: str, years: range) -> bool:
    start, _, end = period.partition("/")
    return int(start[:4]) in years and int((end or start)[:4]) in years


def _published(row: Mapping[str, Any]) -> dict[str, Any]:
    several = row["indicator"] == "china_share_of_trade_average"
    return {
        "place": asked.name(row["entity"]),
        "period": f"{span(row['period'])}{', mean' if several else ''}",
        "value": row["value"],
        "reporter": data.reporter_name(row["reporter"]),
    }


def _published_words(row: Mapping[str, Any]) -> str:
    return f"{asked.name(row['entity'])} {span(row['period'])}, {plain(row['value'], 1)} %"


@exhibit
def china_share_over_years(
    as_of: str,
    countries: Sequence[str] = CENTRAL_ASIA,
    first_year: int = FIRST_YEAR,
    last_year: int = LAST_YEAR,
) -> Exhibit:
    """Show China's share over the years in the state's own books, as Comtrade keeps them."""
    states, years = asked.chosen(countries), asked.years(first_year, last_year)
    found = {iso3: _own_shares(iso3, years, day(as_of)) for iso3 in states}
    known = {iso3: one for iso3, one in found.items() if len(one) > 1}
    if not known:
        raise NoData("no state chosen reported its trade with China and with all for two years")
    shown = dict(list(known.items())[:LINES])
    lines = {asked.name(i): _line({y: pair[2] for y, pair in o.items()}) for i, o in shown.items()}
    lead = max(shown, key=lambda iso3: (max(shown[iso3]), shown[iso3][max(shown[iso3])][2]))
    first, last = min(shown[lead]), max(shown[lead])
    ends = [plain(shown[lead][year][2], 1) for year in (first, last)]
    gone = [asked.name(iso3) for iso3 in states if iso3 not in shown]
    return Exhibit(
        title=f"China’s share in {asked.name(lead)}’s own books: {ends[0]} % in {first},"
        f" {ends[1]} % in {last}",
        subtitle="Exports plus imports with China in % of those with all partners, the state’s own"
        " reports to UN Comtrade",
        chart=vintage_lines([Panel("", lines)]),
        numbers=numbers(_own_rows(shown)),
        alt=cells.sentence(
            [f"{asked.name(i)} in {max(o)}: {plain(o[max(o)][2], 1)} %" for i, o in shown.items()]
        ),
        note=f"No such series for {listed(gone)}." if gone else "",
    )


Own = Mapping[int, tuple[Level, Level, float]]


def _own_shares(
    iso3: str, years: range, as_of: date | None
) -> dict[int, tuple[Level, Level, float]]:
    """Return trade with China, with all, and the share, where WITS gives all four flows."""
    flows = ("exports_to_china", "imports_from_china")
    own = sides.summed(NATIONAL, flows, iso3, years, as_of)
    whole = sides.summed(NATIONAL, ("exports_total", "imports_total"), iso3, years, as_of)
    return {
        year: (own[year], whole[year], measures.share(own[year].value, whole[year].value))
        for year in sorted(set(own) & set(whole))
        if own[year].reporter == whole[year].reporter == "WITS"
    }


def _line(shares: Mapping[int, float]) -> pd.Series:
    """Return a series over all the years from the first to the last: a gap breaks its line."""
    return pd.Series(shares).reindex(range(min(shares), max(shares) + 1))


def _own_rows(shown: Mapping[str, Own]) -> Iterator[pd.DataFrame]:
    for series in shown.values():
        for own, whole, value in series.values():
            rows = pd.concat([own.rows, whole.rows], ignore_index=True)
            yield rows
            yield derived(
                rows,
                value,
                "exports and imports with China / exports and imports with all, in percent",
                indicator="China's share of foreign trade, computed",
                unit="percent",
            )
