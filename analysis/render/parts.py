"""What a report is made of: files, by names that are the same on every machine, and their hashes.

A file below one of the edition's roots is a part, such as `data/trade.csv`. What belongs to the
machine, such as its time zones, is none. Any other file is outside: a report that read one cannot
be told to be fresh, since it says nowhere which file that was.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path, PurePosixPath

from analysis.render.catalogue import Report
from analysis.render.manifest import Edition, digest

NOTEBOOKS = "notebooks"
DIGITS = 12  # of the hash in the name of an edition
# folders of the machine, and those below a home where programs keep what is theirs
SYSTEM = ("/usr/", "/etc/", "/lib/", "/lib64/", "/System/", "/Library/")
KEPT = (".cache", ".config", ".matplotlib", "Library")
NAMED = ("XDG_CACHE_HOME", "XDG_CONFIG_HOME", "MPLCONFIGDIR")


def reached(report: Report, edition: Edition, opened: Iterable[str]) -> dict[str, str]:
    """Return the sha256 of each part that a report was made from: what it opened, and the rest.

    The rest is its notebook and what every report of the edition is made from.
    """
    roots = _roots(report, edition)
    names = {name for path in opened if (name := _name(path, roots))}
    wanted = {_known(name, edition.parts) for name in names}
    wanted |= {*edition.always, f"{NOTEBOOKS}/{report.notebook.name}"}
    found = {name: current(name, report, edition) for name in sorted(wanted)}
    return {name: one for name, one in found.items() if one}


def outside(report: Report, edition: Edition, opened: Iterable[str]) -> list[str]:
    """Return the bare names of the files that were opened and are no parts, sorted."""
    roots = _roots(report, edition)
    strange = {path for path in opened if not _name(path, roots)}
    return sorted({Path(path).name for path in strange if not path.startswith(_machine())})


def current(name: str, report: Report, edition: Edition) -> str | None:
    """Return the sha256 of a part as it is now, None when it is gone."""
    if name in edition.parts:
        return edition.parts[name]
    root, _, rest = name.partition("/")
    folder = _roots(report, edition).get(root)
    if folder is None or ".." in PurePosixPath(rest).parts:
        return None
    try:
        found = (path := Path(folder, rest)).stat()
        return _digest(path, found.st_size, found.st_mtime_ns, found.st_ino)
    except OSError:
        return None


def own(edition: Edition, report: Report, opened: Iterable[str]) -> Edition:
    """Return the edition under the name that a report which opened these files prints."""
    return replace(edition, code=named(edition.code, reached(report, edition, opened)))


def named(code: str, parts: Mapping[str, str]) -> str:
    """Return the name of an edition of these parts: a version, `+` and digits of one hash."""
    return f"{code.partition('+')[0]}+{together(parts)[:DIGITS]}"


def together(parts: Mapping[str, str]) -> str:
    """Return the sha256 over parts: their names and their hashes.

    >>> together({"a": "1", "b": "2"}) == together({"b": "2", "a": "1"})
    True
    """
    return digest("".join(f"{name}\0{one}\n" for name, one in sorted(parts.items())).encode())


def _roots(report: Report, edition: Edition) -> Mapping[str, str]:
    return {NOTEBOOKS: str(report.notebook.parent), **edition.roots}


def _name(path: str, roots: Mapping[str, str]) -> str | None:
    """Return the name of the part that a file is, by whatever links it was reached."""
    if name := _below(path, roots):
        return name
    places = {name: os.path.realpath(folder) for name, folder in roots.items()}
    return _below(os.path.realpath(path), places)


def _below(path: str, roots: Mapping[str, str]) -> str | None:
    """Return where a file lies below a root, the innermost, by the root's name."""
    around = [one for one in roots.items() if path.startswith(f"{one[1]}{os.sep}")]
    if not around:
        return None
    name, folder = max(around, key=lambda one: len(one[1]))
    return f"{name}/{path[len(folder) + 1 :].replace(os.sep, '/')}"


def _known(name: str, parts: Mapping[str, str]) -> str:
    """Return the name of the part, or of the folder of files that counts as one."""
    folders = (str(folder) for folder in PurePosixPath(name).parents)
    return name if name in parts else next((one for one in folders if one in parts), name)


@lru_cache(maxsize=4096)
def _digest(path: Path, _size: int, _modified: int, _inode: int) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _machine() -> tuple[str, ...]:
    folders = [Path.home() / name for name in KEPT]
    folders += [Path(folder) for name in NAMED if (folder := os.environ.get(name))]
    return (*SYSTEM, *(f"{folder}{os.sep}" for folder in folders))
