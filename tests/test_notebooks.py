"""The rules of the house for notebooks, each with its remedy; and reports.toml against them."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from analysis import EXPOSED
from analysis.errors import SummitError
from analysis.render import catalogue, parameters, sweeps

NOTEBOOKS = Path(__file__).parents[1] / "notebooks"
INTERACTIVE = {"start.ipynb", "explore.ipynb"}
# the one cell that teaches how an exhibit is written holds what a notebook else may not
TAUGHT = "own-exhibit"
LOGIC = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.For, ast.While, ast.If)
LOGIC += (ast.With, ast.Try, ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp)
LOGIC += (ast.GeneratorExp, ast.IfExp)
# a digit in a formula, a link's target or a name in code font is no number typed in prose
NOT_PROSE = re.compile(r"\$\$.*?\$\$|\$[^$\n]+\$|`[^`]*`|\]\([^)]*\)", re.DOTALL)


def faults(path: Path) -> Iterator[str]:
    """Yield a sentence, with the remedy in it, for each rule a notebook breaks."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    code = [cell for cell in cells if cell["cell_type"] == "code"]
    yield from _parameter_faults(path, code)
    yield from _import_faults(code[1:2])
    for number, cell in enumerate(cells, start=1):
        source = "".join(cell["source"])
        if cell["cell_type"] == "code" and TAUGHT not in cell["metadata"].get("tags", []):
            yield from _code_faults(number, cell, source, first=cell in code[:2])
        elif cell["cell_type"] == "markdown" and re.search(r"\d", NOT_PROSE.sub("", source)):
            yield f"cell {number}: a number typed in prose: let a function of analysis say it"


def _parameter_faults(path: Path, code: list[dict[str, Any]]) -> Iterator[str]:
    if not code or parameters.TAG not in code[0]["metadata"].get("tags", []):
        yield "the first code cell is not the one tagged parameters: put it first"
    try:
        parameters.declared(path)
    except SummitError as error:
        yield str(error)


def _import_faults(second: list[dict[str, Any]]) -> Iterator[str]:
    if not second:
        yield "no second code cell: write `from analysis import …` there"
        return
    for node in ast.parse("".join(second[0]["source"])).body:
        if not isinstance(node, ast.ImportFrom) or node.module != "analysis":
            yield "the second code cell is `from analysis import …` and nothing else: move the rest"
            continue
        for alias in node.names:
            if alias.name not in EXPOSED:
                yield f"analysis has no {alias.name}: add it to EXPOSED in analysis/__init__.py"


def _code_faults(number: int, cell: dict[str, Any], source: str, *, first: bool) -> Iterator[str]:
    if cell.get("outputs") or cell.get("execution_count"):
        yield f"cell {number}: stored outputs: clear all outputs before saving"
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, LOGIC):
            what = type(node).__name__.lower()
            yield f"cell {number}: {what}: write it as a function of analysis and call that"
        elif isinstance(node, ast.Import | ast.ImportFrom) and not first:
            yield f"cell {number}: an import: it belongs into the second code cell"
    if not first and len(tree.body) != 1:
        yield f"cell {number}: {len(tree.body)} statements: a cell is one call"


def _notebook(tmp_path: Path, *cells: tuple[str, str, dict[str, Any]]) -> Path:
    document = {
        "cells": [
            {"cell_type": kind, "source": source, "metadata": {}, **more}
            for kind, source, more in cells
        ]
    }
    path = tmp_path / "tiny.ipynb"
    path.write_text(json.dumps(document))
    return path


TAGGED = {"metadata": {"tags": ["parameters"]}}
PARAMETERS = ("code", "country: str = 'KAZ'  # the economy shown", TAGGED)
IMPORTS = ("code", "from analysis import trade", {})


@pytest.mark.parametrize(
    ("cells", "remedy"),
    [
        ([IMPORTS, PARAMETERS], "put it first"),
        ([], "put it first"),
        ([("code", "country = 'KAZ'", TAGGED), IMPORTS], "Write `name: type = value"),
        ([PARAMETERS], "write `from analysis import"),
        ([PARAMETERS, ("code", "import pandas as pd", {})], "move the rest"),
        ([PARAMETERS, ("code", "from analysis import utils", {})], "add it to EXPOSED"),
        ([PARAMETERS, IMPORTS, ("code", "def f(): ...", {})], "write it as a function"),
        ([PARAMETERS, IMPORTS, ("code", "trade.f(lambda x: x)", {})], "write it as a function"),
        ([PARAMETERS, IMPORTS, ("code", "if country: f()", {})], "write it as a function"),
        ([PARAMETERS, IMPORTS, ("code", "[f(c) for c in country]", {})], "write it as a function"),
        ([PARAMETERS, IMPORTS, ("code", "import os", {})], "second code cell"),
        ([PARAMETERS, IMPORTS, ("code", "trade.f()\ntrade.g()", {})], "a cell is one call"),
        ([PARAMETERS, IMPORTS, ("code", "f()", {"outputs": [{}]})], "clear all outputs"),
        ([PARAMETERS, IMPORTS, ("markdown", "Trade rose to 95 bn.", {})], "let a function"),
    ],
)
def test_a_broken_rule_is_found_and_the_remedy_named(
    tmp_path: Path, cells: list[tuple[str, str, dict[str, Any]]], remedy: str
) -> None:
    assert remedy in " ".join(faults(_notebook(tmp_path, *cells)))


def test_a_thin_notebook_breaks_no_rule(tmp_path: Path) -> None:
    prose = ("markdown", "See [the page](https://example.org/2025) on $x_1$ and `CO2`.", {})
    call = ("code", "trade.turnover_by_country(country)", {"outputs": []})
    assert list(faults(_notebook(tmp_path, prose, PARAMETERS, IMPORTS, call))) == []


@pytest.mark.parametrize("path", sorted(NOTEBOOKS.glob("*.ipynb")), ids=lambda path: path.stem)
def test_a_notebook_of_ours_keeps_every_rule(path: Path) -> None:
    assert list(faults(path)) == []


def test_reports_toml_gives_only_parameters_its_notebooks_have() -> None:
    assert sweeps.planned(catalogue.declared(NOTEBOOKS).values())


def test_every_notebook_belongs_to_a_report_but_those_that_lead_to_them() -> None:
    used = {one.report.notebook.name for one in catalogue.declared(NOTEBOOKS).values()}
    unused = {path.name for path in NOTEBOOKS.glob("*.ipynb")} - used - INTERACTIVE
    assert not unused, f"{unused}: add a table to notebooks/reports.toml, or delete it"
