"""A few hostile notebooks through both exporters: nothing runs, nothing leaks, nothing breaks.

`make fuzz` tries thousands, gigantic ones among them.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from analysis.render.exporter import TypstExporter
from analysis.render.html import ReportHTMLExporter
from tests.fuzz import hostile, judge
from tests.fuzz.__main__ import main
from tests.fuzz.dying import dies_at_one
from tests.fuzz.giants import ENDLESS, text
from tests.fuzz.payloads import CANARY
from tests.fuzz.runner import Tally, Trials, run
from tests.fuzz.trial import tried

PAGES, DOCUMENTS = range(150), range(0, 150, 10)


@pytest.mark.parametrize(
    "hole",
    [
        "<script>1</script>",
        "<p onclick=x>a</p>",
        "<a href='javascript:1'>a</a>",
        "<img src='//evil.test/x'>",
        "<p style='background:url(x)'>a</p>",
        "<img src='data:image/svg+xml;base64,PHN2ZyBvbmxvYWQ9IngiPg=='>",
        "<i id=a></i><i id=a></i>",
        "<style>x</style>",
        CANARY,
    ],
)
def test_a_hole_in_a_page_is_found(hole: str) -> None:
    page = "<html><head><style></style></head><body><main>{}</main></body></html>"
    assert not list(judge.faults_of_page(page.format("<p id='a' style='color:#fff'>a</p>")))
    assert list(judge.faults_of_page(page.format(hole)))


def test_the_same_number_is_the_same_notebook() -> None:
    texts = {json.dumps(hostile.notebook(number)) for number in (1, 2, 1, 2)}
    assert len(texts) == 2


def test_no_hostile_page_runs_leaks_or_breaks(tmp_path: Path) -> None:
    home = hostile.furnish(tmp_path / "fuzz")
    verdicts = [v for number in PAGES for v in tried(number, home, ["html"], giants=0)]
    assert [(v.number, v.faults) for v in verdicts if v.faults] == []
    assert len(verdicts) == len(PAGES)


def test_no_hostile_document_runs_leaks_or_breaks(tmp_path: Path) -> None:
    home = hostile.furnish(tmp_path / "fuzz")
    verdicts = [v for number in DOCUMENTS for v in tried(number, home, ["pdf"], giants=0)]
    assert [(v.number, v.faults) for v in verdicts if v.faults] == []
    assert len(verdicts) == len(DOCUMENTS)


@pytest.mark.parametrize("name", ENDLESS)
def test_what_could_take_a_time_without_end_does_not(name: str) -> None:
    made = {"metadata": {}, "cells": [*ENDLESS[name](), *text("kept after it")]}
    for exporter in (ReportHTMLExporter, TypstExporter):
        assert "kept after it" in exporter().from_notebook_node(made)[0]


def test_the_command_ends_with_a_line_of_counts(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["3", "--workers", "1", "--formats", "html"]) == 0
    last = capsys.readouterr().out.splitlines()[-1]
    assert last.startswith("3 hostile notebooks: 0 executed, 0 escapes, 0 crashes, ")


def test_a_process_that_dies_is_counted_and_the_rest_is_tried(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tally = Tally()
    run(range(4), Trials(tmp_path, ["html"], dies_at_one), 1, tally)
    assert tally.notebooks == {0, 2, 3}
    assert dict(tally.faults) == {"died": 1}
    told = capsys.readouterr().out
    assert "notebook 1 : died: by 7" in told
    assert "notebook 3 html: refused, a reason" in told
    line = tally.line()
    assert line.startswith("3 hostile notebooks: 0 executed, ")
    assert "1 processes ended by a bound, " in line
    assert "; 3 html refused; slowest 0.5 s" in line
