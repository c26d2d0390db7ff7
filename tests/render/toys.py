"""What workers run in place of notebooks in the tests of the pool; the report's name says what."""

from __future__ import annotations

import ctypes
import gc
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from importlib import metadata
from pathlib import Path

import psutil

from analysis.commands.display import Lines
from analysis.commands.terminal import complain
from analysis.errors import ReportError
from analysis.render import batch, pool
from analysis.render.batch import Order
from analysis.render.catalogue import Report
from analysis.render.manifest import Edition
from analysis.render.pool import LocalPool
from analysis.render.stopping import Stopped
from analysis.render.work import Limits, Result, Work

PACKAGES = {"psutil": metadata.version("psutil")}
SLEEPER = "import time; time.sleep(600)"


def work(name: str, seconds: float = 600) -> Work:
    report = Report(name, name, Path("toy.ipynb"), {}, {})
    return Work(report, ("html",), Edition("2025-06-18", "0+a", PACKAGES, {}), Limits(seconds))


def run(work: Work) -> Result:
    """Do what the first word of the report's name says, and return who did it."""
    what = work.report.name.split("-")[0]
    if what == "killed":
        start_sleepers()
        os.kill(os.getpid(), signal.SIGKILL)
    elif what == "once":
        once(work)
    elif what == "poison":
        with (Path(os.environ["TOY_FOLDER"]) / "doses").open("a") as doses:
            doses.write("one\n")
        os.kill(os.getpid(), signal.SIGKILL)
    elif what == "hangs":
        start_sleepers()
        time.sleep(600)
    elif what == "slow":
        time.sleep(0.3)
    elif what == "raises":
        raise RuntimeError("a toy is broken")
    elif what == "segfaults":
        ctypes.string_at(0)
    elif what == "process":
        told = sys.modules["rfc3987_syntax"], gc.isenabled()
        return Result(what, {what: repr(told).encode()})
    elif what == "big":
        return Result(work.report.name, {"big": bytes(100_000_000)})
    return Result(work.report.name, {"pid": str(os.getpid()).encode()})


def pages(work: Work) -> Result:
    """Return two pages of a megabyte full of the edition; or do what the name says."""
    if work.report.name.startswith("hangs"):
        start_sleepers()
        time.sleep(600)
    if work.report.name.startswith("vanishes"):
        shutil.rmtree(os.environ["TOY_OUT"])
    page = page_of(work.edition.code)
    return Result(work.report.name, {f"{work.report.name}{end}": page for end in (".html", ".pdf")})


def page_of(edition: str) -> bytes:
    return edition.encode() * 100_000


def build(out: str, edition: str, *names: str) -> int:
    """Build reports of these names with two workers."""
    pool.CONTEXT.set_forkserver_preload([__name__])  # quicker to import than the engine
    reports = [Report(name, name, Path(__file__), {}, {}) for name in names]
    order = Order(Path(out), ("html", "pdf"), Edition("2025-06-18", edition, {}, {}))
    try:
        return batch.build(reports, order, Lines(), LocalPool(2, pages))
    except Stopped as stopped:
        return stopped.exit_status
    except ReportError as error:
        complain(error)
        return error.exit_status


def once(work: Work) -> None:
    """Be killed the first time only."""
    seen = Path(os.environ["TOY_FOLDER"]) / work.report.name
    if not seen.exists():
        seen.touch()
        os.kill(os.getpid(), signal.SIGKILL)


def start_sleepers() -> None:
    """Leave a file, a child in a session of its own, and a grandchild whose parent has gone."""
    child = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {SLEEPER!r}])"
    subprocess.Popen([sys.executable, "-c", SLEEPER], start_new_session=True)
    subprocess.run([sys.executable, "-c", child], check=True)
    Path(tempfile.mkdtemp(), "left").write_text("left")


def running(folder: Path) -> list[psutil.Process]:
    """Return the processes that were started with this TOY_FOLDER."""

    def carries(process: psutil.Process) -> bool:
        try:
            alive = process.status() != psutil.STATUS_ZOMBIE
            return alive and process.environ().get("TOY_FOLDER") == str(folder)
        except psutil.Error:
            return False

    return [one for one in psutil.process_iter() if carries(one)]
