"""Where kernels come from: forked from a warm zygote on Linux, started as ever elsewhere.

jupyter_client finds ForkProvisioner by its entry point; whenever a kernel cannot be forked it is
started like any other, and a notebook cannot tell the difference.
"""

from __future__ import annotations

import asyncio
import os
from pathlib import Path
from typing import Any

from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from analysis.render.forked import NotForkedError
from analysis.render.nursery import nursery


class ForkProvisioner(LocalProvisioner):
    """A provisioner whose kernels are forked, or started when they cannot be."""

    process: Any = None  # a Popen, or what looks like one
    lost = False  # whether the kernel has ended because its zygote has

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> Any:
        """Return how to reach the kernel that a command stands for."""
        cwd = str(Path(kwargs.get("cwd") or "").absolute())
        try:
            self.process = nursery.fork(cmd, dict(kwargs.get("env") or os.environ), cwd)
        except NotForkedError:
            return await super().launch_kernel(cmd, **kwargs)
        self.pid = self.pgid = self.process.pid
        self.cwd = cwd
        return self.connection_info

    async def poll(self) -> int | None:
        """Return the status that the kernel ended with, None while it runs."""
        status = await super().poll()
        self.lost = self.lost or getattr(self.process, "lost", False)
        return status

    async def wait(self) -> int | None:
        """Return the status that the kernel ends with, as soon as it has."""
        while self.process and await self.poll() is None:
            await asyncio.sleep(0.005)
        return await super().wait()
