from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest

from analysis.render import engine, recorder
from analysis.render.catalogue import Report
from analysis.render.manifest import Edition
from analysis.render.work import Result, Work

EDITION = Edition("2025-06-18", "0.1.0+abc", {}, {})
LOOK = """%alias_magic q time
print(sorted(dir()), In, Out, _ih, __name__)
import sys; print(sys.exc_info(), hasattr(sys, 'last_value'))
1 + 1"""


@pytest.fixture
def ran(notebooks) -> Callable[..., Result]:
    """What comes of a report of these code cells, run in the folder of notebooks."""

    def run(*sources: str) -> Result:
        path = notebooks.add("tiny", *sources)
        for name in ("a.txt", "b.txt", "never.txt"):
            (path.parent / name).write_text("text")
        (path.parent / "beside.py").write_text("VALUE = 1\n")
        return engine.run(Work(Report("tiny", "Tiny", path, {}, {}), ("html",), EDITION))

    return run


def names(result: Result, folder: Path) -> set[str]:
    return {os.path.relpath(path, folder) for path in result.opened if str(folder) in path}


def test_what_a_notebook_reads_and_imports_is_known_and_nothing_else_of_its_folder(
    ran: Callable[..., Result], notebooks
) -> None:
    read = "open('a.txt').read()\nimport os, pathlib\nos.close(os.open(b'b.txt', os.O_RDONLY))"
    write = "pathlib.Path('new.txt').write_text('x')\nos.stat('never.txt')\nopen(os.dup(1), 'w')"
    result = ran(read, "import beside", write)
    assert names(result, notebooks.path) == {"a.txt", "b.txt", "beside.py"}
    again = ran(read, "import beside", write)  # from byte code now
    assert names(again, notebooks.path) == {"a.txt", "b.txt", "beside.py"}


def test_nothing_of_pythons_installation_is_listed(ran: Callable[..., Result]) -> None:
    result = ran("import json, pandas")
    assert result.failure is None
    assert not [path for path in result.opened if "site-packages" in path]
    assert not [path for path in result.opened if path.startswith((os.__file__[:-5], "/proc"))]


def test_what_a_notebook_read_before_it_failed_or_died_is_known(
    ran: Callable[..., Result], notebooks
) -> None:
    for end in ("1 / 0", "import os\nos._exit(3)"):
        result = ran("open('a.txt').read()", f"open('b.txt').read()\n{end}")
        assert result.failure
        assert names(result, notebooks.path) == {"a.txt", "b.txt"}


def test_a_file_that_was_removed_and_a_file_that_is_none_do_not_count(
    ran: Callable[..., Result], notebooks
) -> None:
    result = ran(
        "import os\nopen('gone.txt', 'w').close()\nopen('gone.txt').close()\nos.remove('gone.txt')",
        "try:\n    open('absent.txt')\nexcept FileNotFoundError as error:\n    print(error)",
        "os.close(os.open('.', os.O_RDONLY))",
    )
    assert result.failure is None
    assert names(result, notebooks.path) == set()


def test_the_notebook_sees_nothing_of_it(
    ran: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []
    monkeypatch.setattr("analysis.render.formats.exported", lambda nb, *_: seen.append(nb) or {})
    assert ran(LOOK, LOOK).failure is None
    monkeypatch.setattr(recorder, "request", lambda *_: "None")
    assert ran(LOOK, LOOK).failure is None
    heard, unheard = (nbformat.writes(notebook) for notebook in seen)
    assert heard == unheard
    assert "'In', 'Out'" in heard


def test_a_kernel_that_cannot_be_listened_to_runs_no_cell(
    ran: Callable[..., Result], monkeypatch: pytest.MonkeyPatch, notebooks
) -> None:
    monkeypatch.setattr(recorder, "request", lambda *_: "1 / 0")
    assert "cannot be listened to: division by zero" in ran("open('ran', 'w')").failure
    assert not (notebooks.path / "ran").exists()


def test_an_unfinished_line_byte_code_and_strange_names_are_read(tmp_path: Path) -> None:
    log, odd = tmp_path / "log", tmp_path / "a\nb\udcff.csv"
    source, lone = tmp_path / "m.py", tmp_path / "lone.pyc"
    for path in (odd, source, lone):
        path.touch()
    cached = tmp_path / "__pycache__" / f"m.{sys.implementation.cache_tag}.pyc"
    paths = [os.fsencode(path) for path in (odd, cached, lone, source)]
    log.write_bytes(b"\0".join(paths) + b"x")
    assert recorder.noted(log) == {str(odd), str(source), str(lone)}
    assert recorder.noted(tmp_path / "absent") == frozenset()


def test_a_package_installed_among_others_still_has_its_own_files_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = tmp_path / "analysis" / "m.py"
    monkeypatch.setattr(recorder, "_installation", lambda: (f"{tmp_path}/",))
    assert not recorder._counts(str(module))
    monkeypatch.setattr(recorder, "OURS", f"{tmp_path}/analysis/")
    assert recorder._counts(str(module))


def test_an_imported_package_is_found_by_its_first_file_whether_source_or_byte_code(
    tmp_path: Path,
) -> None:
    log = tmp_path / "opened"
    assert recorder.imported(recorder.noted(log), ["networkx"]) == set()
    log.write_bytes(
        b"/lib/networkx/__pycache__/__init__.cpython-311.pyc\0/lib/scipy/optimize/__init__.py\0"
        b"/lib/scipy/stats/other.py\0/lib/oldsparse/__init__.py\0"
    )
    asked = ["networkx", "scipy.optimize", "scipy.stats", "sparse"]
    assert recorder.imported(recorder.noted(log), asked) == {"networkx", "scipy.optimize"}
