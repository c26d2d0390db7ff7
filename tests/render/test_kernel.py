from __future__ import annotations

import os
from pathlib import Path

import pytest

from analysis.render import kernel, surroundings
from analysis.render.manifest import epoch_of


def test_a_socket_whose_path_would_be_too_long_gives_way_to_a_port() -> None:
    assert kernel.transport(Path("/tmp") / ("x" * 100)) == {}  # noqa: S108 - never opened


def test_without_socket_files_a_port_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kernel, "SOCKET_FILES", False)
    assert kernel.transport(Path("x")) == {}


def test_a_short_private_folder_holds_the_sockets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kernel, "SOCKET_FILES", True)
    assert kernel.transport(Path("private")) == {"transport": "ipc", "ip": "private/socket"}


def test_the_kernels_environment_has_no_clock_and_nothing_random(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1")
    monkeypatch.setenv("PYTHONHASHSEED", "random")
    found = surroundings.environment(epoch_of("2025-06-17"), tmp_path)
    assert found["SOURCE_DATE_EPOCH"] == "1750118400"
    assert found["PYTHONHASHSEED"] == "0"
    assert found["IPYTHONDIR"] == str(tmp_path / "ipython")


def test_a_clone_runs_its_notebooks_with_its_own_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "pyproject.toml").touch()
    monkeypatch.setattr(surroundings, "__file__", str(tmp_path / "analysis/render/kernel.py"))
    monkeypatch.setenv("PYTHONPATH", "elsewhere")
    path = surroundings.environment(0, tmp_path)["PYTHONPATH"].split(os.pathsep)
    assert path == [str(tmp_path), "elsewhere"]


def test_an_installed_package_leaves_the_path_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(surroundings, "__file__", str(tmp_path / "analysis/render/kernel.py"))
    monkeypatch.delenv("PYTHONPATH", raising=False)
    assert "PYTHONPATH" not in surroundings.environment(0, tmp_path)
