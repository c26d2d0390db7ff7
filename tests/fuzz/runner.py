"""Trials in processes of their own, with bounds on time and memory, and a tally of them."""

from __future__ import annotations

import faulthandler
import logging
import multiprocessing
import resource
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from pathlib import Path

from tests.fuzz.trial import Verdict, tried

SECONDS = 30  # of a processor, for one notebook in one format
SILENCE = 300  # seconds after which a process is ended: reading what was made takes time, too
MEMORY = 3 * 2**30  # bytes of address space
STACK = 512 * 2**10  # bytes: what macOS gives the thread in which JupyterLab exports
BATCH = 250  # notebooks that one process lives for
EACH = 100  # notebooks, after which a line says how far it is


class Tally:
    """What happened so far."""

    def __init__(self) -> None:
        self.outcomes: Counter[str] = Counter()
        self.faults: Counter[str] = Counter()
        self.notebooks: set[int] = set()
        self.slowest = (0.0, "")
        self.peak = 0
        self._started = time.monotonic()

    def fault(self, number: int, exporter: str, fault: str) -> None:
        self.faults[fault.partition(":")[0]] += 1
        self.say(f"notebook {number} {exporter}: {fault}")

    def done(self, number: int, peak: int) -> None:
        self.notebooks.add(number)
        self.peak = max(self.peak, peak)
        if len(self.notebooks) % EACH == 0:
            minutes = (time.monotonic() - self._started) / 60
            self.say(f"… {len(self.notebooks):,} after {minutes:.0f} min: {self.line()}")

    def say(self, line: str) -> None:
        print(line, flush=True)  # noqa: T201 # as it happens, for whoever waits or reads a log

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
    """Where notebooks are tried, in which formats, and how."""

    home: Path
    formats: Sequence[str]
    attempt: Callable[[int, Path, Sequence[str]], Iterator[Verdict]] = tried


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
        if time.monotonic() - self._heard > SILENCE:
            tally.fault(self._left[0], "", f"slow: silent for {SILENCE} s")
            self._process.kill()
            self._process.join()
            return self._left[1:]
        return None

    def _note(self, said: object, tally: Tally) -> None:
        match said:
            case int(), int() as peak:
                tally.done(self._left[0], peak)
                self._left = self._left[1:]
            case Verdict(number, exporter, outcome, seconds, faults, reason):
                tally.outcomes[f"{exporter} {outcome}"] += 1
                if reason:
                    tally.say(f"notebook {number} {exporter}: refused, {reason[:200]}")
                tally.slowest = max(tally.slowest, (seconds, f"{exporter} of {number}"))
                for fault in [*faults, *(["slow: it"] if seconds > SECONDS else [])]:
                    tally.fault(number, exporter, fault)


def _work(numbers: range, trials: Trials, answers: Connection) -> None:
    """Try notebooks one after the other in a thread of its own, and say what came of each."""
    faulthandler.enable()
    logging.disable(logging.WARNING)  # each picture that is not shown is warned of
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    threading.stack_size(STACK)
    thread = threading.Thread(target=_try, args=(numbers, trials, answers))
    thread.start()
    thread.join()


def _try(numbers: range, trials: Trials, answers: Connection) -> None:
    for number in numbers:
        for verdict in trials.attempt(number, trials.home, trials.formats):
            answers.send(verdict)
        answers.send((number, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss))
