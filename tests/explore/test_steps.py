"""A notebook of the house read as calls, and each call made alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis.errors import ReportError
from analysis.explore.steps import script
from analysis.render import sweeps

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
REPORTS = sweeps.every(NOTEBOOKS)


@pytest.mark.parametrize("second", ["import os", "from analysis import nothing", "def", None])
def test_a_notebook_without_the_imports_of_the_house_cannot_be_explored(notebooks, second):
    path = notebooks.add("odd", *([second] if second else []))
    with pytest.raises(ReportError, match=r"odd\.ipynb cannot be explored"):
        script(path)


def test_calls_are_listed_under_their_headings_without_frame_and_setup(notebooks):
    cell = {"metadata": {}, "cell_type": "code", "outputs": [], "execution_count": None}
    prose = {"metadata": {}, "cell_type": "markdown"}
    path = notebooks.add_raw(
        "tiny",
        [
            cell | {"source": "a: int = 1  # a number\nb: int = 2  # another"},
            cell | {"source": "from analysis import imprint, trade"},
            cell | {"source": "imprint.strap('latest')"},
            cell | {"source": "kept = trade.assume(b)"},
            prose | {"source": "## Level\n\nprose"},
            cell | {"source": "trade.first_call(a)"},
            prose | {"source": "only prose"},
            cell | {"source": "trade.second(kept)"},
        ],
    )
    found = script(path).steps
    assert [step.label for step in found] == ["Level: first call", "Level: second"]
    assert [{"a", "b"} & step.uses for step in found] == [{"a"}, {"b"}]


def test_every_call_of_the_trade_report_shows_something_for_its_own_parameters():
    report = REPORTS["trade"]
    read = script(report.notebook)
    assert len(read.steps) > 20
    step = next(one for one in read.steps if "turnover_levels" in one.source)
    assert "reporter" in step.uses
    assert "</figure>" in read.result(step, report.parameters)._repr_html_()


def test_a_call_that_needs_a_prepared_value_gets_it():
    report = REPORTS["logistics"]
    read = script(report.notebook)
    step = next(one for one in read.steps if "kuryk_levelised_cost" in one.source)
    assert {"discount_rate", "use"} <= step.uses
    cheap = read.result(step, {**report.parameters, "discount_rate": 0.0})
    dear = read.result(step, {**report.parameters, "discount_rate": 20.0})
    assert cheap.title != dear.title
