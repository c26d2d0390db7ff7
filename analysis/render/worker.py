"""A worker process: it runs reports as they are sent, until its parent is done or gone."""

from __future__ import annotations

import gc
import importlib
import multiprocessing
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from multiprocessing import connection, util
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from analysis.render import family
from analysis.render.work import Result, Work

if TYPE_CHECKING:
    from analysis.render.nursery import Loan

Run = Callable[[Work], Result]


def run(work: Work) -> Result:
    """Return what came of a report; papermill is imported here and not in the parent."""
    from analysis.render import engine

    return engine.run(work)


def take_back() -> None:
    """End the zygote that kernels of this process, and of those that borrowed it, came from."""
    from analysis.render.nursery import nursery

    nursery.end()


def serve(
    pipe: Connection, run: Run, environment: Mapping[str, str], folder: Path, loan: Loan | None
) -> None:
    """Answer each Work from the pipe with its Result.

    `folder` takes all temporary files and is gone when the worker is; `loan` is the zygote to fork
    kernels from.
    """
    _settle(environment, folder)
    importlib.import_module("analysis.render.lean")
    gc.freeze()  # the garbage collector would touch, and copy, all that workers share
    gc.enable()
    if loan:
        from analysis.render.nursery import nursery

        nursery.borrow(loan)
    Thread(target=_follow_parent, args=(folder,), daemon=True).start()
    with suppress(EOFError, OSError):  # the parent has closed the pipe, or is gone
        while True:
            pipe.send(run(pipe.recv()))
    _clear(folder)


def _settle(environment: Mapping[str, str], folder: Path) -> None:
    """Take over the parent's environment, and leave to it when to stop."""
    if sys.platform != "win32":
        os.setsid()  # Ctrl-C is for the parent, as is the terminal
    # not SIG_IGN, with which a worker begins and which kernels would inherit
    signal.signal(signal.SIGINT, lambda _number, _frame: None)
    family.adopt()
    os.environ.clear()
    os.environ.update(environment)
    os.environ.update(dict.fromkeys(("TMPDIR", "TEMP", "TMP", family.MARK), str(folder)))
    tempfile.tempdir = None  # to be looked up again
    if sys.platform == "linux":
        with suppress(OSError):  # when memory runs out, a report goes and not the build
            Path("/proc/self/oom_score_adj").write_text("500")


def _follow_parent(folder: Path) -> None:
    """Leave, with all that this worker has started, when the parent has died."""
    parent = multiprocessing.parent_process()
    if parent:
        connection.wait([parent.sentinel])
        shutil.rmtree(util.get_temp_dir(), ignore_errors=True)  # which is the parent's
        _clear(folder)
        os._exit(1)


def _clear(folder: Path) -> None:
    family.end_below()
    shutil.rmtree(folder, ignore_errors=True)
    with suppress(OSError):  # the last worker takes the build's folder away, if its parent cannot
        folder.parent.rmdir()
