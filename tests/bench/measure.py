"""What a command takes, with all that it starts: time, processor and memory."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from threading import Event, Thread

import psutil

from analysis.render import family

INTERVAL = 0.5  # seconds between two looks at the memory, which takes some 20 ms of a core


@dataclass(frozen=True, slots=True)
class Use:
    """Seconds of the clock and of processors, the most memory in bytes, and what was printed."""

    wall: float
    cpu: float
    peak: int
    said: str = ""


def used(
    command: Sequence[str],
    folder: Path,
    environment: Mapping[str, str],
    cores: int | None = None,
) -> Use:
    """Return what a command took, held to so many cores; RuntimeError when it failed.

    The seconds of processors are those of all descendants: orphans come to this process.
    """
    family.adopt()
    before, begun = _cpu(), time.perf_counter()
    process = subprocess.Popen(
        command,
        cwd=folder,
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        preexec_fn=partial(hold_to, cores),
    )
    with watched(process.pid) as peak:
        said, _ = process.communicate()
        wall = time.perf_counter() - begun
    with suppress(ChildProcessError):
        while True:
            os.waitpid(-1, 0)
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)} failed:\n{said[-2000:]}")
    return Use(wall, _cpu() - before, peak[0], said)


@contextmanager
def watched(*pids: int) -> Iterator[list[int]]:
    """Yield a list of one number: the most bytes that the processes and all below them held.

    It is the sum of the proportional shares, so that what forked processes share counts once.
    """
    done, peak = Event(), [0]
    watch = Thread(target=_watch, args=(pids, done, peak))
    watch.start()
    try:
        yield peak
    finally:
        done.set()
        watch.join()


def hold_to(cores: int | None) -> None:
    """Let this process and what it starts use the first so many of its cores."""
    if cores:
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:cores])


def _cpu() -> float:
    found = os.times()
    return found.children_user + found.children_system


def _watch(pids: Sequence[int], done: Event, peak: list[int]) -> None:
    while not done.wait(INTERVAL):
        peak[0] = max(peak[0], sum(map(_held, pids)))


def _held(pid: int) -> int:
    total = 0
    with suppress(psutil.Error):
        top = psutil.Process(pid)
        for one in [top, *top.children(recursive=True)]:
            with suppress(psutil.Error, OSError):
                total += one.memory_full_info().pss
    return total
