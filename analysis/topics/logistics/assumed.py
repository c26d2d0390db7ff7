"""What the network and the corridors assume, for the table of assumptions of a report."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.numbers import plain, spread
from analysis.topics.logistics.corridors import FACTORS
from analysis.topics.logistics.legs import ORIGIN, UNMET_PRICE, WEST_SHARE, parameter


def network_assumptions(
    closed_edges: Sequence[str] = (),
    fleet_multiple: float = 2.0,
    draught_factor: float = 0.8,
    demand_multiple: float = 1.0,
    value_of_time: float = 20.0,
    tonnes_per_teu: float = 10.0,
) -> list[dict[str, str]]:
    """Return each assumption as name, value, unit and why, all of them text."""
    closed = ", ".join(closed_edges) or "none"
    half = parameter("usd_per_teu_from_feu")
    factors = "; ".join(f"{mode} {spread(one.low, one.high, 3)}" for mode, one in FACTORS.items())
    rows = (
        ("Legs taken out", closed, "", "what the reader wants to see closed"),
        ("Ships", plain(fleet_multiple), "times today’s", "scenario, no order is known"),
        ("Low water", plain(draught_factor), "of a load", "loads at Aktau, press"),
        ("Traffic", plain(demand_multiple), "times 2024", "scenario"),
        ("Value of a day", plain(value_of_time), "USD per TEU", "illustration"),
        ("Payload", plain(tonnes_per_teu), "tonnes per TEU", "a usual load"),
        ("Rate of a TEU", plain(half), "of a forty-foot container", "published tariffs differ"),
        ("Westward part", plain(WEST_SHARE), "of China–Central Asia TEU", "no split is published"),
        ("Left behind", plain(UNMET_PRICE, 0), "USD per TEU", "above the dearest way"),
        ("Origin", ORIGIN, "", "the hub from which every crossing can be reached"),
        ("Emission factors", factors, "kg CO₂e per t-km, well to wheel", "order of GLEC defaults"),
    )
    return [dict(zip(("name", "value", "unit", "why"), row, strict=True)) for row in rows]
