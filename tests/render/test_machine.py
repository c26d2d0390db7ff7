from __future__ import annotations

import os
from pathlib import Path

import psutil
import pytest

from analysis.render import machine


def system(folder: Path, groups: str, files: dict[str, str]) -> Path:
    """A file system in which this process is in the control groups given."""
    for name, text in {"proc/self/cgroup": groups, **files}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder


@pytest.fixture(autouse=True)
def _a_machine_of_eight_cores_and_eight_gibibytes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _pid: set(range(8)), raising=False)

    class Free:
        available = 8 * 2**30

    monkeypatch.setattr(psutil, "virtual_memory", Free)


def test_without_control_groups_the_machine_is_the_limit(tmp_path: Path) -> None:
    assert machine.cores(tmp_path) == 8
    assert machine.memory(tmp_path) == 8 * 2**30


def test_a_system_that_knows_no_affinity_has_the_cores_it_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(os, "sched_getaffinity")
    monkeypatch.setattr(os, "cpu_count", lambda: None)
    assert machine.cores(tmp_path) == 1


@pytest.mark.parametrize(
    ("groups", "files", "cores"),
    [
        ("0::/a/b", {"sys/fs/cgroup/a/b/cpu.max": "max 100000"}, 8),
        ("0::/a/b", {"sys/fs/cgroup/a/b/cpu.max": "150000 100000"}, 2),
        ("0::/a/b", {"sys/fs/cgroup/a/cpu.max": "300000 100000"}, 3),
        # a container sees its own group at the top, whatever path the host knows it by
        ("0::/../host", {"sys/fs/cgroup/cpu.max": "100000 100000"}, 1),
        ("0::/a\n", {"sys/fs/cgroup/unified/a/cpu.max": "200000 100000"}, 2),
        (
            "4:cpu,cpuacct:/a\n1:memory:/b",
            {
                "sys/fs/cgroup/cpu,cpuacct/a/cpu.cfs_quota_us": "400000",
                "sys/fs/cgroup/cpu,cpuacct/a/cpu.cfs_period_us": "100000",
            },
            4,
        ),
        (
            "4:cpu:/a",
            {
                "sys/fs/cgroup/cpu/a/cpu.cfs_quota_us": "-1",
                "sys/fs/cgroup/cpu/a/cpu.cfs_period_us": "100000",
            },
            8,
        ),
    ],
)
def test_the_narrowest_quota_on_the_way_up_counts(
    tmp_path: Path, groups: str, files: dict[str, str], cores: int
) -> None:
    assert machine.cores(system(tmp_path, groups, files)) == cores


@pytest.mark.parametrize(
    ("groups", "files", "mebibytes"),
    [
        ("0::/a", {"sys/fs/cgroup/a/memory.max": "max"}, 8 * 2**10),
        (
            "0::/a/b",
            {
                "sys/fs/cgroup/a/memory.max": str(2**30),
                "sys/fs/cgroup/a/memory.current": str(600 * 2**20),
                "sys/fs/cgroup/a/memory.stat": f"anon 1\ninactive_file {100 * 2**20}\n",
            },
            524,
        ),
        (
            "2:memory:/a",
            {
                "sys/fs/cgroup/memory/a/memory.limit_in_bytes": str(2**30),
                "sys/fs/cgroup/memory/a/memory.usage_in_bytes": str(2**31),
            },
            0,
        ),
        (
            "2:memory:/",
            {
                "sys/fs/cgroup/memory/memory.limit_in_bytes": "9223372036854771712",
                "sys/fs/cgroup/memory/memory.usage_in_bytes": "1",
            },
            8 * 2**10,
        ),
    ],
)
def test_a_group_leaves_what_it_has_not_used(
    tmp_path: Path, groups: str, files: dict[str, str], mebibytes: int
) -> None:
    assert machine.memory(system(tmp_path, groups, files)) == mebibytes * 2**20


@pytest.mark.parametrize(
    ("cores", "memory", "asked", "jobs"),
    [(2, 2**40, None, 2), (8, 3 * 700 * 2**20, None, 3), (8, 0, None, 1), (8, 0, 5, 5)],
)
def test_jobs_follow_what_was_asked_then_memory_then_cores(
    monkeypatch: pytest.MonkeyPatch, cores: int, memory: int, asked: int | None, jobs: int
) -> None:
    monkeypatch.setattr(machine, "cores", lambda: cores)
    monkeypatch.setattr(machine, "memory", lambda: memory)
    assert machine.jobs(asked) == jobs
