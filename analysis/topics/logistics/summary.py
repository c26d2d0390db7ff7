"""What the logistics report finds, in a few sentences that follow the data."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from analysis import blocks
from analysis.blocks import Block
from analysis.numbers import listed
from analysis.topics.logistics.assumptions import Assumptions
from analysis.topics.logistics.backtest import growth_backtest
from analysis.topics.logistics.containers import containers_why_none_fits
from analysis.topics.logistics.growth import growth_to_2030
from analysis.topics.logistics.kuryk import (
    kuryk_break_even,
    kuryk_levelised_cost,
    kuryk_value_distribution,
)
from analysis.topics.logistics.network import network_effects
from analysis.topics.logistics.pictures import network_diagram
from analysis.topics.logistics.port import kuryk_or_aktau, kuryk_what_binds
from analysis.topics.logistics.rail import rail_containers, rail_share_readings


def findings(
    as_of: str,
    series: str,
    assumed: Assumptions,
    kuryk_terminal: bool,
    closed_edges: Sequence[str] = (),
) -> Block:
    """Return the messages of the exhibits that matter most, each with where to read on.

    >>> logistics.findings("latest", "transit", assumed, kuryk_terminal=True)
    """
    ships = (assumed.fleet_multiple, assumed.draught_factor)
    shown = [
        ("Containers", containers_why_none_fits(as_of, assumed)),
        ("Growth", growth_to_2030(as_of, series, assumed)),
        ("Backtest", growth_backtest(as_of)),
        ("Rail", rail_containers(as_of)),
        ("Overland share", rail_share_readings(as_of)),
        ("Network", network_diagram(as_of, closed_edges)),
        ("Network", network_effects(as_of, closed_edges, *ships)),
        ("Caspian", kuryk_what_binds(as_of, assumed, kuryk_terminal)),
        ("Kuryk, capital", kuryk_levelised_cost(as_of, assumed)),
        ("Kuryk, tariff", kuryk_break_even(as_of, assumed)),
        ("Kuryk, value", kuryk_value_distribution(as_of, assumed)),
        ("Kuryk or Aktau", kuryk_or_aktau(as_of)),
    ]
    items = [
        Markup('{}: <a href="#exhibit-{}">{}</a>.').format(subject, one.name, one.title)
        for subject, one in shown
        if not one.numbers.empty
    ]
    gaps = [subject for subject, one in shown if one.numbers.empty]
    rest = [f"No data on the day asked for: {listed(gaps)}."] if gaps else []
    note = "What concerns Kuryk’s tariff and value, and growth, rests on assumptions listed below."
    return blocks.callout("What this report finds", [blocks.bullets(items), *rest, note])
