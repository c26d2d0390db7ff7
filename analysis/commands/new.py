"""`summit new report NAME`: a notebook in the form of the house, declared in reports.toml."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from analysis import provenance
from analysis.commands.terminal import say
from analysis.errors import ReportError, unknown

KINDS = ("report",)
_PARAMETERS = """\
as_of: "date" = "latest"  # use what was public by this day (YYYY-MM-DD), or latest
countries: list = ["KAZ", "UZB"]  # states shown [KAZ, KGZ, TJK, TKM, UZB]
first_year: int = 2019  # first year shown [2011..2025]
last_year: int = 2025  # last year shown [2011..2025]"""
_CELLS = (
    ("code", _PARAMETERS),
    ("code", "from analysis import imprint, trade"),
    ("code", "imprint.strap(as_of, countries=countries)"),
    ("markdown", "## What the first exhibit shows\n\nProse, one call; prose, one call."),
    ("code", 'trade.turnover_levels(as_of, countries, first_year, last_year, "GACC")'),
    ("markdown", "## Sources"),
    ("code", "imprint.sources()"),
    ("markdown", "## Colophon"),
    ("code", "imprint.colophon(as_of=as_of, countries=countries)"),
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("kind", metavar="KIND", help="what to add: report")
    parser.add_argument("name", metavar="NAME", help="its name: letters, digits, - and _")


def run(args: argparse.Namespace) -> int:
    """Write the notebook and its table in reports.toml, both or neither; then say what is next."""
    from analysis.render import catalogue, files, names

    if args.kind not in KINDS:
        raise ReportError(unknown("kind", args.kind, KINDS))
    folder = provenance.notebooks()
    if not catalogue.NAME.fullmatch(args.name) or args.name.lower() in names.RESERVED:
        raise ReportError(f"a report's name may hold letters, digits, - and _, not {args.name!r}")
    known = catalogue.declared(folder)
    notebook = folder / f"{args.name}.ipynb"
    if args.name in known or notebook.exists():
        raise ReportError(f"there is a report or a notebook named '{args.name}' already")
    declared = (folder / catalogue.FILE).read_text(encoding="utf-8").rstrip("\n")
    table = f'[{args.name}]\nnotebook = "{args.name}"\n'
    files.place(
        folder,
        {notebook.name: _notebook(args.name), catalogue.FILE: f"{declared}\n\n{table}".encode()},
    )
    _next(args.name, notebook)
    return 0


def _notebook(name: str) -> bytes:
    cells = [_cell(name, number, kind, source) for number, (kind, source) in enumerate(_CELLS)]
    cells[0]["metadata"] = {"tags": ["parameters"]}
    document = {
        "cells": cells,
        "metadata": {
            "title": name.replace("-", " ").replace("_", " ").capitalize(),
            "lang": "en",
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return (json.dumps(document, indent=1, ensure_ascii=False) + "\n").encode()


def _cell(name: str, number: int, kind: str, source: str) -> dict[str, Any]:
    cell = {"cell_type": kind, "id": f"{name[:50]}-{number:02d}", "metadata": {}, "source": source}
    return cell | ({"execution_count": None, "outputs": []} if kind == "code" else {})


def _next(name: str, notebook: Path) -> None:
    say(f"{notebook}")
    say(f"declared in {notebook.with_name('reports.toml')}")
    say("next: open it in JupyterLab (`make lab`), write it,")
    say(f"      build it (`summit build {name}`), try it (`make quick`)")
