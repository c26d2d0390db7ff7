"""Where a build keeps its temporary files: in one folder, which goes when the build does."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import util
from pathlib import Path

from analysis.errors import ReportError
from analysis.render import family


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
    try:
        util.get_temp_dir()  # multiprocessing goes on using it after the block
        tempfile.tempdir = tempfile.mkdtemp(prefix=prefix)
    except OSError as error:
        raise ReportError(f"cannot write into {place}: {error.strerror}") from None
    try:
        yield Path(tempfile.tempdir)
    finally:
        shutil.rmtree(tempfile.tempdir, ignore_errors=True)
        tempfile.tempdir = before
