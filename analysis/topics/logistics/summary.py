"""What the logistics report finds, in a few sentences that follow the data."""

from __future__ import annotations

from markupsafe import Markup

from analysis import blocks
from analysis.blocks import Block
from analysis.topics.logistics.assumptions import Assumptions
from analysis.topics.logistics.containers import containers_why_none_fits
from analysis.topics.logistics.growth import growth_to_2030
from analysis.topics.logistics.kuryk import kuryk_break_even, kuryk_levelised_cost
from analysis.topics.logistics.port import kuryk_or_aktau, kuryk_what_binds
from analysis.topics.logistics.rail import rail_share_readings


def findings(as_of: str, series: str, assumed: Assumptions, kuryk_terminal: bool) -> Block:
    """Return the messages of the exhibits that matter most, each with where to read on."""
    shown = [
        containers_why_none_fits(as_of, assumed),
        rail_share_readings(as_of),
        growth_to_2030(as_of, series, assumed),
        kuryk_levelised_cost(as_of, assumed),
        kuryk_break_even(as_of, assumed),
        kuryk_what_binds(as_of, assumed, kuryk_terminal),
        kuryk_or_aktau(as_of),
    ]
    items = [
        Markup('<a href="#exhibit-{}">{}</a>.').format(one.name, one.title)
        for one in shown
        if not one.numbers.empty
    ]
    gaps = [one for one in shown if one.numbers.empty]
    rest = [f"{len(gaps)} of {len(shown)} findings lack data on the day asked for."] if gaps else []
    return blocks.callout("What this report finds", [blocks.bullets(items), *rest])
