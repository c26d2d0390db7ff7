"""The corridors side by side: time, cost, capacity, reliability and emissions."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from analysis import data, measures
from analysis.charts.aligned import Measure, aligned
from analysis.errors import ParameterError, unknown
from analysis.exhibits import Exhibit, derived, exhibit, numbers
from analysis.measures import Factor
from analysis.moments import day
from analysis.numbers import listed, plain, spread
from analysis.topics.logistics.findings import observed
from analysis.topics.logistics.legs import legs, parameter


@dataclass(frozen=True, slots=True)
class Corridor:
    """One way from China to the North Sea, as the legs it takes."""

    name: str
    legs: tuple[str, ...]


Facts = dict[str, tuple[float, float, float]]
Found = Sequence[tuple["Corridor", "Facts"]]
_CHINA = "CN1 CN2 CN4 CN5 N2 N17"
CORRIDORS = tuple(
    Corridor(name, tuple(path.split()))
    for name, path in (
        (
            "Northern, by Dostyk and Brest",
            "CN1 CN2 CN3 N1 N3 N4 N5 N6 N7 N8 N9 N10 N11 N12 N13 N14 N15",
        ),
        ("Middle, by Poti and Constanța", f"{_CHINA} N22 M1 M2 M3 M5 M7 M8 M10 M12"),
        ("Middle, by Kars and Istanbul", f"{_CHINA} N22 M1 M2 M3 M5 M7 M13 M14 M16"),
        ("Southern, by Tehran and Istanbul", f"{_CHINA} N22 M1 M2 S1 S2 S3 M16"),
        (
            "By Kashgar and Tashkent, once the railway is built",
            "CN1 CN2 CN13 K1 K2 K3 K4 S6 S7 S8 S9 S10 S3 M16",
        ),
        ("Ocean, by Suez", "O1 O2 O3"),
        ("Ocean, by the Cape", "O1 O4"),
    )
)
# kg CO₂e per tonne-kilometre from well to wheel: assumed ranges of the order of the default
# values of the GLEC Framework, not measurements of these lines
FACTORS = {
    "rail": Factor(0.010, 0.032),
    "ocean": Factor(0.006, 0.010),
    "short sea": Factor(0.015, 0.035),
    "ferry": Factor(0.095, 0.260),
    "road": Factor(0.060, 0.110),
}
Factors = Mapping[str, Factor]


def emission_factors(**ranges: Sequence[float]) -> Factors:
    """Return the factors of the modes in kg CO2e per tonne-kilometre, each from low to high.

    Raises:
        ParameterError: a mode that is none, or a range that is not two numbers in order.

    >>> logistics.emission_factors(rail=[0.01, 0.03])
    """
    for name, ends in ranges.items():
        if name.replace("_", " ") not in FACTORS:
            raise ParameterError(unknown("mode", name, FACTORS))
        if len(ends) != 2 or not 0 <= ends[0] <= ends[1]:
            raise ParameterError(f"{name}_co2 is {list(ends)}: expected two factors, low and high")
    return FACTORS | {
        name.replace("_", " "): Factor(ends[0], ends[1]) for name, ends in ranges.items()
    }


_UNITS = {"days": "days", "usd": "USD per TEU", "co2": "kg CO2e per TEU", "cap": "TEU per year"}
UNPUBLISHED = "not published"


@exhibit
def corridor_comparison(
    as_of: str, tonnes_per_teu: float = 10.0, factors: Factors = FACTORS
) -> Exhibit:
    """Compare the corridors by time, cost, capacity, emissions and reliability."""
    _loaded(tonnes_per_teu)
    rows = legs(day(as_of))
    found = [(one, facts_of(rows, one, tonnes_per_teu, factors)) for one in CORRIDORS]
    cells = pd.DataFrame([cell for one, facts in found for cell in _cells(one, facts)])
    fastest = min(found, key=lambda pair: pair[1]["days"][1])
    return Exhibit(
        title=f"Fastest on paper: {fastest[0].name}, {plain(fastest[1]['days'][1], 0)} days",
        subtitle="Xi’an to Duisburg by land, Shanghai to Rotterdam by sea; a TEU westbound;"
        " sums of legs, least and most as lines",
        chart=aligned(cells, _MEASURES, absent=UNPUBLISHED),
        numbers=numbers([*observations(rows), *sums(rows, found)]),
        alt="; ".join(f"{one.name} {plain(facts['days'][1], 1)} days" for one, facts in found)
        + ".",
        note=f"{_grades(rows)} Capacity is the smallest limit known on the way, so an upper end."
        " The variance of transit times is published for none of these ways."
        " Emissions are from well to wheel, with assumed factors and"
        f" {plain(tonnes_per_teu)} t a TEU.",
    )


_MEASURES = (
    Measure("Time", "days"),
    Measure("Cost", "USD a TEU"),
    Measure("Capacity", "thousand TEU a year", logarithmic=True),
    Measure("Emissions", "kg CO₂e a TEU"),
    Measure("Reliability", "variance of time"),
)


def _loaded(tonnes: float) -> None:
    if not 0 < tonnes <= 30:
        raise ParameterError(f"tonnes_per_teu is {tonnes:g}: expected above 0, at most 30")


def along(rows: pd.DataFrame, one: Corridor) -> pd.DataFrame:
    """Return the legs of a corridor in their order."""
    return rows.set_index("edge").loc[list(one.legs)].reset_index()


def facts_of(rows: pd.DataFrame, one: Corridor, tonnes: float, factors: Factors = FACTORS) -> Facts:
    """Return the least, middle and highest value of each measure along a corridor."""
    mine, half = along(rows, one), parameter("usd_per_teu_from_feu")
    air = measures.emissions(
        tonnes, [(row["km"], factors[factor_of(row)]) for row in data.records(mine)]
    )
    limit = float(mine["capacity"].min())
    days = [float(mine[column].sum()) for column in ("days_min", "days_mean", "days_max")]
    usd = [float(mine[column].sum()) * half for column in ("usd_low", "usd_per_feu", "usd_high")]
    return {
        "days": (days[0], days[1], days[2]),
        "usd": (usd[0], usd[1], usd[2]),
        "cap": (math.nan, limit, math.nan),
        "co2": (air.low, (air.low + air.high) / 2, air.high),
    }


def factor_of(row: dict[str, object]) -> str:
    """Return which factor a leg's mode takes."""
    mode, corridor = str(row["mode"]), str(row["corridor"])
    if corridor.startswith("Ocean"):
        return "ocean"
    if "ferry" in mode and mode.startswith("sea (rail"):
        return "ferry"
    return "short sea" if mode.startswith("sea") else "road" if mode == "road" else "rail"


def _cells(one: Corridor, facts: Facts) -> list[dict[str, object]]:
    texts = {
        "days": plain(facts["days"][1], 1),
        "usd": plain(facts["usd"][1], 0),
        "cap": plain(facts["cap"][1] / 1e3, 0),
        "co2": spread(facts["co2"][0], facts["co2"][2], 0),
    }
    heads = {"days": "Time", "usd": "Cost", "cap": "Capacity", "co2": "Emissions"}
    cells: list[dict[str, object]] = []
    for key, (low, mid, high) in facts.items():
        scale = 1e-3 if key == "cap" else 1.0
        cells.append(
            {
                "label": one.name,
                "measure": heads[key],
                "low": low * scale,
                "mid": mid * scale,
                "high": high * scale,
                "text": texts[key],
                "assumed": _assumed(one, key),
            }
        )
    return cells


def _assumed(one: Corridor, key: str) -> bool:
    """Return whether any leg of the corridor takes this measure from an assumption."""
    column = {"days": "days_grade", "usd": "usd_grade", "cap": "capacity_grade"}.get(key)
    if column is None:
        return True
    mine = along(data.table("edges"), one)
    known = mine[mine["capacity"].notna()] if key == "cap" else mine
    return bool((known[column] == "assumption").any())


def _grades(rows: pd.DataFrame) -> str:
    """Return how many of the legs used rest on an assumption, by measure."""
    used = rows[rows["edge"].isin({leg for one in CORRIDORS for leg in one.legs})]
    parts = [
        f"{name} {int((used[column] == 'assumption').sum())}"
        for name, column in (
            ("time", "days_grade"),
            ("cost", "usd_grade"),
            ("length", "km_grade"),
        )
    ]
    return f"Of {len(used)} legs, so many are assumed rather than published or derived: " + (
        f"{listed(parts)}."
    )


def observations(rows: pd.DataFrame) -> list[pd.DataFrame]:
    """Return time, rate, limit and length of the legs used, as rows behind an exhibit."""
    used = rows[rows["edge"].isin({leg for one in CORRIDORS for leg in one.legs})]
    return [
        observed(used, "days_mean", "days"),
        observed(used, "usd_per_feu", "USD per FEU"),
        observed(used, "capacity"),
        observed(used, "km", "km"),
    ]


def sums(rows: pd.DataFrame, found: Found) -> list[pd.DataFrame]:
    """Return what the legs of each corridor add up to, as derived rows."""
    told = {
        "days": "sum over the legs",
        "usd": "sum over the legs, times usd_per_teu_from_feu",
        "cap": "the smallest limit known of a leg",
        "co2": "sum over the legs of payload times km times factor, from well to wheel",
    }
    return [
        derived(
            inputs,
            value,
            told[key],
            entity=one.name,
            indicator=f"{key} {end}",
            period="2025",
            unit=_UNITS[key],
        )
        for one, facts in found
        for inputs in [observed(along(rows, one), "km", "km")]
        for key, values in facts.items()
        for end, value in zip(("low", "middle", "high"), values, strict=True)
        if not math.isnan(value)
    ]
