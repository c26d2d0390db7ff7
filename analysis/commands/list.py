"""`summit list`: the reports there are."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from analysis.render.catalogue import Declaration
    from analysis.render.kinds import Value

SPELT = 4  # so many values of a matrix are told one by one


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare nothing: there is nothing to choose."""


def run(_args: argparse.Namespace) -> int:
    """Print a line for each report; a matrix of them is one line."""
    from analysis import provenance
    from analysis.commands.terminal import columns, say
    from analysis.render import catalogue

    rows = [_row(one) for one in catalogue.declared(provenance.notebooks()).values()]
    say(columns(["report", "title", "notebook", "parameters"], rows))
    return 0


def _row(declaration: Declaration) -> list[str]:
    from analysis.render import sweeps

    report, swept = declaration.report, declaration.matrix.axes
    many = f" ({len(sweeps.planned([declaration])):,} reports)" if swept else ""
    values = report.parameters | {name: _span(axis.values) for name, axis in swept.items()}
    shown = ", ".join(f"{name}={value}" for name, value in values.items())
    return [report.name, f"{report.title}{many}", report.notebook.name, shown]


def _span(values: Sequence[Value]) -> str:
    """Return the values of a matrix; of many, the ends and how many there are."""
    if len(values) > SPELT:
        return f"{{{values[0]} … {values[-1]}: {len(values)} values}}"
    return f"{{{', '.join(map(str, values))}}}"
