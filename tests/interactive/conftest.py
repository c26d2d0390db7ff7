"""A browser, and the servers it is pointed at: JupyterLab and Voilà as `make lab` starts them."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from tests.browsers import BROWSER, NAMES, SWITCHES

CLONE = Path(__file__).parents[2]
PATIENCE = 90_000  # milliseconds
NEEDED = ("playwright", "jupyterlab", "ipywidgets", "voila")


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """An installed Chromium, driven by playwright; skipped with the reason where one lacks."""
    if BROWSER is None:
        pytest.skip(f"no browser is installed: none of {', '.join(NAMES)}")
    for name in NEEDED:
        if find_spec(name) is None:
            pytest.skip(f"{name} is not installed")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=BROWSER, args=[*SWITCHES])
        yield started
        started.close()


@contextmanager
def desk(browser: Any) -> Iterator[Any]:
    """A window of a desk's size that waits as long as a busy machine needs."""
    context = browser.new_context(viewport={"width": 1400, "height": 1000}, accept_downloads=True)
    made = context.new_page()
    made.set_default_timeout(PATIENCE)
    yield made
    context.close()


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    """Such a window, for one test."""
    with desk(browser) as made:
        yield made


@pytest.fixture(scope="session")
def notebooks_copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of our notebooks in the place they have in a clone, to open and change."""
    copy = tmp_path_factory.mktemp("clone")
    shutil.copytree(CLONE / "notebooks", copy / "notebooks")
    return copy / "notebooks"


@pytest.fixture(scope="session")
def serve(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., str]]:
    """How to start a Jupyter server of the clone on a free port; it ends with the session."""
    running: list[subprocess.Popen[bytes]] = []
    settings = tmp_path_factory.mktemp("jupyter")

    def started(command: str, folder: Path, *options: str) -> str:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        own = {"JUPYTER_CONFIG_DIR": "config", "JUPYTERLAB_SETTINGS_DIR": "lab", "IPYTHONDIR": "i"}
        places = {name: str(settings / place) for name, place in own.items()}
        places["SUMMIT_NOTEBOOKS"] = str(folder)
        environment = {**os.environ, **places, "PYTHONPATH": str(CLONE), "HOME": str(settings)}
        with (settings / f"{command}.log").open("wb") as log:
            running.append(
                subprocess.Popen(
                    [sys.executable, "-m", command, *options, f"--port={port}", "--no-browser"],
                    cwd=folder,
                    env=environment,
                    stdout=log,
                    stderr=subprocess.STDOUT,
                )
            )
        _wait_for(f"http://127.0.0.1:{port}/", running[-1])
        return f"http://127.0.0.1:{port}"

    yield started
    for process in running:
        process.terminate()
    for process in running:
        process.wait(20)


def _wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(240):
        try:
            with urllib.request.urlopen(address, timeout=5):  # noqa: S310 - on loopback
                return
        except OSError:
            assert process.poll() is None, f"{process.args} has ended"
            time.sleep(0.25)
    pytest.fail(f"nothing answers at {address}")
