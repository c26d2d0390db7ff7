from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from analysis.errors import ReportError
from analysis.render import files


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_file_in_the_way_of_the_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "reports").write_text("mine")
    for folder in (tmp_path / "reports", tmp_path / "reports" / "deeper"):
        with pytest.raises(ReportError, match="a file of that name is in the way"):
            files.ready(folder, [])


def test_a_folder_that_cannot_be_written_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_args: object, **_more: object) -> None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    monkeypatch.setattr(Path, "touch", refuse)
    with pytest.raises(ReportError, match=r"cannot write into .*: Permission denied"):
        files.ready(tmp_path, [])


def test_a_folder_in_the_way_of_a_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "brief.html").mkdir()
    with pytest.raises(ReportError, match="a folder of that name is in the way"):
        files.ready(tmp_path, ["brief.pdf", "brief.html"])


def test_a_full_disk_leaves_the_old_files_and_no_half_ones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files.place(tmp_path, {"a": b"old", "b": b"old"})
    write = Path.write_bytes

    def fail_at_b(path: Path, content: bytes) -> int:
        if ".b." in path.name:
            write(path, b"ha")
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return write(path, content)

    monkeypatch.setattr(Path, "write_bytes", fail_at_b)
    with pytest.raises(ReportError, match="No space left"):
        files.place(tmp_path, {"a": b"new", "b": b"new"})
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {
        "a": b"old",
        "b": b"old",
    }


def test_an_error_without_a_system_message_keeps_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: object) -> None:
        raise OSError("odd")

    monkeypatch.setattr(Path, "write_bytes", fail)
    with pytest.raises(ReportError, match="odd"):
        files.place(tmp_path, {"a": b""})


def test_a_missing_folder_is_made_and_left_clean(tmp_path: Path) -> None:
    files.ready(tmp_path / "deep" / "reports", ["brief.html"])
    assert names(tmp_path / "deep" / "reports") == []


def test_files_are_put_in_place_in_order(tmp_path: Path) -> None:
    paths = files.place(tmp_path, {"b": b"1", "a": b"2"})
    assert paths == [tmp_path / "b", tmp_path / "a"]
    assert names(tmp_path) == ["a", "b"]


def test_what_is_gone_is_gone_before_the_last_file_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files.place(tmp_path, {"old": b"", "a": b"old", "manifest": b"old"})
    replace = Path.replace
    seen = []

    def noted(path: Path, target: Path) -> None:
        seen.append((target.name, (tmp_path / "old").exists()))
        replace(path, target)

    monkeypatch.setattr(Path, "replace", noted)
    files.place(tmp_path, {"a": b"new", "manifest": b"new"}, ["old", "never"])
    assert seen == [("a", True), ("manifest", False)]


def test_only_what_a_dead_process_left_unfinished_is_swept(tmp_path: Path) -> None:
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    alive = f".b.html.{os.getppid()}.tmp"
    # an earlier process of our number is dead, too
    for name in (
        f".a.html.{dead.pid}.tmp",
        f".a.pdf.{os.getpid()}.tmp",
        ".x.99999999999999999.tmp",
    ):
        (tmp_path / name).touch()
    kept = [alive, ".mine.tmp", "b.html", f".b.html.{dead.pid}.swp"]
    for name in kept:
        (tmp_path / name).touch()
    files.sweep(tmp_path)
    assert names(tmp_path) == sorted([*kept, ".x.99999999999999999.tmp"])
