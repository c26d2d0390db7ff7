"""The parameters of a notebook, as the cell tagged `parameters` declares them.

The cell is read with ast. Papermill has an inspector for it, but importing papermill takes longer
than everything else `summit build --help` does, and the inspector passes over a line it does not
understand where we want an error.
"""

from __future__ import annotations

import ast
import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, TypeAlias

from analysis.errors import ParameterError, ReportError, unknown

Scalar: TypeAlias = str | int | float | bool
Value: TypeAlias = Scalar | list[Scalar]

TAG = "parameters"
FORM = "name: type = value  # what it is"
EXPECTED = {
    "str": "text",
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "list": "a list: values with commas between, or JSON",
    "date": "an ISO date such as 2025-06-17, or latest",
}
PYTHON = {"str": str, "int": int, "float": float, "bool": bool}


@dataclass(frozen=True, slots=True)
class Parameter:
    """One declared parameter; kind is a key of EXPECTED, meaning its comment."""

    name: str
    kind: str
    default: Value
    meaning: str


def declared(notebook: Path) -> dict[str, Parameter]:
    """Return the parameters a notebook declares, in its order.

    Raises ReportError naming notebook and line when there is no such cell, when there are two, or
    when a line is not of the form `name: type = value  # what it is`.
    """
    found: dict[str, Parameter] = {}
    for number, line in enumerate(_cell(notebook).splitlines(), start=1):
        if not line.strip():
            continue
        try:
            parameter = _parameter(line)
            if parameter.name in found:
                raise ValueError(f"'{parameter.name}' is declared twice")
        except (SyntaxError, ValueError) as error:
            reason = error.msg if isinstance(error, SyntaxError) else str(error)
            where = f"{notebook.name}, parameters cell, line {number}: {line.strip()!r}"
            raise ReportError(f"{where}: {reason}. Write `{FORM}`") from None
        found[parameter.name] = parameter
    return found


def parse(text: str, parameter: Parameter) -> Value:
    """Return the value a text typed by a person stands for; ParameterError when it does not fit."""
    try:
        return _fitted(_read(text, parameter.kind, _element(parameter.default)), parameter)
    except ValueError:
        raise _misfit(text, parameter) from None


def check(
    given: Mapping[str, object], known: Mapping[str, Parameter], where: str
) -> dict[str, Value]:
    """Return a value for every known parameter: the given one when there is one, else its default.

    `where` names the report in the message of the ParameterError for an unknown name or misfit.
    """
    for name in given:
        if name not in known:
            raise ParameterError(unknown(f"parameter of {where}:", name, known))
    values = {}
    for name, parameter in known.items():
        try:
            values[name] = _fitted(given.get(name, parameter.default), parameter)
        except ValueError:
            raise _misfit(given[name], parameter) from None
    return values


def _misfit(value: object, parameter: Parameter) -> ParameterError:
    expected = EXPECTED[parameter.kind]
    if parameter.kind == "list":
        expected += f" (each {EXPECTED[_element(parameter.default)]})"
    return ParameterError(f"parameter '{parameter.name}' expects {expected}, not {value!r}")


def _cell(notebook: Path) -> str:
    """Return the source of the one cell tagged parameters."""
    try:
        cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
        sources = ["".join(cell["source"]) for cell in cells if _tagged(cell)]
    except OSError as error:
        raise ReportError(f"cannot read {notebook.name}: {error.strerror}") from None
    except (ValueError, KeyError, TypeError, AttributeError):
        raise ReportError(f"{notebook.name} is not a Jupyter notebook (version 4)") from None
    if len(sources) != 1:
        count = "no cell" if not sources else f"{len(sources)} cells"
        raise ReportError(f"{notebook.name} has {count} tagged '{TAG}'; it needs exactly one")
    return sources[0]


def _tagged(cell: Mapping[str, Any]) -> bool:
    return cell["cell_type"] == "code" and TAG in cell["metadata"].get("tags", [])


def _parameter(line: str) -> Parameter:
    """Return the parameter one line declares; SyntaxError or ValueError when it does not."""
    if line.count("=") > 1:
        # papermill's inspector, which JupyterLab's users know, loses such a parameter
        raise ValueError("a second '=' on the line")
    body = ast.parse(line.strip()).body
    node = body[0] if len(body) == 1 else None
    if not isinstance(node, ast.AnnAssign) or node.value is None:
        raise ValueError("not a typed assignment")
    if not isinstance(node.target, ast.Name):
        raise ValueError("not a plain name")
    # ast counts columns in bytes
    comment = re.fullmatch(r"\s*#\s*(\S.*)", line.strip().encode()[node.end_col_offset :].decode())
    if comment is None:
        raise ValueError("it does not say what it is")
    name, kind = node.target.id, _kind(node.annotation)
    parameter = Parameter(name, kind, _literal(node.value), comment[1].strip())
    try:
        return Parameter(name, kind, _fitted(parameter.default, parameter), parameter.meaning)
    except ValueError:
        raise ValueError(f"the value is not {EXPECTED[kind]}") from None


def _literal(node: ast.expr) -> Value:
    try:
        value: Value = ast.literal_eval(node)
    except ValueError:
        raise ValueError("the value is not a literal") from None
    return value


def _kind(annotation: ast.expr) -> str:
    # "date" is quoted because no such name exists in the cell
    match annotation:
        case ast.Name(id=("str" | "int" | "float" | "bool" | "list") as kind):
            return kind
        case ast.Constant(value="date"):
            return "date"
    raise ValueError('the type is none of str, int, float, bool, list, "date"')


def _element(default: Value) -> str:
    """Return the kind of a list's elements: that of the first one, text for an empty list."""
    first = default[0] if isinstance(default, list) and default else ""
    # whatever is no scalar will not fit text either
    return next((kind for kind, python in PYTHON.items() if type(first) is python), "str")


def _read(text: str, kind: str, element: str) -> object:
    """Return what a text says for a kind; ValueError when it says nothing of it."""
    if kind == "list":
        if text.lstrip().startswith("["):
            return json.loads(text)
        return [_read(part.strip(), element, "") for part in text.split(",") if part.strip()]
    if kind == "bool":
        return {"true": True, "false": False}.get(text.lower(), text)
    return text if kind in {"str", "date"} else PYTHON[kind](text)


def _fitted(value: object, parameter: Parameter) -> Value:
    """Return a value as its parameter's kind; ValueError when it is another kind."""
    if parameter.kind == "list":
        if not isinstance(value, list):
            raise ValueError
        return [_scalar(item, _element(parameter.default)) for item in value]
    return _scalar(value, parameter.kind)


def _scalar(value: Any, kind: str) -> Scalar:
    if kind == "date":
        return _date(value)
    if kind == "float" and type(value) is int:
        value = float(str(value))  # by way of text, too large an integer is infinite: no overflow
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
