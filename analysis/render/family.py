"""End a process and everything it has started, whatever that does to stay alive."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Collection
from contextlib import suppress

import psutil

# in the environment of all that a worker starts: what outlives a killed worker still carries it
MARK = "SUMMIT_WORKER"
SECONDS = 1.0  # how long to go on killing
PAUSE = 0.005


def lives(pid: int) -> bool:
    """Return whether there is a process of this number, and more of it than its name."""
    try:
        return _runs(psutil.Process(pid))
    except psutil.Error:
        return False


def adopt() -> None:
    """Become, on Linux, the parent of whatever a process below this one leaves behind."""
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)  # PR_SET_CHILD_SUBREAPER


def end(pid: int, mark: str) -> None:
    """Kill a process, all below it and all that carry its mark."""
    with suppress(psutil.Error):
        process = psutil.Process(pid)
        process.suspend()  # it starts no other, and gets what those leave behind that are killed
        _kill(lambda: process.children(recursive=True))
        process.kill()
    end_marked(mark)


def end_marked(mark: str) -> None:
    """Kill all that a worker with this mark has started, whether or not it still runs."""
    _kill(lambda: [one for one in psutil.process_iter() if _carries(one, mark)])


def end_below(pid: int | None = None, spared: Collection[psutil.Process] = ()) -> None:
    """Kill all that a process, by default this one, has started, but for who is spared."""
    with suppress(psutil.NoSuchProcess):
        process = psutil.Process(pid or os.getpid())
        _kill(lambda: [one for one in process.children(recursive=True) if one not in spared])


def _kill(found: Callable[[], list[psutil.Process]]) -> None:
    """Kill what is found until nothing is: what is killed may have started more meanwhile."""
    deadline = time.monotonic() + SECONDS
    while (running := [one for one in found() if _runs(one)]) and time.monotonic() < deadline:
        for one in running:
            with suppress(psutil.Error):
                one.kill()
        time.sleep(PAUSE)


def _runs(process: psutil.Process) -> bool:
    try:
        return bool(process.status() != psutil.STATUS_ZOMBIE)
    except psutil.Error:
        return False


def _carries(process: psutil.Process, mark: str) -> bool:
    try:
        return bool(process.environ().get(MARK) == mark)
    except (psutil.Error, OSError):  # another user's, or a kernel thread
        return False
