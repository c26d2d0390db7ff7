"""One line per economy: its ISO 3166 code, its name and the colour it has in every chart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from analysis.errors import DataError, unknown


@dataclass(frozen=True, slots=True)
class Country:
    """One economy, or a group of them; its colour is part of its identity."""

    iso3: str
    name: str
    colour: str


# The colours stay apart for the three kinds of colour blindness and have at least 3:1 on white.
_COUNTRIES = (
    Country("CHN", "China", "#b2182b"),
    Country("KAZ", "Kazakhstan", "#0072b2"),
    Country("KGZ", "Kyrgyzstan", "#a67c00"),
    Country("TJK", "Tajikistan", "#cc6677"),
    Country("TKM", "Turkmenistan", "#882255"),
    Country("UZB", "Uzbekistan", "#332288"),
)
_REGIONS = (
    Country("CA5", "Central Asia", "#222222"),
    Country("WLD", "World", "#6b7280"),
)

COUNTRIES: Mapping[str, Country] = MappingProxyType({one.iso3: one for one in _COUNTRIES})
REGIONS: Mapping[str, Country] = MappingProxyType({one.iso3: one for one in _REGIONS})
CENTRAL_ASIA: tuple[str, ...] = ("KAZ", "KGZ", "TJK", "TKM", "UZB")


def country(iso3: str) -> Country:
    """Return the economy or region with this code; DataError names the nearest one."""
    known = {**COUNTRIES, **REGIONS}
    if iso3 not in known:
        raise DataError(unknown("country", iso3, known))
    return known[iso3]
