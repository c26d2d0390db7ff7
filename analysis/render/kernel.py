"""The kernel a report runs in: this very Python, and nothing of the user's or the clock's."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from jupyter_core.utils import run_sync
from nbformat.v4 import new_notebook
from papermill.engines import NBClientEngine

from analysis.render import guards, recorder
from analysis.render.client import ReportClient, ReportManager, manager
from analysis.render.guards import Guard
from analysis.render.nursery import nursery, wanted
from analysis.render.surroundings import environment
from analysis.render.work import Limits
from analysis.render.zygote import LATER

SOCKET_FILES = os.name == "posix"


class ZygoteDiedError(Exception):
    """A kernel ended through no fault of its own, with the zygote that it was forked from."""


class ReportEngine(NBClientEngine):  # type: ignore[misc]  # papermill has no types
    """A papermill engine that hands out the notebook while it runs, and leaves nothing behind."""

    @classmethod
    def execute_notebook(cls, *notebook: Any, **how: Any) -> Any:
        """Return the executed notebook if an error was raised in it, else an empty one.

        papermill looks for the error; then it would check and write out what it gets, to nowhere.
        """
        executed = super().execute_notebook(*notebook, **how)
        return executed if _raised(executed) else new_notebook()

    @classmethod
    def execute_managed_notebook(
        cls,
        nb_man: Any,
        kernel_name: str,
        *,
        run: Any,
        folder: Path,
        epoch: int,
        added: Mapping[str, str],
        limits: Limits,
        choice: str | None,
        on_cell_start: Any,
        log_output: bool = False,
        start_timeout: int = 60,
        **unused: Any,  # noqa: ARG003 - papermill passes what its own client would take
    ) -> None:
        """Run the notebook of `nb_man`, which `run` gets at once: a failure leaves it there too.

        Raises:
            ZygoteDiedError: it can be run again, in a stock kernel.
        """
        run.notebook = nb_man.nb
        guard = Guard(limits)
        with _private_folder() as private, _managed(private, guard, choice) as km:
            client = ReportClient(
                nb_man,
                km,
                guard,
                private / "opened",
                kernel_name=kernel_name,
                resources={"metadata": {"path": str(folder)}},
                startup_timeout=start_timeout,
                shell_timeout_interval=1,
                shutdown_kernel="immediate",
                record_timing=False,
                on_cell_start=on_cell_start,
                log_output=log_output,
            )
            try:
                client.execute(env={**environment(epoch, private), **added}, cleanup_kc=True)
            except Exception as error:
                if getattr(km.provisioner, "lost", False):
                    raise ZygoteDiedError from error
                raise
            finally:
                noted = recorder.noted(client.opened_log)
                run.opened = recorder.opened(noted)
                nursery.needed |= recorder.imported(noted, LATER)


def _raised(notebook: Any) -> bool:
    """Return whether papermill would find an error in a notebook that has run."""
    outputs = (output for cell in notebook.cells for output in cell.get("outputs", ()))
    raised = any(output.output_type == "error" for output in outputs)
    return raised or bool(notebook.metadata.papermill.exception)


def transport(private: Path) -> dict[str, str]:
    """Return how to talk to a kernel: over socket files in its private folder where that works.

    A port, the fall-back, can be taken by another process between choosing and opening it, and
    ipykernel warns of others on the machine listening in.
    """
    prefix = str(private / "socket")
    # the longest path a socket may have is 103 bytes on macOS; a number follows the prefix
    if SOCKET_FILES and len(os.fsencode(prefix)) < 100:
        return {"transport": "ipc", "ip": prefix}
    return {}


@contextmanager
def _private_folder() -> Iterator[Path]:
    # a kernel that is being killed may still be writing into it
    with tempfile.TemporaryDirectory(prefix="summit-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


@contextmanager
def _managed(private: Path, guard: Guard, choice: str | None) -> Iterator[ReportManager]:
    """Hand out the manager of a kernel; in the end nothing is left of the kernel or its children.

    nbclient would leave a kernel that Ctrl-C caught while it was starting.
    """
    km = manager(private, guard, wanted(choice), **transport(private))
    try:
        yield km
    finally:
        try:
            if km.has_kernel:
                run_sync(km.shutdown_kernel)(now=True)
        finally:
            # the folder's name is in their environment, and nowhere else
            guards.sweep(str(private))
            km.context.destroy(linger=0)
