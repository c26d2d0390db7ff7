"""The first page of a profile: the bottom line and the strip of peers."""

from __future__ import annotations

from collections.abc import Sequence

from analysis import blocks
from analysis.blocks import Block
from analysis.charts.peers import Strip, peer_strip
from analysis.countries import CENTRAL_ASIA, country
from analysis.errors import NoData
from analysis.exhibits import Exhibit, exhibit
from analysis.moments import day
from analysis.numbers import listed, plain
from analysis.topics.country.series import CHINA, name_of, peers
from analysis.topics.country.strips import Shown, indicators_of, numbers_of, shown

_RATE = "Turkmenistan’s US dollar figures depend on its official exchange rate."
_MONEY = ("Trade with China", "Gross domestic product")


def bottom_line(iso3: str, as_of: str, last_year: int) -> Block:
    """Say in a sentence or two what is known of the economy, and how much is not.

    >>> country.bottom_line("KAZ", "latest", 2024)
    """
    found = {one.indicator.name: one for one in shown(iso3, day(as_of), last_year)}
    own = {name: one for name, one in found.items() if iso3 in one.rows}
    total = len(indicators_of(iso3))
    count = f"{len(own)} of {total} indicators have a figure"
    said = [
        f"{words} {plain(own[name].value(iso3), places)} {unit} ({own[name].period})"
        for name, words, places, unit in (
            ("Population", "about", 1, "million inhabitants"),
            ("Gross domestic product", "a GDP of", 1, "bn USD"),
            ("Trade with China", "trade with China of", 1, "bn USD on China’s customs’ count"),
        )
        if name in own
    ]
    if not said:
        return blocks.lede(f"{name_of(iso3)}: {count}.")
    gaps = f" {count}." if len(own) < total else ""
    return blocks.lede(f"{name_of(iso3)} has {listed(said)}.{gaps}")


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
        chart=peer_strip([_strip(one, iso3) for one in found], iso3, country(iso3).colour),
        numbers=numbers_of(found),
        alt=f"{name_of(iso3)}: "
        + "; ".join(
            f"{one.indicator.name} {plain(one.value(iso3), one.places)}"
            f" {one.indicator.unit} in {one.period}"
            for one in own or found
        )
        + ".",
        note=_note(iso3, found),
    )


def _title(iso3: str, own: Sequence[Shown]) -> str:
    by = {one.indicator.name: one for one in own}
    name, total = name_of(iso3), len(indicators_of(iso3))
    if iso3 == CHINA and (times := _times_the_five(by.get("Gross domestic product"))):
        return times
    if not all(one in by for one in ("Trade with China to GDP", *_MONEY)):
        return f"{name}: {len(own)} of {total} indicators have a figure"
    trade = by["Trade with China to GDP"]
    return f"{name}: trade with China equals {plain(trade.value(iso3), 1)} % of GDP in {trade.year}"


def _times_the_five(gdp: Shown | None) -> str:
    """Say how large China's output is beside that of the five together, where all are known."""
    if gdp is None or not {CHINA, *CENTRAL_ASIA} <= set(gdp.rows):
        return ""
    five = sum(gdp.value(iso3) for iso3 in CENTRAL_ASIA)
    times = plain(gdp.value(CHINA) / five, 0)
    return f"China’s GDP in {gdp.period} is {times} times that of the five states together"


def _strip(one: Shown, iso3: str) -> Strip:
    values = {place: one.value(place) for place in peers(iso3)}
    what = one.indicator
    return Strip(what.name, what.unit, one.period, values, one.places)


def _note(iso3: str, found: Sequence[Shown]) -> str:
    names = ", ".join(f"{one} {name_of(one)}" for one in peers(iso3) if one != iso3)
    absent = {one.name for one in indicators_of(iso3)} - {one.indicator.name for one in found}
    gaps = "; ".join(
        f"{places} ({', '.join(what)})" for places, what in _missing(iso3, found).items()
    )
    said = [
        f"{names}.",
        f"Without a figure for that year: {gaps}." if gaps else "",
        f"Not public for any of them: {listed(sorted(absent))}." if absent else "",
        "" if iso3 == CHINA else _RATE,
    ]
    return " ".join(filter(None, said))


def _missing(iso3: str, found: Sequence[Shown]) -> dict[str, list[str]]:
    """Return the indicators that the same economies lack, by those economies."""
    lacking: dict[str, list[str]] = {}
    for one in found:
        if places := [place for place in peers(iso3) if place not in one.rows]:
            lacking.setdefault(listed(places), []).append(one.indicator.name)
    return lacking
