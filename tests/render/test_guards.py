"""Reports that do what they must not, each for real: one line, no process, no file is left."""

from __future__ import annotations

import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from jupyter_client.manager import AsyncKernelManager

from analysis.render import engine, guards
from analysis.render.catalogue import Report
from analysis.render.manifest import Edition
from analysis.render.work import Limits, Result, Work

EDITION = Edition("2025-06-18", "0.1.0+abc", {}, {})
MB = 2**20
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="what is left is found in /proc")


def _command(pid: int) -> str:
    return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()


@pytest.fixture
def ran(notebooks, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """What comes of a report of these code cells; nothing may be left of it."""
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))

    def run(*sources: str, **limits: float) -> Result:
        path = notebooks.add("tiny", *sources)
        work = Work(
            Report("tiny", "Tiny", path, {}, {}),
            ("html",),
            EDITION,
            Limits(**{"seconds": 30, **limits}),
            {"PROBE": str(scratch)},
        )
        result = engine.run(work)
        assert list(scratch.iterdir()) == []
        left = list(guards._marked(os.fsencode(f"PROBE={scratch}")))
        # the warm process that kernels are forked from stays for the next one
        assert [pid for pid in left if "analysis.render.zygote" not in _command(pid)] == []
        return result

    return run


def failure(result: Result) -> str:
    """Return why a report failed, which is one line and has its pages."""
    assert result.failure is not None
    assert "\n" not in result.failure
    assert [*result.pages] == ["tiny.failed.ipynb", "tiny.failed.html"]
    return result.failure


@pytest.mark.parametrize(
    "hang",
    [
        "import time\ntime.sleep(99)",
        "import hashlib\nhashlib.pbkdf2_hmac('sha512', b'x', b'y', 2**30)",
        # in C, and nothing else in the process can run
        "import ctypes\nctypes.PyDLL(None).sleep(99)",
        "import time\nwhile True:\n    try:\n        time.sleep(99)\n    except BaseException:\n"
        "        pass",
        "import os, signal\nos.kill(os.getpid(), signal.SIGSTOP)",
    ],
)
def test_a_cell_that_hangs_in_any_way_is_stopped_when_the_report_is_out_of_time(
    ran: Callable[..., Result], hang: str
) -> None:
    begun = time.monotonic()
    told = failure(ran("x = 1", hang, "'never'", seconds=1))
    assert told.startswith("report 'tiny' failed in cell 4 of 5 (import ")
    assert told.endswith("TimeLimitError: the report took more than 1 seconds")
    assert time.monotonic() - begun < 15


def test_the_time_is_the_reports_and_not_a_cells(ran: Callable[..., Result]) -> None:
    told = failure(ran(*["__import__('time').sleep(0.4)"] * 9, seconds=1.5))
    assert told.endswith("TimeLimitError: the report took more than 1.5 seconds")


def test_a_thread_that_keeps_the_interpreter_to_itself_is_stopped(
    ran: Callable[..., Result],
) -> None:
    block = "import ctypes, threading\n"
    block += "threading.Thread(target=lambda: ctypes.PyDLL(None).sleep(99)).start()"
    assert "TimeLimitError" in failure(ran(block, seconds=1))


@pytest.mark.parametrize(
    ("say", "most"),
    [
        ("for _ in range(100_000):\n    print('x' * 1_000)", 1_000_000),
        ("from IPython.display import HTML\nHTML('z' * 200_000_000)", 5_000_000),
        ("for _ in range(99):\n    display({'application/json': ['x' * 99_000]}, raw=True)", 10**6),
    ],
)
def test_a_cell_that_says_too_much_is_stopped_while_it_does(
    ran: Callable[..., Result], say: str, most: int
) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    result = ran("x = 1", say, "'never'", output_bytes=most)
    limit = f"OutputLimitError: the report gave more than {most / 1e6:g} MB of output"
    assert failure(result).endswith(limit)
    assert "cell 4 of 5" in result.failure
    assert sum(map(len, result.pages.values())) < 3 * most + MB
    # kibibytes; the kernel's 200 MB, or an endless stream, would show
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 150 * 1024


def test_output_just_within_the_limit_is_a_report(ran: Callable[..., Result]) -> None:
    assert ran("print('x' * 900_000)", output_bytes=1_000_000).failure is None


def test_a_cell_that_asks_for_more_memory_than_there_may_be_fails_and_leaves_the_rest_its_own(
    ran: Callable[..., Result],
) -> None:
    told = failure(ran("held = bytearray(2**30)", memory_bytes=900 * MB))
    assert "cell 3 of 3 (held = bytearray(2**30)): MemoryError" in told
    assert ran("held = bytearray(2**28)", memory_bytes=900 * MB).failure is None


@pytest.mark.parametrize(
    ("end", "reason"),
    [
        ("import os\nos._exit(0)", "KernelDiedError: the kernel ended itself with status 0"),
        ("import ctypes\nctypes.string_at(0)", "the kernel was killed by SIGSEGV"),
        ("import os\nos.kill(os.getpid(), 9)", "the kernel was killed by SIGKILL"),
        ("import os\nos.abort()", "the kernel was killed by SIGABRT"),
        ("import sys\nsys.exit(0)", "SystemExit: the kernel was ended before the last cell"),
        ("import sys\nsys.exit('why\\nnot')", "SystemExit: why"),
        ("import os\nexit()", "KernelDiedError: the kernel ended itself with status 0"),
    ],
)
def test_a_kernel_that_ends_before_the_last_cell_is_a_failure_of_the_cell_that_ended_it(
    ran: Callable[..., Result], end: str, reason: str
) -> None:
    told = failure(ran("x = 1", f"{end}\n", "import time\ntime.sleep(1)"))
    assert reason in told
    assert "cell 4 of 5 (import" in told or "exit()" in end


@LINUX
def test_no_child_outlives_a_report_not_even_one_that_left_its_session(
    ran: Callable[..., Result],
) -> None:
    popen = "import os, subprocess\nsubprocess.Popen(['sleep', '99'])\n"
    popen += "subprocess.Popen(['sleep', '99'], start_new_session=True)"
    daemon = "if os.fork() == 0:\n    os.setsid()\n    if os.fork() == 0:\n"
    daemon += "        import time; time.sleep(99)\n    os._exit(0)"
    assert ran(popen, daemon, "!(sleep 99 >/dev/null 2>&1 &) ; true").failure is None
    assert "SIGKILL" in failure(ran(popen, f"{daemon}\nos.kill(os.getpid(), 9)"))
    assert "TimeLimitError" in failure(ran(popen, daemon, "!sleep 99", seconds=2))


def test_a_kernel_that_does_not_start_is_no_fault_of_a_cell(
    ran: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(AsyncKernelManager, "format_kernel_cmd", lambda *_, **__: ["false"])
    result = ran("x = 1")
    assert result.failure.startswith("report 'tiny' could not start: RuntimeError: Kernel died")
    assert result.pages == {}


def test_a_signal_without_a_name_and_a_status_nobody_knows_are_told_too() -> None:
    assert "status -99" in str(guards.death(-99))
    assert "status None" in str(guards.death(None))
