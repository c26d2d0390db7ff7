"""The canonical form of an executed notebook: the same run gives the same bytes."""

from __future__ import annotations

import re
from typing import Any

from analysis.render.streams import coalesced

# pandas' Styler gives each table a random id
STYLER = re.compile(r"(?<![0-9A-Za-z])T_([0-9a-f]{5})(?![0-9a-f])")
ADDRESS = re.compile(r" at 0x[0-9a-f]{6,16}\b")
NOTED_BY_PAPERMILL = ("papermill", "execution")


def canonical(notebook: Any) -> Any:
    """Return the notebook without clocks, random ids, memory addresses and papermill's notes.

    The notebook given is changed; cells are numbered, Styler ids renamed by first use.
    """
    notebook.metadata.pop("papermill", None)
    notebook.metadata.get("language_info", {}).pop("version", None)
    renamed: dict[str, str] = {}
    for number, cell in enumerate(notebook.cells):
        cell["id"] = f"cell-{number:03d}"
        for key in NOTED_BY_PAPERMILL:
            cell.metadata.pop(key, None)
        if not cell.metadata.get("tags", True):
            del cell.metadata["tags"]  # papermill adds an empty list
        if cell.cell_type == "code":
            cell["outputs"] = _plain(coalesced(cell.outputs), renamed)
    return notebook


def _plain(value: Any, renamed: dict[str, str]) -> Any:
    """Return outputs, or a part of them, with every text made canonical."""
    if isinstance(value, list):
        return [_plain(item, renamed) for item in value]
    if isinstance(value, dict):
        # the type is kept: the exporters read outputs by attribute
        return type(value)({key: _plain(item, renamed) for key, item in value.items()})
    return _text(value, renamed) if isinstance(value, str) else value


def _text(text: str, renamed: dict[str, str]) -> str:
    def name(match: re.Match[str]) -> str:
        return renamed.setdefault(match[1], f"T_{len(renamed):05d}")

    return ADDRESS.sub(" at 0x0", STYLER.sub(name, text))
