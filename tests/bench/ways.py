"""The ways to build the same reports, each a program of its own, so that its use can be measured.

python -m tests.bench.ways WAY PLAN OUT builds the reports of the list in PLAN. What is printed on
the last line is the time that counts where the process was warm before, in seconds of the clock.
"""

from __future__ import annotations

import ast
import json
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import nbformat
from nbformat.v4 import new_output

FORMATS = ("html", "pdf")


def naive(plan: Sequence[Mapping[str, Any]], out: Path) -> None:
    """Run three commands a report, as a loop in a shell would."""
    for one in plan:
        made = out / f"{one['name']}.ipynb"
        given = [word for pair in one["parameters"].items() for word in ("-p", *map(str, pair))]
        _command("papermill", one["notebook"], str(made), *given, folder=one["folder"])
        _command("nbconvert", "--to", "html", str(made), folder=one["folder"])
        options = ["--WebPDFExporter.disable_sandbox=True"] if one["pdf"] == "webpdf" else []
        _command("nbconvert", "--to", one["pdf"], *options, str(made), folder=one["folder"])


def one_process(plan: Sequence[Mapping[str, Any]], out: Path) -> None:
    """Run papermill as it comes, and nbconvert's own exporters, in one process."""
    import papermill
    from nbconvert.exporters import get_exporter

    exporters = {name: get_exporter(name)() for name in ("html", plan[0]["pdf"])}
    exporters[plan[0]["pdf"]].disable_sandbox = True
    for one in plan:
        made = out / f"{one['name']}.ipynb"
        papermill.execute_notebook(
            one["notebook"], made, parameters=one["parameters"], cwd=one["folder"]
        )
        for ending, exporter in zip(FORMATS, exporters.values(), strict=True):
            page, _ = exporter.from_filename(str(made))
            content = page.encode() if isinstance(page, str) else page
            made.with_suffix(f".{ending}").write_bytes(content)


def floor(plan: Sequence[Mapping[str, Any]], out: Path) -> float:
    """Run the cells as plain Python in this process, warm, and export what they show."""
    from analysis.commands.edition import edition

    shared = edition(show_code=False)
    _plain(plan[0], out, shared)
    begun = time.perf_counter(), time.process_time()
    for one in plan:
        _plain(one, out, shared)
    print(json.dumps({"cpu": time.process_time() - begun[1]}), flush=True)  # noqa: T201 # a result
    return time.perf_counter() - begun[0]


def _plain(one: Mapping[str, Any], out: Path, edition: Any) -> None:
    from analysis.render import formats
    from analysis.render.canonical import canonical
    from analysis.render.catalogue import Report

    report = Report(one["name"], one["name"], Path(one["notebook"]), one["parameters"], {})
    executed = canonical(_executed(report))
    for name, page in formats.exported(executed, FORMATS, report, edition).items():
        (out / name).write_bytes(page)


def _executed(report: Any) -> Any:
    """Return the notebook with what each cell's last line shows."""
    from IPython.core.formatters import DisplayFormatter

    formatter = DisplayFormatter()
    notebook = nbformat.read(report.notebook, as_version=4)
    names: dict[str, Any] = {"__name__": "__main__"}
    for cell in (cell for cell in notebook.cells if cell.cell_type == "code"):
        shown = _run(cell.source, names)
        if "parameters" in cell.metadata.get("tags", ()):
            names |= report.parameters
        if shown is not None:
            data, metadata = formatter.format(shown)
            cell.outputs = [
                new_output("execute_result", data, metadata=metadata, execution_count=1)
            ]
    return notebook


def _run(source: str, names: dict[str, Any]) -> object:
    """Run a cell's lines, and return what the last one comes to if it is an expression."""
    tree = ast.parse(source)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, "<cell>", "exec"), names)  # noqa: S102 # the project's own notebooks
    if not isinstance(last, ast.Expr):
        return None
    return eval(compile(ast.Expression(last.value), "<cell>", "eval"), names)  # noqa: S307 # same


def _command(module: str, *words: str, folder: str) -> None:
    subprocess.run(
        [sys.executable, "-m", module, *words], cwd=folder, check=True, capture_output=True
    )


WAYS = {"naive": naive, "one-process": one_process, "floor": floor}


def main() -> None:
    """Build, and print how long it took once the process was warm."""
    way, plan, out = sys.argv[1:]
    took = WAYS[way](json.loads(Path(plan).read_text()), Path(out))
    print(json.dumps({"wall": took}))  # noqa: T201 # a result


if __name__ == "__main__":
    main()
