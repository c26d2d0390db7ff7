"""`summit build` with real kernels and real exporters; the folder is built once for all tests."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from analysis.__main__ import main
from analysis.render import manifest
from analysis.render.pool import LocalPool
from analysis.render.work import Result, Work

SHOW = """import sys
import pandas as pd
pd.DataFrame({"country": ["KAZ"], "value": [43.8]}).style.set_caption("Trade")"""
OFFER = """from IPython.display import HTML
HTML('<a download="x.csv" href="data:text/csv;base64,c291cmNlCmdhY2MK">Data</a>')"""
SAY = 'print(as_of, {"a", "b", "c"}, object(), sys.executable)'
NEVER = 'print("this never ran")'


@dataclass
class Built:
    """A built folder, and what the command said of it."""

    folder: Path
    status: int
    said: str
    complained: str

    def text(self, name: str) -> str:
        return (self.folder / name).read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def desk(tmp_path_factory: pytest.TempPathFactory, notebook_folder, tiny_data_in) -> Path:
    """A folder of notebooks, some broken, and of data."""
    root = tmp_path_factory.mktemp("desk")
    folder = notebook_folder(root / "note{books}")  # papermill formats a path's braces
    folder.add("good", SHOW, SAY, OFFER, title="A <good> & true report")
    folder.add("broken", "x = 1", "1 / 0", NEVER)
    folder.add("leaver", "import sys\nsys.exit(0)", NEVER)
    folder.add("dead", "import os\nos._exit(3)", NEVER)
    tiny_data_in(root / "data")
    return root


@pytest.fixture
def _at_desk(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SUMMIT_NOTEBOOKS", str(desk / "note{books}"))
    monkeypatch.setenv("SUMMIT_DATA", str(desk / "data"))


@pytest.fixture(scope="session")
def built(desk: Path, tmp_path_factory: pytest.TempPathFactory) -> Built:
    """All four reports, built into a folder with an older report and an older failure."""
    out = tmp_path_factory.mktemp("out")
    (out / "broken.html").write_text("older and good")
    (out / "good.failed.ipynb").write_text("older and bad")
    said, complained = desk / "said", desk / "complained"
    with pytest.MonkeyPatch.context() as patch, said.open("w") as out_, complained.open("w") as err:
        patch.setattr("sys.stdout", out_)
        patch.setattr("sys.stderr", err)
        patch.setenv("SUMMIT_NOTEBOOKS", str(desk / "note{books}"))
        patch.setenv("SUMMIT_DATA", str(desk / "data"))
        status = main(["build", "--out", str(out), "--set", "as_of=2025-06-17"])
    return Built(out, status, said.read_text(), complained.read_text())


def test_a_broken_cell_is_named_and_linked(built: Built) -> None:
    line = "error: report 'broken' failed in cell 5 of 6 (1 / 0): ZeroDivisionError: division by"
    assert line in built.complained
    assert f"tip: open {built.folder / 'broken.failed.ipynb'}" in built.complained
    cells = json.loads(built.text("broken.failed.ipynb"))["cells"]
    assert "(#broken-cell)" in "".join(cells[0]["source"])
    assert 'id="broken-cell"' in "".join(cells[5]["source"])
    assert "".join(cells[6]["source"]) == "1 / 0"
    assert cells[6]["outputs"][0]["ename"] == "ZeroDivisionError"


def test_the_page_of_a_failure_shows_the_code_and_leads_to_the_broken_cell(built: Built) -> None:
    page = BeautifulSoup(built.text("broken.failed.html"), "html.parser")
    (link,) = page.select('a[href="#broken-cell"]')
    assert link.text == "Go to the broken cell"
    code = page.find(id="broken-cell").find_next("pre")
    assert code.text.strip() == "1 / 0"
    assert "ZeroDivisionError: division by zero" in page.text


def test_a_cell_that_leaves_before_the_last_has_run_is_a_failure(built: Built) -> None:
    line = "report 'leaver' failed in cell 4 of 5 (import sys): SystemExit: the kernel was ended"
    assert line in built.complained


def test_a_kernel_that_dies_is_a_failure_of_the_cell_that_ran(built: Built) -> None:
    line = (
        "report 'dead' failed in cell 4 of 5 (import os): KernelDiedError: the kernel ended itself"
    )
    assert line in built.complained
    assert "broken-cell" in built.text("dead.failed.ipynb")


def test_no_cell_after_a_failure_ran(built: Built) -> None:
    for name in ("broken", "leaver", "dead"):
        last = json.loads(built.text(f"{name}.failed.ipynb"))["cells"][-1]
        assert "".join(last["source"]) == NEVER
        assert last["execution_count"] is None


def test_failures_touch_nothing_else_and_good_reports_are_built(built: Built) -> None:
    assert built.status == 1
    assert built.text("broken.html") == "older and good"
    assert {path.name for path in built.folder.iterdir()} == {
        "good.html",
        "good.pdf",
        "good-data.zip",
        "good.json",
        "index.html",
        "index.json",
        ".summit-hashes",
        "broken.html",
        "broken.failed.ipynb",
        "broken.failed.html",
        "leaver.failed.ipynb",
        "leaver.failed.html",
        "dead.failed.ipynb",
        "dead.failed.html",
    }


def test_off_a_terminal_only_written_files_are_told(built: Built) -> None:
    written = ["good.html", "good.pdf", "good-data.zip", "good.json", "index.html"]
    assert built.said.splitlines() == [str(built.folder / name) for name in written]
    assert "\r" not in built.complained


def test_a_page_holds_the_title_the_outputs_and_no_code(built: Built) -> None:
    page = built.text("good.html")
    assert "<title>A &lt;good&gt; &amp; true report</title>" in page
    assert "43.8" in page
    assert "2025-06-17" in page
    assert "set_caption" not in page


def test_the_manifest_says_what_was_built_from_what(built: Built, desk: Path) -> None:
    document = manifest.read(built.folder / "good.json")
    assert document["parameters"] == {"as_of": "2025-06-17"}
    assert document["date"] == "2025-06-18"
    assert document["parts"].keys() >= {"notebooks/good.ipynb", "data/sources.csv"}
    assert "analysis/render" in document["parts"]
    assert document["outside"] == []
    assert document["packages"]["papermill"]
    assert sorted(document["outputs"]) == ["good-data.zip", "good.html", "good.pdf"]
    assert manifest.intact(built.folder, document) == document["outputs"]
    for path in (desk, built.folder, Path.home()):
        assert str(path) not in built.text("good.json")


def test_the_data_file_names_the_publisher_and_the_licence_of_its_rows(built: Built) -> None:
    with zipfile.ZipFile(built.folder / "good-data.zip") as archive:
        package = json.loads(archive.read("datapackage.json"))
    (source,) = package["resources"][0]["sources"]
    assert source["title"] == "China Customs: Trade by country"
    assert package["resources"][0]["licenses"] == [{"name": "other-closed", "title": "open"}]


@pytest.mark.usefixtures("_at_desk")
def test_another_user_at_another_time_gets_the_same_bytes(
    built: Built, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # a kernel of the user's own named python3, which belongs to another environment
    spec = tmp_path / "jupyter" / "kernels" / "python3"
    spec.mkdir(parents=True)
    (spec / "kernel.json").write_text('{"argv": ["false"], "language": "python"}')
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path / "jupyter"))
    # start-up files that would run in the kernel
    startup = tmp_path / "ipython" / "profile_default" / "startup"
    startup.mkdir(parents=True)
    (startup / "00.py").write_text("raise SystemExit(1)")
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    monkeypatch.setenv("PYTHONHASHSEED", "7")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "7")
    monkeypatch.setenv("TZ", "Asia/Almaty")
    monkeypatch.chdir(tmp_path)
    assert main(["build", "good", "--set", "as_of=2025-06-17"]) == 0
    for name in ("good.html", "good.pdf", "good-data.zip", "good.json"):
        again = (tmp_path / "reports" / name).read_bytes()
        assert again == (built.folder / name).read_bytes(), name


@pytest.fixture
def temporary() -> Iterator[Path]:
    """A folder whose name is short enough for the sockets in it."""
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_leaves_no_half_file_no_kernel_and_no_temporary_file(
    notebooks,
    tiny_data: Path,
    start: Callable[..., subprocess.Popen[str]],
    temporary: Path,
    number: int,
    status: int,
) -> None:
    pid_file = tiny_data / "pid"
    tell = f"import os, time, pathlib\npathlib.Path({str(pid_file)!r}).write_text(str(os.getpid()))"
    notebooks.add("slow", f"{tell}\ntime.sleep(60)")
    process = start("build", "--out", str(tiny_data / "out"), TMPDIR=str(temporary))
    _wait_for(lambda: pid_file.is_file() and pid_file.read_text() != "")
    process.send_signal(number)
    said, complained = process.communicate(timeout=20)
    assert (process.returncode, said) == (status, "")
    assert complained == "stopped; what was written before is complete\n"
    assert list((tiny_data / "out").iterdir()) == []
    _wait_for(lambda: not _runs(int(pid_file.read_text())))
    _wait_for(lambda: not list(temporary.iterdir()))


def _wait_for(condition: Callable[[], bool], seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited too long"
        time.sleep(0.05)


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    # a kernel whose parent has gone may stay a zombie where nobody reaps it
    status = Path(f"/proc/{pid}/status")
    return not status.is_file() or "State:\tZ" not in status.read_text()


@pytest.mark.usefixtures("_at_desk")
def test_a_build_says_why_and_leaves_what_is_fresh(
    built: Built,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    shutil.copytree(built.folder, tmp_path / "out")

    def results(_pool: LocalPool, works: Iterable[Work]) -> Iterator[Result]:
        return (Result(work.report.name, failure="not run") for work in works)

    monkeypatch.setattr(LocalPool, "results", results)
    monkeypatch.setattr(LocalPool, "warming", lambda *_: nullcontext())
    again = ["build", "good", "--out", str(tmp_path / "out"), "--explain"]
    assert main([*again, "--set", "as_of=2025-06-17"]) == 0
    assert capsys.readouterr().out.splitlines()[0] == "good: fresh"
    assert main([*again, "--set", "as_of=2025-06-17", "--force"]) == 1
    assert capsys.readouterr().out.splitlines()[0] == "good: --force"
    (tmp_path / "out" / "good.pdf").write_bytes(b"")
    assert main(again) == 1
    said = capsys.readouterr().out.splitlines()[0]
    assert said == "good: parameter as_of: 2025-06-17 → latest, good.pdf is damaged"


@pytest.mark.usefixtures("_at_desk")
def test_a_build_with_nothing_to_do_imports_nothing_heavy(
    built: Built, start: Callable[..., subprocess.Popen[str]], tmp_path: Path
) -> None:
    shutil.copytree(built.folder, tmp_path / "out")
    arguments = ("build", "good", "--out", str(tmp_path / "out"), "--set", "as_of=2025-06-17")
    process = start(*arguments, PYTHONPROFILEIMPORTTIME="1")
    said, imported = process.communicate(timeout=60)
    assert said == ""
    assert "1 fresh" in imported
    modules = {line.rpartition("|")[2].strip().partition(".")[0] for line in imported.splitlines()}
    heavy = {"pandas", "numpy", "papermill", "nbconvert", "nbformat", "jinja2", "matplotlib", "bs4"}
    assert "analysis" in modules
    assert not modules & heavy


@pytest.mark.usefixtures("tiny_data")
def test_parameters_that_a_notebook_refuses_are_a_mistake_and_leave_no_file(
    notebooks, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    refusal = "raise ParameterError('first 3 is after last 2: swap them')"
    notebooks.add("picky", f"from analysis.errors import ParameterError\n{refusal}")
    assert main(["build", "--out", str(tmp_path / "out"), "--format", "html"]) == 2
    error = capsys.readouterr().err.splitlines()[0]
    assert error == (
        "error: report 'picky' refuses its parameters: first 3 is after last 2: swap them"
    )
    assert not list((tmp_path / "out").glob("picky*"))
