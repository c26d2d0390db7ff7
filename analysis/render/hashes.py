"""The hashes of a folder's files; a file that has not changed since is not read again.

They are kept in one hidden file of the folder, each with the size, the time of change and the inode
of its file. A file changed in the very second in which they were written, or later, is read again:
it may have changed once more without its time telling, as git knows of its index. Beside them stand
the seconds that each report took, which a manifest must not tell. Nothing depends on the hidden
file: without it, all is read.
"""

from __future__ import annotations

import hashlib
import json
import stat
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from analysis.errors import ReportError
from analysis.render import files

FILE = ".summit-hashes"
SECOND = 10**9  # in nanoseconds


@dataclass(frozen=True, slots=True)
class Kept:
    """What is written down: marks and hash of each file, seconds of each report."""

    files: Mapping[str, list[Any]]
    seconds: Mapping[str, float]


class Hashes:
    """What is known of the files in one folder, and of the reports that they belong to."""

    def __init__(self, folder: Path, *, remembered: bool = True) -> None:
        """Take up what was kept, unless all is to be read anew."""
        self.folder = folder
        self._kept = _kept(folder / FILE) if remembered else Kept({}, {})
        self._now: dict[str, list[Any]] = {}
        self._took: dict[str, float] = {}

    def of(self, name: str) -> str | None:
        """Return the sha256 of a file of the folder, None when there is no such file."""
        path = self.folder / name
        try:
            found = path.stat()
            if not stat.S_ISREG(found.st_mode) or path.name != name:
                return None
            marks = [found.st_size, found.st_mtime_ns, found.st_ino]
            known = self._now.get(name) or self._kept.files.get(name)
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

    def seconds(self, report: str) -> float | None:
        """Return how long a report took when it was last run, None when nobody knows."""
        return self._took.get(report, self._kept.seconds.get(report))

    def took(self, report: str, seconds: float) -> None:
        """Take note of how long a report took."""
        self._took[report] = round(seconds, 3)

    def keep(self) -> None:
        """Write down what is known for the next time, if it is new and the folder takes it."""
        with suppress(OSError, ReportError):  # the next build reads more, and that is all
            names = {path.name for path in self.folder.iterdir()}
            reports = {name.partition(".")[0] for name in names}
            kept = {name: one for name, one in self._kept.files.items() if name in names}
            took = {name: one for name, one in self._kept.seconds.items() if name in reports}
            found = Kept(kept | self._now, took | self._took)
            if found != self._kept:
                document = json.dumps(asdict(found), separators=(",", ":"))
                files.place(self.folder, {FILE: document.encode()})


def _kept(path: Path) -> Kept:
    """Return what was written down, but for the files that may have changed in that second."""
    try:
        written = path.stat().st_mtime_ns // SECOND
        found = json.loads(path.read_text(encoding="utf-8"))
        marks = {
            name: [size, changed, inode, str(sha256)]
            for name, (size, changed, inode, sha256) in found["files"].items()
            if changed // SECOND < written
        }
        return Kept(marks, {name: float(one) for name, one in found["seconds"].items()})
    except (OSError, ValueError, TypeError, AttributeError, KeyError):
        return Kept({}, {})


def _read(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
