"""Results that are kept while the data stays as it is: reports ask for the same ones repeatedly."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import cache, wraps
from pathlib import Path
from typing import ParamSpec, TypeVar

from analysis.descriptor import root

P = ParamSpec("P")
R = TypeVar("R")


def kept(function: Callable[P, R]) -> Callable[P, R]:
    """Return a function that computes again only for other arguments or after an edit of the data.

    Arguments must be hashable, by position or by name. What it returns is handed out again and
    again: nobody may change it.
    """

    @cache
    def computed(_root: Path, _state: object, *args: P.args, **kwargs: P.kwargs) -> R:
        return function(*args, **kwargs)

    @wraps(function)
    def again(*args: P.args, **kwargs: P.kwargs) -> R:
        folder = root()
        return computed(folder, _state(folder), *args, **kwargs)  # type: ignore[arg-type] # as said

    return again


def _state(folder: Path) -> frozenset[tuple[str, int, int]]:
    """Return what changes with any file of the data."""
    with os.scandir(folder) as found:
        stats = [(one.name, one.stat()) for one in found]
    return frozenset((name, stat.st_mtime_ns, stat.st_size) for name, stat in stats)
