"""One zygote for the workers of a build: it is lent, and outlives whoever borrows it."""

from __future__ import annotations

import os
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from ipykernel.kernelspec import make_ipkernel_cmd

from analysis.render import surroundings
from analysis.render.forked import ForkedKernel, NotForkedError
from analysis.render.nursery import Loan, Nursery, _split

Lender = tuple[Nursery, Loan]
Borrow = Callable[[Loan], Nursery]
Fork = Callable[[Nursery], ForkedKernel]

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="kernels are forked on Linux only")


@pytest.fixture
def around(tmp_path: Path) -> dict[str, str]:
    return surroundings.environment(0, tmp_path)


@pytest.fixture
def lender(tmp_path: Path, around: dict[str, str]) -> Iterator[Lender]:
    nursery = Nursery()
    loan = nursery.lend(around, str(tmp_path))
    assert loan is not None
    yield nursery, loan
    nursery.end()


@pytest.fixture
def borrowed() -> Iterator[Borrow]:
    """What a worker has, which gets a copy of the socket."""
    made = []

    def borrow(loan: Loan) -> Nursery:
        made.append(Nursery())
        made[-1].borrow(Loan(loan.link.dup(), loan.made_for))
        return made[-1]

    yield borrow
    for one in made:
        one.end()


@pytest.fixture
def kernel(tmp_path: Path, around: dict[str, str]) -> Iterator[Fork]:
    """What a worker asks its zygote for."""
    made = []
    command = [sys.executable, "-m", "ipykernel_launcher", "-f", str(tmp_path / "kernel.json")]

    def fork(nursery: Nursery) -> ForkedKernel:
        made.append(nursery.fork(command, around, str(tmp_path)))
        return made[-1]

    yield fork
    for one in made:
        one._answer.close()


def parent(process: int) -> int:
    return int(Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[1])


def maps(process: int, part: str) -> bool:
    return part in Path(f"/proc/{process}/maps").read_text()


def ended(process: int) -> bool:
    end = time.monotonic() + 5
    while time.monotonic() < end:
        if not Path(f"/proc/{process}").exists():
            return True
        time.sleep(0.01)
    return False


def test_a_zygote_is_lent_for_the_command_that_ipykernel_gives() -> None:
    assert _split(make_ipkernel_cmd())[0] == [sys.executable]


def test_a_loan_is_not_for_kernels_of_another_environment(tmp_path: Path, kernel: Fork) -> None:
    ours, theirs = socket.socketpair()
    python = [sys.executable]
    nursery = Nursery()
    nursery.borrow(Loan(ours, (python, str(tmp_path), [("PYTHONHASHSEED", "1")])))
    with ours, theirs, pytest.raises(NotForkedError):
        kernel(nursery)


def test_who_borrowed_a_zygote_that_died_is_told_so_and_starts_its_own(
    lender: Lender, borrowed: Borrow, kernel: Fork, tmp_path: Path
) -> None:
    nursery, loan = lender
    around, folder = surroundings.environment(0, tmp_path), str(tmp_path)
    worker = borrowed(loan)
    first = kernel(worker)
    os.kill(parent(first.pid), signal.SIGKILL)
    assert ended(first.pid)
    with pytest.raises(NotForkedError):
        kernel(worker)
    own = kernel(worker)
    assert own.pid
    worker.end()
    assert ended(own.pid)
    again = nursery.lend(around, folder)
    assert again is not None
    assert again.link is not loan.link


def test_what_one_kernel_has_imported_is_imported_for_the_next_ones(
    lender: Lender, borrowed: Borrow, kernel: Fork
) -> None:
    worker = borrowed(lender[1])
    assert not maps(parent(kernel(worker).pid), "scipy/optimize")
    worker.needed = {"scipy.optimize", "antigravity"}  # the second is not on the list
    following = kernel(worker)
    assert maps(parent(following.pid), "scipy/optimize")
    assert maps(following.pid, "scipy/optimize")


def test_a_kernel_ends_with_the_worker_that_asked_for_it_and_those_of_others_go_on(
    lender: Lender, borrowed: Borrow, kernel: Fork
) -> None:
    _, loan = lender
    one, other = (kernel(borrowed(loan)) for _ in range(2))
    assert parent(one.pid) == parent(other.pid)
    one._answer.close()  # as when its worker is killed
    assert ended(one.pid)
    assert other.poll() is None
    assert Path(f"/proc/{other.pid}").exists()


def test_the_end_of_the_lender_is_the_end_of_all_kernels(
    lender: Lender, borrowed: Borrow, kernel: Fork
) -> None:
    nursery, loan = lender
    worker = borrowed(loan)
    running = kernel(worker)
    worker.end()  # which only gives the loan back
    assert running.poll() is None
    nursery.end()
    assert ended(running.pid)


def test_a_zygote_that_is_still_warming_up_is_not_waited_for(
    tmp_path: Path, around: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    sleeper = tmp_path / "python"
    sleeper.write_text("#!/bin/sh\nexec sleep 60\n")
    sleeper.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(sleeper))
    nursery = Nursery()
    assert nursery.lend(around, str(tmp_path))
    begun = time.monotonic()
    nursery.end()
    assert time.monotonic() - begun < 10
