from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading

import pytest

from analysis.render import stopping
from analysis.render.stopping import Stopped


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_the_first_signal_stops_and_the_next_let_it_clean_up(
    number: signal.Signals, status: int
) -> None:
    cleaned = []

    def interrupted() -> None:
        with stopping.stoppable():
            try:
                os.kill(os.getpid(), number)
            finally:
                os.kill(os.getpid(), signal.SIGINT)
                os.kill(os.getpid(), signal.SIGTERM)
                cleaned.append("up")

    with pytest.raises(Stopped) as stopped:
        interrupted()
    assert stopped.value.exit_status == status
    assert cleaned == ["up"]


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such signal")
def test_a_terminal_that_goes_away_stops_too_unless_nohup_said_otherwise() -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with stopping.stoppable():
            os.kill(os.getpid(), signal.SIGHUP)
        signal.signal(signal.SIGHUP, signal.SIG_DFL)
        with pytest.raises(Stopped) as stopped, stopping.stoppable():
            os.kill(os.getpid(), signal.SIGHUP)
        assert stopped.value.exit_status == 129
    finally:
        signal.signal(signal.SIGHUP, before)


def test_outside_the_block_signals_do_what_they_did() -> None:
    before = [signal.getsignal(number) for number in stopping.SIGNALS]
    with stopping.stoppable(), stopping.deaf():
        assert signal.getsignal(signal.SIGINT) == signal.SIG_IGN
    assert [signal.getsignal(number) for number in stopping.SIGNALS] == before


def test_a_program_started_in_deafness_does_not_hear_ctrl_c() -> None:
    script = "import os, signal; os.kill(os.getpid(), signal.SIGINT)"
    with stopping.deaf():
        deaf = subprocess.Popen([sys.executable, "-c", script])
    assert deaf.wait() == 0


def test_a_thread_knows_no_signals_and_runs_all_the_same() -> None:
    ran = []

    def block() -> None:
        with stopping.stoppable():
            ran.append(signal.getsignal(signal.SIGTERM))

    thread = threading.Thread(target=block)
    thread.start()
    thread.join()
    assert ran == [signal.getsignal(signal.SIGTERM)]
