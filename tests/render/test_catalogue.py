from __future__ import annotations

from pathlib import Path

import pytest

from analysis.errors import ParameterError, ReportError
from analysis.render import catalogue


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
        ("[index]\nnotebook = 'tiny'", "and not 'index'"),
        ("['']\nnotebook = 'tiny'", "a report's name may hold"),
        ("[tiny]\nnotebook = 'tiny'\ntitle = 3", "a title is text"),
        ("[tiny]\nnotebook = 'tiny'\nparameters = 3", "parameters is a table"),
    ],
)
def test_a_wrong_declaration_is_named(notebooks, toml: str, message: str) -> None:
    notebooks.add("tiny")
    notebooks.declare(toml)
    with pytest.raises(ReportError, match=message):
        catalogue.reports(notebooks.path)


def test_a_parameter_the_notebook_does_not_have_is_named(notebooks) -> None:
    notebooks.add("tiny")
    notebooks.declare("[tiny]\nnotebook = 'tiny'\nparameters = { asof = 'latest' }")
    message = r"parameter of report 'tiny' \(reports.toml\): 'asof'. Did you mean 'as_of'?"
    with pytest.raises(ParameterError, match=message):
        catalogue.reports(notebooks.path)


def test_a_folder_without_reports_toml_is_named(tmp_path: Path) -> None:
    with pytest.raises(ReportError, match=r"no reports\.toml in"):
        catalogue.reports(tmp_path)


def test_a_reports_toml_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "reports.toml").mkdir()
    with pytest.raises(ReportError, match=r"cannot read .*reports\.toml: Is a directory"):
        catalogue.reports(tmp_path)


def test_a_reports_toml_in_another_encoding_is_refused(tmp_path: Path) -> None:
    (tmp_path / "reports.toml").write_bytes(b"[caf\xe9]")
    with pytest.raises(ReportError, match=r"reports\.toml: .*utf-8"):
        catalogue.reports(tmp_path)


def test_a_report_is_a_notebook_and_parameters(notebooks) -> None:
    notebooks.add("tiny", title="Of the notebook")
    notebooks.add("bare")
    notebooks.declare(
        "[first]\nnotebook = 'tiny'\nparameters = { as_of = 2025-06-17 }\n"
        "[second]\nnotebook = 'tiny'\ntitle = 'Its own'\n"
        "[third]\nnotebook = 'bare'\n"
    )
    found = catalogue.reports(notebooks.path)
    assert [report.title for report in found.values()] == ["Of the notebook", "Its own", "bare"]
    assert found["first"].parameters == {"as_of": "2025-06-17"}
    assert found["second"].parameters == {"as_of": "latest"}
    assert found["first"].notebook == notebooks.path / "tiny.ipynb"


def test_an_unknown_report_is_named_with_the_nearest(notebooks) -> None:
    notebooks.add("brief")
    with pytest.raises(ReportError, match=r"unknown report 'breif'\. Did you mean 'brief'\?"):
        catalogue.select(["breif"], catalogue.reports(notebooks.path))


def test_all_reports_are_selected_when_none_is_named_and_each_once(notebooks) -> None:
    for name in ("one", "two"):
        notebooks.add(name)
    known = catalogue.reports(notebooks.path)
    assert [report.name for report in catalogue.select([], known)] == ["one", "two"]
    assert [report.name for report in catalogue.select(["two", "two"], known)] == ["two"]


def test_a_setting_must_be_declared_and_fit(notebooks) -> None:
    notebooks.add("tiny")
    report = catalogue.reports(notebooks.path)["tiny"]
    with pytest.raises(ParameterError, match=r"Did you mean 'as_of'\?"):
        catalogue.with_settings(report, {"asof": "latest"})
    with pytest.raises(ParameterError, match="'as_of' expects"):
        catalogue.with_settings(report, {"as_of": "soon"})


def test_a_setting_takes_the_place_of_the_reports_own_value(notebooks) -> None:
    notebooks.add("tiny")
    report = catalogue.reports(notebooks.path)["tiny"]
    set_ = catalogue.with_settings(report, {"as_of": "2025-06-17"})
    assert set_.parameters == {"as_of": "2025-06-17"}
    assert report.parameters == {"as_of": "latest"}
