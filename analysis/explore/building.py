"""Build a report from a notebook, through the very command line that `summit build` is."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from markupsafe import Markup

from analysis import blocks, provenance
from analysis.blocks import Block
from analysis.errors import ReportError
from analysis.render.kinds import Value

FOLDER = "explored"
_ERROR = "error: "
_KINDS = {".html": "text/html", ".pdf": "application/pdf"}


def build(report: str, **parameters: Value) -> Block:
    """Build a report as HTML and PDF with these parameters, and return the links to both.

    Raises ReportError with the command's own words when it refuses or fails.

        >>> build("kazakhstan", as_of="2025-06-17")  # doctest: +SKIP
    """
    return links(run(report, parameters))


def run(
    report: str, parameters: Mapping[str, Value], say: Callable[[str], None] = lambda _line: None
) -> list[Path]:
    """Return the pages that `summit build` makes or finds fresh; `say` is told each line it prints.

    Raises ReportError with the reason when the build does not end well.
    """
    complaint = "the build was stopped"
    process = subprocess.Popen(  # noqa: S603 - this Python, our own module, arguments as a list
        [*_command(report, parameters)],
        env=_environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    )
    with process:
        try:
            for line in process.stdout or ():
                say(line.strip())
                if line.startswith(_ERROR):
                    complaint = line.removeprefix(_ERROR).strip()
        except BaseException:  # the interrupt button
            process.terminate()
            raise
    if process.returncode:
        raise ReportError(complaint)
    return [folder() / f"{report}{ending}" for ending in _KINDS]


def links(paths: list[Path]) -> Block:
    """Return a line that offers each file for download, wherever the notebook is shown."""
    offered = Markup(" ").join(_link(path) for path in paths)
    where = Markup("in <code>{}</code>").format(paths[0].parent) if paths else ""
    return Block(Markup('<p class="data">Built: {} {}</p>').format(offered, where))


def folder() -> Path:
    """Return where explored reports go: a folder where none takes a declared one's place."""
    beside = provenance.notebooks().parent
    clone = (beside / "pyproject.toml").is_file()
    return (beside if clone else Path.cwd()) / "reports" / FOLDER


def _link(path: Path) -> Markup:
    # JupyterLab serves its own folder only, and Voilà none: the file itself is in the link
    content = base64.b64encode(path.read_bytes()).decode()
    size = f"{path.stat().st_size / 1000:,.0f} kB"
    return Markup('<a download="{0}" href="data:{1};base64,{2}">{0}</a> ({3})').format(
        path.name, _KINDS[path.suffix], content, blocks.kept(size)
    )


def _command(report: str, parameters: Mapping[str, Value]) -> Iterator[str]:
    yield from (sys.executable, "-m", "analysis", "build", report, "--format", "html,pdf")
    yield from ("--out", str(folder()))
    for name, value in parameters.items():
        yield from ("--set", f"{name}={_typed(value)}")


def _typed(value: Value) -> str:
    """Return a value as it is typed after --set."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _environment() -> dict[str, str]:
    """Return an environment in which the build runs the code that this kernel runs."""
    code = str(Path(provenance.__file__).parents[1])
    return {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(filter(None, (code, os.getenv("PYTHONPATH")))),
    }
