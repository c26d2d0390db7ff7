from __future__ import annotations

import re
from collections.abc import Callable
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.errors import ParameterError, ReportError
from analysis.render import catalogue, names, sweeps
from analysis.render.axes import Axis
from analysis.render.catalogue import Declaration, Report
from analysis.render.matrices import Matrix
from analysis.render.parameters import Parameter

PARAMETERS = """\
country: str = "KAZ"  # the state shown [KAZ, UZB, TJK]
year: int = 2024  # last year [2000..2030]
words: list = []  # some words"""
FREE = {
    "text": Parameter("text", "str", "x", "any text"),
    "number": Parameter("number", "int", 0, "any whole number"),
}


@pytest.fixture
def declare(notebooks) -> Callable[[str], dict[str, Declaration]]:
    """How to declare reports of a notebook `country` that is titled Country."""
    notebooks.add("country", parameters=PARAMETERS, title="Country")

    def declared(toml: str = "") -> dict[str, Declaration]:
        notebooks.declare(toml)
        return catalogue.declared(notebooks.path)

    return declared


def matrix(text: str) -> str:
    return f"[profiles]\nnotebook = 'country'\n{text}\n"


def planned(known: dict[str, Declaration], name: str | None = None, **settings: str):
    return sweeps.planned(known.values(), settings, name, known)


def named(reports: list[Report]) -> list[str]:
    return [report.name for report in reports]


@pytest.mark.parametrize(
    ("toml", "message"),
    [
        ("matrix = 3", "matrix is a table such as"),
        ("matrix = {}", "matrix is a table such as"),
        ("matrix = { conutry = ['KAZ'] }", "unknown parameter 'conutry'. Did you mean 'country'?"),
        ("matrix = { country = [] }", "parameter 'country' has no values"),
        ("matrix = { country = ['KAZ', 'KAZ'] }", "more than once"),
        ("matrix = { country = ['KAX', 'UZB'] }", "1 of 2 combinations is refused; the first"),
        ("matrix = { year = '2000..2031' }", "1 of 32 combinations is refused; the first"),
        ("matrix = { year = '0..99999999999' }", "100,000,000,000 values are more than"),
        ("exclude = []", "exclude is for a report that has a matrix"),
        ("name = '{report}'", "name is for a report that has a matrix"),
        ("matrix = { year = [2020] }\nname = 3", "a name is text"),
        ("matrix = { year = [2020] }\ntitle = 3", "a title is text"),
        ("matrix = { year = [2020] }\nname = '{yaer}'", "name: unknown field 'yaer'"),
        ("matrix = { year = [2020] }\ntitle = '{yaer}'", "title: unknown field 'yaer'"),
        ("matrix = { year = [2020] }\nname = 'a/{year}'", "a name may hold"),
        ("matrix = { year = [2020] }\nexclude = 3", "exclude is a list of tables"),
        ("matrix = { year = [2020] }\nexclude = [3]", "exclude is a list of tables"),
        ("matrix = { year = [2020] }\nexclude = [{ country = 'KAZ' }]", "'country' is not in the"),
        ("matrix = { year = [2020] }\nexclude = [{ year = 2021 }]", "the matrix has no year 2021"),
        (
            "matrix = { year = [2020] }\nparameters = { year = 2020 }",
            "'year' is in parameters and in matrix; keep one",
        ),
    ],
)
def test_a_matrix_that_is_not_of_the_form_is_named(declare, toml: str, message: str) -> None:
    with pytest.raises((ReportError, ParameterError), match=r"\[profiles\].*" + message):
        declare(matrix(toml))


def test_two_combinations_with_one_name_are_refused(declare) -> None:
    known = declare(
        matrix("matrix = { country = ['KAZ', 'UZB'], year = [2020] }\nname = 'p{year}'")
    )
    message = "two reports would be written as 'p2020': with country 'KAZ' and 'UZB'; let {country}"
    with pytest.raises(ReportError, match=re.escape(message)):
        planned(known)


def test_names_that_differ_in_capitals_only_are_one_name(declare) -> None:
    known = declare("[Country]\nnotebook = 'country'\n[other]\nnotebook = 'country'")
    with pytest.raises(ReportError, match=r"let \{report\} in the template tell them apart"):
        planned(known, "x{country}")
    with pytest.raises(ReportError, match="would be written as"):
        planned(known, words="a;A", name="{words}")
    with pytest.raises(
        ReportError, match=r"two reports differ from \[a\] in no more than capitals"
    ):
        declare("[a]\nnotebook = 'country'\n[A]\nnotebook = 'country'")


def test_the_name_of_another_report_is_not_taken(declare) -> None:
    known = declare("[one]\nnotebook = 'country'\n[One-uzb]\nnotebook = 'country'")
    chosen = sweeps.select(["one"], known, Path())
    with pytest.raises(ReportError, match="'one-uzb' is what another report"):
        sweeps.planned(chosen, {"country": "KAZ,UZB"}, None, known)
    assert named(sweeps.planned(chosen, {}, None, known)) == ["one"]


def test_everything_excluded_is_refused(declare) -> None:
    known = declare(matrix("matrix = { year = [2020] }\nexclude = [{ year = 2020 }]"))
    with pytest.raises(ReportError, match="report 'profiles': every combination is excluded"):
        planned(known)


def test_a_setting_must_be_declared_by_every_report(declare, notebooks) -> None:
    declare()
    notebooks.declare("[country]\nnotebook = 'country'")
    notebooks.add("tiny")
    known = catalogue.declared(notebooks.path)
    with pytest.raises(ParameterError, match="of report 'tiny': 'country'"):
        planned(known, country="KAZ,UZB")
    with pytest.raises(
        ParameterError, match=r"of report 'country': 'yaer'\. Did you mean 'year'\?"
    ):
        sweeps.planned([known["country"]], {"yaer": "2020"})


def test_misfits_are_counted_before_anything_is_made(declare) -> None:
    known = declare("[one]\nnotebook = 'country'\n[two]\nnotebook = 'country'")
    with pytest.raises(
        ParameterError, match=r"^4 of 6 combinations are refused; the first: .*'KAX'"
    ):
        planned(known, country="KAX,UZB,KAY")
    with pytest.raises(ParameterError, match="400,000 combinations are more than"):
        planned(known, words=";".join(map(str, range(200_000))))


def test_without_a_sweep_a_report_keeps_its_name_and_title(declare) -> None:
    known = declare("[Mine]\nnotebook = 'country'\ntitle = 'My {own} title'")
    (report,) = planned(known, year="2020")
    assert (report.name, report.title) == ("Mine", "My {own} title")
    assert report.parameters == {"country": "KAZ", "year": 2020, "words": []}


def test_a_title_that_was_written_for_another_value_gives_way(declare) -> None:
    fixed = "[kaz]\nnotebook = 'country'\ntitle = 'Kazakhstan'\nparameters = { country = 'KAZ' }"
    known = declare(fixed)
    assert [one.title for one in planned(known)] == ["Kazakhstan"]
    assert [one.title for one in planned(known, year="2020")] == ["Kazakhstan"]
    assert [one.title for one in planned(known, country="UZB")] == ["Country (country UZB)"]
    titles = [one.title for one in planned(known, country="UZB,TJK", year="2020")]
    assert titles == ["Country (country UZB)", "Country (country TJK)"]
    titles = [one.title for one in planned(known, year="2020,2021")]
    assert titles == ["Kazakhstan (year 2020)", "Kazakhstan (year 2021)"]


def test_a_sweep_makes_every_combination_in_a_fixed_order(declare) -> None:
    reports = planned(declare("[c]\nnotebook = 'country'"), year="2020..2021", country="UZB,KAZ")
    assert named(reports) == ["c-uzb-2020", "c-uzb-2021", "c-kaz-2020", "c-kaz-2021"]
    assert [one.parameters["year"] for one in reports] == [2020, 2021, 2020, 2021]
    assert reports[3].title == "Country (country KAZ, year 2021)"


def test_a_template_names_the_files(declare) -> None:
    known = declare("[c]\nnotebook = 'country'")
    assert named(planned(known, "{country}_{year}", country="UZB,KAZ")) == ["uzb_2024", "kaz_2024"]
    assert named(planned(known, "{report}-{country}")) == ["c-kaz"]


def test_a_matrix_makes_every_combination_that_is_not_excluded(declare) -> None:
    known = declare(
        matrix(
            "matrix = { year = '2020..2022', country = ['KAZ', 'UZB'] }\n"
            "exclude = [{ country = 'UZB', year = '2020, 2021' }, { year = 2021 }]\n"
            "name = 'p-{country}-{year}'\ntitle = '{country}: a profile'"
        )
    )
    reports = planned(known)
    assert named(reports) == ["p-kaz-2020", "p-kaz-2022", "p-uzb-2022"]
    assert reports[0].title == "KAZ: a profile (year 2020)"


def test_a_setting_takes_the_place_of_values_of_a_matrix_and_the_names_stay(declare) -> None:
    known = declare(matrix("matrix = { year = '2020..2022', country = ['KAZ', 'UZB'] }"))
    assert len(planned(known)) == 6
    assert named(planned(known, year="2021")) == ["profiles-kaz-2021", "profiles-uzb-2021"]
    assert named(planned(known, year="2025", country="TJK")) == ["profiles-tjk-2025"]
    assert named(planned(known, year="2020", words="a;b", country="KAZ")) == [
        "profiles-kaz-2020-a",
        "profiles-kaz-2020-b",
    ]


def test_one_combination_of_a_matrix_may_be_named(declare) -> None:
    known = declare(matrix("matrix = { year = '2020..2022' }\nexclude = [{ year = 2022 }]"))
    chosen = sweeps.select(
        ["profiles-2021", "country"], known, known["profiles"].report.notebook.parent
    )
    reports = sweeps.planned(chosen, {}, None, known)
    assert [(one.name, one.title) for one in reports] == [
        ("profiles-2021", "Country (year 2021)"),
        ("country", "Country"),
    ]
    assert reports[0] == planned(known)[1]
    with pytest.raises(ReportError, match="unknown report 'profiles-2022'"):
        sweeps.select(["profiles-2022"], known, Path())


def _free(texts: list[str], numbers: list[int]) -> Declaration:
    report = Report("r", "R", Path("r.ipynb"), {"text": "x", "number": 0}, FREE)
    axes = {"text": Axis("text", tuple(texts)), "number": Axis("number", tuple(numbers))}
    return Declaration(report, matrix=Matrix(axes))


@given(
    st.lists(st.text(max_size=200), min_size=1, max_size=8, unique=True),
    st.lists(st.integers(), min_size=1, max_size=8, unique=True),
)
def test_names_are_unique_safe_and_the_same_again_or_refused(
    texts: list[str], numbers: list[int]
) -> None:
    declaration = _free(texts, numbers)
    pairs = [*product(texts, numbers)]
    wanted = [names.bounded(f"r-{names.word(one)}-{names.word(other)}") for one, other in pairs]
    if len({*wanted}) < len(pairs):
        with pytest.raises(ReportError, match="would be written as"):
            sweeps.planned([declaration])
        return
    reports = sweeps.planned([declaration])
    found = named(reports)
    assert found == wanted
    assert all(re.fullmatch(r"[a-z0-9][a-z0-9_-]{0,99}", name) for name in found)
    assert named(sweeps.planned([declaration])) == found
    assert [(one.parameters["text"], one.parameters["number"]) for one in reports] == pairs
