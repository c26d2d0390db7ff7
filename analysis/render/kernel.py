"""The kernel a report runs in: this very Python, and nothing of the user's or the clock's."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from jupyter_client.kernelspec import NATIVE_KERNEL_NAME, KernelSpecManager
from jupyter_client.manager import AsyncKernelManager, KernelManager
from jupyter_core.utils import run_sync
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import NBClientEngine

from analysis.render import recorder

# seconds one cell may take; stock papermill waits for ever
CELL_SECONDS = 600
# the stock four seconds for a cell's last outputs to arrive are too few on a busy machine
OUTPUT_SECONDS = 60
# file of a kernel's private folder
OPENED = "opened"
SOCKET_FILES = os.name == "posix"


class ReportClient(PapermillNotebookClient):  # type: ignore[misc]  # papermill has no types
    """A notebook client whose kernel can only be the one that comes with this Python."""

    def __init__(self, manager: Any, private: Path, **settings: Any) -> None:
        super().__init__(manager, **settings)
        self.private = private

    def create_kernel_manager(self) -> KernelManager:
        """Return a kernel manager that finds ipykernel's own kernel and no other.

        Without folders to look in, a kernel that a user has installed under the name python3, and
        which may belong to another environment, cannot take its place.
        """
        self.km = AsyncKernelManager(
            kernel_name=NATIVE_KERNEL_NAME,
            kernel_spec_manager=KernelSpecManager(kernel_dirs=[]),
            connection_file=str(self.private / "kernel.json"),
            **transport(self.private),
        )
        return self.km

    def papermill_execute_cells(self) -> None:
        """Run the cells, with the kernel noting from the first on which files it opens."""
        code = recorder.request(self.private / OPENED)
        reply = self.wait_for_reply(self.kc.execute(code, silent=True, store_history=False))
        if reply["content"]["status"] != "ok":
            raise RuntimeError(f"the kernel cannot be listened to: {reply['content']['evalue']}")
        super().papermill_execute_cells()


class ReportEngine(NBClientEngine):  # type: ignore[misc]  # papermill has no types
    """A papermill engine that hands out the notebook while it runs, and leaves no kernel behind."""

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
        on_cell_start: Any,
        log_output: bool = False,
        start_timeout: int = 60,
        **unused: Any,  # noqa: ARG003 - papermill passes what its own client would take
    ) -> None:
        """Run the notebook of `nb_man`, which `run` gets at once: a failure leaves it there too."""
        run.notebook = nb_man.nb
        with _private_folder() as private:
            client = ReportClient(
                nb_man,
                private,
                kernel_name=kernel_name,
                resources={"metadata": {"path": str(folder)}},
                startup_timeout=start_timeout,
                timeout=CELL_SECONDS,
                iopub_timeout=OUTPUT_SECONDS,
                shutdown_kernel="immediate",
                coalesce_streams=True,
                record_timing=False,
                on_cell_start=on_cell_start,
                log_output=log_output,
            )
            try:
                client.execute(env={**environment(epoch, private), **added})
            finally:
                _stop(client.km)
                run.opened = recorder.opened(private / OPENED)


def environment(epoch: int, private: Path) -> dict[str, str]:
    """Return the kernel's environment: ours, and what makes the same inputs give the same bytes.

    `epoch` is the edition's date in seconds since 1970; `private` takes the place of the user's
    IPython folder, whose start-up files would run in the kernel.
    """
    fixed = {
        "SOURCE_DATE_EPOCH": str(epoch),
        "PYTHONHASHSEED": "0",
        "TZ": "UTC",
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
        "IPYKERNEL_CELL_NAME": "<cell>",
        "IPYTHONDIR": str(private / "ipython"),
    }
    return {**os.environ, **fixed, **_same_code()}


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


def _same_code() -> dict[str, str]:
    """Return a PYTHONPATH that makes a kernel import from the clone this code runs in, if it does.

    Without it `python -m analysis` in a clone would run notebooks with the package installed
    elsewhere, if there is one, and note its own version in the manifest.
    """
    clone = Path(__file__).parents[2]
    if not (clone / "pyproject.toml").is_file():
        return {}
    return {"PYTHONPATH": os.pathsep.join(filter(None, (str(clone), os.getenv("PYTHONPATH"))))}


@contextmanager
def _private_folder() -> Iterator[Path]:
    # a kernel that is being killed may still be writing into it
    with tempfile.TemporaryDirectory(prefix="summit-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


def _stop(manager: AsyncKernelManager | None) -> None:
    """Stop a kernel that the client has not: the one Ctrl-C caught while it was starting."""
    if manager is not None and manager.has_kernel:
        run_sync(manager.shutdown_kernel)(now=True)
