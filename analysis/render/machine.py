"""What this process may use of the machine: its cores and its memory, control groups included."""

from __future__ import annotations

import math
import os
from collections.abc import Iterator
from pathlib import Path

import psutil

# what a worker and its kernel take at their largest, with room to spare
BYTES_PER_JOB = 700 * 2**20
SYSTEM = Path("/")


def jobs(asked: int | None = None) -> int:
    """Return how many reports to run at once: as asked, else as many as cores, if memory allows."""
    return asked or max(1, min(cores(), memory() // BYTES_PER_JOB))


def cores(system: Path = SYSTEM) -> int:
    """Return the cores this process may use; part of one counts as one."""
    affinity = getattr(os, "sched_getaffinity", None)  # Linux alone has it
    allowed = len(affinity(0)) if affinity else os.cpu_count() or 1
    quotas = [quota for group in _groups(system, "cpu") if (quota := _quota(group))]
    return min([allowed, *map(math.ceil, quotas)])


def memory(system: Path = SYSTEM) -> int:
    """Return the bytes of memory that are free for this process."""
    left = [room for group in _groups(system, "memory") if (room := _room(group)) is not None]
    return max(0, min([int(psutil.virtual_memory().available), *left]))


def _groups(system: Path, controller: str) -> Iterator[Path]:
    """Yield the folders of the control groups this process is in, and of those above them."""
    try:
        lines = (system / "proc/self/cgroup").read_text().splitlines()
    except OSError:  # not Linux
        return
    for line in lines:
        _, controllers, group = line.split(":", 2)
        if controllers and controller not in controllers.split(","):
            continue
        # version 2 lists no controllers; where both versions are in use it is mounted in "unified"
        for mounted in (controllers, controller) if controllers else ("", "unified"):
            top = system / "sys/fs/cgroup" / mounted
            folder = top / group.lstrip("/")
            # in a container the path may be the host's, of which only the top is to be seen
            yield from [folder, *folder.parents[: len(folder.parts) - len(top.parts)]]


def _quota(group: Path) -> float | None:
    """Return how many cores a group may use at once; None when that is not limited."""
    old = [*_words(group / "cpu.cfs_quota_us"), *_words(group / "cpu.cfs_period_us")]
    words = _words(group / "cpu.max") or old
    if len(words) != 2 or words[0] in ("max", "-1"):
        return None
    return int(words[0]) / int(words[1])


def _room(group: Path) -> int | None:
    """Return the bytes a group may still take; None when it is not limited."""
    for limit, used, cache in (
        ("memory.max", "memory.current", "inactive_file"),
        ("memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file"),
    ):
        words = [*_words(group / limit), *_words(group / used)]
        if len(words) == 2 and words[0] != "max":
            stat = _words(group / "memory.stat")
            # what was read from files counts as used, and is given up when the room is needed
            free = dict(zip(stat[::2], stat[1::2], strict=True)).get(cache, "0")
            return int(words[0]) - int(words[1]) + int(free)
    return None


def _words(file: Path) -> list[str]:
    try:
        return file.read_text().split()
    except OSError:
        return []
