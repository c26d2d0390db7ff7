"""The end of a report: its sources, its method in numbers, and what it was made from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
from markupsafe import Markup

from analysis import blocks, claims, data, provenance, tables
from analysis.blocks import Block
from analysis.moments import day
from analysis.numbers import counted
from analysis.tables import Column


def sources(as_of: str) -> Block:
    """Show every source the evidence rests on, with what each is and where it is."""
    used = {
        source
        for result in claims.verdicts(day(as_of))
        for item in result.evidence.items
        for source in item.source.split("; ")
    }
    rows = data.table("sources")
    rows = rows[rows["source"].isin(used)].sort_values("source")
    columns = [
        Column("source", "Source"),
        Column("publication", "Publication"),
        Column("licence", "Licence"),
    ]
    shown = [{**row, "publication": _publication(row)} for row in data.records(rows)]
    return Block(tables.table(shown, columns, kind="sources"))


def _publication(row: Mapping[str, Any]) -> Markup:
    title = tables.link(str(row["address"]), str(row["title"]))
    return Markup("{}: {}. {}.").format(row["publisher"], title, row["edition"])


def method(as_of: str) -> Block:
    """Say how the verdicts came about, with the numbers of this edition."""
    results = claims.verdicts(day(as_of))
    values = sum(len(result.evidence.items) for result in results)
    return blocks.callout(
        "What was done",
        [
            f"{counted(len(results), 'claim')} were written down with their definition and their"
            f" admissible reporters before any value was looked at, and {counted(values, 'item')}"
            f" of evidence held against them. A miss by a factor of {claims.THRESHOLD:g} or more"
            " counts as a contradiction. That factor is a convention; no verdict changes at"
            f" {' or '.join(f'{other:g}' for other in claims.OTHER_THRESHOLDS)}."
        ],
    )


def colophon(**parameters: object) -> Block:
    """Say what the report was made from: parameters, data, code and packages."""
    shown = ", ".join(f"{name} = {value}" for name, value in parameters.items())
    packages = ", ".join(f"{name} {v}" for name, v in provenance.package_versions().items())
    return Block(
        blocks.terms(
            [
                ("Parameters", shown),
                ("Data", f"sha256 {data.fingerprint()}"),
                ("Code", provenance.code_version()),
                ("Packages", packages),
            ]
        )
    )


def corrections() -> Block:
    """Show the known errors of a source that were put right, with the reason."""
    rows = data.table("corrections")
    columns = [
        Column("entity", "Entity", data.entity_name),
        Column("period", "Period"),
        Column("old_value", "Published", _number, align="right"),
        Column("new_value", "Used here", _number, align="right"),
        Column("reason", "Why"),
    ]
    return Block(tables.table(data.records(rows), columns, kind="corrections"))


def _number(value: float) -> str:
    return "withdrawn" if pd.isna(value) else f"{value:g}"
