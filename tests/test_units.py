"""Units, and what may be converted into what."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.errors import DataError
from analysis.units import UNITS, convert, unit

NAMES = st.sampled_from(sorted(UNITS))
VALUES = st.floats(min_value=-1e9, max_value=1e9)


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("TEU", "containers"),
        ("trains", "TEU"),
        ("bn USD", "bn CNY"),
        ("TEU", "TEU per year"),
        ("bn barrels", "thousand barrels per day"),
        ("tonnes U", "tonnes"),
        ("USD per TEU", "USD per FEU"),
        ("USD per FEU", "USD per FEU-km"),
        ("rank", "score 1-5"),
        ("percent", "times"),
    ],
)
def test_what_differs_in_kind_is_not_converted_and_both_units_are_quoted(
    source: str, target: str
) -> None:
    with pytest.raises(DataError) as refused:
        convert(1, source, target)
    assert f"'{source}'" in str(refused.value)
    assert f"'{target}'" in str(refused.value)


def test_an_unknown_unit_is_refused_with_the_nearest_one() -> None:
    with pytest.raises(DataError, match="Did you mean 'bn USD'"):
        convert(1, "bn USS", "USD")
    with pytest.raises(DataError, match="Did you mean 'TEU'"):
        unit("TEUs")


@pytest.mark.parametrize(
    ("value", "source", "target", "expected"),
    [
        (94.82, "bn USD", "million USD", 94_820),
        (0.5, "tn USD", "bn USD", 500),
        (80, "million persons", "persons", 80_000_000),
        (20, "percent", "share", 0.2),
        (2, "tcm", "bcm", 2000),
        (1, "million tonnes", "thousand tonnes", 1000),
        (24, "hours", "days", 1),
        (10_600, "nautical miles", "km", 19_631.2),
        (804, "USD per 20 t and 500 km", "USD per 20 t and km", 1.608),
    ],
)
def test_a_value_is_converted(value: float, source: str, target: str, expected: float) -> None:
    assert convert(value, source, target) == pytest.approx(expected)


@given(VALUES, NAMES)
def test_a_unit_converts_to_itself_without_a_change(value: float, name: str) -> None:
    assert convert(value, name, name) == value


@given(VALUES, NAMES, NAMES)
def test_a_conversion_goes_back_or_is_refused_both_ways(value: float, one: str, two: str) -> None:
    if UNITS[one].dimension == UNITS[two].dimension:
        assert convert(convert(value, one, two), two, one) == pytest.approx(value)
        return
    for source, target in ((one, two), (two, one)):
        with pytest.raises(DataError):
            convert(value, source, target)


def test_every_unit_is_its_own_key_and_has_a_size() -> None:
    for name, one in UNITS.items():
        assert name == one.id
        assert one.factor > 0
