"""Which files a kernel opened: asked for before the first cell, read when the kernel is gone."""

from __future__ import annotations

import importlib.util
import os
import site
import sysconfig
from collections.abc import Collection, Iterable
from functools import cache
from pathlib import Path

from analysis.render import inside

# the code of reports counts wherever it is installed
OURS = f"{Path(__file__).parents[1]}{os.sep}"
# files of the system that only look like files
UNREAL = ("/proc/", "/sys/", "/dev/")
END = os.fsdecode(inside.END)


def request(log: Path, memory: int) -> str:
    """Return code for a kernel that makes it write to `log` what it opens, and bounds its memory.

    It is one expression and gives no name a value, so that the notebook finds what it would find.
    """
    call = f"(exec(text, space), space['enter']({str(log)!r}, {memory}))"
    return f"(lambda text, space: {call})({_text()!r}, {{'__name__': 'inside'}})"


def noted(log: Path) -> frozenset[str]:
    """Return the absolute path of every file in `log`; byte code counts as its source."""
    if not log.is_file():
        return frozenset()
    # a kernel that was killed may have left the last one unfinished
    return frozenset(map(_source, os.fsdecode(log.read_bytes()).split(END)[:-1]))


def opened(paths: Iterable[str]) -> frozenset[str]:
    """Return those of the noted files that may belong to a report.

    What has gone, and what belongs to Python, does not count.
    """
    return frozenset(path for path in paths if _counts(path) and Path(path).is_file())


def imported(paths: Collection[str], packages: Iterable[str]) -> set[str]:
    """Return which of some packages, and which modules of ours, a kernel imported: by its log."""
    ends = {one: f"{os.sep}{Path(*one.split('.'), '__init__.py')}" for one in packages}
    found = {one for one, end in ends.items() if any(path.endswith(end) for path in paths)}
    return found | {_module(path) for path in paths if path.startswith(OURS) and path[-3:] == ".py"}


def _module(path: str) -> str:
    folder = str(Path(OURS).parent)
    name = path.removeprefix(folder).removesuffix(".py").replace(os.sep, ".").strip(".")
    return name.removesuffix(".__init__")


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
    return path.startswith(OURS) or not path.startswith(_installation())


@cache
def _installation() -> tuple[str, ...]:
    """Return the folders of the system, of Python's own library and of installed packages."""
    names = ("stdlib", "platstdlib", "purelib", "platlib")
    folders = [sysconfig.get_path(name) for name in names]
    folders += [*site.getsitepackages(), site.getusersitepackages()]
    found = (one for folder in folders for one in (folder, Path(folder).resolve()))
    return (*UNREAL, *(f"{one}{os.sep}" for one in found))
