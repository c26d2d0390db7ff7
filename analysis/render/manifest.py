"""The manifest of a report: what it was made from, and the hash of what was made."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from analysis.render.catalogue import Report


@dataclass(frozen=True, slots=True)
class Edition:
    """What all reports of one build share; data holds each table's sha256, day is an ISO date.

    `sources` are publications by name, `columns` the fields that a Data Package declares, by name;
    `licences` are those of the data as a whole, as a Data Package writes them.
    """

    day: str
    code: str
    packages: dict[str, str]
    data: dict[str, str]
    show_code: bool = False
    sources: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    columns: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    licences: Sequence[Mapping[str, str]] = ()


def epoch_of(day: str) -> int:
    """Return the start of an ISO day, in UTC, as seconds since 1970."""
    return int(datetime.fromisoformat(day).replace(tzinfo=UTC).timestamp())


def inputs(report: Report, edition: Edition) -> dict[str, Any]:
    """Return everything a report was made from: no clock, no path, nothing of the machine."""
    return {
        "report": report.name,
        "title": report.title,
        "notebook": {
            "file": report.notebook.name,
            "sha256": digest(report.notebook.read_bytes()),
        },
        "parameters": report.parameters,
        "show_code": edition.show_code,
        "date": edition.day,
        "code_version": edition.code,
        "data": edition.data,
        "packages": edition.packages,
        "python": platform.python_version(),
    }


def encoded(made_from: Mapping[str, Any], outputs: Mapping[str, Mapping[str, Any]]) -> bytes:
    """Return the manifest as canonical JSON: sorted, indented, ending in a line feed."""
    document = {**made_from, "outputs": outputs}
    return (json.dumps(document, indent=2, sort_keys=True, ensure_ascii=False) + "\n").encode()


def described(content: bytes) -> dict[str, Any]:
    """Return what a manifest says of one output."""
    return {"bytes": len(content), "sha256": digest(content)}


def read(path: Path) -> dict[str, Any] | None:
    """Return the manifest at a path; None when there is none or the file is something else."""
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    if not isinstance(document, dict) or document.get("report") != path.stem:
        return None
    parts = (document.get(key) for key in ("notebook", "outputs", "parameters"))
    return document if all(isinstance(part, dict) for part in parts) else None


def intact(folder: Path, document: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Return those outputs of a manifest that lie in the folder as it describes them."""
    found = {}
    for name, description in document["outputs"].items():
        path = folder / name
        # a name with a folder in it is not one of ours
        if path.name == name and path.is_file() and described(path.read_bytes()) == description:
            found[name] = description
    return found


def digest(content: bytes) -> str:
    """Return the sha256 of bytes in hexadecimal."""
    return hashlib.sha256(content).hexdigest()
