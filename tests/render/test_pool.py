from __future__ import annotations

import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from multiprocessing import util
from pathlib import Path

import pytest

from analysis.errors import DataError
from analysis.render import pool, stopping
from analysis.render.nursery import nursery
from analysis.render.pool import LocalPool
from analysis.render.stopping import Stopped
from analysis.render.work import Result, Work
from tests.render import toys

CLONE = Path(__file__).parents[2]


def results(jobs: int, *names: str, seconds: float = 600) -> dict[str, Result]:
    works = (toys.work(name, seconds) for name in names)
    return {one.name: one for one in LocalPool(jobs, toys.run).results(works)}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where temporary files go; after each test no file and no process is left of it."""
    util.get_temp_dir()  # this and what the fork server runs in outlive a test
    pool.start_server()
    temporary = tmp_path / "t"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    monkeypatch.setenv("TOY_FOLDER", str(tmp_path))
    yield temporary
    assert list(temporary.iterdir()) == []
    assert toys.running(tmp_path) == []


def test_a_report_whose_worker_is_killed_twice_fails_alone() -> None:
    made = results(2, "a", "killed", "b", "c")
    assert made.keys() == {"a", "b", "c", "killed"}
    reason = "report 'killed' failed: the worker that ran it was killed twice"
    assert [one.failure for one in made.values() if one.failure] == [reason]


@pytest.mark.parametrize("name", ["raises", "segfaults"])
def test_a_worker_that_dies_of_itself_is_like_one_that_is_killed(
    name: str, capfd: pytest.CaptureFixture[str]
) -> None:
    made = results(2, name, "a")
    assert made[name].failure
    assert made["a"].failure is None
    capfd.readouterr()


def test_a_report_whose_worker_was_killed_once_is_run_again_when_no_other_runs() -> None:
    made = list(LocalPool(2, toys.run).results(map(toys.work, ["once-x", "a", "once-y", "b"])))
    assert [one.failure for one in made] == [None] * 4
    assert {one.name for one in made[:2]} == {"a", "b"}


def test_a_report_that_never_ends_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "PAGE_SECONDS", 0)
    made = results(2, "hangs", "a", seconds=1.5)
    assert made["hangs"].failure == "report 'hangs' failed: it took longer than 1.5 s"
    assert made["a"].failure is None


def test_no_work_starts_no_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "Worker", None)
    assert results(2) == {}


def test_a_work_is_taken_only_when_a_worker_can_run_it() -> None:
    taken = []

    def works() -> Iterator[Work]:
        for number in range(6):
            taken.append(number)
            yield toys.work(f"r{number}")

    ahead = [len(taken) - done for done, _ in enumerate(LocalPool(2, toys.run).results(works()))]
    assert max(ahead) <= 4  # two run, two have been answered


def test_a_caller_that_stops_listening_ends_the_workers(folder: Path) -> None:
    listening = LocalPool(2, toys.run).results(map(toys.work, ["hangs", "a", "hangs-too"]))
    assert next(listening).name == "a"
    assert list(folder.iterdir()) != []
    begun = time.monotonic()
    listening.close()
    assert time.monotonic() - begun < 10


def test_a_result_of_any_size_comes_whole() -> None:
    assert len(results(1, "big")["big"].pages["big"]) == 100_000_000


def test_a_worker_makes_several_reports_and_is_then_replaced(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pool, "REPORTS_PER_WORKER", 2)
    made = results(1, "a", "b", "c")
    assert made["a"].pages == made["b"].pages != made["c"].pages


def test_what_was_warming_up_for_a_build_that_cannot_begin_goes_with_it() -> None:
    warming = LocalPool(1).warming(toys.work("a"))
    warming.__enter__()
    warm = nursery._process
    assert (warm is not None) == (sys.platform == "linux")
    warming.__exit__(DataError, DataError("a table is missing"), None)
    assert nursery._process is None
    assert warm is None or warm.poll() is not None


def test_a_worker_has_no_grammar_that_notebooks_are_not_checked_against() -> None:
    told = results(1, "process")["process"].pages["process"]
    assert told == b"(None, True)"  # the second: it gives unused memory back


@pytest.mark.skipif(sys.platform != "linux", reason="workers are forked on Linux only")
def test_what_workers_are_forked_from_has_schemas_ready_one_thread_and_no_compiler() -> None:
    names = ", ".join(pool.IMPORTED)
    script = f"import os, sys, {names}\nfrom nbformat.validator import validators\n"
    tells = "print(len(os.listdir('/proc/self/task')), 'typst' in sys.modules, len(validators) > 0)"
    command = [sys.executable, "-c", script + tells]
    told = subprocess.run(command, capture_output=True, text=True, check=True, cwd=CLONE)
    assert told.stdout == "1 False True\n"


def test_a_signal_that_does_not_end_the_wait_for_workers_is_heard_all_the_same(
    tmp_path: Path,
) -> None:
    def signalled() -> None:
        while len(toys.running(tmp_path)) < 2:  # sleepers
            time.sleep(0.1)
        # what another thread is sent wakes nobody, as when it comes just before the wait begins
        signal.pthread_kill(threading.get_ident(), signal.SIGTERM)

    other = threading.Thread(target=signalled)
    with stopping.stoppable():
        other.start()
        with pytest.raises(Stopped):
            results(1, "hangs")
    other.join()
