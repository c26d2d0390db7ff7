"""What the tests share: tiny notebooks, tiny data, a copy of the real data, tidy figures."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

# no test is timed: a busy machine is no fault of what is tested
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")

CLONE = Path(__file__).parents[1]
AS_OF = 'as_of: "date" = "latest"  # judge on what was public on this day'


def _cell(kind: str, source: str, *tags: str) -> dict[str, Any]:
    cell: dict[str, Any] = {"cell_type": kind, "metadata": {"tags": [*tags]}, "source": source}
    return cell | ({"execution_count": None, "outputs": []} if kind == "code" else {})


class NotebookFolder:
    """A folder of tiny notebooks and their reports.toml."""

    def __init__(self, path: Path) -> None:
        path.mkdir(parents=True, exist_ok=True)
        self.path = path
        self.declare("")

    def add(
        self, name: str, *sources: str, parameters: str | None = AS_OF, title: str | None = None
    ) -> Path:
        """Write a notebook of code cells and declare a report of the same name."""
        cells = [_cell("markdown", f"# {title or name}")]
        if parameters is not None:
            cells.append(_cell("code", parameters, "parameters"))
        cells.extend(_cell("code", source) for source in sources)
        metadata = {"title": title} if title else {}
        return self.add_raw(name, cells, metadata)

    def add_raw(
        self, name: str, cells: list[dict[str, Any]], metadata: Mapping[str, Any] | None = None
    ) -> Path:
        """Write a notebook of these very cells and declare a report of the same name."""
        numbered = [{"id": f"c{number}", **cell} for number, cell in enumerate(cells)]
        document = {"cells": numbered, "metadata": metadata or {}}
        path = self.path / f"{name}.ipynb"
        path.write_text(json.dumps(document | {"nbformat": 4, "nbformat_minor": 5}))
        self.declare(f"{self.declared}\n[{name}]\nnotebook = '{name}'\n")
        return path

    def declare(self, toml: str) -> None:
        """Write reports.toml."""
        self.declared = toml
        (self.path / "reports.toml").write_text(toml)


def write_tiny_data(folder: Path) -> Path:
    """Write a data package of two small tables, sealed."""
    tables = {
        "sources": "source,publisher,title,edition,address,licence,accessed\n"
        "gacc,China Customs,Trade by country,2025-01,https://example.org/gacc,open,2025-06-17\n"
        "imf,IMF,WEO,April 2025,https://example.org/imf,CC BY,2025-06-17\n",
        "corrections": "table,reason\n",
    }
    folder.mkdir(parents=True, exist_ok=True)
    resources = []
    for name, text in tables.items():
        (folder / f"{name}.csv").write_text(text)
        header = text.splitlines()[0].split(",")
        schema = {"fields": [{"name": c, "type": "string"} for c in header]}
        resources.append(
            {
                "name": name,
                "path": f"{name}.csv",
                "bytes": len(text),
                "hash": f"sha256:{hashlib.sha256(text.encode()).hexdigest()}",
                "schema": schema | {"primaryKey": [header[0]]},
            }
        )
    package = {"name": "tiny", "created": "2025-06-18T00:00:00Z", "resources": resources}
    (folder / "datapackage.json").write_text(json.dumps(package))
    return folder


@pytest.fixture
def notebooks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> NotebookFolder:
    """An empty folder of notebooks, which the commands are told to use."""
    folder = NotebookFolder(tmp_path / "notebooks")
    monkeypatch.setenv("SUMMIT_NOTEBOOKS", str(folder.path))
    return folder


@pytest.fixture
def tiny_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data package of two small tables, which the commands are told to use."""
    monkeypatch.setenv("SUMMIT_DATA", str(tmp_path / "data"))
    return write_tiny_data(tmp_path / "data")


@pytest.fixture
def data_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the data package to change, which analysis is told to use."""
    copy = tmp_path / "data-copy"
    shutil.copytree(CLONE / "data", copy)
    monkeypatch.setenv("SUMMIT_DATA", str(copy))
    return copy


@pytest.fixture
def start(tmp_path: Path) -> Callable[..., subprocess.Popen[str]]:
    """How to start `python -m analysis` in an empty folder, as a user would."""
    (tmp_path / "somewhere").mkdir()

    def started(*arguments: str, **environment: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "analysis", *arguments],
            cwd=tmp_path / "somewhere",
            env={**os.environ, "PYTHONPATH": str(CLONE), **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    return started


@pytest.fixture(autouse=True)
def _figures_closed() -> Iterator[None]:
    """No test leaves a figure to the next one; we draw on Figure(), so pyplot should hold none."""
    yield
    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot and pyplot.get_fignums():
        pyplot.close("all")
        pytest.fail("a pyplot figure was left open: draw on style.canvas(), which pyplot forgets")


@pytest.fixture(scope="session")
def notebook_folder() -> type[NotebookFolder]:
    """How to make a folder of tiny notebooks, for fixtures that last a session."""
    return NotebookFolder


@pytest.fixture(scope="session")
def tiny_data_in() -> Callable[[Path], Path]:
    """How to make a tiny data package, for fixtures that last a session."""
    return write_tiny_data
