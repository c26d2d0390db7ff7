from __future__ import annotations

import contextlib
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.errors import ParameterError, ReportError
from analysis.render import parameters
from analysis.render.kinds import Value
from analysis.render.parameters import Parameter


def notebook(tmp_path: Path, *sources: str | list[str]) -> Path:
    cells = [
        {"cell_type": "code", "metadata": {"tags": ["parameters"]}, "source": source}
        for source in sources
    ]
    path = tmp_path / "tiny.ipynb"
    path.write_text(json.dumps({"cells": cells}), encoding="utf-8")
    return path


def one(kind: str, default: Value) -> Parameter:
    return Parameter("p", kind, default, "what it is")


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("year = 2024  # the year", "not a typed assignment"),
        ("year: int  # the year", "not a typed assignment"),
        ("# only a comment", "not a typed assignment"),
        ("year: int = 2024; month: int = 1  # two", "a second '='"),
        ("year: int = 2024  # the year = 2024", "a second '='"),
        ("print()  # nothing", "not a typed assignment"),
        ("a.year: int = 2024  # the year", "not a plain name"),
        ("year: int = 2024", "does not say what it is"),
        ("year: int = 2024  #", "does not say what it is"),
        ("year: dict = {}  # the year", "the type is none of"),
        ("day: date = 'latest'  # the day", "the type is none of"),
        ("year: int = 2000 + n  # the year", "the value is not a literal"),
        ("year: int = '2024'  # the year", "the value is not a whole number"),
        ("day: \"date\" = '17 June'  # the day", "the value is not an ISO date"),
        ("flag: bool = 1  # the flag", "the value is not true or false"),
        ("years: list = (2024,)  # the years", "the value is not a list"),
        ("years: list = [2024, 'x']  # the years", "the value is not a list"),
        ("years: list = [[2024]]  # the years", "the value is not a list"),
        ("share: float = 1e999  # the share", "the value is not a number"),
        ("class: int = 1  # the class", "invalid syntax"),
        ("x: int = (  # open", "never closed"),
    ],
)
def test_a_line_of_another_form_is_named(tmp_path: Path, line: str, reason: str) -> None:
    with pytest.raises(ReportError, match=r"tiny\.ipynb, parameters cell, line 2: ") as caught:
        parameters.declared(notebook(tmp_path, f"ok: int = 1  # fine\n{line}"))
    assert reason in str(caught.value)
    assert "Write `name: type = value  # what it is`" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_the_same_name_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReportError, match=r"line 2.*'a' is declared twice"):
        parameters.declared(notebook(tmp_path, "a: int = 1  # one\na: int = 2  # two"))


def test_a_notebook_without_a_parameters_cell_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReportError, match=r"tiny\.ipynb has no cell tagged 'parameters'"):
        parameters.declared(notebook(tmp_path))


def test_a_notebook_with_two_parameters_cells_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReportError, match=r"tiny\.ipynb has 2 cells tagged 'parameters'"):
        parameters.declared(notebook(tmp_path, "", ""))


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"cells": [1]}', '{"cells": [{}]}', "\xff"])
def test_a_file_that_is_no_notebook_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "tiny.ipynb"
    path.write_bytes(text.encode("latin-1"))
    with pytest.raises(ReportError, match=r"tiny\.ipynb is not a Jupyter notebook"):
        parameters.declared(path)


def test_a_notebook_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReportError, match=r"cannot read absent\.ipynb: No such file"):
        parameters.declared(tmp_path / "absent.ipynb")


def test_every_kind_is_read_with_its_default_and_meaning(tmp_path: Path) -> None:
    source = [
        'as_of: "date" = "2025-06-17"  # the day – of the speech\n',
        "\n",
        "country: str = 'Türkiye'  # which economy\n",
        "years: list = [2023, 2024]  # which years\n",
        "none: list = []  # nothing\n",
        "share: float = 1  # a share # really\n",
        "count: int = -3  # how many\n",
        "detail: bool = True  # all of it",
    ]
    found = parameters.declared(notebook(tmp_path, source))
    assert list(found.values()) == [
        Parameter("as_of", "date", "2025-06-17", "the day – of the speech"),
        Parameter("country", "str", "Türkiye", "which economy"),
        Parameter("years", "list", [2023, 2024], "which years"),
        Parameter("none", "list", [], "nothing"),
        Parameter("share", "float", 1.0, "a share # really"),
        Parameter("count", "int", -3, "how many"),
        Parameter("detail", "bool", True, "all of it"),
    ]
    assert type(found["share"].default) is float


def test_a_notebook_may_have_no_parameter_at_all(tmp_path: Path) -> None:
    assert parameters.declared(notebook(tmp_path, "")) == {}


@pytest.mark.parametrize(
    ("text", "parameter", "expected"),
    [
        ("many", one("int", 1), "expects a whole number, not 'many'"),
        ("1.5", one("int", 1), "expects a whole number"),
        ("nan", one("float", 1.0), "expects a number"),
        ("1e999", one("float", 1.0), "expects a number"),
        ("yes", one("bool", True), "expects true or false"),
        ("1", one("bool", True), "expects true or false"),
        (
            "17 June 2025",
            one("date", "latest"),
            "expects an ISO date such as 2025-06-17, or latest",
        ),
        ("20250617", one("date", "latest"), "expects an ISO date"),
        ("2025-W25-2", one("date", "latest"), "expects an ISO date"),
        ("2025-02-30", one("date", "latest"), "expects an ISO date"),
        ("a,b", one("list", [1]), "expects a list: .*each a whole number"),
        ("[1, true]", one("list", [1]), "expects a list"),
        ("[1", one("list", [1]), "expects a list"),
        ("1,x", one("list", [1.5]), "expects a list"),
        ("[[1]]", one("list", [1]), "expects a list"),
        ("", one("list", ["TJK"]), "expects a list: .*, not an empty list"),
        ("2,3,2", one("list", [1]), "parameter 'p' has 2 more than once"),
    ],
)
def test_a_text_that_does_not_fit_is_refused(
    text: str, parameter: Parameter, expected: str
) -> None:
    with pytest.raises(ParameterError, match=expected):
        parameters.parse(text, parameter)


@pytest.mark.parametrize(
    ("text", "parameter", "value"),
    [
        ("KAZ", one("str", "KGZ"), "KAZ"),
        ("12", one("str", "KGZ"), "12"),
        ("-12", one("int", 1), -12),
        ("1e3", one("float", 1.0), 1000.0),
        ("TRUE", one("bool", False), True),
        ("false", one("bool", True), False),
        ("latest", one("date", "2025-06-17"), "latest"),
        ("2025-06-17", one("date", "latest"), "2025-06-17"),
        ("KAZ, KGZ,", one("list", ["TJK"]), ["KAZ", "KGZ"]),
        ("", one("list", []), []),
        ("KAZ", one("list", []), ["KAZ"]),
        ("2023,2024", one("list", [1999]), [2023, 2024]),
        ("true,false", one("list", [True]), [True, False]),
        ('["a,b"]', one("list", ["TJK"]), ["a,b"]),
        ("[1, 2.5]", one("list", [0.5]), [1.0, 2.5]),
    ],
)
def test_a_text_is_read_as_its_parameter(text: str, parameter: Parameter, value: Value) -> None:
    found = parameters.parse(text, parameter)
    assert found == value
    assert type(found) is type(value)


@given(st.text())
def test_any_text_is_read_or_refused_and_never_more(text: str) -> None:
    for parameter in (
        one("int", 1),
        one("float", 1.0),
        one("bool", True),
        one("date", "latest"),
        one("list", [1]),
    ):
        with contextlib.suppress(ParameterError):
            parameters.check({"p": parameters.parse(text, parameter)}, {"p": parameter}, "here")


@pytest.mark.parametrize(
    ("given_values", "message"),
    [
        ({"asof": "latest"}, "unknown parameter of report 'brief': 'asof'. Did you mean 'as_of'?"),
        ({"as_of": 2025}, "parameter 'as_of' expects an ISO date"),
        ({"count": True}, "parameter 'count' expects a whole number, not True"),
        ({"count": 1.0}, "parameter 'count' expects a whole number"),
        ({"share": 10**400}, "parameter 'share' expects a number"),
    ],
)
def test_given_values_are_held_against_the_declared(
    given_values: dict[str, Any], message: str
) -> None:
    known = {
        "as_of": Parameter("as_of", "date", "latest", "the day"),
        "count": Parameter("count", "int", 1, "how many"),
        "share": Parameter("share", "float", 0.5, "a share"),
    }
    with pytest.raises(ParameterError) as caught:
        parameters.check(given_values, known, "report 'brief'")
    assert message in str(caught.value)


def test_every_declared_parameter_gets_a_value() -> None:
    known = {
        "as_of": Parameter("as_of", "date", "latest", "the day"),
        "share": Parameter("share", "float", 0.5, "a share"),
        "count": Parameter("count", "int", 1, "how many"),
    }
    # TOML has dates, and whole numbers where a share is one
    given_values = {"share": 1, "as_of": date(2025, 6, 17)}
    values = parameters.check(given_values, known, "report 'brief'")
    assert values == {"as_of": "2025-06-17", "share": 1.0, "count": 1}
