"""Choices and ranges: a line that declares them badly, a value outside, and what help shows."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.__main__ import main
from analysis.errors import ParameterError, ReportError
from analysis.render import bounds, catalogue, parameters
from analysis.render.bounds import Choices, Range
from analysis.render.parameters import Parameter


def declared(tmp_path: Path, line: str) -> Parameter:
    tagged = {"metadata": {"tags": ["parameters"]}}
    cells = [{"cell_type": "code", "source": f"{line}\n", **tagged}]
    path = tmp_path / "tiny.ipynb"
    path.write_text(json.dumps({"cells": cells}), encoding="utf-8")
    (found,) = parameters.declared(path).values()
    return found


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("r: str = 'gacc'  # who [GACC, both]", "expects GACC or both, not 'gacc'. Did you mean"),
        ("c: list = ['KAX']  # which [KAZ, UZB]", "expects one or more of KAZ and UZB, with"),
        ("c: list = ['KAZ', 'KAZ']  # which [KAZ, UZB]", "has 'KAZ' more than once"),
        ("y: int = 1999  # when [2011..2025]", "a whole number from 2011 to 2025, not 1999"),
        ("s: float = 1.5  # how much [0..1]", "expects a number from 0 to 1, not 1.5"),
        ("y: int = 2011  # when [2011..x]", "a range is of numbers, low..high, and here of int"),
        ("y: int = 2011  # when [2011...5]", "a range is of numbers"),
        ("y: int = 2011  # when [2011..2012.5]", "a range is of numbers"),
        ("s: float = 0.5  # share [0..inf]", "a range is of numbers"),
        ("y: int = 2011  # when [..2012]", "a range is of numbers"),
        ("y: int = 2011  # when [2012..2011]", "the range 2012..2011 does not rise"),
        ("y: int = 2011  # when [2011..2011]", "does not rise"),
        ("r: str = 'a'  # letters [a..z]", "a range is of numbers, low..high, and here of str"),
        ("r: str = 'a'  # letters [a, , z]", "a choice is empty"),
        ("r: str = 'a'  # letters []", "a choice is empty"),
        ("r: str = 'a'  # letters [a, b, a]", "'a' is a choice twice"),
        ("n: int = 1  # how many [1, x]", "a choice is not a whole number"),
        ("r: str = 'a'  # letters [a, b] of all", "at the very end"),
        ("r: str = 'a'  # letters [a, [b]]", "at the very end"),
        ("r: str = 'a'  # letters [a, b", "at the very end"),
        ("r: str = 'a'  # letters a, b]", "at the very end"),
        ("r: str = 'a'  # [a, b]", "it does not say what it is"),
        ("b: bool = True  # whether [true, false]", "only a str, an int, a float or a list"),
        ("d: 'date' = 'latest'  # when [latest]", "only a str, an int, a float or a list"),
        ("b: list = [True]  # whether [true, false]", "only a str, an int, a float or a list"),
    ],
)
def test_bounds_that_cannot_be_and_defaults_outside_are_named(
    tmp_path: Path, line: str, reason: str
) -> None:
    with pytest.raises(ReportError, match=r"tiny\.ipynb, parameters cell, line 1: ") as caught:
        declared(tmp_path, line)
    assert reason in str(caught.value)
    assert "\n" not in str(caught.value)


REPORTER = Parameter("reporter", "str", "both", "who", Choices(("GACC", "national", "both")))
COUNTRIES = Parameter("countries", "list", ["KAZ"], "which", Choices(("KAZ", "KGZ", "UZB")))
CLOSED = Parameter("closed", "list", [], "which edges", Choices(("dostyk", "khorgos")))
YEAR = Parameter("year", "int", 2024, "when", Range(2011, 2025))
RATE = Parameter("rate", "float", 0.08, "what money costs a year", Range(0.0, 0.25))
YEARS = Parameter("years", "list", [2024], "when", Range(2011, 2025))
SIZE = Parameter("size", "int", 5, "how large", Choices((5, 10)))


@pytest.mark.parametrize(
    ("text", "parameter", "message"),
    [
        (
            "gac",
            REPORTER,
            "parameter 'reporter' expects GACC, national or both, not 'gac'. Did you mean 'GACC'?",
        ),
        ("BOTH", REPORTER, "not 'BOTH'. Did you mean 'both'?"),
        ("zzz", REPORTER, "parameter 'reporter' expects GACC, national or both, not 'zzz'"),
        (
            "KAZ, KAX",
            COUNTRIES,
            "parameter 'countries' expects one or more of KAZ, KGZ and UZB, with commas between,"
            " not 'KAX'. Did you mean 'KAZ'?",
        ),
        ("KAZ,UZB,KAZ", COUNTRIES, "parameter 'countries' has 'KAZ' more than once"),
        ("", COUNTRIES, "with commas between, not an empty list"),
        ("[]", COUNTRIES, "with commas between, not an empty list"),
        ("altynkol", CLOSED, "expects any of dostyk and khorgos, with commas between, not 'alt"),
        (
            "1999",
            YEAR,
            "parameter 'year' expects a whole number from 2011 to 2025, not 1999",
        ),
        ("2025.0", YEAR, "expects a whole number from 2011 to 2025, not '2025.0'"),
        ("0.251", RATE, "parameter 'rate' expects a number from 0 to 0.25, not 0.251"),
        ("nan", RATE, "parameter 'rate' expects a number from 0 to 0.25, not 'nan'"),
        ("2024,2026", YEARS, "(each a whole number from 2011 to 2025), not 2026"),
        ("6", SIZE, "parameter 'size' expects 5 or 10, not 6"),
    ],
)
def test_a_value_outside_is_refused_with_one_line(
    text: str, parameter: Parameter, message: str
) -> None:
    with pytest.raises(ParameterError) as caught:
        parameters.parse(text, parameter)
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "parameter", "value"),
    [
        ("national", REPORTER, "national"),
        ("UZB,KAZ", COUNTRIES, ["UZB", "KAZ"]),
        ("", CLOSED, []),
        ("dostyk", CLOSED, ["dostyk"]),
        ("2011", YEAR, 2011),
        ("2025", YEAR, 2025),
        ("0", RATE, 0.0),
        ("0.25", RATE, 0.25),
        ("2025,2011", YEARS, [2025, 2011]),
        ("10", SIZE, 10),
    ],
)
def test_a_value_within_is_taken_both_ends_included(
    text: str, parameter: Parameter, value: Any
) -> None:
    assert parameters.parse(text, parameter) == value


def test_the_brackets_become_bounds_and_leave_the_meaning(tmp_path: Path) -> None:
    line = "reporter: str = 'both'  # who reports [GACC, national, both]"
    assert declared(tmp_path, line) == Parameter(
        "reporter", "str", "both", "who reports", REPORTER.bounds
    )
    assert declared(tmp_path, "s: float = 1  # a share [0..1]").bounds == Range(0.0, 1.0)
    assert declared(tmp_path, "t: int = -3  # degrees [-10 .. 10]").bounds == Range(-10, 10)
    assert declared(tmp_path, "y: list = [2024]  # years [2011..2025]").bounds == Range(2011, 2025)
    assert declared(tmp_path, "n: int = 5  # size [5, 10]").bounds == Choices((5, 10))
    assert declared(tmp_path, "e: list = []  # closed [a, b]").bounds == Choices(("a", "b"))


@given(st.integers(-50, 50), st.integers(1, 50), st.integers(-200, 200))
def test_a_range_takes_exactly_what_lies_between_its_ends(low: int, width: int, n: int) -> None:
    _, found = bounds.split(f"how many [{low}..{low + width}]", "int")
    assert bounds.outside(n, found) is not (low <= n <= low + width)


def test_reports_toml_is_held_against_the_bounds(notebooks: Any) -> None:
    notebooks.add("trade", parameters="reporter: str = 'both'  # who reports [GACC, both]")
    notebooks.declare("[trade]\nnotebook = 'trade'\nparameters = { reporter = 'gac' }")
    with pytest.raises(ParameterError, match="expects GACC or both, not 'gac'"):
        catalogue.declared(notebooks.path)


@pytest.mark.usefixtures("tiny_data")
def test_a_value_outside_is_refused_before_any_kernel_starts(
    notebooks: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    notebooks.add("trade", "1 / 0", parameters="year: int = 2024  # when [2011..2025]")
    out = tmp_path / "out"
    assert main(["build", "--set", "year=1999", "--out", str(out)]) == 2
    refusal = "error: parameter 'year' expects a whole number from 2011 to 2025, not 1999\n"
    assert capsys.readouterr().err == refusal
    assert not out.exists()


def test_help_shows_choices_and_ranges(notebooks: Any, capsys: pytest.CaptureFixture[str]) -> None:
    lines = "reporter: str = 'both'  # who reports [GACC, both]\nn: int = 2  # how many [1..9]"
    notebooks.add("trade", parameters=lines)
    assert main(["build", "--help"]) == 0
    shown = capsys.readouterr().out
    assert "    reporter: str = both\n        who reports\n        GACC or both\n" in shown
    assert "        how many\n        a whole number from 1 to 9\n" in shown
