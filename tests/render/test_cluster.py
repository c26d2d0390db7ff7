"""A real scheduler and real workers on this machine; they are slow to start and shared."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path
from typing import Any, cast

import pytest

from analysis.__main__ import main
from analysis.errors import ReportError
from analysis.render import likeness
from tests.render import toys

pytest.importorskip("distributed", reason="the extra `cluster` is not installed")

clusters = pytest.importorskip("tests.render.clusters", reason="the same")


@pytest.fixture(scope="module")
def machines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[clusters.Machines]:
    """A scheduler that blames a work for the first worker it loses, and two workers."""
    folder = tmp_path_factory.mktemp("cluster")
    blames = {"DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "0"}
    with clusters.Machines(folder, **blames) as found:
        found.add(wait=False)
        found.add(wait=False)
        clusters.wait_for(lambda: len(found.workers()) == 2)
        yield found


@pytest.fixture
def address(machines: clusters.Machines) -> str:
    """The scheduler's address, once there are two workers again."""
    clusters.wait_for(lambda: len(machines.workers()) == 2)
    return machines.address


def test_an_address_that_is_none_is_refused() -> None:
    with pytest.raises(ReportError, match="begins with tcp:// or tls://, not 'localhost'"):
        clusters.failures("localhost")


def test_a_scheduler_that_does_not_answer_is_one_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("analysis.render.cluster.CONNECT_SECONDS", 0.5)
    with pytest.raises(ReportError, match=r"no scheduler answers at tcp://127.0.0.1:9"):
        clusters.failures("tcp://127.0.0.1:9", "a")


def test_without_dask_the_remedy_is_named(
    notebooks, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    notebooks.add("tiny")
    monkeypatch.delitem(sys.modules, "analysis.render.cluster", raising=False)
    monkeypatch.setitem(sys.modules, "distributed", None)
    assert main(["build", "--scheduler", "tcp://127.0.0.1:9"]) == 2
    assert capsys.readouterr().err.endswith('pip install "summit-report[cluster]"\n')


def test_without_work_no_scheduler_is_asked() -> None:
    assert clusters.failures("tcp://127.0.0.1:9") == {}


def test_a_work_that_is_over_without_a_word_is_sent_again_when_the_word_is_overdue(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from analysis.render.cluster import Crew

    submitted: list[Future[Any]] = []

    class Deaf:
        """A client of a scheduler whose answers about results are lost."""

        def get_executor(self, **_settings: Any) -> Any:
            return self

        def submit(self, *_call: Any, key: str) -> Future[Any]:
            assert key == f"load-{len(submitted)}"
            submitted.append(Future())
            return submitted[-1]

    crew = Crew(cast(Any, Deaf()), "load", toys.run)
    monkeypatch.setattr(crew, "_size", 1)
    monkeypatch.setattr(crew, "_ask", lambda _question, keys: dict.fromkeys(keys, "erred"))
    pending = crew._sent(toys.work("a"))
    crew._send_again(pending)
    assert [*pending] == submitted[:1]
    monkeypatch.setattr("analysis.render.cluster.WORD_SECONDS", -1)
    crew._send_again(pending)
    assert [*pending] == submitted[1:]
    assert submitted[0].cancelled()


def test_another_version_is_refused_before_anything_runs(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = likeness.here

    def other(packages: object) -> dict[str, str]:
        return real(packages) | {likeness.CODE: "other"}

    monkeypatch.setattr(likeness, "here", other)
    with pytest.raises(ReportError, match="has another version of this program's code"):
        clusters.failures(address, "a")


def test_a_report_that_kills_each_worker_fails_alone(address: str) -> None:
    made = clusters.failures(address, "a", "segfaults", *(f"b{number}" for number in range(6)))
    why = "report 'segfaults' failed: each worker that ran it was killed"
    assert [failure for failure in made.values() if failure] == [why]
    assert len(made) == 8


@pytest.mark.usefixtures("tiny_data")
def test_a_cluster_makes_the_same_bytes_as_this_machine(
    address: str, notebooks, tmp_path: Path
) -> None:
    read = "import os\nprint(open(os.environ['SUMMIT_DATA'] + '/sources.csv').read())"
    for name in ("first", "second"):
        notebooks.add(name, read)
    assert main(["build", "--out", str(tmp_path / "here"), "--jobs", "1"]) == 0
    assert main(["build", "--out", str(tmp_path / "there"), "--scheduler", address]) == 0
    made = {path.name: path.read_bytes() for path in (tmp_path / "here").glob("[fs]*")}
    assert made.keys() >= {"first.html", "first.pdf", "first.json", "second.json"}
    assert made == {path.name: path.read_bytes() for path in (tmp_path / "there").glob("[fs]*")}
    assert b"gacc" in made["first.html"]


def test_workers_that_are_lost_cost_no_report(machines: clusters.Machines, address: str) -> None:
    names = [f"slow-{number}" for number in range(12)]
    listening = clusters.results(address, names)
    made = [next(listening)]
    for process in machines.workers().values():
        os.kill(process, signal.SIGKILL)
    made.extend(listening)
    assert sorted(one.name for one in made) == sorted(names)
    assert [one.failure for one in made] == [None] * 12
