"""Print what a batch takes in each way of building it: python -m tests.bench.batch [--size 20].

All ways build the same reports, profiles and resources by a sweep, in html and pdf, from one run.
The naive ways are measured on some of the reports and scaled, which the table says. `--memory` and
`--flat` compare batches of different sizes instead, of a light notebook.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import nbformat
from nbformat.v4 import new_code_cell, new_notebook

from analysis import provenance
from analysis.render import catalogue, machine, sweeps
from tests.bench.measure import Use, hold_to, used, watched

CLONE = Path(__file__).parents[2]
REPORTS = ("kazakhstan", "uzbekistan", "tajikistan", "china", "resources")
SWEEP = {"as_of": ("latest", "2025-06-16"), "last_year": ("2024", "2023", "2022", "2021", "2020")}
BROWSERS = "PLAYWRIGHT_BROWSERS_PATH"


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the tables."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.batch", description=__doc__)
    parser.add_argument("--size", type=int, default=20, help="reports (default: 20)")
    parser.add_argument("--naive", type=int, default=5, help="of them in the naive ways")
    parser.add_argument("--memory", type=_sizes, metavar="20,500", help="memory by size")
    parser.add_argument("--flat", type=_sizes, metavar="10,1000", help="cost a report by size")
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        if sizes := asked.memory or asked.flat:
            rows = _light(sizes, Path(folder))
        else:
            rows = _ways(asked.size, asked.naive, Path(folder))
        _say(f"{_load()}, {machine.cores()} cores, Python {sys.version.split()[0]}")
        for row in rows:
            _say(row)
    return 0


def _ways(size: int, few: int, folder: Path) -> Iterator[str]:
    """Yield the table of all ways."""
    pdf, environment = _pdf(folder)
    plan = _plan(size, pdf)
    yield f"{size} reports in html and pdf; the naive ways make the PDF by {pdf}, and ran {few}"
    yield "| way | wall s | CPU s | peak MB | faster than naive | times the floor, wall | CPU |"
    yield "|---|---|---|---|---|---|---|"
    cores = machine.cores()
    floors = {1: _floor([plan], folder), cores: _floor(_shares(plan, cores), folder)}
    naive = _scaled(_way("naive", plan[:few], folder, environment), size / few)
    yield _row(f"shell loop, {few} of {size} scaled", naive, naive, floors[cores])
    once = _scaled(_way("one-process", plan[:few], folder, environment), size / few)
    yield _row(f"papermill in one process, {few} of {size} scaled", once, naive, floors[cores])
    for kernel, jobs, held in _ours(cores):
        use = _build(plan, folder, "--kernel", kernel, *jobs, cores=held)
        how = f"ours, {kernel} kernels, {jobs[1] if jobs else 'default'} workers, {held} cores"
        yield _row(how, use, naive, floors[held])
    for held, use in floors.items():
        yield _row(f"floor, warm, {held} cores", use, naive, use)


def _ours(cores: int) -> Iterator[tuple[str, tuple[str, ...], int]]:
    yield "fork", ("--jobs", "1"), 1
    yield "fork", (), 1
    yield "fork", (), cores
    yield "stock", ("--jobs", "1"), 1
    yield "stock", (), cores


def _row(how: str, use: Use, naive: Use, floor: Use) -> str:
    ratios = (
        f"{naive.wall / use.wall:.1f} | {use.wall / floor.wall:.2f} | {use.cpu / floor.cpu:.2f}"
    )
    return f"| {how} | {use.wall:.1f} | {use.cpu:.1f} | {use.peak / 1e6:.0f} | {ratios} |"


def _plan(size: int, pdf: str) -> list[dict[str, Any]]:
    """Return so many reports, as plain values, of every notebook in turn."""
    folder = provenance.notebooks().absolute()
    known = catalogue.declared(folder)
    settings = {name: ",".join(values) for name, values in SWEEP.items()}
    planned = [sweeps.planned([known[name]], settings) for name in REPORTS]
    return [
        {
            "name": one.name,
            "report": one.name.split("-")[0],
            "notebook": str(one.notebook),
            "folder": str(folder),
            "parameters": dict(one.parameters),
            "pdf": pdf,
        }
        for turn in zip(*planned, strict=True)
        for one in turn
    ][:size]


def _shares(plan: Sequence[Any], count: int) -> list[list[Any]]:
    return [list(plan[number::count]) for number in range(count)]


def _way(name: str, plan: Sequence[Any], folder: Path, environment: Mapping[str, str]) -> Use:
    out = _fresh(folder)
    (folder / "plan.json").write_text(json.dumps(plan))
    command = [sys.executable, "-m", "tests.bench.ways", name, str(folder / "plan.json"), str(out)]
    return used(command, CLONE, {"PYTHONPATH": str(CLONE), **environment})


def _floor(shares: Sequence[Sequence[Any]], folder: Path) -> Use:
    """Return what the floor takes when its reports are shared among processes."""
    out = _fresh(folder)
    running = []
    for number, share in enumerate(shares):
        (plan := folder / f"share-{number}.json").write_text(json.dumps(share))
        command = [sys.executable, "-m", "tests.bench.ways", "floor", str(plan), str(out)]
        running.append(
            subprocess.Popen(
                command,
                cwd=CLONE,
                env={**os.environ, "PYTHONPATH": str(CLONE), "MPLBACKEND": "agg"},
                stdout=subprocess.PIPE,
                text=True,
                preexec_fn=partial(hold_to, None if shares[1:] else 1),
            )
        )
    with watched(*(one.pid for one in running)) as peak:
        said = [json.loads(line) for one in running for line in one.communicate()[0].splitlines()]
    found = {name: [one[name] for one in said if name in one] for name in ("wall", "cpu")}
    return Use(max(found["wall"]), sum(found["cpu"]), peak[0])


def _build(plan: Sequence[Mapping[str, Any]], folder: Path, *words: str, cores: int) -> Use:
    """Return what `summit build` takes for the reports of a plan."""
    declared = folder / "notebooks"
    shutil.copytree(provenance.notebooks(), declared, dirs_exist_ok=True)
    lines = [
        f'["{one["name"]}"]\nnotebook = "{Path(one["notebook"]).stem}"\n'
        f"parameters = {{ {_toml(one['parameters'])} }}\n"
        for one in plan
    ]
    (declared / "reports.toml").write_text("\n".join(lines), encoding="utf-8")
    return _summit(declared, folder, *words, cores=cores)


def _toml(parameters: Mapping[str, Any]) -> str:
    return ", ".join(f"{name} = {json.dumps(value)}" for name, value in parameters.items())


def _summit(notebooks: Path, folder: Path, *words: str, cores: int) -> Use:
    out = str(_fresh(folder))
    command = [sys.executable, "-m", "analysis", "build", "--out", out, "--format", "html,pdf"]
    environment = {"PYTHONPATH": str(CLONE), "SUMMIT_NOTEBOOKS": str(notebooks)}
    return used([*command, *words], CLONE, environment, cores)


def _light(sizes: Sequence[int], folder: Path) -> Iterator[str]:
    """Yield a table of batches of different sizes, of a notebook that draws nothing."""
    notebooks = folder / "light"
    notebooks.mkdir()
    parameter = new_code_cell("number: int = 1  # which one it is [1..9999]")
    parameter.metadata.tags = ["parameters"]
    cells = [parameter, new_code_cell("print(f'Report {number}')")]
    nbformat.write(new_notebook(cells=cells), notebooks / "light.ipynb")
    (notebooks / "reports.toml").write_text('[light]\nnotebook = "light"\n')
    yield "a light notebook of one line, html and pdf, the default kernels and workers"
    yield "| reports | wall s | CPU s | ms a report, wall | CPU | peak MB |"
    yield "|---|---|---|---|---|---|"
    for size in sizes:
        use = _summit(notebooks, folder, "--set", f"number=1..{size}", cores=machine.cores())
        each = f"{use.wall / size * 1000:.0f} | {use.cpu / size * 1000:.0f}"
        yield f"| {size} | {use.wall:.1f} | {use.cpu:.1f} | {each} | {use.peak / 1e6:.0f} |"


def _pdf(folder: Path) -> tuple[str, dict[str, str]]:
    """Return nbconvert's way to a PDF that works here, and what it needs in the environment."""
    if shutil.which("xelatex") and shutil.which("pandoc"):
        return "pdf", {}
    return "webpdf", _browser(folder)


def _browser(folder: Path) -> dict[str, str]:
    """Let an installed Chromium stand where playwright looks for the one that it downloads."""
    from playwright.sync_api import Error, sync_playwright

    installed = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        try:
            playwright.chromium.launch().close()
        except Error as error:
            wanted = next(word for word in str(error).split() if word.startswith("/"))
        else:
            return {}
    if installed is None:
        raise SystemExit("error: neither xelatex nor a browser: nothing to compare the PDF with")
    parts = Path(wanted).parts
    place = folder / "browsers" / Path(*parts[parts.index("ms-playwright") + 1 :])
    place.parent.mkdir(parents=True)
    place.symlink_to(installed)
    return {BROWSERS: str(folder / "browsers")}


def _fresh(folder: Path) -> Path:
    out = folder / "out"
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir()
    return out


def _scaled(use: Use, factor: float) -> Use:
    return replace(use, wall=use.wall * factor, cpu=use.cpu * factor)


def _sizes(text: str) -> list[int]:
    return [int(one) for one in text.split(",")]


def _load() -> str:
    return f"load {os.getloadavg()[0]:.1f}"


def _say(line: str) -> None:
    print(line, flush=True)  # noqa: T201 # the table


if __name__ == "__main__":
    sys.exit(main())
