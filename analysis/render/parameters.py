"""The parameters of a notebook, as the cell tagged `parameters` declares them.

The cell is read with ast. Papermill has an inspector for it, but importing papermill takes longer
than everything else `summit build --help` does, and the inspector passes over a line it does not
understand where we want an error.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis.errors import ParameterError, ReportError, unknown
from analysis.render import bounds, kinds
from analysis.render.bounds import Bounds, Choices
from analysis.render.kinds import Value

TAG = "parameters"
FORM = "name: type = value  # what it is"


@dataclass(frozen=True, slots=True)
class Parameter:
    """One declared parameter; kind is a key of kinds.EXPECTED, meaning its comment in words."""

    name: str
    kind: str
    default: Value
    meaning: str
    bounds: Bounds | None = None

    @property
    def member(self) -> str:
        """The kind of its members, when it is a list."""
        return kinds.element(self.default)

    @property
    def expected(self) -> str:
        """What it expects, as words: its kind, and its choices or range."""
        may_be_empty = self.default == []
        return bounds.expected(self.kind, self.member, self.bounds, empty=may_be_empty)


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
        value = kinds.read(text, parameter.kind, parameter.member)
    except ValueError:
        raise ParameterError(_misfit(text, parameter)) from None
    return _fitted(value, parameter, typed=text)


def check(
    given: Mapping[str, object], known: Mapping[str, Parameter], where: str
) -> dict[str, Value]:
    """Return a value for every known parameter: the given one when there is one, else its default.

    `where` names the report in the message of the ParameterError for an unknown name or misfit.
    """
    for name in given:
        if name not in known:
            raise ParameterError(unknown(f"parameter of {where}:", name, known))
    return {
        name: _fitted(given.get(name, parameter.default), parameter)
        for name, parameter in known.items()
    }


def _fitted(value: object, parameter: Parameter, typed: str | None = None) -> Value:
    """Return a value as its parameter's kind and within its bounds; ParameterError when it is not.

    `typed` is the text the value was read from, which the message then names.
    """
    try:
        fitting = kinds.fitted(value, parameter.kind, parameter.member)
    except ValueError:
        shown = value if typed is None else typed
        raise ParameterError(_misfit(shown, parameter)) from None
    if reason := _fault(fitting, parameter):
        raise ParameterError(reason)
    return fitting


def _fault(value: Value, parameter: Parameter) -> str | None:
    """Return why a value of the right kind is refused, None when it is not."""
    if isinstance(value, list):
        if not value and parameter.default != []:
            return f"parameter '{parameter.name}' expects {parameter.expected}, not an empty list"
        if twice := bounds.repeated(value):
            return f"parameter '{parameter.name}' has {twice[0]!r} more than once"
    for item in value if isinstance(value, list) else [value]:
        if bounds.outside(item, parameter.bounds):
            guess = parameter.bounds.guess(item) if isinstance(parameter.bounds, Choices) else ""
            return f"{_misfit(item, parameter)}.{guess}" if guess else _misfit(item, parameter)
    return None


def _misfit(value: object, parameter: Parameter) -> str:
    return f"parameter '{parameter.name}' expects {parameter.expected}, not {value!r}"


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
    return _held(node.target.id, _kind(node.annotation), _literal(node.value), comment[1])


def _held(name: str, kind: str, value: Value, comment: str) -> Parameter:
    """Return a parameter whose default is held against its own kind and bounds."""
    member = kinds.element(value)
    try:
        default = kinds.fitted(value, kind, member)
    except ValueError:
        raise ValueError(f"the value is not {kinds.EXPECTED[kind]}") from None
    meaning, within = bounds.split(comment, member if kind == "list" else kind)
    if not meaning:
        raise ValueError("it does not say what it is")
    parameter = Parameter(name, kind, default, meaning, within)
    if reason := _fault(default, parameter):
        raise ValueError(reason)
    return parameter


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
