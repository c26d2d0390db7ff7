"""The zygote of a process, which forks kernels for it: started once, and lent to its workers.

The process that lends it has no need of jupyter_client, which takes a while to import.
"""

from __future__ import annotations

import atexit
import json
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import entry_points

from analysis.render import family
from analysis.render.forked import PATIENCE, ForkedKernel, NotForkedError

NAME = "summit-fork"
GROUP = "jupyter_client.kernel_provisioners"
CHOICE = "SUMMIT_KERNEL"
LAUNCHER = "ipykernel_launcher"
PRIVATE = ("IPYTHONDIR", "TMPDIR")  # folders that each kernel has its own of
HURRY = 0.3  # and to end: one that takes longer is still warming up
# what Python and the preloaded packages read when they start and never again
READ_AT_START = ("PYTHON", "LC_", "LANG", "LD_", "MPL", "OPENBLAS_", "OMP_", "HOME", "XDG_")


def wanted(choice: str | None) -> str | None:
    """Return the name of the provisioner for "fork"; None for "stock", the one there always is.

    Without a choice SUMMIT_KERNEL counts. Kernels are forked on Linux, when jupyter_client knows
    our entry point: it does not when the package is not installed.
    """
    if (choice or os.environ.get(CHOICE) or "fork") != "fork" or sys.platform != "linux":
        return None
    return NAME if _is_installed() else None


@cache
def _is_installed() -> bool:
    """Return whether jupyter_client finds our entry point; to ask takes milliseconds."""
    return bool(entry_points(group=GROUP, name=NAME))


MadeFor = tuple[list[str], str, list[tuple[str, str]]]
"""Python's part of a kernel's command, its folder, and what of its environment lasts."""


@dataclass(frozen=True, slots=True)
class Loan:
    """A zygote that another process has started, and which kernels it was made for."""

    link: socket.socket
    made_for: MadeFor


class Nursery:
    """The zygote of this process: borrowed, or started when the first kernel is asked for."""

    _link: socket.socket | None
    _process: subprocess.Popen[bytes] | None
    _made_for: MadeFor | None

    def __init__(self) -> None:
        self.needed: set[str] = set()  # what kernels have imported that it may import for them
        self._forget()
        if hasattr(os, "register_at_fork"):  # where processes fork
            # a process forked from this one is not the zygote's owner, and must not keep it alive
            os.register_at_fork(after_in_child=self._inherited)
        atexit.register(self._dismiss)

    def fork(self, command: Sequence[str], environment: dict[str, str], cwd: str) -> ForkedKernel:
        """Return a kernel for a command that would start one; NotForkedError when it cannot be."""
        python, arguments = _split(command)
        made_for = _made_for(python, environment, cwd)
        request = {
            "arguments": arguments,
            "environment": environment,
            "folder": cwd,
            "needed": sorted(self.needed),
        }
        with self._lock:
            try:
                if self._link is None:
                    self._start(python, environment, cwd)
                    self._made_for = made_for
                if self._made_for == made_for:
                    return self._ask(json.dumps(request).encode())
            except (OSError, ValueError):
                self._dismiss()  # it has died or hangs; the next kernel gets another
        raise NotForkedError

    def lend(self, environment: dict[str, str], cwd: str) -> Loan | None:
        """Return the zygote for others to borrow; start it for kernels like these if need be.

        None when there is none to be had.
        """
        with self._lock:
            if self._process and self._process.poll() is not None:
                self._dismiss()  # it has died; the next worker gets another
            try:
                if self._link is None:
                    python = [sys.executable]  # as in ipykernel's own command
                    self._made_for = _made_for(python, environment, cwd)
                    self._start(python, environment, cwd)
            except OSError:
                return None
            if self._link is None or self._made_for is None:
                return None
            return Loan(self._link, self._made_for)

    def borrow(self, loan: Loan) -> None:
        """Fork kernels from another process's zygote while it lives, in place of one of our own."""
        self._link, self._made_for = loan.link, loan.made_for

    def end(self) -> None:
        """Let the zygote end, if there is one, with all that it has forked."""
        with self._lock:
            self._dismiss(HURRY)

    def _start(self, python: Sequence[str], environment: dict[str, str], cwd: str) -> None:
        self._link, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            # a session of its own: Ctrl-C is not for it
            self._process = subprocess.Popen(  # noqa: S603 - this very Python
                [*python, "-m", "analysis.render.zygote", cwd],
                stdin=theirs.fileno(),
                # the first kernel's private folder is not for it: what has it, goes with the kernel
                env={k: v for k, v in environment.items() if k not in PRIVATE},
                cwd="/",
                start_new_session=True,
            )

    def _ask(self, request: bytes) -> ForkedKernel:
        if self._link is None:
            raise NotForkedError
        answer, theirs = socket.socketpair()
        try:
            with theirs:
                socket.send_fds(self._link, [request], [theirs.fileno()])
            return ForkedKernel(answer)
        except BaseException:
            answer.close()
            raise

    def _dismiss(self, patience: float = PATIENCE) -> None:
        """Let the zygote end, and with it what it has forked."""
        link, process = self._link, self._process
        self._link = self._process = None
        if link is not None:
            link.close()
        if process is not None:
            try:
                process.wait(patience)
            except subprocess.TimeoutExpired:
                family.end_below(process.pid)
                process.kill()
                process.wait()

    def _inherited(self) -> None:
        if self._link is not None:
            self._link.close()
        if self._process is not None:
            self._process.returncode = 0  # nobody here can wait for it
        self._forget()

    def _forget(self) -> None:
        self._lock = threading.Lock()
        self._link = self._process = self._made_for = None


def _split(command: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return Python's and the kernel's part of a command that starts this Python's own kernel."""
    if sys.platform == "linux" and "-m" in command and command[0] == sys.executable:
        place = command.index("-m")
        if command[place + 1] == LAUNCHER:
            return [*command[:place]], [*command[place + 2 :]]
    raise NotForkedError


def _made_for(python: list[str], environment: Mapping[str, str], cwd: str) -> MadeFor:
    return python, cwd, [one for one in sorted(environment.items()) if _lasts(one[0])]


def _lasts(variable: str) -> bool:
    return variable.startswith(READ_AT_START)


nursery = Nursery()
"""The one of this process."""
