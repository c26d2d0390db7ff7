"""A report's notebook as a list of calls that can be made one at a time."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from analysis.errors import ReportError
from analysis.render.kinds import Value

# what every report has around its exhibits
_FRAME = "imprint"


@dataclass(frozen=True, slots=True)
class Step:
    """One call of a notebook: the heading it stands under, its source, the parameters it uses."""

    heading: str
    source: str
    uses: frozenset[str]

    @property
    def label(self) -> str:
        """The heading and the name of what is called, in words."""
        called = self.source.partition("(")[0].rpartition(".")[2].replace("_", " ")
        return f"{self.heading}: {called}" if self.heading else called


@dataclass(frozen=True)
class Script:
    """What a notebook imports, what it prepares, and the calls whose results it shows."""

    imports: Mapping[str, str]
    setup: tuple[str, ...]
    steps: tuple[Step, ...]

    def result(self, step: Step, values: Mapping[str, Value]) -> Any:
        """Return what a step shows for these values of the parameters; raises what it raises."""
        space: dict[str, Any] = {name: import_module(of) for name, of in self.imports.items()}
        space |= values
        for source in self.setup:
            if _names(source) & step.uses or _assigned(source) in _names(step.source):
                exec(source, space)  # noqa: S102 - the notebook's own cell, as its kernel runs it
        return eval(step.source, space)  # noqa: S307 - the same


def script(notebook: Path) -> Script:
    """Return a notebook of the house's form; ReportError when it cannot be read as one."""
    try:
        cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
        code = [cell for cell in cells if cell["cell_type"] == "code"]
        imports = dict(_imported("".join(code[1]["source"])))
        setup = tuple(source for cell in code[2:] if _assigned(source := "".join(cell["source"])))
    except (OSError, LookupError, TypeError, ValueError, SyntaxError) as error:
        raise ReportError(f"{notebook.name} cannot be explored: {error}") from None
    feeds = {_assigned(source): _names(source) for source in setup}
    return Script(imports, setup, tuple(_steps(cells, feeds)))


def _steps(cells: list[Mapping[str, Any]], feeds: Mapping[str, frozenset[str]]) -> Iterator[Step]:
    heading = ""
    for cell in cells:
        source = "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            heading = _heading(source) or heading
        elif cell["cell_type"] == "code" and _shows(source):
            names = _names(source)
            fed = [feeds[name] for name in feeds if name in names]
            yield Step(heading, source, names.union(*fed))


def _heading(markdown: str) -> str:
    """Return the last heading of a cell."""
    found = [line.lstrip("#").strip() for line in markdown.splitlines() if line.startswith("#")]
    return found[-1] if found else ""


def _shows(source: str) -> bool:
    """Return whether a cell is a call whose result is an exhibit or another piece of a page."""
    body = ast.parse(source).body
    call = body[0].value if len(body) == 1 and isinstance(body[0], ast.Expr) else None
    if not isinstance(call, ast.Call):
        return False
    root = call.func.value if isinstance(call.func, ast.Attribute) else call.func
    return isinstance(root, ast.Name) and root.id != _FRAME


def _imported(source: str) -> Iterator[tuple[str, str]]:
    """Yield the name and the full module of everything `from analysis import …` brings."""
    import analysis

    for node in ast.parse(source).body:
        if not isinstance(node, ast.ImportFrom) or node.module != "analysis":
            raise ValueError("its second code cell is not `from analysis import …`")
        for alias in node.names:
            yield alias.asname or alias.name, analysis.EXPOSED[alias.name]


def _names(source: str) -> frozenset[str]:
    return frozenset(node.id for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Name))


def _assigned(source: str) -> str:
    """Return the name that a cell of one plain assignment binds, else nothing."""
    body = ast.parse(source).body
    match body:
        case [ast.Assign(targets=[ast.Name(id=name)])]:
            return name
    return ""
