"""Reports on the workers of a Dask cluster: the same work, and results that are written here."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, wait
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from dataclasses import replace
from itertools import chain, count
from typing import Any

from distributed import Client, KilledWorker, Security
from distributed.core import rpc

from analysis.errors import ReportError
from analysis.render import cargo, likeness, worker
from analysis.render.cargo import Cargo
from analysis.render.manifest import Edition
from analysis.render.work import Result, Work, failed

SCHEMES = ("tcp://", "tls://")
CONNECT_SECONDS = 5
ANSWER_SECONDS = 30  # for a scheduler that has much to do
PATIENCE = 60  # seconds without any worker: those that were lost may be replaced
CLOSING_SECONDS = 1  # for workers to stop what nobody waits for any more
EVERY = 1.0  # seconds between two looks at the workers
IN_FLIGHT = 2  # works for each worker: one runs, one waits beside it
OVER = ("erred", "memory", "forgotten", None)  # states of a task of which there is a word to say
WORD_SECONDS = 10  # for that word, and a result, to come
GONE = "the scheduler is gone; what was written is complete"
NONE = Edition("", "", {}, {})  # what travels with the cargo
Sent = dict[Future[Result], tuple[str, Work]]


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

        Raises ReportError when no scheduler answers or it goes away, when no worker is there or
        none has been for PATIENCE seconds, and when one has other code from the first.
        """
        works = iter(works)
        first = next(works, None)
        if first is None:
            return
        load = Cargo(first.edition, self.variables)
        with _connected(self.address) as client, _loaded(client, load):
            crew = Crew(client, load.name, self.run)
            lost = []
            with crew.hired():
                for work, result in crew.answers(chain([first], works)):
                    if result:
                        yield result
                    else:
                        lost.append(work)
                # who waited beside one that kills its worker is blamed too: now each runs alone
                for one in lost:
                    for work, result in crew.answers(iter([one])):
                        yield result or failed(work, "each worker that ran it was killed")


class Crew:
    """The workers of a scheduler that offer to carry a cargo."""

    def __init__(self, client: Client, load: str, run: worker.Run) -> None:
        self.client = client
        self.load = load
        self.run = run
        self.executor = client.get_executor(pure=False, retries=0, resources={load: 1})
        self._numbers = count()
        self._size = 0
        self._over: dict[str, float] = {}
        self._asked, self._seen = 0.0, time.monotonic()

    @contextmanager
    def hired(self) -> Iterator[None]:
        """Let the crew do in the block what it is asked to, and nothing after it."""
        try:
            yield
        finally:
            self.executor.shutdown(wait=False)

    def answers(self, works: Iterator[Work]) -> Iterator[tuple[Work, Result | None]]:
        """Yield each work with its result, or with None when it lost too many workers."""
        pending: Sent = {}
        while True:
            room = IN_FLIGHT * max(1, self.size())
            while len(pending) < room and (work := next(works, None)):
                pending |= self._sent(work)
            if not pending:
                return
            done = wait(pending, EVERY, FIRST_COMPLETED).done
            for future in done:
                _, work = pending.pop(future)
                yield work, _result(work, future)
            if not done:
                self._send_again(pending)

    def size(self) -> int:
        """Return how many workers there are; ReportError when it was none for too long."""
        now = time.monotonic()
        if now - self._asked < EVERY:
            return self._size
        found = self._ask(lambda scheduler: scheduler.identity, n_workers=-1)["workers"].values()
        self._size = sum(1 for one in found if one["resources"].get(self.load))
        self._asked = now
        if self._size:
            self._seen = now
        elif now - self._seen > PATIENCE:
            raise ReportError(
                f"for {PATIENCE:g} s there was no worker that has this program's code and packages;"
                " what was written is complete"
            )
        return self._size

    def _sent(self, work: Work) -> Sent:
        key = f"{self.load}-{next(self._numbers)}"
        bare = replace(work, edition=NONE)  # Dask keeps some of what it has sent
        return {self.executor.submit(cargo.run, self.run, bare, self.load, key=key): (key, work)}

    def _send_again(self, pending: Sent) -> None:
        """Send anew what nothing will be heard of.

        That is what found no worker, since the scheduler does not look at those that came later,
        and what has been over for long: the word of it was lost with a worker.
        """
        if not self._size:
            return
        keys = [key for key, _ in pending.values()]
        states = self._ask(lambda scheduler: scheduler.get_task_status, keys=keys)
        now = time.monotonic()
        self._over = {key: self._over.get(key, now) for key in keys if states[key] in OVER}
        for future, (key, work) in [*pending.items()]:
            if states[key] == "no-worker" or now - self._over.get(key, now) > WORD_SECONDS:
                del pending[future]
                future.cancel()
                pending |= self._sent(work)

    def _ask(self, question: Callable[[Any], Any], **more: Any) -> Any:
        """Return what the scheduler answers; ReportError when it does not."""
        scheduler = self.client.scheduler
        if scheduler is None:
            raise ReportError(GONE)
        try:
            return self.client.sync(question(scheduler), callback_timeout=ANSWER_SECONDS, **more)
        except OSError:  # a time-out is one, too
            raise ReportError(GONE) from None


def _result(work: Work, future: Future[Result]) -> Result | None:
    try:
        return future.result()
    except CancelledError:
        raise ReportError(GONE) from None
    except KilledWorker:
        return None
    except Exception as error:  # of pickle, or of the worker's own
        return failed(work, f"{type(error).__name__}: {error}".splitlines()[0])


@contextmanager
def _connected(address: str) -> Iterator[Client]:
    # what it would say of lost workers, the results say too
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    try:
        kind = asyncio.run(asyncio.wait_for(_kind(address), CONNECT_SECONDS))
    except Exception as error:  # of the network, of TLS, or of what is no address
        given = str(error).splitlines() or [f"nothing was said in {CONNECT_SECONDS:g} s"]
        raise ReportError(f"no scheduler answers at {address}: {given[0]}") from None
    if kind != "Scheduler":
        raise ReportError(f"no scheduler answers at {address}, but a {kind.lower()} does")
    with Client(address, timeout=CONNECT_SECONDS, set_as_default=False) as client:
        yield client


async def _kind(address: str) -> str:
    """Return what answers at an address: a Client would wait for ever for who says nothing."""
    arguments = Security().get_connection_args("client")
    async with rpc(address, timeout=CONNECT_SECONDS, connection_args=arguments) as asked:
        return str((await asked.identity())["type"])


@contextmanager
def _loaded(client: Client, load: Cargo) -> Iterator[None]:
    """Have a cargo on all workers during the block; ReportError unless they are as here."""
    _compare(client, load.alike)
    client.register_plugin(load)
    try:
        yield
    finally:
        if scheduler := client.scheduler:
            with suppress(OSError):
                remove = scheduler.unregister_worker_plugin
                client.sync(remove, name=load.name, callback_timeout=CLOSING_SECONDS)


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
