"""Exhibits on the region's resources."""

from __future__ import annotations

import pandas as pd

from analysis.charts.lines import Band, Panel, vintage_lines
from analysis.claims import Match, bounds, claims
from analysis.errors import NoData
from analysis.exhibits import Exhibit, exhibit, numbers
from analysis.moments import day
from analysis.numbers import plain
from analysis.topics.resources.rows import item_rows, share_rows
from analysis.topics.resources.shares import shares, uranium

Line = dict[int, float]


@exhibit
def shares_by_vintage(as_of: str) -> Exhibit:
    """Show the region's share of oil, gas and uranium by year and edition, beside the claims."""
    oil, gas = (shares(f"{one}_reserves", "EI", day(as_of)) for one in ("oil", "gas"))
    metal = [item for item in uranium(day(as_of)) if item.match is not Match.DEFINITION]
    if not (oil and gas and metal):
        raise NoData("no tables of reserves and resources were public on that day")
    lines = {
        "Oil": {one.year: one.value for one in oil},
        "Natural gas": {one.year: one.value for one in gas},
        "Uranium": {int(item.period[:4]): item.value for item in reversed(metal)},
    }
    return Exhibit(
        title=_title(lines["Oil"], lines["Uranium"]),
        subtitle="Central Asia’s share of the world, %: proved oil and gas reserves, end of year;"
        " uranium resources below 130 USD per kg, by edition",
        chart=vintage_lines(
            [
                _panel(title, claim, lines[title])
                for title, claim in zip(lines, ("oil", "gas", "uranium"), strict=True)
            ]
        ),
        numbers=numbers(
            [
                *(share_rows(one, "oil_reserves") for one in oil),
                *(share_rows(one, "gas_reserves") for one in gas),
                item_rows(metal),
            ]
        ),
        alt="; ".join(_ends(title, line) for title, line in lines.items())
        + ". Shaded: what each claim allows.",
    )


def _title(oil: Line, metal: Line) -> str:
    first, last = metal[min(metal)], metal[max(metal)]
    verb = "fell" if last < first else "rose"
    return (
        f"Uranium share {verb} from {plain(first, 1)} to {plain(last, 1)} %;"
        f" oil never passed {plain(max(oil.values()), 1)} %"
    )


def _panel(title: str, claim: str, line: Line) -> Panel:
    test = claims()[claim].tests[0]
    low, high = bounds(test, test.readings[0])
    name = f"{plain(line[max(line)], 1)} %"
    return Panel(title, {name: pd.Series(line)}, Band(low, high, f"claimed: {test.words} %"))


def _ends(title: str, line: Line) -> str:
    first, last = min(line), max(line)
    return f"{title} {plain(line[first], 1)} % in {first} and {plain(line[last], 1)} % in {last}"
