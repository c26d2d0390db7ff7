"""Where a build keeps its temporary files: in one folder, which goes when the build does."""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from multiprocessing import util
from pathlib import Path

from analysis.errors import ReportError
from analysis.render import family

# the folder that multiprocessing has while its process lives, and whose it is; the names that it
# gives by itself have no capital
_LASTING = "pymp-P"


@contextmanager
def own(out: Path) -> Iterator[Path]:
    """Let every temporary file of the block lie in a folder of its own, and remove that after it.

    What a build into `out` that was killed has left, processes too, goes first; the caller holds
    the lock of `out`.
    Raises ReportError when there is no room for temporary files.
    """
    before = tempfile.tempdir
    place = Path(tempfile.gettempdir())
    prefix = f"summit-{hashlib.sha256(os.fsencode(out.resolve())).hexdigest()[:8]}-"
    for left in place.glob(f"{prefix}*"):
        for worker in left.iterdir():
            family.end_marked(str(worker))
        shutil.rmtree(left, ignore_errors=True)
    for left in place.glob(f"{_LASTING}*"):
        whose = left.name.removeprefix(_LASTING)
        if re.fullmatch(r"\d+", whose) and not family.lives(int(whose)):
            shutil.rmtree(left, ignore_errors=True)
    try:
        _lasting()
        tempfile.tempdir = tempfile.mkdtemp(prefix=prefix)
    except OSError as error:
        raise ReportError(f"cannot write into {place}: {error.strerror}") from None
    try:
        yield Path(tempfile.tempdir)
    finally:
        shutil.rmtree(tempfile.tempdir, ignore_errors=True)
        tempfile.tempdir = before


def _lasting() -> None:
    """Let multiprocessing have a folder after the block too: its own way gives it one of no name.

    Nobody could tell that of a build that was killed from that of one that runs. The name is short:
    that of a socket in it has some hundred bytes.
    """
    config = multiprocessing.current_process()._config  # type: ignore[attr-defined]  # as util does
    if config.get("tempdir") is None:
        folder = Path(tempfile.gettempdir()) / f"{_LASTING}{os.getpid()}"
        shutil.rmtree(folder, ignore_errors=True)  # of a process that had this number before
        with suppress(FileExistsError):  # somebody else's
            folder.mkdir(mode=0o700)
            config["tempdir"] = str(folder)
            util.Finalize(None, shutil.rmtree, args=(folder, True), exitpriority=-100)
    util.get_temp_dir()
