"""Put files into a folder so that a reader never meets half of one."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from analysis.errors import ReportError

_LEFT = re.compile(r"\..+\.(\d+)\.tmp")


def ready(folder: Path, names: Iterable[str]) -> None:
    """Make sure that files of these names can be put into the folder, which is made if need be.

    Raises ReportError when something is in the way, before any work has gone into the files.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        trial = _temporary(folder / "trial")
        trial.touch()
        trial.unlink()
    except OSError as error:
        raise ReportError(f"cannot write into {folder}: {_reason(error)}") from None
    with os.scandir(folder) as entries:  # which need not be asked one by one what they are
        taken = {entry.name for entry in entries if entry.is_dir()}
    for name in names:
        if name in taken:
            raise ReportError(f"cannot write {folder / name}: a folder of that name is in the way")


def sweep(folder: Path) -> None:
    """Remove what builds that were killed had not finished."""
    for path in left(folder):
        path.unlink(missing_ok=True)


def left(folder: Path) -> list[Path]:
    """Return the unfinished files of processes that are gone."""
    found = [(path, _LEFT.fullmatch(path.name)) for path in sorted(folder.glob(".*.tmp"))]
    return [path for path, match in found if match and not _writes(int(match[1]))]


def place(folder: Path, contents: Mapping[str, bytes], gone: Iterable[str] = ()) -> list[Path]:
    """Write files and return their paths, in order; none is replaced before all are written.

    The files of the names in `gone` are removed before the last is in place: one that says what
    there is comes last, and is never ahead of the others.
    """
    paths = [folder / name for name in contents]
    try:
        for path, content in zip(paths, contents.values(), strict=True):
            _temporary(path).write_bytes(content)
        for path in paths[:-1]:
            _temporary(path).replace(path)
        for name in gone:
            (folder / name).unlink(missing_ok=True)
        for path in paths[-1:]:
            _temporary(path).replace(path)
    except OSError as error:
        raise ReportError(f"cannot write into {folder}: {_reason(error)}") from None
    finally:  # also after Ctrl-C
        for path in paths:
            _temporary(path).unlink(missing_ok=True)
    return paths


def _writes(pid: int) -> bool:
    """Return whether another process of this number may be writing; this one has not begun."""
    if os.name != "posix":
        return True  # there is no asking without harm
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return pid != os.getpid()


def _temporary(path: Path) -> Path:
    # the process number keeps two builds into one folder apart; git ignores the name
    return path.with_name(f".{path.name}.{os.getpid()}.tmp")


def _reason(error: OSError) -> str:
    if isinstance(error, FileExistsError | NotADirectoryError):
        return "a file of that name is in the way"
    return error.strerror or str(error)
