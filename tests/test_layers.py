"""The picture of DESIGN as a test: a module imports only from the rows above its own."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ANALYSIS = Path(__file__).parents[1] / "analysis"

# one row a layer, the lowest first; a package counts as one and may import from itself
ROWS = (
    ("errors",),
    ("countries", "units", "numbers", "moments", "corrections", "outlines"),
    ("descriptor",),
    ("checks",),
    ("reading", "kept"),
    ("data", "measures", "style", "look", "provenance"),
    ("charts", "tables", "claims"),
    ("exhibits", "blocks"),
    ("topics",),
    ("render",),
    ("commands", "explore", "__init__"),
    ("__main__",),
)
RANK = {name: rank for rank, row in enumerate(ROWS) for name in row}

# what a row would allow and the house does not
FORBIDDEN = {
    "render": (
        set(RANK) - {"errors", "render"},
        "render knows no topic and could serve other notebooks: pass what it needs from commands",
    ),
    "charts": ({"data", "measures"}, "charts never computes: let topics/ pass it the numbers"),
    "tables": ({"data", "measures"}, "tables never computes: let topics/ pass it the numbers"),
    "measures": ({"data", "pathlib", "os", "io"}, "measures never sees a file: pass it a series"),
}

MODULES = sorted(
    path for path in ANALYSIS.rglob("*.py") if not {"_data", "_notebooks"} & set(path.parts)
)


def owner(path: Path) -> str:
    """Return the module or package that a file belongs to."""
    first = path.relative_to(ANALYSIS).parts[0]
    return first.removesuffix(".py")


def imported(tree: ast.AST) -> Iterator[str]:
    """Yield each module or package of analysis, and each other top-level package, imported."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module == "analysis":
            names = [f"analysis.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = ["." * node.level + (node.module or "")]
        else:
            continue
        for name in names:
            parts = name.split(".")
            yield parts[1] if parts[0] == "analysis" and len(parts) > 1 else parts[0]


def faults(me: str, source: str) -> Iterator[str]:
    """Yield a sentence for each import that a module may not have."""
    if me not in RANK:
        yield f"{me} is in no row: find its layer and add it to ROWS in tests/test_layers.py"
        return
    unwanted, why = FORBIDDEN.get(me, (set(), ""))
    for other in sorted(set(imported(ast.parse(source)))):
        if other == "":
            yield f"{me} imports relatively: write `from analysis…`"
        elif other in unwanted:
            yield f"{me} must not import {other}: {why}"
        elif other != me and other in RANK and RANK[other] >= RANK[me]:
            yield f"{me} must not import {other}: it is in no row above; see ROWS"


@pytest.mark.parametrize(
    ("me", "source", "remedy"),
    [
        ("data", "from analysis import claims", "see ROWS"),
        ("data", "def f():\n    import analysis.render.engine", "see ROWS"),
        ("measures", "from pathlib import Path", "pass it a series"),
        ("charts", "from analysis.measures import growth", "let topics/ pass it"),
        ("render", "from analysis import provenance", "pass what it needs"),
        ("tables", "from . import data", "write `from analysis"),
        ("novelty", "", "add it to ROWS"),
    ],
)
def test_an_import_from_below_is_found_and_the_remedy_named(
    me: str, source: str, remedy: str
) -> None:
    assert remedy in "".join(faults(me, source))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ANALYSIS)))
def test_a_module_imports_only_from_rows_above(path: Path) -> None:
    assert list(faults(owner(path), path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ANALYSIS)))
def test_a_module_fits_a_screen_or_five(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").count("\n")
    assert lines <= 250, f"{path.name} has {lines} lines: cut it where its subject changes"


def bodies(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """Yield each function and the lines of its body without its docstring."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            body = node.body[1:] if ast.get_docstring(node) else node.body
            yield node.name, (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ANALYSIS)))
def test_a_function_does_one_thing(path: Path) -> None:
    for name, lines in bodies(ast.parse(path.read_text(encoding="utf-8"))):
        assert lines <= 30, f"{path.name}: {name} has {lines} lines of body: name its parts"
