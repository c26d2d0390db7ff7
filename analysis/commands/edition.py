"""What the reports of one build share: the files they may be made from, the packages, the day."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from analysis import descriptor, provenance
from analysis.errors import DataError
from analysis.render import parts
from analysis.render.manifest import Edition

# the rest of the data's description: what is said of columns, licences, the day
DESCRIPTION = f"data/{descriptor.FILENAME}"
RENDER = "analysis/render"
# what makes pages of executed notebooks, and what the machine annex takes from the data
ALWAYS = (RENDER, "analysis/errors.py", "analysis/commands/edition.py", DESCRIPTION)
SOURCES = "sources"


def edition(*, show_code: bool) -> Edition:
    """Return what this build's reports share; DataError when a table is not as it was sealed.

    No table is parsed: a build that finds nothing to do must not wait for pandas.
    """
    root = descriptor.root()
    package = descriptor.document(root)
    tables, columns = descriptor.tables(root), _columns(package)
    found = _code() | _data(root, package, columns)
    sources = f"data/{tables[SOURCES].path}" if SOURCES in tables else None
    return Edition(
        day=_day(package),
        code=parts.named(provenance.package_version(), found),
        packages=provenance.package_versions(),
        parts=found,
        show_code=show_code,
        sources=_sources(root, tables),
        columns=columns,
        licences=package.get("licenses", []),
        roots={
            "analysis": str(provenance.PACKAGE),
            "data": str(root),
            parts.NOTEBOOKS: str(provenance.notebooks().absolute()),
        },
        always=(*ALWAYS, *([sources] if sources else [])),
    )


def _code() -> dict[str, str]:
    """Return code and notebooks by name; what makes the pages counts as one."""
    code = provenance.code()
    render = {name: one for name, one in code.items() if name.startswith(f"{RENDER}/")}
    rest = {name: one for name, one in code.items() if name not in render}
    return {**rest, RENDER: parts.together(render)}


def _data(root: Path, package: Mapping[str, Any], columns: Mapping[str, Any]) -> dict[str, str]:
    """Return the hash of each table and file by name, and that of the rest of the description.

    A table's is over what is said of it, which has the hash of its file.
    """
    declared: list[descriptor.Table | descriptor.File] = [
        *descriptor.tables(root).values(),
        *descriptor.files(root).values(),
    ]
    described = {one["name"]: one for one in package["resources"]}
    if not all(_sealed(root / one.path, one.sha256) for one in declared):
        from analysis import data

        data.verify()  # says which and what to do, as everywhere
    found = {f"data/{one.path}": _hash(described[one.name]) for one in declared}
    rest = {name: value for name, value in package.items() if name != "resources"}
    return {**found, DESCRIPTION: _hash([rest, columns])}


def _sealed(path: Path, sha256: str) -> bool:
    return path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == sha256


def _hash(described: object) -> str:
    text = json.dumps(described, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _sources(root: Path, tables: Mapping[str, descriptor.Table]) -> dict[str, Mapping[str, str]]:
    """Return every source by name; a field that its row leaves out is empty."""
    if SOURCES not in tables:
        return {}
    text = (root / tables[SOURCES].path).read_text(encoding="utf-8")
    return {row["source"]: row for row in csv.DictReader(io.StringIO(text, newline=""))}


def _columns(package: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """Return the fields that the tables declare, by name; the first table to have one counts."""
    schemas = [resource.get("schema", {}) for resource in package["resources"]]
    fields = [one for schema in schemas for one in schema.get("fields", [])]
    return {one["name"]: one for one in reversed(fields)}


def _day(package: Mapping[str, object]) -> str:
    """Return the ISO day the data package was created: an edition's date, in place of the clock."""
    from datetime import datetime

    created = package.get("created")
    try:
        return datetime.fromisoformat(str(created)).date().isoformat()
    except ValueError:
        expected = "an ISO date such as 2025-06-17"
        raise DataError(f"datapackage.json: created must be {expected}, not {created!r}") from None
