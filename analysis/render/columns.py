"""What a column of a CSV file holds, in the words of Table Schema."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

MISSING = [""]
# a number with a leading zero is a code
_INTEGER = re.compile(r"-?(0|[1-9]\d*)", re.ASCII)
_NUMBER = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?", re.ASCII)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def field(name: str, values: Sequence[str], declared: Mapping[str, Any]) -> dict[str, Any]:
    """Return the field of a column: as declared where its values allow it, else as they are."""
    present = [value for value in values if value not in MISSING]
    said = {"description": declared["description"]} if declared.get("description") else {}
    kind = declared.get("type")
    if kind != "string" and not (kind in FITS and all(map(FITS[kind], present))):
        kind = inferred(present)
    return {"name": name, "type": kind, **said}


def inferred(values: Sequence[str]) -> str:
    """Return the narrowest type that all values have, string for none at all."""
    kinds = (kind for kind, fits in FITS.items() if values and all(map(fits, values)))
    return next(kinds, "string")


def _is_day(text: str) -> bool:
    if not _DAY.fullmatch(text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


FITS: dict[str, Callable[[str], bool]] = {
    "integer": lambda text: bool(_INTEGER.fullmatch(text)),
    "number": lambda text: bool(_NUMBER.fullmatch(text)),
    "boolean": lambda text: text in {"true", "True", "false", "False"},
    "date": _is_day,
}
"""Whether a text is of a type, the narrowest type first."""
