"""Worker processes on this machine: a report fails alone, and no process outlives the build."""

from __future__ import annotations

import multiprocessing
import os
import pickle
import shutil
import sys
import tempfile
import time
from collections.abc import Generator, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from multiprocessing import connection, forkserver
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from analysis.errors import ReportError
from analysis.render import family, stopping, worker
from analysis.render.manifest import epoch_of
from analysis.render.work import Result, Work, failed

if TYPE_CHECKING:
    from analysis.render.nursery import Loan

# a worker is replaced after so many reports: what the libraries leak does not add up
REPORTS_PER_WORKER = 100
# what making the pages may take beyond the seconds that the cells have
PAGE_SECONDS = 300
# a signal that comes in the moment before a wait begins is heard when the wait ends, and not before
DEAF_SECONDS = 0.5
# on Linux a worker is a fork of a server that has imported all and run no report; so it is quick to
# start and, unlike a fork of this process, free of its threads
FORKED = sys.platform == "linux"
IMPORTED = [
    "analysis.render.lean",
    "analysis.render.engine",
    "analysis.render.html",
    "analysis.render.exporter",
    "analysis.render.ready",
]
if sys.platform == "linux":
    CONTEXT = multiprocessing.get_context("forkserver")
    CONTEXT.set_forkserver_preload(IMPORTED)
else:
    CONTEXT = multiprocessing.get_context("spawn")


class Pool(Protocol):
    """Somewhere to run reports."""

    def warming(self, work: Work) -> AbstractContextManager[None]:
        """Let what works like this one need get ready while the block does something else.

        Nothing of it is left when the block fails.
        """

    def results(self, works: Iterable[Work]) -> Generator[Result]:
        """Yield the result of each work as it arrives; a work is taken only when it can be run."""


class LocalPool:
    """A pool of `jobs` worker processes, each started when there is work for it."""

    def __init__(self, jobs: int, run: worker.Run = worker.run) -> None:
        self.jobs = jobs
        self.run = run

    @contextmanager
    def warming(self, work: Work) -> Iterator[None]:
        """Let what workers and kernels are forked from import what they need."""
        try:
            self._loan(work)
            yield
        except BaseException:
            worker.take_back()
            raise

    def results(self, works: Iterable[Work]) -> Generator[Result]:
        """Yield the result of each work; one whose worker dies is run once more, alone."""
        workers: list[Worker] = []
        lost = []
        try:
            for work, result in self._answers(workers, self.jobs, works):
                if result:
                    yield result
                else:
                    lost.append(work)
            for work, result in self._answers(workers, 1, lost):
                yield result or failed(work, "the worker that ran it was killed twice")
        finally:
            for one in workers:
                one.end()
            if self.run is worker.run:
                worker.take_back()

    def _loan(self, work: Work) -> Loan | None:
        """Return the zygote that the workers share; none for what runs no notebook."""
        return _lent(work) if self.run is worker.run else None

    def _answers(
        self, workers: list[Worker], jobs: int, works: Iterable[Work]
    ) -> Iterator[tuple[Work, Result | None]]:
        """Yield each work with its result, or with None when the worker has died."""
        waiting = iter(works)
        answers: list[tuple[Work, Result | None]] = []
        while True:
            busy = self._hand_out(workers, jobs, waiting)
            yield from answers  # now that every worker has something to do meanwhile
            if not busy:
                return
            answers = [one.answer() for one in _ready(busy)]
            for one in [one for one in workers if one.spent]:
                workers.remove(one)
                one.end()

    def _hand_out(self, workers: list[Worker], jobs: int, works: Iterator[Work]) -> list[Worker]:
        """Give work to idle workers, and to new ones if need be; return all that have some."""
        busy = [one for one in workers if one.work]
        idle = [one for one in workers if not one.work]
        while len(busy) < jobs and (work := next(works, None)):
            if not idle:
                idle.append(Worker(self.run, self._loan(work)))
                workers.append(idle[-1])
            busy.append(idle.pop())
            busy[-1].begin(work)
        return busy


class Worker:
    """A worker process as its parent sees it: `work` is what it has in hand."""

    def __init__(self, run: worker.Run, loan: Loan | None = None) -> None:
        self.work: Work | None = None
        self.given = 0
        self.deadline = 0.0
        self.spent = False
        self.folder = Path(tempfile.mkdtemp(prefix="w"))
        self.pipe, far = CONTEXT.Pipe()
        arguments = (far, run, dict(os.environ), self.folder, loan)
        self.process = CONTEXT.Process(target=worker.serve, args=arguments, daemon=True)
        try:
            _start(self.process)
        except OSError as error:
            raise ReportError(f"cannot start a worker: {error.strerror or error}") from None
        finally:
            far.close()

    def begin(self, work: Work) -> None:
        """Hand a work to the idle worker."""
        self.work = work
        self.given += 1
        self.deadline = time.monotonic() + work.limits.seconds + PAGE_SECONDS
        with suppress(OSError):  # it has died while idle, which its answer will say
            self.pipe.send(work)

    def answer(self) -> tuple[Work, Result | None]:
        """Return the work and what came of it, None when the worker has died; it is idle again."""
        work, self.work = self.work, None
        if work is None:
            raise ValueError("the worker has nothing to answer")
        result = self._received()
        if result is None and self.overdue:
            result = failed(work, f"it took longer than {work.limits.seconds + PAGE_SECONDS:g} s")
            self.spent = True
        self.spent = self.spent or result is None or self.given >= REPORTS_PER_WORKER
        return work, result

    def _received(self) -> Result | None:
        try:
            return self.pipe.recv() if self.pipe.poll() else None
        except (EOFError, OSError, pickle.UnpicklingError):  # it died, perhaps while it answered
            return None

    @property
    def overdue(self) -> bool:
        """Whether the work in hand should long have been done."""
        return time.monotonic() > self.deadline

    def end(self) -> None:
        """Kill the worker and all that it has started, and remove its files."""
        if self.process.pid:
            family.end(self.process.pid, str(self.folder))
        self.process.join(1)
        self.pipe.close()
        shutil.rmtree(self.folder, ignore_errors=True)


def _ready(busy: list[Worker]) -> list[Worker]:
    """Wait a while, and return the workers that have something to say, have died or are overdue."""
    soonest = min(DEAF_SECONDS, min(one.deadline for one in busy) - time.monotonic())
    sources = [source for one in busy for source in (one.pipe, one.process.sentinel)]
    ready = connection.wait(sources, max(0, soonest))
    return [
        one for one in busy if one.pipe in ready or one.process.sentinel in ready or one.overdue
    ]


def _start(process: BaseProcess) -> None:
    """Start a worker that Ctrl-C does not reach before it can look after itself."""
    if FORKED:
        start_server()
        process.start()  # it waits until the server has imported what it imports
    else:
        with stopping.deaf():
            process.start()


def _lent(work: Work) -> Loan | None:
    """Return a zygote for kernels like that of a work, which warms up while the workers start."""
    if not FORKED:
        return None
    start_server()  # before this process loads what its workers have no need of
    from analysis.render import surroundings
    from analysis.render.nursery import nursery, wanted

    if not wanted(work.kernel):
        return None
    around = surroundings.environment(epoch_of(work.edition.day), Path(tempfile.gettempdir()))
    folder = str(work.report.notebook.parent.absolute())
    return nursery.lend({**around, **work.environment}, folder)


def start_server() -> None:
    """Start what workers are forked from, where they are, unless it runs."""
    if FORKED:
        with stopping.deaf():
            forkserver.ensure_running()
