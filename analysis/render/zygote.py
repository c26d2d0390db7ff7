"""A warm process that forks kernels: `python -m analysis.render.zygote`, on Linux.

It has imported what notebooks need, and used none of it, so that a kernel forked from it is as
good as new and need not import it again. The nursery starts it and asks it for kernels over
its standard input, which the workers of a build share: each request carries a socket on which it
answers with the process, or 0 when it would not fork, and later with the status that the process
ended with. A kernel ends with whoever has the other end of that socket.
"""

from __future__ import annotations

import ctypes
import gc
import importlib
import json
import os
import selectors
import signal
import socket
import sys
import time
import types
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NoReturn

from analysis.render import inside
from analysis.render.shelf import Shelf

# third-party packages only: what is ours is on the shelf, where a change of it is seen
PRELOAD = (
    "ipykernel.debugger",
    "ipykernel.kernelapp",
    "ipykernel.ipkernel",
    "ipykernel.zmqshell",
    "IPython.core.completer",
    "IPython.core.completerlib",
    "IPython.core.debugger",
    "IPython.core.logger",
    "IPython.core.oinspect",
    "IPython.extensions.storemagic",
    "jinja2",
    "matplotlib.pyplot",
    "matplotlib.backends.backend_agg",
    "matplotlib.backends.backend_svg",
    "numpy",
    "pandas",
    "pandas.io.formats.style",
    "sqlite3",
    "tornado.platform.asyncio",
)
# slow ones that few notebooks need: imported once a kernel has imported them
LATER = ("networkx", "scipy.optimize", "scipy.sparse", "scipy.stats")
OURS = "analysis"
# parts of it that bring packages which change a process for all that it does: never on the shelf
BUILDING = ("__main__", "commands", "explore", "render")
# what importing them has put into the environment, as in a stock kernel
SET: dict[str, str] = {}
PR_SET_CHILD_SUBREAPER = 36  # of linux/prctl.h
LONGEST = 2**20  # bytes of a request; the system lets through less
WATCH = 1.0  # seconds between two looks at who our parent is


def main() -> list[str]:
    """Warm up, then serve until the owner has gone; return the arguments of a kernel, in it."""
    link = socket.socket(fileno=os.dup(0))
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.chdir(sys.argv[1])
    del sys.path[0]  # where we were started: no kernel has that
    adopt()
    warm()
    zygote = Zygote(link)
    return become(zygote.serve(), zygote.shelf)


def warm() -> None:
    """Import what notebooks need, as far as it is there, and forget what is ours."""
    # nobody can debug a zygote, and what debugpy says of that would be said to the terminal
    os.environ["PYDEVD_DISABLE_FILE_VALIDATION"] = "1"
    load(PRELOAD)
    for name in [*sys.modules]:
        if name.partition(".")[0] == OURS:
            del sys.modules[name]


def load(names: Iterable[str]) -> None:
    """Import modules as far as they are there."""
    with _settled():
        for name in names:
            with suppress(ImportError):
                importlib.import_module(name)


@contextmanager
def _settled() -> Iterator[None]:
    """Note what imports put into the environment, and share between kernels what they bring."""
    before = {**os.environ}
    gc.disable()  # modules stay: to look for what is unused would take a third of the time
    yield
    SET.update({name: one for name, one in os.environ.items() if before.get(name) != one})
    gc.freeze()  # what is never looked at again stays shared between all the kernels
    gc.enable()


def adopt() -> None:
    """Become the parent of all orphans below this process: none of them can get away."""
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1)


class Zygote:
    """Forks kernels on request, and lets nothing live on that one of them has left."""

    def __init__(self, link: socket.socket) -> None:
        self.link = link
        self.owner = os.getppid()
        self.shelf = Shelf(OURS)
        self.kernels: dict[int, tuple[int, socket.socket]] = {}
        self.events = selectors.DefaultSelector()
        self.events.register(link, selectors.EVENT_READ)

    def serve(self) -> Any:
        """Answer requests; return one, in the process that is to become its kernel."""
        while True:
            if os.getppid() != self.owner:
                self._leave()
            for key, _ in self.events.select(WATCH):
                if key.data is not None:
                    self._heard(key.fileobj, key.data)
                    continue
                message, answers, *_ = socket.recv_fds(self.link, LONGEST, 1)
                if not message:  # the owner has closed its end, or has ended
                    self._leave()
                if request := self._fork(message, socket.socket(fileno=answers[0])):
                    return request

    def _fork(self, message: bytes, answer: socket.socket) -> Any:
        """Fork, and return the request in the child only."""
        request = json.loads(message)
        self._get_ready(request.get("needed", ()))
        # another thread may hold a lock that nobody would ever give back in the child
        alone = len([*Path("/proc/self/task").iterdir()]) == 1
        process = os.fork() if alone else None
        if process == 0:
            self._forget(answer)
            return request
        answer.sendall(b"%d\n" % (process or 0))
        if process:
            handle = os.pidfd_open(process)
            self.kernels[process] = handle, answer
            self.events.register(handle, selectors.EVENT_READ, process)
            self.events.register(answer, selectors.EVENT_READ, process)
        else:
            answer.close()
        return None

    def _get_ready(self, needed: Iterable[str]) -> None:
        """Import what kernels have imported, the next one most likely too."""
        if new := {*LATER}.intersection(needed).difference(sys.modules):
            load(sorted(new))
        kept = (one for one in needed if [*one.split("."), ""][1] not in BUILDING)
        if lacking := self.shelf.lacks(kept):
            with _settled():
                self.shelf.stock(lacking)

    def _forget(self, answer: socket.socket) -> None:
        """Close in a child what belongs to the zygote."""
        self.events.close()
        self.link.close()
        answer.close()
        for handle, other in self.kernels.values():
            os.close(handle)
            other.close()

    def _heard(self, source: object, process: int) -> None:
        """Act on the end of a kernel, or of the one that asked for it."""
        if process not in self.kernels:  # both at once
            return
        handle, answer = self.kernels[process]
        if source == handle:
            self._ended(process)
        else:
            self.events.unregister(answer)
            with suppress(OSError):
                signal.pidfd_send_signal(handle, signal.SIGKILL)

    def _ended(self, process: int) -> None:
        """Tell the owner how a kernel has ended, when nothing is left of it."""
        handle, answer = self.kernels.pop(process)
        self.events.unregister(handle)
        with suppress(KeyError):
            self.events.unregister(answer)
        os.close(handle)
        status = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
        self._sweep()
        with suppress(OSError), answer:
            answer.sendall(b"%d\n" % status)

    def _sweep(self) -> None:
        """Kill our children that are no kernels: a kernel adopts its own orphans while it lives."""
        children = Path(f"/proc/self/task/{os.getpid()}/children")
        while strays := {int(child) for child in children.read_text().split()} - {*self.kernels}:
            for process in strays:
                os.kill(process, signal.SIGKILL)
                os.waitpid(process, 0)

    def _leave(self) -> NoReturn:
        """End with all the kernels."""
        for process in self.kernels:
            with suppress(OSError):
                os.killpg(process, signal.SIGKILL)
        for process in self.kernels:
            os.waitpid(process, 0)
        self.kernels.clear()
        self._sweep()
        os._exit(0)


def become(request: Any, shelf: Shelf) -> list[str]:
    """Take the environment, folder and name of a request's kernel; return its arguments."""
    os.setsid()
    inside.follow()
    adopt()
    with suppress(OSError):  # when memory runs out, a report goes, and not all that share a zygote
        Path("/proc/self/oom_score_adj").write_text("500")
    os.environ.clear()
    os.environ.update(request["environment"], **SET, JPY_PARENT_PID=str(os.getppid()))
    time.tzset()
    os.chdir(request["folder"])
    launcher = importlib.util.find_spec("ipykernel_launcher")
    sys.argv = [str(launcher and launcher.origin), *request["arguments"]]
    sys.modules["__main__"] = types.ModuleType("__main__")
    importlib.invalidate_caches()
    shelf.offer()
    if "tempfile" in sys.modules:
        sys.modules["tempfile"].tempdir = None  # type: ignore[attr-defined]  # as at first
    if "numpy" in sys.modules:
        sys.modules["numpy"].random.seed()
    # the default was read from the environment of the zygote
    return [*request["arguments"], f"--IPKernelApp.parent_handle={os.getppid()}"]


if __name__ == "__main__":
    kernel = main()
    from ipykernel.kernelapp import IPKernelApp

    # from here, and no deeper: a recursion in a notebook has as far to go as in a stock kernel
    IPKernelApp.launch_instance(argv=kernel)
