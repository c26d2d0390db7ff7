"""What is done inside a kernel before its first cell; a notebook sees nothing of it.

The text of this module is sent to the kernel, which may be unable to import it: it must need
nothing of ours.
"""

from __future__ import annotations

import os
import sys
from typing import Any

END = b"\0"
PR_SET_PDEATHSIG = 1  # of linux/prctl.h


def enter(log: str, memory: int) -> None:
    """Make this process a report's kernel: what it may hold, when it ends, what it has to tell."""
    limit(memory)
    follow()
    listen(log)


def limit(memory: int) -> None:
    """Let this process and its children hold so many bytes of memory; not known to Windows."""
    if os.name == "posix":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


def follow() -> None:
    """Let this process end with the one that started it, even in the middle of C code."""
    if sys.platform == "linux":
        import ctypes
        import signal

        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def listen(log: str) -> None:
    """Note in the file `log` every file that this process opens for reading from now on.

    So that a kernel that dies has told too, each is written down at once, after the modules that
    there are at the beginning. What a subprocess reads, or a C library by itself, is not heard of.
    """
    file = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    seen: set[str] = set()

    def note(*paths: Any) -> None:
        # no Path: it would ask the disk, and this is done for every file
        names = {os.path.abspath(os.fsdecode(path)) for path in paths}.difference(seen)  # noqa: PTH100
        if names:
            seen.update(names)
            os.write(file, b"".join(os.fsencode(name) + END for name in names))

    def hear(event: str, arguments: tuple[Any, ...]) -> None:
        try:
            match event, arguments:
                # an open file is passed on by its number
                case "open", (str() | bytes() as path, _, flags) if not flags & os.O_WRONLY:
                    note(path)
                case "import", (_, str() as path, *_):  # of an extension module, else there is none
                    note(path)
        except Exception:  # noqa: S110 - whatever it is, the notebook's own call is to go on
            pass

    files = [getattr(module, "__file__", None) for module in [*sys.modules.values()]]
    note(*(path for path in files if isinstance(path, str)))
    sys.addaudithook(hear)
