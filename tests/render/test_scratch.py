from __future__ import annotations

import os
import tempfile
from multiprocessing import util
from pathlib import Path

import pytest

from analysis.errors import ReportError
from analysis.render import scratch


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    util.get_temp_dir()  # it outlives a test
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def test_no_room_for_temporary_files_is_said_in_a_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "gone"))
    with (
        pytest.raises(ReportError, match=r"cannot write into .*gone: No such"),
        scratch.own(tmp_path),
    ):
        pytest.fail("there is room")


def test_temporary_files_go_with_the_block(tmp_path: Path, temporary: Path) -> None:
    def failing() -> None:
        with scratch.own(tmp_path) as folder:
            assert Path(tempfile.mkdtemp()).parent == folder
            raise KeyError

    with pytest.raises(KeyError):
        failing()
    assert list(temporary.iterdir()) == []
    assert tempfile.gettempdir() == str(temporary)


def test_what_a_killed_build_left_goes_and_what_another_uses_stays(
    tmp_path: Path, temporary: Path
) -> None:
    dead = scratch.own(tmp_path / "out")
    (dead.__enter__() / "left").touch()
    tempfile.tempdir = str(temporary)
    with scratch.own(tmp_path / "other") as other:
        tempfile.tempdir = str(temporary)
        assert len(list(temporary.iterdir())) == 2
        with scratch.own(tmp_path / "out"):
            assert len(list(temporary.iterdir())) == 2
            assert other.is_dir()
            assert list(temporary.glob("*/left")) == []


def test_the_folder_of_a_process_goes_when_that_is_dead_and_no_other_does(
    tmp_path: Path, temporary: Path
) -> None:
    dead, alive = f"pymp-P{2**22 + 1}", f"pymp-P{os.getppid()}"  # no process has so high a number
    for name in (dead, alive, "pymp-a", "pymp-P1a"):
        (temporary / name).mkdir()
    with scratch.own(tmp_path):
        assert {path.name for path in temporary.glob("pymp-*")} == {alive, "pymp-a", "pymp-P1a"}
