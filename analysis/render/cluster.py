"""Reports on the workers of a Dask cluster: the same work, and results that are written here.

What a report reads travels with it: a plugin unpacks the folders of notebooks and data on every
worker, those that join later too. Code and packages do not travel; workers must have the same.
"""

from __future__ import annotations

import io
import logging
import shutil
import threading
import zipfile
from collections.abc import Generator, Iterable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, wait
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import Any

from distributed import Client, KilledWorker, WorkerPlugin, get_worker

from analysis.errors import ReportError
from analysis.render import likeness, parts, worker
from analysis.render.manifest import digest
from analysis.render.work import Result, Work

SCHEMES = ("tcp://", "tls://")
CONNECT_SECONDS = 5
IN_FLIGHT = 2  # works for each thread of the cluster: one runs, one waits beside it
CODE = "analysis"
# exporters find the edition's date in the environment, which threads share
_ONE_AT_A_TIME = threading.Lock()


class Cargo(WorkerPlugin):
    """Folders, by the name of their contents, unpacked on a worker."""

    idempotent = True

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.name = f"summit-{digest(content)[:16]}"

    def setup(self, worker: Any) -> None:
        """Unpack the folders."""
        self.folder = Path(worker.local_directory) / self.name
        with zipfile.ZipFile(io.BytesIO(self.content)) as archive:
            archive.extractall(self.folder)

    def teardown(self, worker: Any) -> None:  # noqa: ARG002 - the plugin's interface
        """Remove the folders."""
        shutil.rmtree(self.folder, ignore_errors=True)


@dataclass(frozen=True, slots=True)
class Trip:
    """What a work needs on a worker: its cargo by name, what has to be alike, and variables.

    `variables` are those of the environment that name a folder of the cargo.
    """

    cargo: str
    alike: Mapping[str, str]
    variables: Mapping[str, str]


class Cluster:
    """The workers of a Dask scheduler."""

    def __init__(
        self, address: str, variables: Mapping[str, str], run: worker.Run = worker.run
    ) -> None:
        """Raise ReportError for an address that is none."""
        if not address.startswith(SCHEMES):
            raise ReportError(
                f"a scheduler's address begins with tcp:// or tls://, not '{address}'"
            )
        self.address = address
        self.variables = variables
        self.run = run

    def warming(self, work: Work) -> AbstractContextManager[None]:  # noqa: ARG002 - of its protocol
        """Do nothing: the workers are there."""
        return nullcontext()

    def results(self, works: Iterable[Work]) -> Generator[Result]:
        """Yield the result of each work; a worker that is lost costs none.

        Raises ReportError when no scheduler answers, no worker is there, or one has other code.
        """
        works = iter(works)
        first = next(works, None)
        if first is None:
            return
        with _connected(self.address) as client:
            alike = likeness.here(first.edition.packages)
            _compare(client, alike)
            cargo = Cargo(_packed(first.edition.roots))
            client.register_plugin(cargo)
            trip = Trip(cargo.name, alike, self.variables)
            lost = []
            for work, result in self._answers(client, chain([first], works), trip):
                if result:
                    yield result
                else:
                    lost.append(work)
            # who waited beside a report that kills its worker is blamed too: now each runs alone
            for one in lost:
                for work, result in self._answers(client, iter([one]), trip):
                    yield result or _failed(work, "each worker that ran it was killed")

    def _answers(
        self, client: Client, works: Iterator[Work], trip: Trip
    ) -> Iterator[tuple[Work, Result | None]]:
        """Yield each work with its result, or with None when it lost too many workers."""
        executor = client.get_executor(pure=False, retries=0)
        pending: dict[Future[Result], Work] = {}
        while True:
            room = IN_FLIGHT * max(1, sum(client.nthreads().values()))
            while len(pending) < room and (work := next(works, None)):
                pending[executor.submit(run, self.run, work, trip)] = work
            if not pending:
                return
            for future in wait(pending, return_when=FIRST_COMPLETED).done:
                work = pending.pop(future)
                yield work, _result(work, future)


def run(job: worker.Run, work: Work, trip: Trip) -> Result:
    """Return, on a worker, what came of a work."""
    if other := likeness.difference(trip.alike, likeness.here_once(tuple(trip.alike))):
        raise ReportError(f"a worker that joined has {other}")
    folder: Path = vars(get_worker().plugins[trip.cargo])["folder"]
    sent = work.edition.roots
    roots = {name: str(folder / name) for name in sent} | {CODE: str(likeness.PACKAGE)}
    there = replace(
        work,
        report=replace(work.report, notebook=folder / parts.NOTEBOOKS / work.report.notebook.name),
        edition=replace(work.edition, roots=roots),
        environment={
            **work.environment,
            **{name: roots[root] for name, root in trip.variables.items()},
        },
    )
    with _ONE_AT_A_TIME:
        result = job(there)
    return replace(result, opened=frozenset(_sent(path, roots, sent) for path in result.opened))


def _sent(path: str, roots: Mapping[str, str], sent: Mapping[str, str]) -> str:
    """Return the path that a file opened on a worker has where it came from."""
    for name, folder in roots.items():
        if name in sent and Path(path).is_relative_to(folder):
            return str(Path(sent[name]) / Path(path).relative_to(folder))
    return path


def _result(work: Work, future: Future[Result]) -> Result | None:
    try:
        return future.result()
    except ReportError:
        raise
    except CancelledError:
        raise ReportError("the scheduler is gone; what was written is complete") from None
    except KilledWorker:
        return None
    except Exception as error:  # of pickle, or of the worker's own
        return _failed(work, f"{type(error).__name__}: {error}".splitlines()[0])


def _failed(work: Work, why: str) -> Result:
    return Result(work.report.name, failure=f"report '{work.report.name}' failed: {why}")


@contextmanager
def _connected(address: str) -> Iterator[Client]:
    # what it would say of lost workers, the results say too
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    try:
        client = Client(address, timeout=CONNECT_SECONDS, set_as_default=False)
    except (OSError, ValueError) as error:  # a time-out is an OSError
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise ReportError(f"no scheduler answers at {address}: {reason}") from None
    with client:
        yield client


def _compare(client: Client, alike: Mapping[str, str]) -> None:
    """Raise ReportError unless there are workers and each has what is here."""
    found = client.run(likeness.here_once, tuple(alike), on_error="return")
    if not found:
        raise ReportError("the scheduler has no worker: start some with `dask worker`")
    for address, there in found.items():
        if isinstance(there, BaseException):
            raise ReportError(f"worker {address} does not have this program: {there}")
        if other := likeness.difference(alike, there):
            raise ReportError(f"worker {address} has {other}")


def _packed(roots: Mapping[str, str]) -> bytes:
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
