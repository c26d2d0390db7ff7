"""The first page of a profile: the bottom line and the strip of peers."""

from __future__ import annotations

from analysis import blocks, charts
from analysis.blocks import Block
from analysis.countries import country
from analysis.errors import NoData
from analysis.exhibits import Exhibit, exhibit, numbers
from analysis.moments import day
from analysis.numbers import listed, plain
from analysis.topics.country.series import CHINA, name_of, peers
from analysis.topics.country.strips import Shown, indicators_of, shown

_MONEY = ("Trade with China", "Gross domestic product")


def bottom_line(iso3: str, as_of: str, last_year: int) -> Block:
    """Say in a sentence or two what is known of the economy, and how much is not."""
    found = {one.indicator.name: one for one in shown(iso3, day(as_of), last_year)}
    own = {name: one for name, one in found.items() if iso3 in one.rows}
    count = f"{len(own)} of {len(indicators_of(iso3))} indicators have a figure"
    said = [
        f"{words} {plain(own[name].value(iso3), places)} {unit} ({own[name].period})"
        for name, words, places, unit in (
            ("Population", "about", 1, "million inhabitants"),
            ("Gross domestic product", "a GDP of", 1, "bn USD"),
            ("Trade with China", "trade with China of", 1, "bn USD on China’s customs’ count"),
        )
        if name in own
    ]
    has = f"{name_of(iso3)} has {listed(said)}. " if said else f"{name_of(iso3)}: "
    return blocks.lede(f"{has}{count[0].upper() + count[1:] if said else count}.")


@exhibit
def indicators(iso3: str, as_of: str, last_year: int) -> Exhibit:
    """Show eight indicators of an economy, each as a dot among its peers; nothing is ranked."""
    found = shown(iso3, day(as_of), last_year)
    if not found:
        raise NoData(f"no indicator to {last_year} was public on that day for any of the peers")
    own = [one for one in found if iso3 in one.rows]
    return Exhibit(
        title=_title(iso3, own),
        subtitle="Each strip has its own scale and year; all dots of a strip are of one year and"
        " one reporter, current US dollars",
        chart=charts.peer_strip([_strip(one, iso3) for one in found], iso3, country(iso3).colour),
        numbers=numbers([row for one in found for row in one.rows.values()]),
        alt=f"{name_of(iso3)}: "
        + "; ".join(
            f"{one.indicator.name} {plain(one.value(iso3), one.places)}"
            f" {one.indicator.unit} in {one.period}"
            for one in own or found
        )
        + ".",
        note=_note(iso3, found),
    )


def _title(iso3: str, own: list[Shown]) -> str:
    by = {one.indicator.name: one for one in own}
    name, total = name_of(iso3), len(indicators_of(iso3))
    if not all(one in by for one in ("Trade with China to GDP", *_MONEY)):
        return f"{name}: {len(own)} of {total} indicators have a figure"
    trade = by["Trade with China to GDP"]
    return f"{name}: trade with China equals {plain(trade.value(iso3), 1)} % of GDP in {trade.year}"


def _strip(one: Shown, iso3: str) -> charts.Strip:
    values = {place: one.value(place) for place in peers(iso3)}
    what = one.indicator
    return charts.Strip(what.name, what.unit, one.period, values, one.places)


def _note(iso3: str, found: list[Shown]) -> str:
    names = ", ".join(f"{one} {name_of(one)}" for one in peers(iso3))
    gaps = [
        f"{one.indicator.name}: {listed(missing)}"
        for one in found
        for missing in [[place for place in peers(iso3) if place not in one.rows]]
        if missing
    ]
    absent = [
        one.name for one in indicators_of(iso3) if one.name not in {f.indicator.name for f in found}
    ]
    text = f"{names}."
    if gaps:
        text += f" Without a figure for that year: {'; '.join(gaps)}."
    if absent:
        text += f" Not public for any of them: {listed(absent)}."
    if iso3 != CHINA:
        text += " Turkmenistan’s US dollar figures depend on its official exchange rate."
    return text
