"""The hashes of a folder's files; a file that has not changed since is not read again.

They are kept in one hidden file of the folder, each with the size, the time of change and the inode
of its file. A file changed in the very second in which they were written, or later, is read again:
it may have changed once more without its time telling, as git knows of its index. Nothing depends
on the hidden file: without it, all is read.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
from contextlib import suppress
from pathlib import Path
from typing import Any

FILE = ".summit-hashes"
SECOND = 10**9  # in nanoseconds


class Hashes:
    """What is known of the files in one folder."""

    def __init__(self, folder: Path, *, remembered: bool = True) -> None:
        """Take up what was kept, unless all is to be read anew."""
        self.folder = folder
        self._before = _kept(folder / FILE) if remembered else {}
        self._now: dict[str, list[Any]] = {}

    def of(self, name: str) -> str | None:
        """Return the sha256 of a file of the folder, None when there is no such file."""
        path = self.folder / name
        try:
            found = path.stat()
            if not stat.S_ISREG(found.st_mode) or path.name != name:
                return None
            marks = [found.st_size, found.st_mtime_ns, found.st_ino]
            known = self._now.get(name) or self._before.get(name)
            if known is None or known[:3] != marks:
                known = [*marks, _read(path)]
        except OSError:
            return None
        self._now[name] = known
        return str(known[3])

    def note(self, name: str, sha256: str) -> None:
        """Take note of a file that was just put there, whose hash is known."""
        with suppress(OSError):
            found = (self.folder / name).stat()
            self._now[name] = [found.st_size, found.st_mtime_ns, found.st_ino, sha256]

    def keep(self) -> None:
        """Write down what is known for the next time, if it is new and the folder takes it."""
        rest = {name: one for name, one in self._before.items() if name not in self._now}
        there = {name: one for name, one in rest.items() if (self.folder / name).exists()}
        if (found := there | self._now) == self._before:
            return
        path = self.folder / FILE
        fresh = path.with_name(f"{FILE}.{os.getpid()}.tmp")
        with suppress(OSError):  # the next build reads more, and that is all
            fresh.write_text(json.dumps(found, separators=(",", ":")), encoding="utf-8")
            fresh.replace(path)


def _kept(path: Path) -> dict[str, list[Any]]:
    """Return what was written down, but for what may have changed in the same second."""
    try:
        written = path.stat().st_mtime_ns // SECOND
        found = json.loads(path.read_text(encoding="utf-8"))
        return {
            name: [size, changed, inode, str(sha256)]
            for name, (size, changed, inode, sha256) in found.items()
            if changed // SECOND < written
        }
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def _read(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
