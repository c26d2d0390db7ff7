from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.commands import display
from analysis.commands.account import Account, span
from analysis.commands.display import Events, Lines, Live
from analysis.render.work import CellTime, Result

ERASE = "\r\033[K"
FAILED = Result("brief", failure="report 'brief' could not start: no", seconds=2)


class Clock:
    """Seconds that pass when they are told to."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def on_terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """Make standard error a terminal of 80 columns, without colours."""
    found = Terminal()
    monkeypatch.setattr(sys, "stderr", found)
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.delenv("TERM", raising=False)
    return found


def built(name: str, seconds: float = 1, *cells: CellTime) -> Result:
    return Result(name, seconds=seconds, cells=cells)


def test_a_failure_is_an_error_line_and_a_tip_that_leads_to_the_notebook(
    capsys: pytest.CaptureFixture[str],
) -> None:
    Lines().failed(FAILED, Path("out/brief.failed.ipynb"))
    assert capsys.readouterr().err.splitlines() == [
        "error: report 'brief' could not start: no",
        "tip: open out/brief.failed.ipynb, the notebook as far as it came",
    ]


def test_a_failure_without_a_notebook_has_no_tip(capsys: pytest.CaptureFixture[str]) -> None:
    Lines().failed(FAILED, None)
    assert capsys.readouterr().err == "error: report 'brief' could not start: no\n"


def test_a_build_of_one_report_and_one_of_none_have_no_account(
    capsys: pytest.CaptureFixture[str],
) -> None:
    for names in ([], ["brief"]):
        lines = Lines()
        lines.planned(1)
        for name in names:
            lines.finished(built(name), [])
        lines.close()
    assert capsys.readouterr() == ("", "")


def test_a_log_has_the_files_and_at_the_end_the_account(capsys: pytest.CaptureFixture[str]) -> None:
    clock = Clock()
    lines = Lines(clock)
    lines.planned(4)
    lines.started("quick")
    lines.finished(built("quick", 1, CellTime(4, 0.25, "import a")), [Path("quick.html")])
    lines.finished(built("slow", 7, CellTime(2, 6.5, "model()")), [Path("slow.html")])
    lines.skipped("same", "as it should be")
    lines.wrote(Path("index.html"))
    clock.now = 65
    lines.close()
    said, complained = capsys.readouterr()
    assert said.splitlines() == ["quick.html", "slow.html", "index.html"]
    *table, last = complained.splitlines()
    assert last == "4 reports in 1 min 5 s: 2 built, 0 failed, 1 fresh, 1 not finished"
    assert [line.split() for line in table] == [
        ["report", "result", "seconds"],
        ["slow", "built", "7.0"],
        ["quick", "built", "1.0"],
        [],
        ["seconds", "report", "cell", "slowest", "cells"],
        ["6.5", "slow", "2", "model()"],
        ["0.2", "quick", "4", "import", "a"],
        [],
    ]


def test_a_long_account_is_of_the_slowest() -> None:
    account = Account()
    account.planned(1000)
    for number in range(1000):
        cell = CellTime(1, number, f"cell {number}")
        account.finished(built(f"r{number}", number, cell), [])
    lines = account.table().splitlines()
    assert len(lines) == 1 + 20 + 1 + 1 + 1 + 5 + 1 + 1
    assert lines[1].split() == ["r999", "built", "999.0"]
    assert lines[21] == "… and 980 that took less time"
    assert lines[24].split() == ["999.0", "r999", "1", "cell", "999"]


def test_on_a_terminal_one_line_rewrites_itself_below_what_was_written(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    terminal = on_terminal(monkeypatch)
    clock = Clock()
    live = Live(clock)
    live.planned(3)
    live.started("brief")
    live.started("trade")
    clock.now = 30
    live.finished(built("brief"), [Path("brief.html")])
    clock.now = 60
    live.failed(Result("trade", failure="it failed"), None)
    live.skipped("same", "as it should be")
    live.wrote(Path("index.html"))
    live.close()
    shown = terminal.getvalue().split(ERASE)
    assert shown[:4] == [
        "",
        "0 of 3 done; 1 running: brief",
        "0 of 3 done; 2 running: brief, trade",
        "",
    ]
    assert shown[4] == "1 of 3 done, 1 min 0 s left, 2 a minute; 1 running: trade"
    assert shown[5] == "error: it failed\n"
    assert shown[6] == "2 of 3 done, 1 failed, 30 s left, 2 a minute"
    assert shown[7] == "3 of 3 done, 1 failed"
    assert shown[8] == ""
    assert shown[9].splitlines()[-1] == "3 reports in 1 min 0 s: 1 built, 1 failed, 1 fresh"
    assert capsys.readouterr().out == "brief.html\nindex.html\n"


@given(st.integers(1, 120), st.integers(0, 3), st.lists(st.text("ab-", min_size=1), max_size=20))
def test_the_line_never_wraps(width: int, failures: int, running: list[str]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NO_COLOR", "1")
        live = Live(Clock())
        live.count = 10_000
        live.running = dict.fromkeys(running)
        live.ended["failed"] = failures
        assert len(live.line(width)) <= width


def test_failures_are_red_unless_colours_are_unwanted(monkeypatch: pytest.MonkeyPatch) -> None:
    live = Live(Clock())
    live.ended["failed"] = 2
    monkeypatch.setenv("NO_COLOR", "1")
    assert live.line(80) == "0 of 0 done, 2 failed"
    monkeypatch.setenv("NO_COLOR", "")
    assert "\033[31m2 failed\033[0m" in live.line(80)
    assert "\033" not in live.line(15)


def test_the_line_is_as_wide_as_the_terminal_less_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    terminal = on_terminal(monkeypatch)
    monkeypatch.setenv("COLUMNS", "12")
    Live().started("brief")
    assert terminal.getvalue() == f"{ERASE}0 of 0 don…"


def test_a_report_that_was_begun_has_an_end_when_the_build_is_stopped_too(
    capsys: pytest.CaptureFixture[str],
) -> None:
    events = Events()
    events.planned(3)
    events.started("a")
    events.started("b")
    events.finished(built("a", 1), [])
    events.close()
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert found[-2] == {"event": "stopped", "report": "b"}
    assert found[-1]["event"] == "summary"


def test_each_event_is_a_json_object_on_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    clock = Clock()
    events = Events(clock)
    events.planned(3)
    events.started("a")
    events.finished(built("a", 1.23456, CellTime(2, 1.00049, "x = 'é'")), [Path("a.html")])
    events.failed(FAILED, None)
    events.failed(FAILED, Path("brief.failed.ipynb"))
    events.skipped("c", "as it should be")
    events.wrote(Path("index.html"))
    clock.now = 2.5
    events.close()
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    failure = {"event": "failed", "report": "brief", "seconds": 2, "reason": FAILED.failure}
    assert found == [
        {"event": "planned", "count": 3},
        {"event": "started", "report": "a"},
        {"event": "finished", "report": "a", "seconds": 1.235, "files": ["a.html"]},
        failure | {"kept": None},
        failure | {"kept": "brief.failed.ipynb"},
        {"event": "skipped", "report": "c", "reason": "as it should be"},
        {"event": "wrote", "file": "index.html"},
        {
            "event": "summary",
            "count": 3,
            "built": 1,
            "failed": 2,
            "fresh": 1,
            "seconds": 2.5,
            "slowest_cells": [
                {"report": "a", "number": 2, "seconds": 1.0, "first_line": "x = 'é'"}
            ],
        },
    ]


def test_who_is_told_depends_on_the_terminal(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    terminal = on_terminal(monkeypatch)
    assert type(display.chosen(as_json=True)) is Events
    assert type(display.chosen(as_json=False)) is Live
    monkeypatch.setenv("TERM", "dumb")
    assert type(display.chosen(as_json=False)) is Lines
    monkeypatch.delenv("TERM")
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    assert type(display.chosen(as_json=False)) is Lines
    assert terminal.getvalue() == ""


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0, "0 s"), (59.6, "1 min 0 s"), (200, "3 min 20 s"), (7500, "2 h 5 min")],
)
def test_a_time_is_said_as_a_person_would(seconds: float, said: str) -> None:
    assert span(seconds) == said
