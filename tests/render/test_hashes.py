from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path

import pytest

from analysis.render import hashes
from analysis.render.hashes import Hashes

OLD = 1_700_000_000  # seconds since 1970: long before any file of hashes is written


def put(folder: Path, name: str, content: bytes, seconds: float = OLD) -> None:
    (folder / name).write_bytes(content)
    os.utime(folder / name, (seconds, seconds))


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that are read from now on."""
    names: list[str] = []
    read = hashes._read

    def noted(path: Path) -> str:
        names.append(path.name)
        return read(path)

    monkeypatch.setattr(hashes, "_read", noted)
    return names


def test_what_is_no_file_of_the_folder_has_no_hash(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    put(tmp_path / "sub", "x", b"x")
    for name in ("gone", "sub", "sub/x", f"../{tmp_path.name}/sub/x", str(tmp_path / "sub" / "x")):
        assert Hashes(tmp_path).of(name) is None


@pytest.mark.parametrize(
    "files", ["", "[]", "{", '{"a": 1}', '{"a": [1, 2]}', '{"a": [1, "2", 3, "4"]}', "\xff"]
)
@pytest.mark.parametrize(
    "form", ["{}", '{{"files":{},"seconds":{{}}}}', '{{"files":{{}},"seconds":{}}}']
)
def test_a_file_of_hashes_that_is_none_is_passed_over(
    tmp_path: Path, files: str, form: str
) -> None:
    put(tmp_path, "a", b"a")
    (tmp_path / hashes.FILE).write_bytes(form.format(files).encode("latin-1"))
    assert Hashes(tmp_path).of("a") == sha256(b"a")


def test_a_file_that_has_not_changed_is_read_once(tmp_path: Path, reads: list[str]) -> None:
    put(tmp_path, "a", b"a")
    for _ in range(2):
        known = Hashes(tmp_path)
        assert known.of("a") == known.of("a") == sha256(b"a")
        known.keep()
    assert reads == ["a"]


@pytest.mark.parametrize(
    ("content", "seconds"), [(b"bb", OLD), (b"b", OLD + 1), (b"b", OLD - 1)], ids=str
)
def test_another_size_or_time_is_read_again(tmp_path: Path, content: bytes, seconds: int) -> None:
    put(tmp_path, "a", b"a")
    known = Hashes(tmp_path)
    known.of("a")
    known.keep()
    put(tmp_path, "a", content, seconds)
    assert Hashes(tmp_path).of("a") == sha256(content)


def test_another_file_of_the_same_size_and_time_is_read_again(tmp_path: Path) -> None:
    put(tmp_path, "a", b"a")
    known = Hashes(tmp_path)
    known.of("a")
    known.keep()
    put(tmp_path, "b", b"b")
    (tmp_path / "b").replace(tmp_path / "a")
    assert Hashes(tmp_path).of("a") == sha256(b"b")


def test_a_file_changed_in_the_second_of_the_writing_is_not_believed(tmp_path: Path) -> None:
    put(tmp_path, "a", b"a")
    known = Hashes(tmp_path)
    known.of("a")
    known.keep()
    os.utime(tmp_path / hashes.FILE, (OLD + 0.9, OLD + 0.9))
    with (tmp_path / "a").open("r+b") as stream:  # the same file, size and time
        stream.write(b"b")
    os.utime(tmp_path / "a", (OLD, OLD))
    assert Hashes(tmp_path).of("a") == sha256(b"b")


def test_who_is_to_prove_believes_nothing(tmp_path: Path) -> None:
    put(tmp_path, "a", b"a")
    (tmp_path / hashes.FILE).write_text(_lie(tmp_path / "a"))
    assert Hashes(tmp_path).of("a") == "a lie"
    assert Hashes(tmp_path, remembered=False).of("a") == sha256(b"a")


def _lie(path: Path) -> str:
    found = path.stat()
    marks = [found.st_size, found.st_mtime_ns, found.st_ino, "a lie"]
    return json.dumps({"files": {path.name: marks}, "seconds": {}})


def test_a_file_whose_hash_is_known_is_not_read(tmp_path: Path, reads: list[str]) -> None:
    put(tmp_path, "a", b"a")
    known = Hashes(tmp_path)
    known.note("a", sha256(b"a"))
    known.note("gone", "0")
    assert (known.of("a"), known.of("gone"), reads) == (sha256(b"a"), None, [])


def test_what_has_gone_is_forgotten_and_the_rest_is_kept(tmp_path: Path) -> None:
    for name in "abc":
        put(tmp_path, name, b"x")
    known = Hashes(tmp_path)
    for name in "ab":
        known.of(name)
    known.keep()
    (tmp_path / "a").unlink()
    later = Hashes(tmp_path)
    later.of("c")
    later.keep()
    assert json.loads((tmp_path / hashes.FILE).read_text())["files"].keys() == {"b", "c"}


def test_seconds_are_kept_while_a_file_of_their_report_is_there(tmp_path: Path) -> None:
    for name in ("a.json", "b.failed.html", "c.json"):
        put(tmp_path, name, b"x")
    known = Hashes(tmp_path)
    for name, seconds in {"a": 1.23456, "b": 2, "c": 3}.items():
        known.took(name, seconds)
    known.keep()
    (tmp_path / "c.json").unlink()
    later = Hashes(tmp_path)
    later.took("a", 4)
    later.keep()
    assert [known.seconds("a"), later.seconds("a")] == [1.235, 4]
    assert [Hashes(tmp_path).seconds(name) for name in "abc"] == [4, 2, None]


def test_nothing_new_is_not_written(tmp_path: Path) -> None:
    put(tmp_path, "a", b"a")
    for _ in range(2):
        known = Hashes(tmp_path)
        known.of("a")
        known.keep()
        os.utime(tmp_path / hashes.FILE, (OLD + 9, OLD + 9))
    again = Hashes(tmp_path)
    again.of("a")
    again.keep()
    assert (tmp_path / hashes.FILE).stat().st_mtime == OLD + 9


def test_a_folder_that_takes_no_file_is_borne(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_args: object, **_more: object) -> None:
        raise PermissionError

    put(tmp_path, "a", b"a")
    known = Hashes(tmp_path)
    known.of("a")
    monkeypatch.setattr(Path, "replace", refuse)
    known.keep()
    assert {path.name for path in tmp_path.iterdir()} == {"a"}
