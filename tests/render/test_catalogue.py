from __future__ import annotations

from pathlib import Path

import pytest

from analysis.errors import ParameterError, ReportError
from analysis.render import catalogue, sweeps


@pytest.mark.parametrize(
    ("toml", "message"),
    [
        ("[tiny", "reports.toml: Expected"),
        ("tiny = 3", r"\[tiny\]: a report is a table"),
        ("[tiny]\nnotebok = 'tiny'", "unknown key 'notebok'. Did you mean 'notebook'?"),
        ("[tiny]", "notebook names a file of this folder"),
        ("[tiny]\nnotebook = 3", "notebook names a file of this folder"),
        ("[tiny]\nnotebook = '../tiny'", "notebook names a file of this folder"),
        ("[tiny]\nnotebook = 'tiny.ipynb'", "without .ipynb"),
        ("[tiny]\nnotebook = 'tyny'", "unknown notebook 'tyny'. Did you mean 'tiny'?"),
        ("['../evil']\nnotebook = 'tiny'", "a report's name may hold"),
        ("[Index]\nnotebook = 'tiny'", "and not 'index'"),
        ("[con]\nnotebook = 'tiny'", "nor a device's name"),
        ("['']\nnotebook = 'tiny'", "a report's name may hold"),
        ("[tiny]\nnotebook = 'tiny'\ntitle = 3", "a title is text"),
        ("[tiny]\nnotebook = 'tiny'\nparameters = 3", "parameters is a table"),
    ],
)
def test_a_wrong_declaration_is_named(notebooks, toml: str, message: str) -> None:
    notebooks.add("tiny")
    notebooks.declare(toml)
    with pytest.raises(ReportError, match=message):
        catalogue.declared(notebooks.path)


def test_a_parameter_the_notebook_does_not_have_is_named(notebooks) -> None:
    notebooks.add("tiny")
    notebooks.declare("[tiny]\nnotebook = 'tiny'\nparameters = { asof = 'latest' }")
    message = r"parameter of report 'tiny' \(reports.toml\): 'asof'. Did you mean 'as_of'?"
    with pytest.raises(ParameterError, match=message):
        catalogue.declared(notebooks.path)


def test_a_folder_without_reports_toml_is_named(tmp_path: Path) -> None:
    with pytest.raises(ReportError, match=r"no reports\.toml in"):
        catalogue.declared(tmp_path)


def test_a_reports_toml_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "reports.toml").mkdir()
    with pytest.raises(ReportError, match=r"cannot read .*reports\.toml: Is a directory"):
        catalogue.declared(tmp_path)


def test_a_reports_toml_in_another_encoding_is_refused(tmp_path: Path) -> None:
    (tmp_path / "reports.toml").write_bytes(b"[caf\xe9]")
    with pytest.raises(ReportError, match=r"reports\.toml: .*utf-8"):
        catalogue.declared(tmp_path)


def test_a_report_is_a_notebook_and_parameters(notebooks) -> None:
    notebooks.add("tiny", title="Of the notebook")
    notebooks.add("bare")
    notebooks.declare(
        "[first]\nnotebook = 'tiny'\nparameters = { as_of = 2025-06-17 }\n"
        "[second]\nnotebook = 'tiny'\ntitle = 'Its own'\n"
        "[third]\nnotebook = 'bare'\n"
    )
    declared = catalogue.declared(notebooks.path).items()
    found = {name: one.report for name, one in declared}
    assert [report.title for report in found.values()] == ["Of the notebook", "Its own", "bare"]
    assert found["first"].parameters == {"as_of": "2025-06-17"}
    assert found["second"].parameters == {"as_of": "latest"}
    assert found["first"].notebook == notebooks.path / "tiny.ipynb"


@pytest.mark.parametrize("name", ["breif", "../notebooks/brief", "brief.ipynb", ""])
def test_an_unknown_report_is_named_with_the_nearest(notebooks, name: str) -> None:
    notebooks.add("brief")
    known = catalogue.declared(notebooks.path)
    with pytest.raises(ReportError, match=r"unknown report .* Known: brief"):
        sweeps.select([name], known, notebooks.path)
    with pytest.raises(ReportError, match=r"Did you mean 'brief'\?"):
        sweeps.select(["breif"], known, notebooks.path)


def test_all_reports_are_selected_when_none_is_named_and_each_once(notebooks) -> None:
    for name in ("one", "two"):
        notebooks.add(name)
    known = catalogue.declared(notebooks.path)
    for wanted, found in (([], ["one", "two"]), (["two", "two"], ["two"])):
        chosen = sweeps.select(wanted, known, notebooks.path)
        assert [one.report.name for one in chosen] == found


def test_a_notebook_without_a_report_of_its_name_may_be_named(notebooks) -> None:
    notebooks.add("country", title="Country")
    notebooks.declare("[kazakhstan]\nnotebook = 'country'\nparameters = { as_of = 2025-06-17 }")
    known = catalogue.declared(notebooks.path)
    (chosen,) = sweeps.select(["country"], known, notebooks.path)
    assert (chosen.report.name, chosen.report.title) == ("country", "Country")
    assert chosen.report.parameters == {"as_of": "latest"}
