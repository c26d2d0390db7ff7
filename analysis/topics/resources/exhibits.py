"""Exhibits on the region's resources."""

from __future__ import annotations

import pandas as pd

from analysis import charts
from analysis.claims import Item, Match, bounds, claims
from analysis.errors import NoData
from analysis.exhibits import Exhibit, derived, exhibit, numbers
from analysis.moments import day
from analysis.numbers import plain
from analysis.topics.resources.shares import OIL_AND_GAS, shares, uranium


@exhibit
def shares_by_vintage(as_of: str) -> Exhibit:
    """Show the region's share of the world's oil, gas and uranium by year and edition, with the claimed bands."""
    moment = day(as_of)
    oil, gas = (shares(f"{one}_reserves", "EI", moment) for one in ("oil", "gas"))
    edited = [item for item in uranium(moment) if item.match is not Match.DEFINITION]
    if oil.empty or gas.empty or not edited:
        raise NoData("no tables of reserves and resources were public on that day")
    metal = pd.Series({int(item.period[:4]): item.value for item in edited}).sort_index()
    lines = [oil.set_index("year")["value"], gas.set_index("year")["value"], metal]
    panels = [
        charts.Panel(title, {f"{plain(line.iloc[-1], 1)} %": line}, _band(claim))
        for title, claim, line in zip(
            ("Oil", "Natural gas", "Uranium"), ("oil", "gas", "uranium"), lines, strict=True
        )
    ]
    first, last = metal.index[0], metal.index[-1]
    verb = "fell" if metal[last] < metal[first] else "rose"
    return Exhibit(
        title=f"Uranium share {verb} from {plain(metal[first], 1)} to {plain(metal[last], 1)} %;"
        f" oil never passed {plain(lines[0].max(), 1)} %",
        subtitle="Central Asia’s share of the world, %: proved oil and gas reserves; uranium resources below 130 USD per kg",
        chart=charts.vintage_lines(panels),
        numbers=numbers(
            [
                *_share_rows(oil, "oil_reserves"),
                *_share_rows(gas, "gas_reserves"),
                _metal_rows(edited),
            ]
        ),
        alt="; ".join(
            f"{panel.title} {plain(line.iloc[0], 1)} % in {line.index[0]} and {plain(line.iloc[-1], 1)} % in {line.index[-1]}"
            for panel, line in zip(panels, lines, strict=True)
        )
        + ". Shaded: what each claim allows.",
    )


def _band(claim: str) -> charts.Band:
    test = claims()[claim].tests[0]
    low, high = bounds(test, test.readings[0])
    return charts.Band(low, high, f"claimed: {test.words} %")


def _share_rows(series: pd.DataFrame, indicator: str) -> list[pd.DataFrame]:
    return [
        derived(
            pd.concat([row.parts, row.whole]),
            float(row.value),
            f"sum of {', '.join(OIL_AND_GAS)} / world, in percent",
            entity="CA5",
            indicator=f"share of {indicator}",
            unit="percent",
        )
        for row in series.itertuples()
    ]


def _metal_rows(items: list[Item]) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "entity": "KAZ-UZB",
                "indicator": "share of uranium_lt130",
                "period": item.period,
                "value": item.value,
                "unit": item.unit,
                "reporter": item.reporter,
                "source": item.source,
                "published": item.published,
                "grade": "derived",
                "note": f"{item.label}; between {item.low:.1f} and {item.high:.1f}"
                if item.low == item.low
                else item.label,
            }
            for item in items
        ]
    )
