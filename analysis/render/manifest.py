"""The manifest of a report: what it was made from, and the hash of what was made."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Edition:
    """What all reports of one build share; `day` is an ISO date, `code` the name of the edition.

    `parts` holds the sha256 of each file that a report may be made from, by its name; `roots` the
    folder in which the names of each beginning lie; `always` names what every report is made from.
    `sources` are publications by name, `columns` the fields that a Data Package declares, by name;
    `licences` are those of the data as a whole, as a Data Package writes them.
    """

    day: str
    code: str
    packages: Mapping[str, str]
    parts: Mapping[str, str]
    show_code: bool = False
    sources: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    columns: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    licences: Sequence[Mapping[str, str]] = ()
    roots: Mapping[str, str] = field(default_factory=dict)
    always: Sequence[str] = ()


def epoch_of(day: str) -> int:
    """Return the start of an ISO day, in UTC, as seconds since 1970."""
    return int(datetime.fromisoformat(day).replace(tzinfo=UTC).timestamp())


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
    needed = [document.get(key) for key in ("notebook", "outputs", "parameters")]
    others = [document.get(key, {}) for key in ("packages", "parts")]
    if not all(isinstance(part, dict) for part in [*needed, *others]):
        return None
    return document if all(isinstance(one, dict) for one in document["outputs"].values()) else None


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
