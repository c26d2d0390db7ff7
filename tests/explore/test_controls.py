"""A control is made from the parameter's declaration, and refuses what the command line refuses."""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis.errors import ParameterError
from analysis.explore import controls
from analysis.render import parameters, sweeps

pytest.importorskip("ipywidgets", reason="the extra `lab` is not installed")
NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
REPORTS = sweeps.every(NOTEBOOKS)
CELL = """\
flag: bool = True  # a switch
who: str = "b"  # a choice [a, b]
many: list = ["a"]  # some of a few [a, b, c]
year: int = 2019  # a year [2011..2025]
seed: int = 7  # too many for a slider [0..100000]
rate: float = 1.5  # a rate [0.0..2.0]
free: float = 2.0  # no bounds
loose: list = [1.0, 2.0]  # some numbers [0.0..5.0]
day: "date" = "latest"  # a day
name: str = "x"  # any text
"""


@pytest.fixture
def made(notebooks):
    notebooks.add("tiny", parameters=CELL.rstrip())
    known = parameters.declared(notebooks.path / "tiny.ipynb")
    return {name: controls.control(one, one.default) for name, one in known.items()}


@pytest.mark.parametrize(
    ("name", "typed", "complaint"),
    [
        ("day", "17 June", "an ISO date such as"),
        ("free", "much", "expects a number"),
        ("loose", "1, 9", "from 0 to 5"),
        ("loose", "1, 1", "more than once"),
    ],
)
def test_what_does_not_fit_is_explained_beside_its_control_and_nowhere_else(
    made, name, typed, complaint
):
    made[name].widget.value = typed
    with pytest.raises(ParameterError, match=complaint):
        controls.chosen(made)
    assert [one.name for one in made.values() if one.remark.value] == [name]
    assert complaint in made[name].remark.value


def test_a_remark_goes_when_the_value_fits_again(made):
    made["day"].widget.value = "never"
    with pytest.raises(ParameterError):
        controls.chosen(made)
    made["day"].widget.value = "2025-06-17"
    assert controls.chosen(made)["day"] == "2025-06-17"
    assert made["day"].remark.value == ""


def test_what_is_typed_is_escaped_in_the_remark(made):
    made["free"].widget.value = "<script>alert()</script>"
    with pytest.raises(ParameterError):
        controls.chosen(made)
    assert "<script>" not in made["free"].remark.value


def test_an_empty_choice_of_members_is_refused(made):
    made["many"].widget.value = ()
    with pytest.raises(ParameterError, match="not an empty list"):
        controls.chosen(made)


def test_each_kind_of_parameter_has_the_control_that_suits_it(made):
    kinds = {name: type(one.widget).__name__ for name, one in made.items()}
    assert kinds == {
        "flag": "Checkbox",
        "who": "Dropdown",
        "many": "SelectMultiple",
        "year": "IntSlider",
        "seed": "BoundedIntText",
        "rate": "FloatSlider",
        "free": "Text",
        "loose": "Text",
        "day": "Combobox",
        "name": "Text",
    }


def test_a_reason_is_put_beside_the_parameter_it_names_first(made):
    controls.blame(made, "the year lies after the day")
    assert [name for name, one in made.items() if one.remark.value] == ["year"]
    controls.blame(made, "nothing that is known")
    assert [name for name, one in made.items() if one.remark.value] == ["year"]


@pytest.mark.parametrize("report", REPORTS.values(), ids=list(REPORTS))
def test_the_controls_of_our_reports_begin_with_the_values_of_the_report(report):
    made = {
        name: controls.control(one, report.parameters[name])
        for name, one in report.declared.items()
    }
    assert controls.chosen(made) == report.parameters
    assert all(one.parameter.meaning in one.widget.tooltip for one in made.values())
