"""A kernel that a zygote has forked, as jupyter_client sees a process."""

from __future__ import annotations

import os
import select
import signal
import socket

PATIENCE = 60  # seconds for a zygote to warm up on a busy machine


class NotForkedError(Exception):
    """A kernel could not be forked; it can still be started."""


class ForkedKernel:
    """A child of the zygote with the methods of Popen that LocalProvisioner uses."""

    stdin = stdout = stderr = None

    def __init__(self, answer: socket.socket) -> None:
        self.returncode: int | None = None
        self.lost = False  # whether the zygote has died and taken it along
        self._answer = answer
        answer.settimeout(PATIENCE)
        self.pid = self._number() or 0
        if not self.pid:
            raise NotForkedError

    def _number(self) -> int | None:
        """Return the next number of the zygote's answer; None when it has died."""
        line = b""
        while not line.endswith(b"\n"):
            read = self._answer.recv(1)
            if not read:
                return None
            line += read
        return int(line)

    def poll(self) -> int | None:
        """Return the status that the kernel ended with, None while it runs."""
        if self.returncode is None and select.select([self._answer], [], [], 0)[0]:
            status = self._number()
            self.lost = status is None
            self.returncode = -signal.SIGKILL if status is None else status
            self._answer.close()
        return self.returncode

    def wait(self) -> int | None:
        """Return the status that the kernel ended with, which it has."""
        return self.poll()

    def send_signal(self, number: int) -> None:
        """Send a signal to the kernel if it runs."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        """Kill the kernel."""
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        """Ask the kernel to end."""
        self.send_signal(signal.SIGTERM)
