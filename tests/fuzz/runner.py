"""Trials in processes of their own, with bounds on time and memory, and a tally of them."""

from __future__ import annotations

import logging
import multiprocessing
import resource
import signal
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from pathlib import Path

SECONDS = 30  # for one notebook in one format
MEMORY = 3 * 2**30  # bytes of address space
BATCH = 250  # notebooks that one process lives for


class Tally:
    """What happened so far."""

    def __init__(self) -> None:
        self.outcomes: Counter[str] = Counter()
        self.faults: Counter[str] = Counter()
        self.notebooks: set[int] = set()
        self.slowest = (0.0, "")
        self.peak = 0

    def fault(self, number: int, exporter: str, fault: str) -> None:
        self.faults[fault.partition(":")[0]] += 1
        print(f"{number} {exporter}: {fault}", flush=True)  # noqa: T201 # as it happens

    def line(self) -> str:
        counts = ", ".join(f"{count:,} {what}" for what, count in sorted(self.outcomes.items()))
        faults = ", ".join(
            f"{self.faults[what]} {words}"
            for what, words in (
                *(("executed", "executed"), ("escape", "escapes"), ("crash", "crashes")),
                *(("slow", "over the time limit"), ("died", "processes ended by a bound")),
                ("fault", "other faults"),
            )
        )
        slowest = f"slowest {self.slowest[0]:.1f} s ({self.slowest[1]})"
        peak = f"peak {self.peak / 2**10:,.0f} MiB"
        return f"{len(self.notebooks):,} hostile notebooks: {faults}; {counts}; {slowest}, {peak}."


@dataclass(frozen=True, slots=True)
class Trials:
    """Where notebooks are tried, and in which formats."""

    home: Path
    formats: Sequence[str]


def run(numbers: range, trials: Trials, workers: int, tally: Tally) -> None:
    """Try each notebook of `numbers`; `workers` processes at once, each for a batch of them."""
    waiting = [numbers[at : at + BATCH] for at in range(0, len(numbers), BATCH)][::-1]
    busy: list[_Worker] = []
    while waiting or busy:
        while waiting and len(busy) < workers:
            busy.append(_Worker(waiting.pop(), trials))
        wait([worker.answers for worker in busy], timeout=1)
        for worker in list(busy):
            rest = worker.heard(tally)
            if rest is not None:
                busy.remove(worker)
                waiting.extend([rest] if rest else [])


class _Worker:
    """A process that tries some notebooks, and what is left of them when it ends."""

    def __init__(self, numbers: range, trials: Trials) -> None:
        context = multiprocessing.get_context("spawn")
        self.answers, theirs = context.Pipe(duplex=False)
        self._left = numbers
        self._heard = time.monotonic()
        self._process: SpawnProcess = context.Process(target=_work, args=(numbers, trials, theirs))
        self._process.start()
        theirs.close()

    def heard(self, tally: Tally) -> range | None:
        """Note what the process has said; return what it left untried once it is over."""
        try:
            while self.answers.poll():
                self._heard = time.monotonic()
                self._note(self.answers.recv(), tally)
        except EOFError:
            self._process.join()
            if self._left:
                tally.fault(self._left[0], "", f"died: by {self._process.exitcode}")
            return self._left[1:]
        if time.monotonic() - self._heard > 3 * SECONDS:  # reading what was made takes time, too
            tally.fault(self._left[0], "", f"slow: silent for {3 * SECONDS} s")
            self._process.kill()
            self._process.join()
            return self._left[1:]
        return None

    def _note(self, said: tuple[object, ...], tally: Tally) -> None:
        match said:
            case int(), int() as peak:
                tally.notebooks.add(self._left[0])
                tally.peak = max(tally.peak, peak)
                self._left = self._left[1:]
            case int() as number, str() as exporter, str() as outcome, float() as seconds, faults:
                tally.outcomes[f"{exporter} {outcome}"] += 1
                tally.slowest = max(tally.slowest, (seconds, f"{exporter} of {number}"))
                for fault in [*faults, *(["slow: it"] if seconds > SECONDS else [])]:
                    tally.fault(number, exporter, fault)


def _work(numbers: range, trials: Trials, answers: Connection) -> None:
    """Try notebooks one after the other, and say what came of each."""
    from tests.fuzz.trial import tried

    logging.disable(logging.WARNING)  # each picture that is not shown is warned of
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    for number in numbers:
        for made in tried(number, trials.home, trials.formats):
            answers.send((number, made.exporter, made.outcome, made.seconds, made.faults))
        answers.send((number, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss))
