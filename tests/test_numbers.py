"""How numbers and days are written."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import moments, numbers
from analysis.errors import ParameterError


@pytest.mark.parametrize("value", [None, math.nan])
def test_a_missing_number_is_said_to_be_missing(value):
    assert numbers.plain(value) == "no data"
    assert numbers.signed(value) == "no data"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.50678, "0.507"),
        (8.8788, "8.88"),
        (94.82, "94.8"),
        (8.0, "8"),
        (211_000.0, "211,000"),
        (2_077_216.0, "2,077,216"),
        (-3.25, "−3.25"),
        (0.0, "0"),
        (1732.37, "1,732"),
    ],
)
def test_a_number_keeps_three_digits_or_the_whole(value, text):
    assert numbers.plain(value) == text


def test_zero_has_no_sign_however_it_came_about():
    assert numbers.plain(-0.04, 1) == "0.0"
    assert numbers.signed(-0.04, 1) == "0.0"
    assert numbers.signed(0.04, 1) == "0.0"


def test_a_change_shows_its_sign():
    assert numbers.signed(6.06) == "+6.1"
    assert numbers.signed(-0.25) == "−0.2"


def test_an_interval_whose_ends_read_the_same_is_one_number():
    assert numbers.spread(19.16, 19.94) == "19.2–19.9"
    assert numbers.spread(15.57, 15.571) == "15.6"


def test_lists_and_counts_read_as_english():
    assert numbers.listed([]) == ""
    assert numbers.listed(["a"]) == "a"
    assert numbers.listed(["a", "b"]) == "a and b"
    assert numbers.listed(["a", "b", "c"]) == "a, b and c"
    assert numbers.counted(1, "claim") == "1 claim"
    assert numbers.counted(2, "claim") == "2 claims"
    assert numbers.counted(3, "entry", "entries") == "3 entries"


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e12, max_value=1e12))
def test_a_written_number_is_within_one_percent_of_the_number(value):
    text = numbers.plain(value).replace(",", "").replace("−", "-")
    assert float(text) == pytest.approx(value, rel=0.01, abs=0.51 if abs(value) >= 100 else 1e-9)


@pytest.mark.parametrize("text", ["", "yesterday", "2025-13-01", "2025-02-30", "20250617", "2025"])
def test_a_day_that_is_none_is_refused(text):
    with pytest.raises(ParameterError, match="neither a day as YYYY-MM-DD nor the word latest"):
        moments.day(text)


def test_latest_is_no_day_and_a_day_is_written_out():
    assert moments.day("latest") is None
    assert moments.written(moments.day("2025-06-17")) == "17 June 2025"


@pytest.mark.parametrize(
    ("stamp", "text"),
    [("2025", "2025"), ("2025-06", "June 2025"), ("2025-06-17", "17 June 2025")],
)
def test_a_stamp_is_written_as_precisely_as_it_is_known(stamp, text):
    assert moments.written_loosely(stamp) == text


@pytest.mark.parametrize(
    ("period", "text"),
    [
        ("2024", "2024"),
        ("2023-01/2023-06", "January–June 2023"),
        ("2005/2021", "2005–2021"),
        ("2023-11/2024-02", "November 2023–February 2024"),
    ],
)
def test_a_period_is_written_as_prose(period, text):
    assert moments.span(period) == text
