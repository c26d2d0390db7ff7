"""The files of the data package as they stand: each is read and checked once, until it is edited.

What has been read is noted apart from what is kept: a process forked from one that has read ahead
has all that was kept, and has read nothing yet.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pandas as pd

from analysis import checks, corrections, descriptor, outlines
from analysis.errors import DataError, unknown

SUBJECTS = ("economy", "trade", "logistics", "resources")
Stamp = tuple[int, int]
State = tuple[Stamp, ...]
"""What changes with an edit of any file that something was made from."""
_READ: set[str] = set()


def read() -> list[str]:
    """Return the names of the tables and files this session has read, linked ones too, sorted."""
    return sorted(_READ)


def verified(root: Path, name: str) -> pd.DataFrame:
    """Return a table with its corrections applied, for nobody to change; it counts as read.

    DataError when it is not as declared, or there is none of that name.
    """
    return _verified(root, name, state(root, name))


def outlined(root: Path, name: str) -> list[outlines.Ring]:
    """Return the rings of a file of outlines, for nobody to change; DataError as of a table."""
    declared = descriptor.files(root)
    if name not in declared:
        raise DataError(unknown("file", name, declared))
    described = declared[name]
    _note(root, {name: described.path})
    return _outlined(root, described, _stamp(root, described.path))


def state(root: Path, name: str) -> State:
    """Return what changes with an edit of a table or of one that it rests on; it counts as read."""
    sealed = _stamp(root, descriptor.FILENAME)
    paths = _reached(root, sealed, name)
    if name not in _READ:
        _note(root, paths)
    return (sealed, *(_stamp(root, path) for path in paths.values()))


@contextmanager
def ahead() -> Iterator[None]:
    """Keep what is read meanwhile, and do not count it as read."""
    before = {*_READ}
    try:
        yield
    finally:
        _READ.intersection_update(before)


def _note(root: Path, paths: Mapping[str, str]) -> None:
    """Note what is read, for the report itself and for who listens to what files are opened.

    It need not be opened again when it is kept, but is read all the same.
    """
    for name, path in paths.items():
        if name not in _READ:
            _READ.add(name)
            sys.audit("open", str(root / path), "r", os.O_RDONLY)
    sys.audit("open", str(root / descriptor.FILENAME), "r", os.O_RDONLY)


def _stamp(root: Path, path: str) -> Stamp:
    try:
        found = os.stat(f"{root}/{path}")  # noqa: PTH116 - asked for each observation
    except OSError:
        return (0, 0)  # the reader says what is missing, and what to do
    return (found.st_mtime_ns, found.st_size)


@cache
def _described(root: Path, _sealed: Stamp) -> Mapping[str, descriptor.Table]:
    return descriptor.tables(root)


@cache
def _reached(root: Path, sealed: Stamp, name: str) -> dict[str, str]:
    """Return the paths of a table and of all that it rests on, by name."""
    declared = _described(root, sealed)
    found: dict[str, str] = {}
    waiting = [name]
    while waiting:
        if (one := waiting.pop()) not in declared:
            raise DataError(unknown("table", one, declared))
        if one not in found:
            found[one] = declared[one].path
            waiting += _rests_on(declared[one])
    return found


def _rests_on(table: descriptor.Table) -> Iterator[str]:
    yield from (link.table for link in table.links)
    if table.name in SUBJECTS:
        yield "corrections"


@cache
def _verified(root: Path, name: str, state: State) -> pd.DataFrame:
    described = _described(root, state[0])[name]
    rows = checks.frame(described, checks.sealed(described, checks.content(root, described)))
    others = {one: verified(root, one) for one in _rests_on(described)}
    checks.linked(described, rows, others)
    if name not in SUBJECTS:
        return rows
    return corrections.applied(name, rows, others["corrections"])


@cache
def _outlined(root: Path, one: descriptor.File, _stamp: Stamp) -> list[outlines.Ring]:
    return outlines.rings(one.path, checks.sealed(one, checks.content(root, one)))
