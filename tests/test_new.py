"""`summit new report NAME`: both files or neither, and what is made can be built at once."""

from __future__ import annotations

import pytest

from analysis import provenance
from analysis.__main__ import main
from analysis.render import sweeps

from .test_notebooks import faults


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["report"], "NAME"),
        (["exhibit", "x"], "unknown kind 'exhibit'"),
        (["report", "../x"], "letters, digits"),
        (["report", "index"], "letters, digits"),
        (["report", "taken"], "already"),
        (["report", "loose"], "already"),
    ],
)
def test_a_mistake_is_one_error_line_and_nothing_is_written(
    notebooks, capsys, arguments, complaint
):
    notebooks.add("taken", "1")
    (notebooks.path / "loose.ipynb").write_text("{}")
    before = {path.name: path.read_bytes() for path in notebooks.path.iterdir()}
    assert main(["new", *arguments]) == 2
    error = capsys.readouterr().err
    assert error.startswith("error: ")
    assert complaint in error.splitlines()[0]
    assert {path.name: path.read_bytes() for path in notebooks.path.iterdir()} == before


def test_a_new_report_keeps_the_rules_of_the_house_and_is_declared(notebooks, capsys):
    notebooks.add("first", "1")
    assert main(["new", "report", "my-report"]) == 0
    assert list(faults(notebooks.path / "my-report.ipynb")) == []
    known = sweeps.every(provenance.notebooks())
    assert list(known) == ["first", "my-report"]
    assert known["my-report"].title == "My report"
    assert "summit build my-report" in capsys.readouterr().out


@pytest.mark.usefixtures("notebooks")
def test_a_new_report_can_be_built_as_it_is(tmp_path):
    assert main(["new", "report", "mine"]) == 0
    assert main(["build", "mine", "--format", "html", "--out", str(tmp_path / "out")]) == 0
    assert "</figure>" in (tmp_path / "out" / "mine.html").read_text()
