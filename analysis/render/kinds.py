"""The kinds a parameter may be, and how a text, or a value of TOML, is read as one."""

from __future__ import annotations

import json
import math
from datetime import date
from typing import Any, TypeAlias

Scalar: TypeAlias = str | int | float | bool
Value: TypeAlias = Scalar | list[Scalar]

EXPECTED = {
    "str": "text",
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "list": "a list: values with commas between, or JSON",
    "date": "an ISO date such as 2025-06-17, or latest",
}
PYTHON = {"str": str, "int": int, "float": float, "bool": bool}


def element(default: Value) -> str:
    """Return the kind of a list's elements: that of the first one, text for an empty list."""
    first = default[0] if isinstance(default, list) and default else ""
    # whatever is no scalar will not fit text either
    return next((kind for kind, python in PYTHON.items() if type(first) is python), "str")


def read(text: str, kind: str, member: str = "") -> object:
    """Return what a text says for a kind, or for a list of members; ValueError if nothing."""
    if kind == "list":
        if text.lstrip().startswith("["):
            return json.loads(text)
        return [read(part.strip(), member) for part in text.split(",") if part.strip()]
    if kind == "bool":
        return {"true": True, "false": False}.get(text.lower(), text)
    return text if kind in {"str", "date"} else PYTHON[kind](text)


def fitted(value: object, kind: str, member: str) -> Value:
    """Return a value as its kind, or as a list of members; ValueError when it is another kind."""
    if kind == "list":
        if not isinstance(value, list):
            raise ValueError
        return [scalar(item, member) for item in value]
    return scalar(value, kind)


def scalar(value: Any, kind: str) -> Scalar:
    """Return a value as its kind; ValueError when it is another kind."""
    if kind == "date":
        return _date(value)
    if kind == "float" and type(value) is int:
        value = float(str(value))  # by way of text, too large an integer is infinite: no overflow
    if kind == "str" and isinstance(value, str):
        value.encode()  # half a surrogate pair is no text; UnicodeEncodeError is a ValueError
    exact = type(value) is PYTHON[kind]  # True is an int to isinstance
    if not exact or (kind == "float" and not math.isfinite(value)):
        raise ValueError
    fitting: Scalar = value
    return fitting


def _date(value: object) -> str:
    # a date in reports.toml needs no quotes, and then arrives as one
    text = value.isoformat() if type(value) is date else value
    if not isinstance(text, str):
        raise ValueError
    # fromisoformat also takes 20250617 and 2025-W25-2; one form is enough
    if text != "latest" and date.fromisoformat(text).isoformat() != text:
        raise ValueError
    return text
