"""Clusters that lose workers or their scheduler, get strange ones, or run the worst of reports."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from analysis.__main__ import main
from analysis.errors import ReportError

pytest.importorskip("distributed", reason="the extra `cluster` is not installed")
clusters = pytest.importorskip("tests.render.clusters", reason="the same")

CLUSTER = "analysis.render.cluster"


@pytest.fixture(scope="module")
def machines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[clusters.Machines]:
    """A scheduler and a worker of four threads, both with the settings of Dask itself."""
    with clusters.Machines(tmp_path_factory.mktemp("cluster")) as found:
        found.add("--nthreads", "4")
        yield found


@pytest.fixture
def lone(tmp_path: Path) -> Iterator[clusters.Machines]:
    """A scheduler that nothing but this test uses."""
    with clusters.Machines(tmp_path) as found:
        yield found


def below(machines: clusters.Machines) -> list[psutil.Process]:
    """Return all that the workers have started."""
    found = [psutil.Process(pid) for pid in machines.workers().values()]
    started = [one for process in found for one in process.children(recursive=True)]
    return [one for one in started if one.status() != psutil.STATUS_ZOMBIE]


def hanging(machines: clusters.Machines) -> list[psutil.Process]:
    """Return what below the workers was started by a report that hangs."""
    return [one for one in below(machines) if "time.sleep(600)" in str(one.cmdline())]


def left(machines: clusters.Machines) -> list[str]:
    """Return what batches have left in the folders of the workers."""
    names = [name for _, folders, _ in os.walk(machines.folder) for name in folders]
    return [name for name in names if name.startswith("summit-")]


@pytest.mark.parametrize("greeting", [b"", b"HTTP/1.0 400 Bad Request\r\n\r\n"])
def test_who_does_not_speak_as_a_scheduler_does_is_one_error(
    monkeypatch: pytest.MonkeyPatch, greeting: bytes
) -> None:
    monkeypatch.setattr(f"{CLUSTER}.CONNECT_SECONDS", 0.5)
    over = threading.Event()

    def greet() -> None:
        heard, _ = server.accept()
        with heard:
            heard.sendall(greeting)
            over.wait()

    with socket.create_server(("127.0.0.1", 0)) as server:
        other = threading.Thread(target=greet)
        other.start()
        where = f"tcp://127.0.0.1:{server.getsockname()[1]}"
        with pytest.raises(ReportError, match=rf"no scheduler answers at {where}: "):
            clusters.failures(where, "a")
        over.set()
        other.join()


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("tcp://", "missing port"),
        ("tcp://127.0.0.1", "missing port"),
        ("tcp://127.0.0.1:x", "invalid literal"),
        ("tls://127.0.0.1:9", "TLS expects"),
    ],
)
def test_an_address_without_what_belongs_to_it_is_one_error(address: str, why: str) -> None:
    with pytest.raises(ReportError, match=f"no scheduler answers at {address}: {why}"):
        clusters.failures(address, "a")


def test_the_address_of_a_worker_is_told_from_that_of_a_scheduler(
    machines: clusters.Machines,
) -> None:
    (worker,) = machines.workers()
    with pytest.raises(ReportError, match="but a worker does"):
        clusters.failures(worker, "a")


def test_a_scheduler_without_workers_is_one_error(lone: clusters.Machines) -> None:
    clusters.wait_for(lambda: psutil.Process(lone.running[0].pid).net_connections())
    with pytest.raises(ReportError, match="has no worker: start some"):
        clusters.failures(lone.address, "a")


def test_a_scheduler_that_dies_is_one_error_at_once(lone: clusters.Machines) -> None:
    lone.add()
    listening = clusters.results(lone.address, ["slow-1", "slow-2", "slow-3", "hangs"])
    assert next(listening).failure is None
    lone.kill(lone.running[0])
    begun = time.monotonic()
    with pytest.raises(ReportError, match="the scheduler is gone; what was written is complete"):
        list(listening)
    assert time.monotonic() - begun < 20


def test_workers_that_all_vanish_are_awaited_for_a_while_and_then_one_error(
    lone: clusters.Machines, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(f"{CLUSTER}.PATIENCE", 1.5)
    worker = lone.add()
    listening = clusters.results(lone.address, [f"slow-{number}" for number in range(9)])
    assert next(listening).failure is None
    lone.kill(worker)
    with pytest.raises(ReportError, match=r"for 1.5 s there was no worker that has this program"):
        list(listening)


def test_workers_that_come_in_place_of_all_that_vanished_do_the_rest(
    lone: clusters.Machines,
) -> None:
    worker = lone.add()
    names = [f"slow-{number}" for number in range(6)]
    listening = clusters.results(lone.address, names)
    made = [next(listening)]
    lone.kill(worker)
    lone.add(wait=False)
    made.extend(listening)
    assert sorted((one.name, one.failure) for one in made) == [(name, None) for name in names]


@pytest.mark.parametrize("other", [clusters.other_code, clusters.other_packages])
def test_a_worker_that_is_not_alike_and_joins_late_is_given_no_work(
    lone: clusters.Machines, tmp_path: Path, other: Callable[[Path], Path]
) -> None:
    worker = lone.add()
    (first,) = lone.workers().values()
    listening = clusters.results(lone.address, [f"slow-{number}" for number in range(20)])
    made = [next(listening)]
    lone.add(PYTHONPATH=os.pathsep.join((str(other(tmp_path / "other")), str(clusters.CLONE))))
    made.extend(listening)
    assert [one.failure for one in made] == [None] * 20
    assert {one.pages["pid"] for one in made} == {str(first).encode()}
    assert worker.poll() is None


def test_a_work_that_kills_its_workers_is_tried_twice_and_the_others_are_made(
    lone: clusters.Machines,
) -> None:
    for _ in range(2):
        lone.add(wait=False)
    clusters.wait_for(lambda: len(lone.workers()) == 2)
    names = [f"slow-{number}" for number in range(5)]
    made = clusters.failures(lone.address, *names[:2], "poison", *names[2:])
    why = "report 'poison' failed: each worker that ran it was killed"
    assert made == {**dict.fromkeys(names), "poison": why}
    assert (lone.folder / "doses").read_text().split() == ["one", "one"]


@pytest.mark.usefixtures("tiny_data")
def test_a_report_that_takes_all_memory_fails_alone_and_its_worker_lives(
    machines: clusters.Machines, notebooks, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = machines.workers()
    notebooks.add("greedy", "x = bytearray(1 << 36)")
    for name in ("first", "second", "third"):
        notebooks.add(name, f"print('{name}')")
    out = tmp_path / "out"
    command = ["build", "--out", str(out), "--format", "html", "--scheduler", machines.address]
    assert main(command) == 1
    assert (
        "report 'greedy' failed in cell 4 of 4 (x = bytearray(1 << 36)): MemoryError"
        in capsys.readouterr().err
    )
    there = {path.name for path in out.glob("*.html")}
    assert there == {"greedy.failed.html", "first.html", "second.html", "third.html", "index.html"}
    assert machines.workers() == before
    assert (below(machines), left(machines)) == ([], [])


def test_data_that_was_not_sealed_is_refused_before_the_scheduler_is_asked(
    tiny_data: Path, notebooks, capsys: pytest.CaptureFixture[str]
) -> None:
    notebooks.add("tiny")
    with (tiny_data / "corrections.csv").open("a") as stream:
        stream.write("a,b\n")
    assert main(["build", "--scheduler", "tcp://127.0.0.1:9"]) == 2
    assert "corrections" in capsys.readouterr().err


@pytest.mark.usefixtures("tiny_data")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_who_stops_a_build_stops_what_its_workers_do(
    machines: clusters.Machines,
    notebooks,
    tmp_path: Path,
    start: Callable[..., subprocess.Popen[str]],
    number: signal.Signals,
) -> None:
    ready = tmp_path / "ready"
    child = "subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])"
    touch = f"open({str(ready)!r}, 'w').close()"
    notebooks.add("hangs", f"import subprocess, sys, time\n{child}\n{touch}\ntime.sleep(600)")
    build = start("build", "--scheduler", machines.address)
    clusters.wait_for(ready.exists)
    begun = time.monotonic()
    build.send_signal(number)
    said = build.communicate(timeout=60)
    assert time.monotonic() - begun < 10, said
    assert build.returncode in (130, 143, -9), said
    clusters.wait_for(lambda: not hanging(machines), 5)
    if number != signal.SIGKILL:
        clusters.wait_for(lambda: (below(machines), left(machines)) == ([], []), 5)


@pytest.mark.usefixtures("tiny_data")
def test_certificates_make_a_cluster_of_tls(
    notebooks, tmp_path: Path, start: Callable[..., subprocess.Popen[str]]
) -> None:
    notebooks.add("tiny", "print('read')")
    with clusters.Machines(tmp_path, "tls", **certificates(tmp_path)) as machines:
        machines.add(wait=False)
        settings = machines.settings
        waiting = "error: the scheduler has no worker: start some with `dask worker`\n"
        deadline = time.monotonic() + 60
        said = ("", waiting)
        while "no " in said[1] and time.monotonic() < deadline:
            build = start("build", "--scheduler", machines.address, **settings)
            said = build.communicate(timeout=60)
        assert build.returncode == 0, said
        plain = start("build", "--force", "--scheduler", machines.address)
        assert "no scheduler answers at tls://" in plain.communicate()[1]
        assert plain.returncode == 2


def certificates(folder: Path) -> dict[str, str]:
    """Return the variables that let Dask use a certificate signed by itself."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed")
    key, own = folder / "key.pem", folder / "own.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
    command += ["-keyout", str(key), "-out", str(own), "-subj", "/CN=localhost"]
    subprocess.run([*command], check=True, capture_output=True)
    tls = {"DASK_DISTRIBUTED__COMM__REQUIRE_ENCRYPTION": "True"}
    tls["DASK_DISTRIBUTED__COMM__TLS__CA_FILE"] = str(own)
    for who in ("CLIENT", "SCHEDULER", "WORKER"):
        tls[f"DASK_DISTRIBUTED__COMM__TLS__{who}__KEY"] = str(key)
        tls[f"DASK_DISTRIBUTED__COMM__TLS__{who}__CERT"] = str(own)
    return tls
