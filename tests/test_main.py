from __future__ import annotations

import io
import json
import os
import runpy
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

import analysis
from analysis import __main__
from analysis.__main__ import COMMANDS, main
from analysis.commands import dry_run
from analysis.commands.terminal import columns
from analysis.render import catalogue, sweeps

HEAVY = {"pandas", "matplotlib", "papermill", "nbconvert", "typst", "importlib.metadata"}


@pytest.mark.parametrize(
    ("arguments", "error", "tip"),
    [
        (["biuld"], "unknown command 'biuld'. Did you mean 'build'?", ""),
        (["build", "--fromat=pdf"], "unknown option '--fromat'. Did you mean '--format'?", "build"),
        (["--verison"], "unknown option '--verison'. Did you mean '--version'?", "summit --help"),
        (["build", "--form", "pdf"], "unknown option '--form'", "summit build --help"),
        (["build", "--set"], "argument --set: expected one argument", "summit build --help"),
        (["list", "brief"], "unexpected argument 'brief'", "summit list --help"),
        (["build", "tyny"], "unknown report 'tyny'. Did you mean 'tiny'?", ""),
        (["build", "--set", "asof=latest"], "'asof'. Did you mean 'as_of'?", ""),
        (["build", "--set", "as_of=soon"], "parameter 'as_of' expects an ISO date", ""),
        (["build", "--set", "as_of"], "--set expects NAME=VALUE, not 'as_of'", ""),
        (["build", "--set", "=latest"], "--set expects NAME=VALUE", ""),
        (["build", "--set", "as_of=latest", "--set", "as_of=x"], "--set gives 'as_of' twice", ""),
        (["build", "--set", "as_of=soon,latest"], "1 of 2 combinations is refused; the first", ""),
        (["build", "--name", "../{report}"], "--name: a name may hold letters, digits", ""),
        (["build", "--format", "pfd"], "unknown format 'pfd'. Did you mean 'pdf'?", ""),
        (["build", "--jobs", "0"], "--jobs expects a number from 1 up, not 0", ""),
        (["build", "--jobs", "two"], "invalid int value: 'two'", "build"),
        (["build", "--fail-fast", "--keep-going"], "not allowed with argument", "build"),
        (["build", "--out", "in-the-way"], "a file of that name is in the way", ""),
    ],
)
@pytest.mark.usefixtures("tiny_data")
def test_a_mistake_is_one_error_line_before_any_kernel_starts(
    notebooks,
    arguments: list[str],
    error: str,
    tip: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    notebooks.add("tiny")
    monkeypatch.chdir(tmp_path)
    Path("in-the-way").touch()
    assert main(arguments) == 2
    captured = capsys.readouterr()
    lines = captured.err.splitlines()
    assert captured.out == ""
    assert lines[0].startswith("error: ")
    assert error in lines[0]
    assert [line[:5] for line in lines[1:]] == ["tip: "] * bool(tip)
    assert tip in captured.err


def test_a_notebook_without_parameters_cell_is_refused_before_any_kernel_starts(
    notebooks, capsys: pytest.CaptureFixture[str]
) -> None:
    notebooks.add("tiny", parameters=None)
    assert main(["build"]) == 2
    assert "tiny.ipynb has no cell tagged 'parameters'" in capsys.readouterr().err


def test_edited_data_is_refused_before_any_kernel_starts(
    notebooks, tiny_data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    notebooks.add("tiny")
    path = tiny_data / "sources.csv"
    path.write_text(path.read_text().replace("April", "May"))
    assert main(["build"]) == 2
    assert "sources.csv" in capsys.readouterr().err


@pytest.mark.parametrize("created", ['"someday"', "null"])
def test_data_without_a_date_is_refused(
    notebooks, tiny_data: Path, created: str, capsys: pytest.CaptureFixture[str]
) -> None:
    notebooks.add("tiny")
    path = tiny_data / "datapackage.json"
    path.write_text(path.read_text().replace('"2025-06-18T00:00:00Z"', created))
    assert main(["build"]) == 2
    assert "created must be an ISO date" in capsys.readouterr().err


def test_help_says_why_when_the_reports_cannot_be_read(
    notebooks, capsys: pytest.CaptureFixture[str]
) -> None:
    notebooks.declare("[")
    assert main(["build", "--help"]) == 0
    assert "cannot be read: reports.toml" in capsys.readouterr().out


def test_help_of_build_shows_every_parameter(notebooks, capsys: pytest.CaptureFixture[str]) -> None:
    notebooks.add("tiny", parameters="years: list = [2024]  # the years shown", title="Tiny one")
    notebooks.declare("[tiny]\nnotebook = 'tiny'\nparameters = { years = [2023] }")
    assert main(["build", "--help"]) == 0
    said = capsys.readouterr().out
    assert "tiny: Tiny one\n    years: list = [2023]\n        the years shown" in said


def test_list_shows_name_title_notebook_and_parameters(
    notebooks, capsys: pytest.CaptureFixture[str]
) -> None:
    notebooks.add("tiny", title="Tiny one")
    assert main(["list"]) == 0
    header, line = capsys.readouterr().out.splitlines()
    assert header.split() == ["report", "title", "notebook", "parameters"]
    assert line.split() == ["tiny", "Tiny", "one", "tiny.ipynb", "as_of=latest"]
    assert line.index("Tiny one") == header.index("title")


def test_list_shows_a_matrix_in_one_line_with_its_count(
    notebooks, capsys: pytest.CaptureFixture[str]
) -> None:
    notebooks.add("tiny", parameters="year: int = 1  # a year\nword: str = 'a'  # a word")
    notebooks.declare(
        "[many]\nnotebook = 'tiny'\nmatrix = { year = '1..9', word = ['a', 'b'] }\n"
        "exclude = [{ word = 'a', year = '3' }]"
    )
    assert main(["list"]) == 0
    _, line = capsys.readouterr().out.splitlines()
    assert "tiny (17 reports)" in line
    assert line.endswith("year={1 … 9: 9 values}, word={a, b}")


@pytest.mark.usefixtures("tiny_data")
def test_a_dry_run_tells_what_would_be_built_and_why_and_writes_nothing(
    notebooks, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    notebooks.add("tiny", "raise SystemExit")
    out = tmp_path / "out"
    settings = ["--set", "as_of=latest,2025-06-17", "--name", "{as_of}"]
    assert main(["build", *settings, "--out", str(out), "--dry-run"]) == 0
    header, *lines, last = capsys.readouterr().out.splitlines()
    assert header.split() == ["report", "why", "parameters"]
    assert [line.split() for line in lines] == [
        ["latest", "no", "manifest", "as_of=latest"],
        ["2025-06-17", "no", "manifest", "as_of=2025-06-17"],
    ]
    assert last == "2 of 2 reports would be built"
    assert main(["build", *settings, "--out", str(out), "--dry-run", "--json"]) == 0
    assert [json.loads(line) for line in capsys.readouterr().out.splitlines()] == [
        {"report": day, "why": "no manifest", "parameters": {"as_of": day}}
        for day in ("latest", "2025-06-17")
    ]
    assert not out.exists()


def test_a_dry_run_leaves_out_what_is_as_it_should_be(
    notebooks, capsys: pytest.CaptureFixture[str]
) -> None:
    notebooks.add("tiny")
    reports = sweeps.planned(catalogue.declared(notebooks.path).values())
    assert dry_run.tell(reports, lambda _report: None, as_json=False) == 0
    assert capsys.readouterr().out == "0 of 1 reports would be built\n"


@pytest.mark.usefixtures("tiny_data")
def test_sources_shows_who_published_what_where(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sources"]) == 0
    header, *lines = capsys.readouterr().out.splitlines()
    assert header.split() == ["source", "publisher", "edition", "licence", "address"]
    assert lines[0].split()[0] == "gacc"
    assert lines[0].endswith("https://example.org/gacc")


@pytest.mark.usefixtures("tiny_data")
def test_sources_as_json_holds_every_column(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sources", "--json"]) == 0
    first = json.loads(capsys.readouterr().out)[0]
    assert first["title"] == "Trade by country"
    assert first["accessed"].startswith("2025-06-17")


def test_seal_names_what_had_changed(tiny_data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tiny_data / "sources.csv"
    path.write_text(path.read_text().replace("April", "May"))
    assert main(["seal"]) == 0
    assert main(["seal"]) == 0
    assert capsys.readouterr().out.splitlines() == ["sealed sources", "nothing has changed"]


def test_version_and_bare_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out.startswith("summit 0.")
    assert main([]) == 0
    assert "commands:" in capsys.readouterr().out


def test_arguments_come_from_the_command_line_when_none_are_given(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["summit", "--help"])
    assert main() == 0
    said = capsys.readouterr().out
    assert all(f"    {name}  " in said for name in COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([command, "--help"]) == 0
    assert capsys.readouterr().out.startswith(f"usage: summit {command}")


def _instead(monkeypatch: pytest.MonkeyPatch, action: Callable[[], int]) -> None:
    module = ModuleType("stand-in")
    module.add_arguments = lambda _parser: None
    module.run = lambda _args: action()
    monkeypatch.setattr(__main__, "import_module", lambda _name: module)


def test_ctrl_c_ends_with_the_shells_status_and_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stop() -> int:
        raise KeyboardInterrupt

    _instead(monkeypatch, stop)
    assert main(["list"]) == 130
    assert capsys.readouterr().err == "stopped; what was written before is complete\n"


def test_a_reader_that_has_had_enough_is_no_error(
    start: Callable[..., subprocess.Popen[str]], tiny_data: Path
) -> None:
    process = start("sources", SUMMIT_DATA=str(tiny_data))
    process.stdout.close()
    assert process.stderr.read() == ""
    process.stderr.close()
    assert process.wait(20) == 141


def test_a_pipe_that_closes_ends_quietly(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    def burst() -> int:
        raise BrokenPipeError

    _instead(monkeypatch, burst)
    with (tmp_path / "out").open("w") as stream:
        monkeypatch.setattr(sys, "stdout", stream)
        assert main(["list"]) == 141
    assert capfd.readouterr().err == ""


def test_a_terminal_that_cannot_show_a_letter_shows_a_question_mark(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    narrow = io.TextIOWrapper(io.BytesIO(), encoding="ascii", write_through=True)
    monkeypatch.setattr(sys, "stdout", narrow)
    _instead(monkeypatch, lambda: sys.stdout.write("✓") and 0)
    assert main(["list"]) == 0
    assert narrow.buffer.getvalue() == b"?"


def test_streams_that_are_no_text_files_are_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", io.StringIO())
    assert main(["--help"]) == 0


def test_help_loads_nothing_heavy(start: Callable[..., subprocess.Popen[str]]) -> None:
    process = start("--help", PYTHONPROFILEIMPORTTIME="1")
    _, times = process.communicate(timeout=20)
    loaded = {line.rpartition("|")[2].strip() for line in times.splitlines()}
    assert not HEAVY & loaded, "import it inside run(), not at the top of a module"


def test_the_package_imports_a_subject_only_when_it_is_named() -> None:
    code = "import sys, analysis; print('pandas' in sys.modules, 'matplotlib' in sys.modules)"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout == "False False\n"


@pytest.mark.parametrize("name", analysis.EXPOSED)
def test_every_exposed_subject_can_be_imported(name: str) -> None:
    assert getattr(analysis, name).__name__ == analysis.EXPOSED[name]


def test_what_the_package_does_not_expose_is_refused() -> None:
    with pytest.raises(AttributeError, match="module 'analysis' has no attribute 'utils'"):
        _ = analysis.utils


def test_columns_are_as_wide_as_their_widest_cell() -> None:
    assert columns(["a", "b"], [["long", "x"], ["y", "z"]]) == "a     b\nlong  x\ny     z"


def test_the_module_run_as_a_script_leaves_with_the_status(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["summit", "biuld"])
    with pytest.raises(SystemExit) as left:
        runpy.run_path(__main__.__file__, run_name="__main__")
    assert left.value.code == 2
    assert "Did you mean 'build'?" in capsys.readouterr().err


def test_python_m_analysis_is_the_same_command(start: Callable[..., subprocess.Popen[str]]) -> None:
    said, _ = start("--version").communicate(timeout=20)
    assert said.startswith("summit ")
    assert os.linesep in said


def test_folders_named_in_the_environment_may_be_relative(
    tmp_path: Path, tiny_data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SUMMIT_DATA", tiny_data.name)
    assert main(["sources"]) == 0
    assert os.environ["SUMMIT_DATA"] == str(tiny_data.resolve())


@pytest.mark.usefixtures("tiny_data")
def test_a_kernel_nobody_knows_is_refused_wherever_it_is_named(
    notebooks, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    notebooks.add("tiny", "1")
    monkeypatch.setenv("SUMMIT_KERNEL", "forked")
    assert main(["build"]) == 2
    assert "SUMMIT_KERNEL: unknown kernel 'forked'. Did you mean 'fork'?" in capsys.readouterr().err
    assert main(["build", "--kernel", "forked"]) == 2
    assert "invalid choice: 'forked'" in capsys.readouterr().err


@pytest.mark.usefixtures("tiny_data")
def test_a_kernel_asked_for_on_the_command_line_counts_before_the_variable(
    notebooks, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from analysis.render import batch

    notebooks.add("tiny", "1")
    monkeypatch.setenv("SUMMIT_KERNEL", "forked")
    asked = []
    monkeypatch.setattr(batch, "build", lambda *_: asked.append(os.environ["SUMMIT_KERNEL"]) or 0)
    assert main(["build", "--kernel", "stock", "--out", str(tmp_path / "out")]) == 0
    assert asked == ["stock"]
