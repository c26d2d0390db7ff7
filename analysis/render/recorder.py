"""Which files a kernel opened: asked for before the first cell, read when the kernel is gone."""

from __future__ import annotations

import importlib.util
import os
import site
import sysconfig
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from analysis.render import inside

# the code of reports counts wherever it is installed
OURS = Path(__file__).parents[1]
# files of the system that only look like files
UNREAL = ("/proc/", "/sys/", "/dev/")


def request(log: Path, memory: int) -> str:
    """Return code for a kernel that makes it write to `log` what it opens, and bounds its memory.

    It is one expression and gives no name a value, so that the notebook finds what it would find.
    """
    call = f"(exec(text, space), space['enter']({str(log)!r}, {memory}))"
    return f"(lambda text, space: {call})({_text()!r}, {{'__name__': 'inside'}})"


def opened(log: Path) -> frozenset[str]:
    """Return the absolute paths of the files in `log` that may belong to a report.

    Byte code counts as its source; what has gone, and what belongs to Python, does not count.
    """
    return frozenset(path for path in _noted(log) if _counts(path) and Path(path).is_file())


def imported(log: Path, packages: Iterable[str]) -> set[str]:
    """Return which of some packages, and which modules of ours, a kernel imported: by its log."""
    noted = tuple(_noted(log))
    ends = {one: f"{os.sep}{Path(*one.split('.'), '__init__.py')}" for one in packages}
    found = {one for one, end in ends.items() if any(path.endswith(end) for path in noted)}
    return found | {_module(path) for path in noted if _is_ours(path) and path.endswith(".py")}


def _module(path: str) -> str:
    parts = Path(path).relative_to(OURS.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _is_ours(path: str) -> bool:
    return path.startswith(f"{OURS}{os.sep}")


def _noted(log: Path) -> set[str]:
    if not log.is_file():
        return set()
    # a kernel that was killed may have left the last one unfinished
    names = [os.fsdecode(name) for name in log.read_bytes().split(inside.END)[:-1]]
    return {_source(name) for name in names}


@cache
def _text() -> str:
    return Path(inside.__file__).read_text(encoding="utf-8")


def _source(path: str) -> str:
    if path.endswith(".pyc"):
        try:
            return importlib.util.source_from_cache(path)
        except ValueError:  # byte code that lies beside no source
            return path
    return path


def _counts(path: str) -> bool:
    return _is_ours(path) or not path.startswith((*UNREAL, *_installation()))


@cache
def _installation() -> tuple[str, ...]:
    """Return the folders of Python's own library and of installed packages."""
    names = ("stdlib", "platstdlib", "purelib", "platlib")
    folders = [sysconfig.get_path(name) for name in names]
    folders += [*site.getsitepackages(), site.getusersitepackages()]
    return tuple(f"{one}{os.sep}" for folder in folders for one in (folder, Path(folder).resolve()))
