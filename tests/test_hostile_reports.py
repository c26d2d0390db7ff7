"""A batch in which most reports do their worst: each fails alone, and nothing of it is left."""

from __future__ import annotations

import tempfile
from multiprocessing import util
from pathlib import Path

import pytest

from analysis.commands.display import Lines
from analysis.render import batch, pool, sweeps
from analysis.render.batch import Order
from analysis.render.manifest import Edition
from analysis.render.pool import LocalPool
from analysis.render.work import Limits
from tests.render import toys

SLEEP = "[sys.executable, '-c', 'import time; time.sleep(600)']"
GOOD = {"good-1": "1 + 1", "good-2": "print('two')", "good-3": "None"}
# what a report does, and a word of what is said of it
HOSTILE = {
    "raises": ("1 / 0", "ZeroDivisionError"),
    "hangs": ("import time\ntime.sleep(600)", "took more than"),
    "deaf": (
        "while True:\n    try:\n        while True: pass\n    except BaseException: pass",
        "took",
    ),
    "greedy": ("x = bytearray(1 << 36)", "MemoryError"),
    "killed": ("import os\nos.kill(os.getpid(), 9)", "SIGKILL"),
    "leaves": ("import sys\nsys.exit(0)", "SystemExit"),
    "crashes": ("import ctypes\nctypes.string_at(0)", "SIGSEGV"),
    "talks": ("for _ in range(100_000): print('x' * 1000)", "MB of output"),
    "forks": (
        f"import subprocess, sys\nsubprocess.Popen({SLEEP}, start_new_session=True)\n1 / 0",
        "ZeroDivisionError",
    ),
}


def test_hostile_reports_fail_alone_and_leave_nothing(
    notebooks, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, source in GOOD.items():
        notebooks.add(name, source)
    for name, (source, _) in HOSTILE.items():
        notebooks.add(name, source, "None")
    util.get_temp_dir()  # this and what the fork server runs in outlive the test
    pool.start_server()
    monkeypatch.setenv("TOY_FOLDER", str(tmp_path))
    edition = Edition("2025-06-18", "0+a", {}, {}, roots={"notebooks": str(notebooks.path)})
    limits = Limits(seconds=4, output_bytes=2_000_000, memory_bytes=3 * 2**30)
    order = Order(tmp_path / "out", ("html",), edition, limits=limits)
    with tempfile.TemporaryDirectory() as temporary:
        monkeypatch.setattr(tempfile, "tempdir", temporary)
        reports = [*sweeps.every(notebooks.path).values()]
        assert batch.build(reports, order, Lines(), LocalPool(3)) == len(HOSTILE)
        assert list(Path(temporary).iterdir()) == []
    assert toys.running(tmp_path) == []
    said = capsys.readouterr().err
    for name, (_, word) in HOSTILE.items():
        (line,) = [line for line in said.splitlines() if f"report '{name}'" in line]
        assert word in line
    there = {path.name for path in (tmp_path / "out").glob("*.html")} - {"index.html"}
    assert there == {f"{name}.html" for name in GOOD} | {f"{name}.failed.html" for name in HOSTILE}
