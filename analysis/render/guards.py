"""What one report may not do: run for ever, say too much, leave a process behind."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from analysis.render.work import Limits

PROCESSES = Path("/proc")
ROUNDS = 100  # a process may start others while it is being killed


class TimeLimitError(Exception):
    """A report took longer than it may."""


class OutputLimitError(Exception):
    """A report gave more output than it may."""


class KernelDiedError(Exception):
    """A kernel ended in the middle of a cell."""


class Guard:
    """Keeps count of what one run has used."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._output = 0
        self.start()

    def start(self) -> None:
        """Let the run's time begin now."""
        self._end = time.monotonic() + self.limits.seconds

    def left(self) -> float:
        """Return the seconds that the run has left, at least none."""
        return max(0.0, self._end - time.monotonic())

    def left_for(self, _cell: Any) -> float:
        """Return the seconds that a cell may take: never 0, which for nbclient is no limit."""
        return max(0.01, self.left())

    def too_much(self, message: Mapping[str, Any]) -> bool:
        """Return whether with this message of a kernel the run has given more than it may."""
        self._output += _size(message.get("content")) + _size(message.get("buffers"))
        return self._output > self.limits.output_bytes

    def out_of_time(self) -> TimeLimitError:
        """Return what to raise when no time is left."""
        return TimeLimitError(f"the report took more than {self.limits.seconds:g} seconds")

    def out_of_room(self) -> OutputLimitError:
        """Return what to raise when there is too much output."""
        most = self.limits.output_bytes / 1_000_000
        return OutputLimitError(f"the report gave more than {most:g} MB of output")


def death(status: int | None) -> KernelDiedError:
    """Return what to raise for a kernel that ended with a status; a negative one is a signal."""
    if status is not None and status < 0:
        with suppress(ValueError):  # of a signal without a name
            return KernelDiedError(f"the kernel was killed by {signal.Signals(-status).name}")
    return KernelDiedError(f"the kernel ended itself with status {status}")


def sweep(mark: str) -> None:
    """Kill every process that was started with this text in its environment.

    A child of a kernel that left its group and session still has it. Elsewhere than on Linux
    nothing is done: there a kernel's group, which is killed with it, has to be enough.
    """
    for _ in range(ROUNDS):
        found = list(_marked(os.fsencode(mark)))
        if not found:
            return
        for process in found:
            with suppress(OSError):
                os.kill(process, signal.SIGKILL)
        time.sleep(0.01)


def _marked(mark: bytes) -> Iterator[int]:
    for folder in PROCESSES.glob("[0-9]*"):
        with suppress(OSError):  # it has ended, or is another user's
            if mark in (folder / "environ").read_bytes():
                yield int(folder.name)


def _size(value: Any) -> int:
    """Return roughly how much a value takes when it is written down."""
    if isinstance(value, Mapping):
        return sum(map(_size, value.values()))
    if isinstance(value, list):
        return sum(map(_size, value))
    # a buffer is bytes, a memory view of them or a frame that zmq received
    return len(value) if hasattr(value, "__len__") else 1
