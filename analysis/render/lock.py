"""One build at a time in a folder: a lock of the operating system, gone when its holder is."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from analysis.errors import ReportError

FILE = ".building.tmp"  # git ignores the name, as it does every file that is not there to stay
ASKED_EVERY = 0.2  # seconds, where the system does not wake who waits


@contextmanager
def held(folder: Path, waiting: Callable[[], None]) -> Iterator[None]:
    """Hold the folder's lock; `waiting` is called once when another process has it.

    Raises ReportError when the folder cannot take the file.
    """
    try:
        file = _locked(folder / FILE, waiting)
    except OSError as error:
        raise ReportError(f"cannot lock {folder}: {error.strerror or error}") from None
    try:
        yield
    finally:
        with suppress(OSError):  # Windows removes no open file, and the folder may be gone
            (folder / FILE).unlink()
        os.close(file)


def _locked(path: Path, waiting: Callable[[], None]) -> int:
    """Return the descriptor of the locked file."""
    while True:
        file = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
        try:
            if not _taken(file):
                waiting()
                waiting = _already_told
                _wait(file)
            if _is_there(file, path):
                return file
        except BaseException:  # Ctrl-C while waiting
            os.close(file)
            raise
        os.close(file)  # whoever held the lock has removed the file since


def _already_told() -> None:
    """Say nothing."""


def _is_there(file: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(file), path.stat())
    except FileNotFoundError:
        return False


if sys.platform == "win32":
    import msvcrt

    def _taken(file: int) -> bool:
        try:
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _wait(file: int) -> None:
        while not _taken(file):
            time.sleep(ASKED_EVERY)

else:
    import fcntl

    def _taken(file: int) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _wait(file: int) -> None:
        fcntl.flock(file, fcntl.LOCK_EX)
