"""What datapackage.json promises: tables with columns, keys and links; files; their hashes."""

from __future__ import annotations

import json
import os
import re
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from analysis.errors import DataError, unknown

FILENAME = "datapackage.json"
TYPES = ("string", "number", "integer", "date")
_HERE = Path(__file__).resolve().parent
_Declared = TypeVar("_Declared")


@dataclass(frozen=True, slots=True)
class Column:
    """One declared column and what its cells must satisfy."""

    name: str
    type: str
    required: bool
    enum: tuple[str, ...]
    pattern: str
    minimum: float | None
    maximum: float | None


@dataclass(frozen=True, slots=True)
class Link:
    """Columns whose values must exist in the key of another table."""

    columns: tuple[str, ...]
    table: str
    targets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """One declared table; `sha256` is the hash of the file it was sealed with."""

    name: str
    path: str
    sha256: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class File:
    """One declared file that is no table; `sha256` is the hash it was sealed with."""

    name: str
    path: str
    sha256: str


def root() -> Path:
    """Return the data folder: SUMMIT_DATA, else the wheel's own copy, else the clone's data/."""
    chosen = os.environ.get("SUMMIT_DATA")
    if chosen:
        return Path(chosen).resolve()
    packed = _HERE / "_data"
    return packed if packed.is_dir() else _HERE.parent / "data"


def document(root: Path) -> dict[str, Any]:
    """Return datapackage.json as it stands; DataError when it is missing or no JSON object."""
    path = root / FILENAME
    try:
        parsed = json.loads(path.read_bytes().decode())
    except OSError:
        raise DataError(
            f"{path} is missing or is no file. To undo: git checkout data/{FILENAME}"
        ) from None
    except (ValueError, RecursionError) as problem:
        raise DataError(f"{path} is not JSON ({problem}). Mend that place") from None
    if not isinstance(parsed, dict):
        raise DataError(f"{path} must hold one JSON object, not {type(parsed).__name__}")
    return parsed


def write(root: Path, document: Mapping[str, Any]) -> None:
    """Put a datapackage.json in the place of the old one at once: nobody reads half of it."""
    text = json.dumps(document, indent=2, ensure_ascii=False) + "\n"
    handle, name = tempfile.mkstemp(dir=root, prefix=f".{FILENAME}.")
    with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as stream:
        stream.write(text)
    Path(name).chmod(0o644)
    Path(name).replace(root / FILENAME)


def tables(root: Path) -> Mapping[str, Table]:
    """Return the declared tables by name; DataError when the description itself is incomplete."""
    by_name = {one.name: one for one in _declared(root, _is_table, _table)}
    for target in [link.table for one in by_name.values() for link in one.links]:
        if target not in by_name:
            raise DataError(
                f"{FILENAME}: a foreign key refers to {unknown('table', target, by_name)}"
            )
    return by_name


def files(root: Path) -> Mapping[str, File]:
    """Return the declared files that are no tables by name; DataError like `tables`."""
    return {one.name: one for one in _declared(root, lambda one: not _is_table(one), _file)}


def _is_table(resource: Mapping[str, Any]) -> bool:
    return bool(resource.get("type", "table") == "table")


def _declared(
    root: Path, wanted: Callable[[Any], bool], reader: Callable[[Any], _Declared]
) -> list[_Declared]:
    try:
        return [reader(one) for one in document(root)["resources"] if wanted(one)]
    except (KeyError, TypeError, AttributeError, ValueError, re.error) as problem:
        raise DataError(
            f"{root / FILENAME} does not describe its tables completely: "
            f"{type(problem).__name__} {problem}. Each resource needs name, path, hash and schema"
        ) from None


def _bare(path: str, suffix: str) -> str:
    # A path that leaves the folder would read, and at sealing time bless, a stranger's file.
    if Path(path).name != path or not path.endswith(suffix):
        raise DataError(f"{FILENAME}: path '{path}' must be the bare name of a {suffix} file")
    return path


def _file(resource: Mapping[str, Any]) -> File:
    return File(
        name=str(resource["name"]),
        path=_bare(str(resource["path"]), ".geojson"),
        sha256=str(resource["hash"]).removeprefix("sha256:"),
    )


def _table(resource: Mapping[str, Any]) -> Table:
    schema = resource["schema"]
    key = schema["primaryKey"]
    return Table(
        name=str(resource["name"]),
        path=_bare(str(resource["path"]), ".csv"),
        sha256=str(resource["hash"]).removeprefix("sha256:"),
        columns=tuple(_column(field) for field in schema["fields"]),
        key=(key,) if isinstance(key, str) else tuple(key),
        links=tuple(_link(one) for one in schema.get("foreignKeys", ())),
    )


def _column(field: Mapping[str, Any]) -> Column:
    rules = field.get("constraints", {})
    if field["type"] not in TYPES:
        raise DataError(f"{FILENAME}: {unknown('column type', str(field['type']), TYPES)}")
    pattern = str(rules.get("pattern", ""))
    re.compile(pattern)  # a broken pattern is the description's fault, and is told as such
    return Column(
        name=str(field["name"]),
        type=str(field["type"]),
        required=bool(rules.get("required", False)),
        enum=tuple(rules.get("enum", ())),
        pattern=pattern,
        minimum=_limit(rules.get("minimum")),
        maximum=_limit(rules.get("maximum")),
    )


def _limit(declared: object) -> float | None:
    return None if declared is None else float(str(declared))


def _link(declared: Mapping[str, Any]) -> Link:
    reference = declared["reference"]
    return Link(tuple(declared["fields"]), str(reference["resource"]), tuple(reference["fields"]))
