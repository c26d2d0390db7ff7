"""The panel without a browser: its widgets follow each other as they do in one."""

from __future__ import annotations

import pytest

from analysis import provenance
from analysis.errors import ReportError
from analysis.explore import panels as module
from analysis.explore.panels import Panel, panel
from analysis.render import sweeps

pytest.importorskip("ipywidgets", reason="the extra `lab` is not installed")


@pytest.fixture(scope="module")
def shown():
    return Panel(sweeps.every(provenance.notebooks()), "trade")


def _choose(shown, report: str, call: str) -> None:
    shown.report.value = report
    shown.step.value = next(one for one in shown.script.steps if f".{call}(" in one.source)


def test_an_unknown_report_is_refused_with_the_nearest():
    with pytest.raises(ReportError, match="Did you mean 'trade'"):
        panel("trad")


def test_without_ipywidgets_one_is_told_what_to_install(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "ipywidgets", None)
    with pytest.raises(Exception, match=r"summit-report\[lab\]"):
        panel("trade")


def test_moving_a_control_changes_what_is_shown(shown):
    _choose(shown, "trade", "turnover_levels")
    before = shown.shown.value
    shown.controls["last_year"].widget.value = 2023
    assert "</figure>" in shown.shown.value
    assert shown.shown.value != before


def test_the_controls_of_the_exhibit_come_first_and_the_others_are_kept_apart(shown):
    _choose(shown, "logistics", "corridor_choice")
    first = [row.children[0].description for row in shown.used.children]
    apart = [row.children[0].description for row in shown.unused.children]
    assert first[:1] == ["as_of"]
    assert "value_of_time" in first
    assert "draws" in apart
    assert {*first, *apart} == set(shown.controls)


def test_an_invalid_combination_is_explained_beside_a_control_and_mended_by_it(shown):
    _choose(shown, "trade", "turnover_levels")
    shown.controls["last_year"].widget.value = 2011
    shown.controls["first_year"].widget.value = 2020
    remarks = [name for name, one in shown.controls.items() if one.remark.value]
    assert remarks
    assert set(remarks) <= {"first_year", "last_year"}
    assert "<figure" not in shown.shown.value
    shown.controls["last_year"].widget.value = 2025
    assert not any(one.remark.value for one in shown.controls.values())
    assert "<figure" in shown.shown.value


def test_another_report_brings_its_own_controls_and_exhibits(shown):
    shown.report.value = "kazakhstan"
    assert shown.controls["country"].value == "KAZ"
    assert shown.step.value == shown.script.steps[0]
    assert shown.shown.value


def test_the_exhibits_of_another_report_come_in_one_message_with_the_first_chosen(
    shown, monkeypatch
):
    shown.report.value = "trade"
    sent: list[set[str]] = []
    monkeypatch.setattr(shown.step, "send_state", lambda key: sent.append({*key}))
    shown.report.value = "kazakhstan"
    assert sent == [{"_options_labels", "index"}]


def test_the_button_builds_what_is_set_and_offers_the_files(shown, monkeypatch):
    asked = {}

    def run(report, parameters, say):
        asked.update(report=report, **parameters)
        say("kazakhstan: cell 1 of 9")
        raise ReportError("the folder <b> is full")

    monkeypatch.setattr(module.building, "run", run)
    shown.report.value = "kazakhstan"
    shown.controls["country"].widget.value = "UZB"
    shown._build()
    assert (asked["report"], asked["country"]) == ("kazakhstan", "UZB")
    assert "the folder &lt;b&gt; is full" in shown.said.value
    assert not shown.button.disabled
