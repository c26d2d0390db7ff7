"""What travels to the workers of a Dask cluster, and what they do with it.

The folders of notebooks and data travel, and reach workers that join later too. Code and packages
do not: a worker that has others is given no work.
"""

from __future__ import annotations

import asyncio
import io
import shutil
import tempfile
import threading
import time
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import uuid4

import psutil
from distributed import WorkerPlugin, get_worker
from distributed.utils import sync

from analysis.errors import ReportError
from analysis.render import family, likeness, parts, worker
from analysis.render.manifest import Edition
from analysis.render.work import Result, Work, failed

TRIES = 2  # times that a work is begun which kills its worker
CODE = "analysis"
PAUSE = 0.05
# exporters find the edition's date in the environment, which threads share
_ONE_AT_A_TIME = threading.Lock()


class Cargo(WorkerPlugin):
    """The folders that the works of one batch read, unpacked on each worker that is alike.

    Such a worker offers, under the cargo's name, to carry one work at a time. The edition, which is
    large and the same for all works, travels along. `variables` are those of the environment that
    name a folder of the cargo.
    """

    def __init__(self, edition: Edition, variables: Mapping[str, str]) -> None:
        self.name = f"summit-{uuid4().hex[:12]}"
        self.content = packed(edition.roots)
        self.edition = edition
        self.alike = likeness.here(edition.packages)
        self.variables = variables
        self.folder = Path()
        self.carried = ""  # the key of the work that is being run
        self.spared: frozenset[psutil.Process] = frozenset()
        self.over = False

    async def setup(self, worker: Any) -> None:
        """Unpack the folders, and offer to carry works; raise ReportError where code differs."""
        if other := likeness.difference(self.alike, likeness.here_once(tuple(self.alike))):
            raise ReportError(f"worker {worker.address} has {other}")
        self.folder = Path(worker.local_directory) / self.name
        with zipfile.ZipFile(io.BytesIO(self.content)) as archive:
            archive.extractall(self.folder)
        await worker.set_resources(**{self.name: 1})

    async def teardown(self, worker: Any) -> None:  # noqa: ARG002 - the plugin's interface
        """Stop what still runs, and remove the folders."""
        self.over = True
        await asyncio.to_thread(self._clear)

    def transition(self, key: Any, start: str, finish: str, **_more: Any) -> None:
        """Stop the work of a client that does not wait for it any more, or has gone."""
        if (start, finish) == ("executing", "released") and key == self.carried:
            threading.Thread(target=self._stop, args=(key,)).start()

    def carry(self, job: worker.Run, work: Work, key: str) -> Result:
        """Return what came of a work, which runs as the only one of this process."""
        with _ONE_AT_A_TIME, self._underway(key):
            if self.over:
                return failed(work, "nobody waits for it any more")
            if _tries(self.name, work) > TRIES:
                return failed(work, "each worker that ran it was killed")
            sent = self.edition.roots
            roots = {name: str(self.folder / name) for name in sent}
            roots[CODE] = str(likeness.PACKAGE)
            result = job(self._here(work, roots))
        return replace(result, opened=frozenset(_sent(path, roots, sent) for path in result.opened))

    def _here(self, work: Work, roots: Mapping[str, str]) -> Work:
        """Return a work that reads what lies here."""
        notebook = self.folder / parts.NOTEBOOKS / work.report.notebook.name
        named = {name: roots[root] for name, root in self.variables.items()}
        return replace(
            work,
            report=replace(work.report, notebook=notebook),
            edition=replace(self.edition, roots=roots),
            environment={**work.environment, **named},
        )

    @contextmanager
    def _underway(self, key: str) -> Iterator[None]:
        """Let temporary files lie where Dask clears away after a worker that was killed."""
        before = tempfile.tempdir
        self.spared = frozenset(psutil.Process().children(recursive=True))
        self.carried, tempfile.tempdir = key, str(self.folder)
        try:
            yield
        finally:
            self.carried, tempfile.tempdir = "", before

    def _stop(self, key: str) -> None:
        """Kill what a work has started, and starts still, until it has seen that it failed."""
        while key and self.carried == key:
            family.end_below(spared=self.spared)
            time.sleep(PAUSE)

    def _clear(self) -> None:
        self._stop(self.carried)
        if _ONE_AT_A_TIME.acquire(blocking=False):  # unless the works of another client go on
            try:
                worker.take_back()
            finally:
                _ONE_AT_A_TIME.release()
        shutil.rmtree(self.folder, ignore_errors=True)


def run(job: worker.Run, work: Work, cargo: str) -> Result:
    """Return, on a worker, what came of a work."""
    here = get_worker()
    found: Cargo = vars(here)["plugins"][cargo]
    return found.carry(job, work, str(here.get_current_task()))


def _tries(cargo: str, work: Work) -> int:
    """Return how many workers have begun a work, with this one.

    The scheduler keeps count: its own is of the works, too, that waited on a worker that was lost.
    """
    here = get_worker()
    keys = [cargo, work.report.name]
    before: int = sync(here.loop, here.scheduler.get_metadata, keys=keys, default=0)
    sync(here.loop, here.scheduler.set_metadata, keys=keys, value=before + 1)
    return before + 1


def _sent(path: str, roots: Mapping[str, str], sent: Mapping[str, str]) -> str:
    """Return the path that a file opened on a worker has where it came from."""
    for name, folder in roots.items():
        if name in sent and Path(path).is_relative_to(folder):
            return str(Path(sent[name]) / Path(path).relative_to(folder))
    return path


def packed(roots: Mapping[str, str]) -> bytes:
    """Return the folders but that of the code as a zip; the same files give the same bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, folder in sorted(roots.items()):
            for path in sorted(Path(folder).rglob("*")) if name != CODE else ():
                inside = path.relative_to(folder)
                if path.is_file() and not any(part.startswith(".") for part in inside.parts):
                    entry = zipfile.ZipInfo(f"{name}/{inside.as_posix()}")
                    archive.writestr(entry, path.read_bytes(), zipfile.ZIP_DEFLATED)
    return buffer.getvalue()
