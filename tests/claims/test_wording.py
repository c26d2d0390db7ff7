"""What a quoted number says."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.claims import Kind, bounds, parse, readings
from analysis.errors import DataError


@pytest.mark.parametrize("text", ["", "many", "9x", "-", "1.2.3", "–5", "95 and 96", "<b>95</b>"])
def test_a_quoted_text_that_is_no_number_is_refused(text):
    with pytest.raises(DataError, match="is not a number such as 95"):
        readings(text)


@pytest.mark.parametrize(
    "words", ["roughly 95", "around 5", "huge", "over", "rank 2", "up", "95 or so"]
)
def test_an_unknown_wording_is_refused_with_the_known_ones(words):
    with pytest.raises(DataError, match="wording"):
        parse(words)


def test_95_is_to_the_unit_and_95_0_to_the_tenth():
    assert [reading.unit for reading in readings("95")] == [1]
    assert [reading.unit for reading in readings("95.0")] == [pytest.approx(0.1)]
    assert (readings("95")[0].low, readings("95")[0].high) == (94.5, 95.5)
    assert readings("95.0")[0].low == pytest.approx(94.95)


def test_half_a_trillion_as_0_5_is_to_the_tenth():
    assert (readings("0.5")[0].low, readings("0.5")[0].high) == pytest.approx((0.45, 0.55))


def test_trailing_zeros_leave_two_readings_and_the_coarser_comes_first():
    assert [(r.value, r.unit) for r in readings("211,000")] == [(211_000, 1000), (211_000, 1)]
    assert [r.unit for r in readings("80")] == [10, 1]


def test_companions_in_the_same_sentence_decide_for_the_finer_reading():
    assert [r.unit for r in readings("20", ("17", "7"))] == [1, 10]
    assert [r.name for r in readings("20", ("17",))] == ["to the unit", "to the ten"]


def test_companions_as_coarse_as_the_number_do_not_make_it_finer():
    assert [r.unit for r in readings("20", ("30", "500"))] == [10, 1]


def test_companions_do_not_change_a_number_without_trailing_zeros():
    assert [r.unit for r in readings("17", ("20", "0.5"))] == [1]


def test_zero_is_read_to_the_unit():
    assert [(r.value, r.unit) for r in readings("0")] == [(0, 1)]


@pytest.mark.parametrize(
    ("wording", "kinds"),
    [
        ("over 80", [Kind.OVER]),
        ("more than 5", [Kind.OVER]),
        ("exceeding 5", [Kind.OVER]),
        ("approaching 0.5", [Kind.APPROACHING]),
        ("almost 5", [Kind.NEARLY]),
        ("nearly 40 %", [Kind.NEARLY]),
        ("about 7", [Kind.ABOUT]),
        ("95; record", [Kind.AT, Kind.RECORD]),
        ("44; rank 1", [Kind.AT, Kind.RANK]),
        ("over 211,000; up 12 %", [Kind.OVER, Kind.GROWTH]),
        ("increasing", [Kind.INCREASING]),
        ("event", [Kind.EVENT]),
        ("significant", [Kind.UNDEFINED]),
        ("85 %", [Kind.AT]),
    ],
)
def test_a_wording_asks_for_its_tests(wording, kinds):
    assert [test.kind for test in parse(wording)] == kinds


@pytest.mark.parametrize(
    ("wording", "low", "high"),
    [
        ("95", 94.5, 95.5),
        ("over 17", 17, math.inf),
        ("approaching 0.5", 0.45, 0.55),
        ("nearly 4", 3.5, 4.5),
        ("about 7", 5, 9),
        ("up 12 %", 11.5, 12.5),
    ],
)
def test_the_bounds_of_each_wording_are_those_of_the_rules(wording, low, high):
    (test,) = parse(wording)
    assert bounds(test, test.readings[0]) == pytest.approx((low, high))


@given(st.integers(min_value=0, max_value=10**12))
def test_any_whole_number_keeps_its_value_with_and_without_separators(number):
    for text in (str(number), f"{number:,}"):
        assert all(reading.value == number for reading in readings(text))
        assert all(reading.low < number < reading.high for reading in readings(text))


@given(st.text(max_size=12))
def test_any_text_is_read_or_refused_in_one_line(text):
    said = ""
    try:
        parse(text)
    except DataError as error:
        said = str(error)
    assert "\n" not in said
