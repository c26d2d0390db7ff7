"""What a report was asked for: countries, years, whose books, which currency."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from analysis.claims import claims
from analysis.countries import CENTRAL_ASIA, country
from analysis.errors import NoData, ParameterError, unknown
from analysis.numbers import listed

FIRST_YEAR = 1995
LAST_YEAR = 2025
"""The years of the trade table: part-years are never among them."""

GACC, NATIONAL, BOTH = "GACC", "national", "both"
SIDES = {GACC: "China’s customs", NATIONAL: "National sources"}
CURRENCIES = ("USD", "CNY")


def chosen(countries: Sequence[str]) -> tuple[str, ...]:
    """Return the states asked for in the order of the house; ParameterError for none or others."""
    for iso3 in countries:
        if iso3 not in CENTRAL_ASIA:
            raise ParameterError(unknown("country", iso3, CENTRAL_ASIA))
    if not countries:
        raise ParameterError(f"countries: name at least one of {', '.join(CENTRAL_ASIA)}")
    return tuple(iso3 for iso3 in CENTRAL_ASIA if iso3 in countries)


def years(first_year: int, last_year: int) -> range:
    """Return the years asked for; ParameterError when they run backwards."""
    if first_year > last_year:
        raise ParameterError(f"first_year {first_year} is after last_year {last_year}")
    return range(first_year, last_year + 1)


def sides(reporter: str) -> tuple[str, ...]:
    """Return whose books are asked for: one side, or both; ParameterError for another."""
    if reporter == BOTH:
        return (GACC, NATIONAL)
    if reporter not in SIDES:
        raise ParameterError(unknown("reporter", reporter, [*SIDES, BOTH]))
    return (reporter,)


def currency(name: str) -> str:
    """Return the currency; ParameterError when it is not one of the two."""
    if name not in CURRENCIES:
        raise ParameterError(unknown("currency", name, CURRENCIES))
    return name


def focus(available: Iterable[int], what: str) -> int:
    """Return the year the statement speaks of where there are figures for it, else the last one."""
    found = sorted(set(available))
    if not found:
        raise NoData(f"{what} was public on that day for the years and countries chosen")
    spoken_of = int(claims()["china-trade"].period)
    return spoken_of if spoken_of in found else found[-1]


def place(states: Sequence[str]) -> str:
    """Return the states in prose."""
    if len(states) == len(CENTRAL_ASIA):
        return "the five states"
    return listed([country(iso3).name for iso3 in states])


def name(iso3: str) -> str:
    """Return a state's name."""
    return country(iso3).name
