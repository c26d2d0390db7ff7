from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from analysis.errors import ReportError
from analysis.render import lock

HOLD = """import sys
from pathlib import Path
from analysis.render import lock
with lock.held(Path(sys.argv[1]), lambda: print("waits", flush=True)):
    print("holds", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def hold(tmp_path: Path) -> Callable[[], subprocess.Popen[str]]:
    """How to have another process hold the lock of a folder until its input ends."""

    def started() -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-c", HOLD, tmp_path],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        )

    return started


def never() -> None:
    pytest.fail("nobody holds the lock")


def test_a_folder_that_is_not_there_cannot_be_locked(tmp_path: Path) -> None:
    with pytest.raises(ReportError, match="No such file"), lock.held(tmp_path / "gone", never):
        pytest.fail("it was locked")


def test_the_second_waits_and_is_told_so_once(
    tmp_path: Path, hold: Callable[[], subprocess.Popen[str]]
) -> None:
    told = []
    with hold() as first:
        assert first.stdout
        assert first.stdin
        assert first.stdout.readline() == "holds\n"

        def waiting() -> None:
            told.append(first.poll())
            first.stdin.close()

        with lock.held(tmp_path, waiting):
            pass
    assert told == [None]


def test_a_holder_that_is_killed_holds_no_more(
    tmp_path: Path, hold: Callable[[], subprocess.Popen[str]]
) -> None:
    with hold() as first:
        assert first.stdout
        assert first.stdout.readline() == "holds\n"
        first.kill()
    with lock.held(tmp_path, never):
        pass


def test_many_that_wait_hold_it_one_after_the_other(
    tmp_path: Path, hold: Callable[[], subprocess.Popen[str]]
) -> None:
    with lock.held(tmp_path, never):
        others = [hold() for _ in range(4)]
        for other in others:
            assert other.stdout
            assert other.stdout.readline() == "waits\n"
        for other in others:
            assert other.stdin
            other.stdin.close()
    for other in others:
        with other:
            assert other.stdout
            assert other.stdout.read() == "holds\n"
        assert other.returncode == 0


def test_nothing_is_left_even_when_the_block_fails_or_the_folder_goes(tmp_path: Path) -> None:
    def failing() -> None:
        with lock.held(tmp_path, never):
            assert [path.name for path in tmp_path.iterdir()] == [lock.FILE]
            raise KeyError

    with pytest.raises(KeyError):
        failing()
    assert list(tmp_path.iterdir()) == []
    with lock.held(tmp_path, never):
        (tmp_path / lock.FILE).unlink()
        tmp_path.rmdir()
    tmp_path.mkdir()
