"""Economies and their colours."""

from __future__ import annotations

import dataclasses
import itertools
import re

import pytest

from analysis.countries import CENTRAL_ASIA, COUNTRIES, REGIONS, country
from analysis.errors import DataError

ALL = [*COUNTRIES.values(), *REGIONS.values()]


def _linear(colour: str) -> list[float]:
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    return [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]


def _contrast_on_white(colour: str) -> float:
    red, green, blue = _linear(colour)
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def test_an_unknown_country_is_refused_with_the_nearest_one() -> None:
    with pytest.raises(DataError, match="Did you mean 'KAZ'"):
        country("KAX")


def test_a_country_cannot_be_changed() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        country("KAZ").name = "Kazakh Republic"  # type: ignore[misc]  # the point of the test


def test_the_registry_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        COUNTRIES["XXX"] = country("KAZ")  # type: ignore[index]  # the point of the test


def test_a_region_is_found_like_a_country() -> None:
    assert country("CA5").name == "Central Asia"
    assert country("UZB").name == "Uzbekistan"


def test_central_asia_is_five_of_the_countries() -> None:
    assert len(CENTRAL_ASIA) == 5
    assert set(CENTRAL_ASIA) == set(COUNTRIES) - {"CHN"}


def test_every_code_is_its_own_key_and_has_three_characters() -> None:
    for code, one in {**COUNTRIES, **REGIONS}.items():
        assert code == one.iso3
        assert re.fullmatch("[A-Z][A-Z0-9]{2}", code)


@pytest.mark.parametrize("one", ALL, ids=lambda one: one.iso3)
def test_every_colour_can_be_read_on_white(one: object) -> None:
    assert _contrast_on_white(one.colour) >= 3  # type: ignore[attr-defined]  # a Country


def test_no_two_countries_have_the_same_colour() -> None:
    for left, right in itertools.combinations(ALL, 2):
        assert left.colour != right.colour
