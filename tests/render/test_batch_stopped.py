"""Real builds with real workers, stopped at any moment and in any way; toys stand for notebooks."""

from __future__ import annotations

import os
import random
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import psutil
import pytest

from analysis.render import hashes, lock, manifest
from tests.render import toys

CLONE = Path(__file__).parents[2]
BUILD = "import sys; from tests.render import toys; sys.exit(toys.build(*sys.argv[1:]))"
NAMES = [f"report-{number}" for number in range(6)]
Start = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


@pytest.fixture
def start(tmp_path: Path, out: Path) -> Iterator[Start]:
    """How to start a build; after the test no process and no temporary file of one is left."""
    temporary = tmp_path / "t"
    temporary.mkdir()
    marks = {"TMPDIR": str(temporary), "TOY_FOLDER": str(tmp_path), "TOY_OUT": str(out)}

    def started(edition: str, *names: str, **settings: object) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-c", BUILD, out, edition, *names],
            cwd=CLONE,
            env={**os.environ, "PYTHONPATH": str(CLONE), **marks},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            **settings,
        )

    yield started
    wait_for(lambda: not toys.running(tmp_path) and not list(temporary.iterdir()))


@pytest.fixture
def small_disk(out: Path) -> Iterator[None]:
    """A file system of two megabytes under the folder, as only root can mount one."""
    out.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", out]
    if subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("only root can mount a file system, and not everywhere")
    yield
    subprocess.run(["umount", out], check=True)


def wait_for(condition: Callable[[], bool], seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited too long"
        time.sleep(0.005)


def finished(build: subprocess.Popen[str]) -> tuple[int, str]:
    """Return how a build ended and what it complained of."""
    _, complained = build.communicate(timeout=60)
    return build.returncode, complained


def pages(folder: Path) -> list[Path]:
    return [path for path in folder.glob("*-*") if path.suffix in (".html", ".pdf")]


def built(folder: Path) -> set[str]:
    """Return the reports whose manifests are right, having seen that no file is a half one."""
    whole = {toys.page_of("old"), toys.page_of("new")}
    assert all(page.read_bytes() in whole for page in pages(folder))
    found = {path.stem: manifest.read(path) for path in folder.glob("*-*.json")}
    assert all(found.values())
    return {name for name, one in found.items() if manifest.intact(folder, one) == one["outputs"]}


def written(build: subprocess.Popen[str], folder: Path, many: int) -> bool:
    """Tell whether a build has written so many new pages, or has ended."""
    new = [
        page
        for page in pages(folder)
        if page.stat().st_ctime > psutil.Process(build.pid).create_time()
    ]
    return len(new) >= many or build.poll() is not None


def files(*names: str) -> set[str]:
    """Return the names of all files that belong to reports."""
    return {f"{name}{end}" for name in names for end in (".html", ".pdf", ".json")}


def there(folder: Path) -> set[str]:
    """Return the names of the files in a folder, but for those that belong to no report."""
    return {path.name for path in folder.iterdir()} - {"index.html", "index.json", hashes.FILE}


def test_a_build_killed_at_any_moment_leaves_whole_files_and_the_next_finishes_the_rest(
    start: Start, out: Path
) -> None:
    assert finished(start("old", *NAMES)) == (0, "")
    chance = random.Random(5)  # noqa: S311 - moments, not secrets
    for moment in chance.sample(range(12), 4):
        build = start("new", *NAMES)
        wait_for(partial(written, build, out, moment))
        time.sleep(chance.uniform(0, 0.005))
        build.kill()
        build.communicate()
        built(out)
    assert finished(start("new", *NAMES)) == (0, "")
    assert built(out) == {*NAMES}
    assert {page.read_bytes() for page in pages(out)} == {toys.page_of("new")}
    assert there(out) == files(*NAMES)


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
@pytest.mark.parametrize("send", [os.kill, os.killpg])
def test_a_signal_stops_all_and_keeps_what_is_finished(
    start: Start, out: Path, number: int, status: int, send: Callable[[int, int], None]
) -> None:
    build = start("new", "report-0", "hangs", start_new_session=True)
    wait_for((out / "report-0.json").is_file)
    for _ in range(3):  # who is impatient does no harm
        send(build.pid, number)
    assert finished(build) == (status, "")
    assert built(out) == {"report-0"}
    assert there(out) == files("report-0")


def test_a_build_killed_with_all_its_workers_is_tidied_up_by_the_next(
    start: Start, tmp_path: Path
) -> None:
    build = start("old", "hangs")
    wait_for(lambda: bool(list((tmp_path / "t").glob("summit-*/*/*/left"))))
    running = {one: one.cmdline() for one in toys.running(tmp_path)}
    killed = [one for one, command in running.items() if toys.SLEEPER not in command]
    for one in killed:  # which keeps those killed last from tidying up
        one.suspend()
    for one in killed:
        one.kill()
    assert len(running) - len(killed) == 2
    assert len(toys.running(tmp_path)) == 2
    assert finished(start("old", *NAMES[:1])) == (0, "")
    build.communicate()  # now that no sleeper holds its ends of the pipes


def test_a_second_build_into_a_folder_waits_for_the_first_to_end_or_die(
    start: Start, out: Path
) -> None:
    first = start("old", "hangs")
    wait_for((out / lock.FILE).is_file)
    second = start("new", "report-0")
    assert second.stderr
    assert second.stderr.readline() == f"waiting for another build into {out}\n"
    first.kill()
    first.communicate()
    assert finished(second) == (0, "")
    assert built(out) == {"report-0"}


@pytest.mark.usefixtures("small_disk")
def test_a_full_disk_is_one_error_and_no_half_file(start: Start, out: Path) -> None:
    complaint = f"error: cannot write into {out}: No space left on device\n"
    assert finished(start("new", *NAMES)) == (2, complaint)
    names = built(out)
    assert 0 < len(names) < len(NAMES)
    assert there(out) == files(*names)


def test_a_file_that_may_not_be_as_large_is_one_error_and_no_half_file(
    start: Start, out: Path
) -> None:
    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))

    complaint = f"error: cannot write into {out}: File too large\n"
    assert finished(start("new", "report-0", preexec_fn=limited)) == (2, complaint)
    assert there(out) == set()


@pytest.mark.usefixtures("small_disk")
def test_a_folder_that_may_only_be_read_is_one_error(start: Start, out: Path) -> None:
    subprocess.run(["mount", "-o", "remount,ro", out], check=True)
    complaint = f"error: cannot write into {out}: Read-only file system\n"
    assert finished(start("new", "report-0")) == (2, complaint)


def test_a_folder_that_vanishes_is_one_error_and_stays_away(start: Start, out: Path) -> None:
    complaint = f"error: cannot write into {out}: No such file or directory\n"
    assert finished(start("new", "vanishes", *NAMES)) == (2, complaint)
    assert not out.exists()
