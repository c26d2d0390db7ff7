"""What the network and the corridors assume, for the table of assumptions of a report."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.numbers import plain, spread
from analysis.topics.logistics.corridors import FACTORS, Factors
from analysis.topics.logistics.legs import ORIGIN, TRAFFIC_YEAR, UNMET_PRICE, WEST_SHARE, parameter

_PER = "kg CO₂e per t-km, well to wheel"
_WHY = "range of the order of GLEC defaults"


def network_assumptions(
    closed_edges: Sequence[str] = (),
    demand_multiple: float = 1.0,
    west_share: float = WEST_SHARE,
    unmet_price: float = UNMET_PRICE,
    value_of_time: float = 20.0,
    middle_share: float = 8.0,
    tonnes_per_teu: float = 10.0,
    factors: Factors = FACTORS,
) -> list[dict[str, str]]:
    """Return each assumption as name, value, unit, bounds and why, all of them text.

    Those without a parameter are named in words: a row of the data or a choice of the method.

    >>> logistics.network_assumptions(closed_edges=["M5"])
    """
    closed, half = ", ".join(closed_edges) or "none", parameter("usd_per_teu_from_feu")
    rows = [
        ("closed_edges", closed, "", "legs", "what the reader wants to see closed"),
        ("demand_multiple", plain(demand_multiple), f"times {TRAFFIC_YEAR}", "0 to 5", "scenario"),
        ("west_share", plain(west_share), "% of China–Central Asia TEU", "0 to 100",
         "no split is published"),
        ("unmet_price", plain(unmet_price, 0), "USD per TEU", "10,000 to 1,000,000",
         "above the dearest way"),
        ("value_of_time", plain(value_of_time), "USD per TEU and day", "0 to 500", "illustration"),
        ("middle_share", plain(middle_share), "% against the northern way", "1 to 49",
         "illustration: fixes the scale of the choice"),
        ("tonnes_per_teu", plain(tonnes_per_teu), "tonnes per TEU", "1 to 28", "a usual load"),
    ]  # fmt: skip
    rows += [
        (f"{mode.replace(' ', '_')}_co2", spread(one.low, one.high, 3), _PER, "0 to 1", _WHY)
        for mode, one in factors.items()
    ]
    rows += [
        ("Rate of a TEU", plain(half), "of a forty-foot container", "a row of the data",
         "published tariffs give more"),
        ("Origin", ORIGIN, "", "fixed", "the hub from which every crossing can be reached"),
    ]  # fmt: skip
    keys = ("name", "value", "unit", "range", "why")
    return [dict(zip(keys, row, strict=True)) for row in rows]
