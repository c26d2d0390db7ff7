"""The findings of the trade report, and how its parameters apply."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from analysis import blocks, tables
from analysis.blocks import Block
from analysis.exhibits import Exhibit
from analysis.topics.trade import asked, currencies, dependence, gaps, growth, structure, transport
from analysis.topics.trade.asked import BOTH, NATIONAL
from analysis.topics.trade.exhibits import mirror_gap


def findings(
    as_of: str, countries: Sequence[str], first_year: int, last_year: int, reporter: str
) -> Block:
    """Return the messages of the main exhibits, each with where to read on.

    >>> trade.findings("latest", ["KAZ", "UZB"], 2019, 2024, "GACC")
    """
    span = (as_of, countries, first_year, last_year)
    shown = [
        growth.turnover_levels(*span, reporter),
        currencies.growth_by_base_year(*span, reporter),
        structure.contributions(*span, reporter),
        mirror_gap(as_of, countries),
        gaps.published_gap(*span),
        dependence.china_share_two_ways(*span),
        transport.road_share(as_of, first_year, last_year),
    ]
    found = [_finding(one) for one in shown if not one.numbers.empty]
    text = [blocks.bullets(found)] if found else ["Nothing was public for these parameters."]
    return blocks.callout("What this report finds", text)


def _finding(one: Exhibit) -> Markup:
    return Markup("{}").format(tables.link(f"#exhibit-{one.name}", one.title))


def scope(
    countries: Sequence[str], first_year: int, last_year: int, reporter: str, currency: str
) -> Block:
    """Say what the parameters mean for what follows, and where they cannot apply.

    >>> trade.scope(["KAZ", "UZB"], 2019, 2024, "GACC", "USD")
    """
    states, years = asked.chosen(countries), asked.years(first_year, last_year)
    books = " and ".join(asked.SIDES[side].lower() for side in asked.sides(reporter))
    books = books.replace("china’s", "China’s")
    yuan = asked.currency(currency) == "CNY"
    return blocks.callout(
        "What is shown",
        [
            blocks.terms(
                [
                    ("States", asked.place(states)),
                    ("Years", f"{years[0]}–{years[-1]}; part-years never stand among years"),
                    ("Reporter", f"{books}. {_REPORTER[reporter]}"),
                    ("Currency", _YUAN if yuan else _DOLLARS),
                ]
            )
        ],
    )


_REPORTER = {
    asked.GACC: "The sections on the mirror gap and on China’s share need both sides all the same.",
    NATIONAL: "Contributions, shares and concentration need all five states, which these never"
    " give for one year: they show the gap.",
    BOTH: "Contributions, shares and concentration need all five states, which only China’s"
    " customs give.",
}
_YUAN = (
    "Yuan for the level and its growth. By state, nothing is published in yuan: all that follows is"
    " in US dollars."
)
_DOLLARS = "US dollars at current prices. Yuan exist only as the total of the five states."
