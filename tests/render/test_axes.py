from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.errors import ParameterError
from analysis.render import axes
from analysis.render.bounds import Choices, Range
from analysis.render.parameters import Parameter

YEAR = Parameter("year", "int", 2020, "a year", Range(2000, 2030))
WHOLE = Parameter("whole", "int", 0, "any whole number")
RATE = Parameter("rate", "float", 0.5, "a rate")
COUNTRY = Parameter("country", "str", "KAZ", "a state", Choices(("KAZ", "UZB", "TJK")))
TEXT = Parameter("text", "str", "x", "any text")
DETAIL = Parameter("detail", "bool", True, "whether")
DAY = Parameter("day", "date", "latest", "a day")
STATES = Parameter("states", "list", ["KAZ"], "states", Choices(("KAZ", "UZB", "TJK")))
WORDS = Parameter("words", "list", [], "any words")


@pytest.mark.parametrize(
    ("text", "parameter", "message"),
    [
        ("2024..2020", YEAR, r"the range 2024\.\.2020 does not rise"),
        ("2020..2024..0", YEAR, "does not rise"),
        ("2020..2024..-1", YEAR, "does not rise"),
        ("2020..x", YEAR, r"takes a range as low\.\.high or low\.\.high\.\.step"),
        ("2020..", YEAR, "takes a range as"),
        ("..", YEAR, "takes a range as"),
        ("1..2..3..4", YEAR, "takes a range as"),
        ("2020..2024..0.5", YEAR, "takes a range as"),
        ("0..1", RATE, r"takes a range as low\.\.high\.\.step, not '0\.\.1'"),
        ("0..inf..1", RATE, "takes a range as"),
        ("0..nan..1", RATE, "takes a range as"),
        ("2020,2020", YEAR, "has 2020 more than once"),
        ("2020,2019..2021", YEAR, "has 2020 more than once"),
        ("1,1.0", RATE, "has 1.0 more than once"),
        ("KAZ,", COUNTRY, "has nothing between two commas in 'KAZ,'"),
        (",", TEXT, "has nothing between two commas"),
        ('"a', TEXT, "begins with a quote is written as JSON"),
        ('"a" b', TEXT, "begins with a quote is written as JSON"),
        ("KAZ;KAZ", STATES, r"has \['KAZ'\] more than once"),
    ],
)
def test_a_text_of_no_known_form_is_refused_with_the_form(
    text: str, parameter: Parameter, message: str
) -> None:
    with pytest.raises(ParameterError, match=message):
        axes.typed(text, parameter)


@pytest.mark.parametrize("high", ["100000", "1" + "0" * 100, "9" * 4000])
def test_an_absurd_range_is_refused_before_it_is_enumerated(high: str) -> None:
    with pytest.raises(ParameterError, match=r"[\d,]+ values are more than the 100,000") as error:
        axes.typed(f"0..{high}", WHOLE)
    assert len(str(error.value)) < 150


@pytest.mark.parametrize("text", ["0..1e308..1e-300", "-1e308..1e308..5e-324"])
def test_an_absurd_range_of_floats_is_refused_too(text: str) -> None:
    with pytest.raises(ParameterError, match="more than 1,000,000,000,000 values"):
        axes.typed(text, RATE)


def test_values_that_do_not_fit_are_kept_apart_with_the_reason() -> None:
    axis = axes.typed("KAX,UZB", COUNTRY)
    assert axis.values == ("UZB",)
    assert axis.count == 2
    assert "not 'KAX'. Did you mean 'KAZ'?" in axis.refused[0]
    assert axes.typed("2029..2032", YEAR).values == (2029, 2030)


@pytest.mark.parametrize(
    ("text", "parameter", "values"),
    [
        ("2020", YEAR, (2020,)),
        ("2020..2022", YEAR, (2020, 2021, 2022)),
        ("2020..2020", YEAR, (2020,)),
        ("2010..2015..2", YEAR, (2010, 2012, 2014)),
        ("2015, 2020..2021", YEAR, (2015, 2020, 2021)),
        ("-2..1", WHOLE, (-2, -1, 0, 1)),
        ("0..0.4..0.1", RATE, (0.0, 0.1, 0.2, 0.3, 0.4)),
        ("1", RATE, (1.0,)),
        ("UZB, KAZ", COUNTRY, ("UZB", "KAZ")),
        ("", TEXT, ("",)),
        ('"a, b"', TEXT, ("a, b",)),
        ('"a, \\"b\\"",c', TEXT, ('a, "b"', "c")),
        ('5" pipe', TEXT, ('5" pipe',)),
        ("2020..2024", TEXT, ("2020..2024",)),
        ("[a;b]", TEXT, ("[a;b]",)),
        ("true,false", DETAIL, (True, False)),
        ("latest,2025-06-17", DAY, ("latest", "2025-06-17")),
        ("KAZ,UZB", STATES, (["KAZ", "UZB"],)),
        ("KAZ,UZB;TJK", STATES, (["KAZ", "UZB"], ["TJK"])),
        ('["KAZ","UZB"];TJK', STATES, (["KAZ", "UZB"], ["TJK"])),
        ('["a;b","]"];c', WORDS, (["a;b", "]"], ["c"])),
        ("", WORDS, ([],)),
        ("a;", WORDS, (["a"], [])),
    ],
)
def test_a_text_names_values_in_its_own_order(
    text: str, parameter: Parameter, values: tuple[object, ...]
) -> None:
    assert axes.typed(text, parameter) == axes.Axis(parameter.name, values)


@given(st.lists(st.text(), min_size=1, unique=True))
def test_any_texts_come_back_when_each_is_quoted(texts: list[str]) -> None:
    typed = ", ".join(json.dumps(text, ensure_ascii=False) for text in texts)
    assert axes.typed(typed, TEXT).values == tuple(texts)


@given(st.integers(-(10**20), 10**20), st.integers(0, 50), st.integers(1, 10**6))
def test_a_range_is_what_python_calls_a_range(low: int, many: int, step: int) -> None:
    high = low + many * step
    assert axes.typed(f"{low}..{high}..{step}", WHOLE).values == (*range(low, high + 1, step),)


@given(st.integers(-1000, 1000), st.integers(0, 50), st.integers(1, 100))
def test_a_range_of_decimals_has_the_decimals_that_one_would_write(
    low: int, many: int, step: int
) -> None:
    def written(hundredths: int) -> str:
        return f"{'-' if hundredths < 0 else ''}{abs(hundredths) // 100}.{abs(hundredths) % 100:02}"

    wanted = [low + number * step for number in range(many + 1)]
    text = f"{written(low)}..{written(wanted[-1])}..{written(step)}"
    assert axes.typed(text, RATE).values == tuple(float(written(one)) for one in wanted)


@given(st.text(), st.sampled_from([WHOLE, RATE, TEXT, DETAIL, DAY, WORDS]))
def test_any_text_gives_an_axis_or_a_line(text: str, parameter: Parameter) -> None:
    said = ""
    try:
        axis = axes.typed(text, parameter)
    except ParameterError as error:
        said = str(error)
    else:
        assert axis.count > 0
        said = "".join(axis.refused)
    assert "\n" not in said


@pytest.mark.parametrize(
    ("given_", "parameter", "message"),
    [
        ([], YEAR, "parameter 'year' has no values"),
        ("2024..2020", YEAR, "does not rise"),
        ([2020, 2020], YEAR, "more than once"),
    ],
)
def test_a_list_in_toml_without_a_meaning_is_refused(
    given_: object, parameter: Parameter, message: str
) -> None:
    with pytest.raises(ParameterError, match=message):
        axes.listed(given_, parameter)


def test_toml_lists_values_as_they_are_or_a_text_as_typed() -> None:
    assert axes.listed([2020, 2022], YEAR).values == (2020, 2022)
    assert axes.listed("2020..2022", YEAR).values == (2020, 2021, 2022)
    assert axes.listed(2020, YEAR).values == (2020,)
    assert axes.listed(["a,b", "c"], TEXT).values == ("a,b", "c")
    assert axes.listed([["KAZ"], ["UZB", "KAZ"]], STATES).values == (["KAZ"], ["UZB", "KAZ"])
    assert axes.listed(["2020", 2021], YEAR).values == (2021,)


def test_too_many_combinations_are_refused_with_their_number() -> None:
    thousand = axes.typed("1..1000", WHOLE)
    with pytest.raises(ParameterError, match="1,000,000 combinations are more than the 100,000"):
        axes.refuse([[thousand, thousand]])
    with pytest.raises(ParameterError, match="more than 1,000,000,000,000 combinations"):
        axes.refuse([[thousand] * 2000])


def test_misfits_are_counted_over_all_reports_and_the_first_is_told() -> None:
    country, year = axes.typed("KAX,UZB", COUNTRY), axes.typed("2029..2032", YEAR)
    message = r"^7 of 9 combinations are refused; the first: parameter 'country' expects"
    with pytest.raises(ParameterError, match=message):
        axes.refuse([[country, year], [axes.typed("KAX", COUNTRY)]])
    with pytest.raises(ParameterError, match=r"^1 of 2 combinations is refused"):
        axes.refuse([[country]])


def test_a_single_misfit_is_told_without_counting() -> None:
    with pytest.raises(ParameterError, match=r"^parameter 'country' expects"):
        axes.refuse([[], [axes.typed("KAX", COUNTRY)]])


def test_what_fits_is_not_refused() -> None:
    axes.refuse([])
    axes.refuse([[], [axes.typed("2020..2024", YEAR), axes.typed("KAZ,UZB", COUNTRY)]])
