"""The client that runs a report's cells: papermill's own, with a guard beside the kernel."""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress
from pathlib import Path
from queue import Empty
from typing import Any

import zmq
import zmq.asyncio
from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.kernelspec import NATIVE_KERNEL_NAME, KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from jupyter_core.utils import run_sync
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from papermill.clientwrap import PapermillNotebookClient
from traitlets import DottedObjectName, Type
from zmq.utils.monitor import recv_monitor_message

from analysis.render import guards, recorder
from analysis.render.guards import Guard

# of a message, the part that is no output
ENVELOPE = 100_000
# seconds in which a kernel that has closed its connections is sure to have ended
ENDING = 2
# between two tries to reach a kernel that is starting, and two looks whether one has ended: the
# stock hundred milliseconds would be waited out twice by every report
SOON = 0.005
ENDED = 0.001
# the stock four seconds for a cell's last outputs to arrive are too few on a busy machine
OUTPUT_SECONDS = 60


class EagerClient(AsyncKernelClient):
    """A kernel's client that is ready as soon as the kernel answers."""

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        """Return when the kernel has answered and is heard; RuntimeError when it does not.

        jupyter_client's own would wait until nothing is heard for 0.2 s: nbclient passes over what
        belongs to no cell.
        """
        end = time.monotonic() + (timeout or float("inf"))
        while time.monotonic() < end:
            self.kernel_info()
            with suppress(Empty):
                await self.shell_channel.get_msg(timeout=1)
                await self.iopub_channel.get_msg(timeout=0.2)
                return
            if self.parent and not await self.parent.is_alive():
                raise RuntimeError("Kernel died before replying to kernel_info")
        raise RuntimeError(f"Kernel didn't respond in {timeout} seconds")


class ReportManager(AsyncKernelManager):
    """A kernel manager whose client takes no message larger than a report's output may be."""

    client_class = DottedObjectName(f"{__name__}.EagerClient")
    client_factory = Type(klass=EagerClient)

    def client(self, **settings: Any) -> Any:
        """Return a client with the manager's own context, which bounds what its sockets take."""
        return super().client(context=self.context, **settings)

    async def _async_shutdown_kernel(self, now: bool = False, restart: bool = False) -> None:
        """End the kernel; without what jupyter_client waits for the sake of its own tests."""
        shutdown: Any = AsyncKernelManager.shutdown_kernel
        await getattr(shutdown, "__wrapped__", shutdown)(self, now, restart)

    shutdown_kernel = _async_shutdown_kernel  # as jupyter_client gives its own another name

    async def _async_wait(self, pollinterval: float = ENDED) -> None:
        """Return when the kernel has ended."""
        await super()._async_wait(min(pollinterval, ENDED))


def manager(private: Path, guard: Guard, provisioner: str | None, **link: str) -> ReportManager:
    """Return a manager that finds ipykernel's own kernel and no other.

    Without folders to look in, a kernel that a user has installed under the name python3, and
    which may belong to another environment, cannot take its place. `link` is how to talk to it,
    `provisioner` the name of who starts it.
    """
    context = zmq.asyncio.Context()
    context.setsockopt(zmq.MAXMSGSIZE, guard.limits.output_bytes + ENVELOPE)
    context.setsockopt(zmq.RECONNECT_IVL, int(SOON * 1000))
    km = ReportManager(
        context=context,
        kernel_name=NATIVE_KERNEL_NAME,
        kernel_spec_manager=KernelSpecManager(kernel_dirs=[]),
        connection_file=str(private / "kernel.json"),
        **link,
    )
    if provisioner and km.kernel_spec:
        km.kernel_spec.metadata["kernel_provisioner"] = {"provisioner_name": provisioner}
    return km


class ReportClient(PapermillNotebookClient):  # type: ignore[misc]  # papermill has no types
    """A notebook client that stops a run which goes too far, and says why a kernel has ended."""

    def __init__(self, nb_man: Any, km: ReportManager, guard: Guard, log: Path, **own: Any) -> None:
        super().__init__(nb_man, km=km, timeout_func=guard.left_for, **own)
        self.guard = guard
        self.opened_log = log
        self._stopped: Exception | None = None
        self._kill: asyncio.Task[None] | None = None

    def papermill_execute_cells(self) -> None:
        """Run the cells, in a kernel that notes which files it opens and is bounded in memory."""
        self.guard.start()
        code = recorder.request(self.opened_log, self.guard.limits.memory_bytes)
        reply = self.wait_for_reply(self.kc.execute(code, silent=True, store_history=False))
        if reply["content"]["status"] != "ok":
            raise RuntimeError(f"the kernel cannot be listened to: {reply['content']['evalue']}")
        super().papermill_execute_cells()

    async def async_execute_cell(self, *cell: Any, **settings: Any) -> Any:
        """Return the cell when it has run, as nbclient does; raise why it was stopped."""
        self.iopub_timeout = max(1, min(OUTPUT_SECONDS, int(self.guard.left())))
        watch = asyncio.create_task(self._watch())
        try:
            return await super().async_execute_cell(*cell, **settings)
        except (DeadKernelError, CellTimeoutError) as error:
            raise await self._reason(error) from None
        finally:
            watch.cancel()

    async def async_wait_for_reply(self, *request: Any, **settings: Any) -> Any:
        """Return the reply to a request, as nbclient does; raise why there is none."""
        try:
            async with asyncio.timeout(self.guard.left()):
                return await super().async_wait_for_reply(*request, **settings)
        except (DeadKernelError, TimeoutError) as error:
            raise await self._reason(error) from None

    # nbclient made its own of its own coroutines
    execute_cell = run_sync(async_execute_cell)
    wait_for_reply = run_sync(async_wait_for_reply)

    def process_message(self, message: Any, cell: Any, cell_index: int) -> Any:
        """Take note of what the kernel says, as papermill does, until it is too much."""
        if self.guard.too_much(message):
            if self._kill is None:
                self._kill = asyncio.create_task(self._cut_off())
            return None
        return super().process_message(message, cell, cell_index)

    async def _watch(self) -> None:
        """Stop the run when a message is larger than the output may be.

        zmq then closes the connection, which a kernel that goes on living does not.
        """
        socket = self.kc.iopub_channel.socket
        await recv_monitor_message(socket.get_monitor_socket(zmq.EVENT_DISCONNECTED))
        for _ in range(ENDING * 10):
            await asyncio.sleep(0.1)
            if not await self.km.is_alive():
                return  # nbclient sees it too
        await self._cut_off()

    async def _cut_off(self) -> None:
        """Kill the kernel for saying too much; nbclient finds it dead in a second."""
        self._stopped = self.guard.out_of_room()
        await self.km.provisioner.kill()

    async def _reason(self, error: Exception) -> Exception:
        """Return why a kernel gave no answer."""
        if self._stopped:
            return self._stopped
        if isinstance(error, DeadKernelError):
            return guards.death(await self.km.provisioner.poll())
        return self.guard.out_of_time()
