"""Ctrl-C, SIGTERM and a lost terminal: the first stops all, the ones after it change nothing."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from types import FrameType

SIGNALS = (signal.SIGINT, signal.SIGTERM)
# of a terminal, and not on Windows; who starts a program with nohup wants it to go on
HANGUP = getattr(signal, "SIGHUP", None)
Handler = Callable[[int, FrameType | None], None] | signal.Handlers


class Stopped(KeyboardInterrupt):
    """A signal asked to stop; `exit_status` is what shells make of it."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.exit_status = 128 + number


@contextmanager
def stoppable() -> Iterator[None]:
    """Raise Stopped in the block at the first signal, and let it clean up undisturbed."""
    with _handled(_heard(), _stop):
        yield


@contextmanager
def deaf() -> Iterator[None]:
    """Start a program in the block, and Ctrl-C will not reach it unless it asks for it."""
    with _handled([signal.SIGINT], signal.SIG_IGN):
        yield


@contextmanager
def _handled(numbers: Iterable[signal.Signals], handler: Handler) -> Iterator[None]:
    if threading.current_thread() is not threading.main_thread():  # which alone has handlers
        yield
        return
    before = {number: signal.getsignal(number) for number in numbers}
    try:
        for number in numbers:
            signal.signal(number, handler)
        yield
    finally:
        for number, former in before.items():
            signal.signal(number, former)


def _heard() -> list[signal.Signals]:
    if HANGUP is None or signal.getsignal(HANGUP) == signal.SIG_IGN:
        return [*SIGNALS]
    return [*SIGNALS, HANGUP]


def _stop(number: int, _frame: FrameType | None) -> None:
    for other in _heard():
        # not SIG_IGN: a program started meanwhile would be deaf to them too
        signal.signal(other, _go_on)
    raise Stopped(number)


def _go_on(_number: int, _frame: FrameType | None) -> None:
    """Let what is being cleaned up be cleaned up."""
