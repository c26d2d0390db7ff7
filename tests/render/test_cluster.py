"""A real scheduler and real workers on this machine; they are slow to start and shared."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from analysis.__main__ import main
from analysis.errors import ReportError
from analysis.render import likeness
from tests.render import toys

distributed = pytest.importorskip("distributed", reason="the extra `cluster` is not installed")

CLONE = Path(__file__).parents[2]
START = "from distributed.cli.dask_{0} import main; main()"


def _started(kind: str, *arguments: str, folder: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-c", START.format(kind), *arguments],
        cwd=CLONE,
        env={
            **os.environ,
            "PYTHONPATH": str(CLONE),
            "TOY_FOLDER": str(folder),
            "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "0",
        },
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a scheduler with two workers."""
    folder = tmp_path_factory.mktemp("cluster")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    where = f"tcp://127.0.0.1:{port}"
    quiet = ("--host", "127.0.0.1", "--no-dashboard")
    running = [_started("scheduler", *quiet, "--port", str(port), folder=folder)]
    for number in range(2):
        own = ("--nthreads", "1", "--local-directory", str(folder / f"w{number}"))
        running.append(_started("worker", where, *own, *quiet, folder=folder))
    _wait_for(lambda: len(workers(where)) == 2)
    yield where
    for process in running:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def workers(address: str) -> dict[str, int]:
    """Return the process of each worker by its address."""
    try:
        with distributed.Client(address, timeout=2, set_as_default=False) as client:
            return client.run(os.getpid)
    except OSError:
        return {}


def _wait_for(condition: Callable[[], bool], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited too long"
        time.sleep(0.1)


def results(address: str, *names: str) -> dict[str, str | None]:
    from analysis.render.cluster import Cluster

    pool = Cluster(address, {}, toys.run)
    return {one.name: one.failure for one in pool.results(map(toys.work, names))}


def test_an_address_that_is_none_is_refused() -> None:
    with pytest.raises(ReportError, match="begins with tcp:// or tls://, not 'localhost'"):
        results("localhost")


def test_a_scheduler_that_does_not_answer_is_one_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("analysis.render.cluster.CONNECT_SECONDS", 0.5)
    with pytest.raises(ReportError, match=r"no scheduler answers at tcp://127.0.0.1:9"):
        results("tcp://127.0.0.1:9", "a")


def test_without_dask_the_remedy_is_named(
    notebooks, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    notebooks.add("tiny")
    monkeypatch.delitem(sys.modules, "analysis.render.cluster", raising=False)
    monkeypatch.setitem(sys.modules, "distributed", None)
    assert main(["build", "--scheduler", "tcp://127.0.0.1:9"]) == 2
    assert capsys.readouterr().err.endswith('pip install "summit-report[cluster]"\n')


def test_without_work_no_scheduler_is_asked() -> None:
    assert results("tcp://127.0.0.1:9") == {}


def test_another_version_is_refused_before_anything_runs(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = likeness.here

    def other(packages: object) -> dict[str, str]:
        return real(packages) | {likeness.CODE: "other"}

    monkeypatch.setattr(likeness, "here", other)
    with pytest.raises(ReportError, match="has another version of this program's code"):
        results(address, "a")


def test_a_report_that_kills_each_worker_fails_alone(address: str) -> None:
    made = results(address, "a", "segfaults", *(f"b{number}" for number in range(6)))
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
    _wait_for(lambda: len(workers(address)) == 2)
    assert main(["build", "--out", str(tmp_path / "here"), "--jobs", "1"]) == 0
    assert main(["build", "--out", str(tmp_path / "there"), "--scheduler", address]) == 0
    made = {path.name: path.read_bytes() for path in (tmp_path / "here").glob("[fs]*")}
    assert made.keys() >= {"first.html", "first.pdf", "first.json", "second.json"}
    assert made == {path.name: path.read_bytes() for path in (tmp_path / "there").glob("[fs]*")}
    assert b"gacc" in made["first.html"]


def test_workers_that_are_lost_cost_no_report(address: str) -> None:
    from analysis.render.cluster import Cluster

    _wait_for(lambda: len(workers(address)) == 2)
    names = [f"slow-{number}" for number in range(12)]
    listening = Cluster(address, {}, toys.run).results(map(toys.work, names))
    made = [next(listening)]
    for process in workers(address).values():
        os.kill(process, signal.SIGKILL)
    made.extend(listening)
    assert sorted(one.name for one in made) == sorted(names)
    assert [one.failure for one in made] == [None] * 12
