"""Notebooks that break their own schema, made whole: what is missing is empty, the rest is kept."""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any, cast

from nbformat import NotebookNode

Node = dict[str, Any]

DEEPEST = 100
TOO_DEEP = f"[not shown: nested more than {DEEPEST} levels deep]"
MOST_VALUES = 20_000  # in one entry of metadata, or one form of an output
TOO_MANY = f"[not shown: more than {MOST_VALUES:,} values]"

# what shows the letters of a line in another order than they are read in
OVERRIDES = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])

_CELL_ID = re.compile(r"[a-zA-Z0-9_-]{1,64}")
_OUTPUTS: dict[str, dict[str, Callable[[], Any]]] = {
    "stream": {"name": lambda: "stdout", "text": str},
    "error": {"ename": lambda: "Error", "evalue": str, "traceback": list},
    "display_data": {"data": dict, "metadata": dict},
    "execute_result": {"data": dict, "metadata": dict, "execution_count": lambda: None},
}
_KINDS: dict[str, type] = {
    "tags": list,
    "jupyter": dict,
    "execution": dict,
    "transient": dict,
    "format": str,
    "raw_mimetype": str,
    "name": str,
    "collapsed": bool,
    "scrolled": bool,
}


def repaired(notebook: Any) -> NotebookNode:
    """Return a copy of a notebook of format 4 that its schema, and exporters, can live with."""
    found = _mapping(notebook)
    cells = found.get("cells")
    ids: set[str] = set()
    metadata = _metadata(_mapping(found.get("metadata")))
    made = {
        **found,
        "nbformat": 4,
        "nbformat_minor": max(5, _count(found.get("nbformat_minor"))),
        "metadata": metadata,
        "cells": [
            _cell(_mapping(cell), number, ids)
            for number, cell in enumerate(cells if isinstance(cells, list) else [], start=1)
        ],
    }
    return cast("NotebookNode", _sound(made, 0))


def _sound(value: Any, depth: int) -> Any:
    """Return a copy that nbconvert can copy in turn, of characters that can be written to a file.

    JSON allows lone surrogates, which are no characters, and any depth, which exhausts a stack.
    """
    if depth > DEEPEST:
        return TOO_DEEP
    if isinstance(value, dict):
        return NotebookNode({_sound(k, depth): _sound(v, depth + 1) for k, v in value.items()})
    if isinstance(value, list | tuple):
        return [_sound(item, depth + 1) for item in value]
    if isinstance(value, str) and not value.isascii():
        return value.encode("utf-8", "replace").decode("utf-8").translate(OVERRIDES)
    return value


def _bounded(value: Any, left: list[int], depth: int = 0) -> Any:
    """Return a value of JSON with as many values in it as are `left`: each is copied many times."""
    if depth > DEEPEST:
        return value
    if isinstance(value, dict):
        made = {k: _bounded(v, left, depth + 1) for k, v in _first(value.items(), left)}
        return made if len(made) == len(value) else {**made, TOO_MANY: "…"}
    if isinstance(value, list):
        items = [_bounded(v, left, depth + 1) for v in _first(value, left)]
        return items if len(items) == len(value) else [*items, TOO_MANY]
    return value


def _first(values: Iterable[Any], left: list[int]) -> Iterator[Any]:
    for value in values:
        if left[0] < 1:
            return
        left[0] -= 1
        yield value


def _form(mime: object, value: Any) -> Any:
    """Return one form of an output: a text, which may be stored as its lines, or bounded JSON."""
    if isinstance(value, str):
        return value
    is_data = str(mime).endswith("json")
    if not is_data and isinstance(value, list) and all(isinstance(line, str) for line in value):
        return "".join(value)
    bounded = _bounded(value, [MOST_VALUES])
    return bounded if is_data else json.dumps(_sound(bounded, 0), ensure_ascii=False)


def _mapping(value: object) -> Node:
    return dict(value) if isinstance(value, dict) else {}


def _count(value: object) -> int:
    return value if isinstance(value, int) else 0


def _text(value: object) -> str:
    if isinstance(value, list):
        return "".join(part for part in value if isinstance(part, str))
    return value if isinstance(value, str) else ""


def _metadata(found: Node) -> Node:
    made = {name: _bounded(value, [MOST_VALUES]) for name, value in found.items()}
    for name, needed in (("kernelspec", ("name", "display_name")), ("language_info", ("name",))):
        if name in made:
            held = _mapping(made[name])
            made[name] = {**held, **{key: _text(held.get(key)) for key in needed}}
    if not isinstance(made.get("authors", []), list):
        made["authors"] = [made["authors"]]
    for name in ("title", "orig_nbformat"):
        if not isinstance(made.get(name, ""), str if name == "title" else int):
            made.pop(name, None)
    return made


def _cell(found: Node, number: int, ids: set[str]) -> Node:
    kind = found.get("cell_type")
    made: Node = {
        "cell_type": kind if kind in ("markdown", "code") else "raw",
        "metadata": _tags(_mapping(found.get("metadata"))),
        "source": _text(found.get("source")),
        "id": _name(found.get("id"), number, ids),
    }
    if isinstance(found.get("attachments"), dict):
        made["attachments"] = {
            name: {kind: _text(data) for kind, data in bundle.items()}
            for name, bundle in found["attachments"].items()
            if isinstance(bundle, dict)
        }
    if kind == "code":
        count = found.get("execution_count")
        outputs = found.get("outputs")
        made["execution_count"] = count if isinstance(count, int) else None
        made["outputs"] = [
            _output(_mapping(output))
            for output in (outputs if isinstance(outputs, list) else [])
            if _text(_mapping(output).get("output_type")) in _OUTPUTS
        ]
    return made


def _name(value: object, number: int, taken: set[str]) -> str:
    """Return the id of a cell, one of our own where it has none or that of another cell."""
    name = value if isinstance(value, str) and _CELL_ID.fullmatch(value) else f"cell-{number}"
    while name in taken:
        name = f"cell-{number}-{len(taken)}"
        number += 1
    taken.add(name)
    return name


def _tags(found: Node) -> Node:
    """Return the metadata of a cell without the entries that are not of their kind."""
    made: Node = {
        name: _bounded(value, [MOST_VALUES])
        for name, value in found.items()
        if isinstance(value, _KINDS.get(name, object))
    }
    if "tags" in made:
        made["tags"] = [tag for tag in made["tags"] if isinstance(tag, str)]
    return made


def _output(found: Node) -> Node:
    kind = _text(found["output_type"])
    needed = _OUTPUTS[kind]
    made: Node = {"output_type": kind}
    for key, empty in needed.items():
        value, default = found.get(key), empty()
        if key == "text" and isinstance(value, list):
            value = _text(value)
        if key == "data" and isinstance(value, dict):
            value = {name: _form(name, form) for name, form in value.items()}
        elif key == "metadata":
            value = _bounded(value, [MOST_VALUES])
        made[key] = value if isinstance(value, type(default)) or default is None else default
    if "traceback" in made:
        made["traceback"] = [line for line in made["traceback"] if isinstance(line, str)]
    if not isinstance(made.get("execution_count"), int | None):
        made["execution_count"] = None
    return made
