"""Real schedulers and workers of Dask on this machine, for the tests of the cluster."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any, Self

import distributed
import psutil

from analysis.render.cluster import Cluster
from tests.render import toys

CLONE = Path(__file__).parents[2]
START = "from distributed.cli.dask_{0} import main; main()"


class Machines:
    """A scheduler, and what was started beside it; all is killed at the end of the block.

    Toys find `folder` as TOY_FOLDER; `settings` are variables of all processes.
    """

    def __init__(self, folder: Path, scheme: str = "tcp", **settings: str) -> None:
        self.folder = folder
        self.settings = {"PYTHONPATH": str(CLONE), "TOY_FOLDER": str(folder), **settings}
        self.running: list[subprocess.Popen[bytes]] = []
        self.address = f"{scheme}://127.0.0.1:{free_port()}"

    def __enter__(self) -> Self:
        self.start_scheduler()
        return self

    def __exit__(self, *_error: object) -> None:
        for process in self.running:
            self.kill(process)

    def start_scheduler(self) -> subprocess.Popen[bytes]:
        """Start the scheduler, and return its process."""
        protocol, _, place = self.address.partition("://")
        more = ("--protocol", protocol, "--port", place.partition(":")[2])
        return self._started("scheduler", *more)

    def add(self, *options: str, wait: bool = True, **settings: str) -> subprocess.Popen[bytes]:
        """Start a worker in a folder of its own, and return its process when it is known."""
        before = len(self.workers()) if wait else 0
        folder = self.folder / f"w{len(self.running)}"
        own = ("--nthreads", "1", "--local-directory", str(folder), *options)
        process = self._started("worker", self.address, *own, **settings)
        if wait:
            wait_for(lambda: len(self.workers()) > before)
        return process

    def workers(self) -> dict[str, int]:
        """Return the process of each worker by its address."""
        try:
            with distributed.Client(self.address, timeout=2, set_as_default=False) as client:
                return dict(client.run(os.getpid))
        except OSError:
            return {}

    def kill(self, process: subprocess.Popen[bytes]) -> None:
        """Kill a process, and all that has been started by it, at once."""
        with suppress(psutil.Error):
            for one in psutil.Process(process.pid).children(recursive=True):
                one.kill()
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def _started(self, kind: str, *options: str, **settings: str) -> subprocess.Popen[bytes]:
        quiet = ("--host", "127.0.0.1", "--no-dashboard")
        process = subprocess.Popen(
            [sys.executable, "-c", START.format(kind), *options, *quiet],
            cwd=self.folder,
            env={**os.environ, **self.settings, **settings},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        self.running.append(process)
        return process


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def wait_for(condition: Callable[[], object], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited too long"
        time.sleep(0.1)


def results(address: str, names: Iterable[str]) -> Any:
    """Return a generator of the results of toys."""
    return Cluster(address, {}, toys.run).results(map(toys.work, names))


def failures(address: str, *names: str) -> dict[str, str | None]:
    """Return of each toy why it failed, if it did."""
    return {one.name: one.failure for one in results(address, names)}


def other_code(folder: Path) -> Path:
    """Return a folder with another version of the program, to be put on PYTHONPATH."""
    ignored = shutil.ignore_patterns("__pycache__")
    for name in ("analysis", "tests"):
        shutil.copytree(CLONE / name, folder / name, ignore=ignored)
    with (folder / "analysis" / "errors.py").open("a") as stream:
        stream.write("# other\n")
    return folder


def other_packages(folder: Path) -> Path:
    """Return a folder with another version of a package of the toys, to be put on PYTHONPATH."""
    for name in toys.PACKAGES:
        about = folder / f"{name}-0.0.1.dist-info" / "METADATA"
        about.parent.mkdir(parents=True)
        about.write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 0.0.1\n")
    return folder
