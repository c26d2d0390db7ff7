"""The matrix of a declared report: what its parameters take in turn, less what is excluded.

[profiles]
notebook = "country"
matrix = { country = ["KAZ", "UZB"], last_year = "2020..2024" }
exclude = [{ country = "UZB", last_year = "2020, 2021" }]
name = "{report}-{country}-{last_year}"
title = "{country}: profile to {last_year}"
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from analysis.errors import ParameterError, ReportError, unknown
from analysis.render import axes, names
from analysis.render.axes import Axis
from analysis.render.kinds import Value
from analysis.render.names import Template
from analysis.render.parameters import Parameter

KEYS = ("matrix", "exclude", "name")


@dataclass(frozen=True, slots=True)
class Matrix:
    """Axes in the order of the notebook's parameters, and how each combination is called.

    `name` and `title` are templates, empty where there is none; a combination that agrees with
    one of `excluded` in all that it names is left out.
    """

    axes: Mapping[str, Axis] = field(default_factory=dict)
    excluded: tuple[Mapping[str, Axis], ...] = ()
    name: Template = ()
    title: Template = ()

    def excludes(self, values: Mapping[str, Value]) -> bool:
        """Return whether a combination is left out."""
        return any(
            all(values[name] in axis.values for name, axis in one.items()) for one in self.excluded
        )


def matrix(entry: Mapping[str, Any], known: Mapping[str, Parameter], where: str) -> Matrix:
    """Return the matrix of a declared report; an empty one when it has none.

    Raises ReportError or ParameterError, each saying `where`, when it is not of the form above.
    """
    if "matrix" not in entry:
        if unused := [key for key in KEYS if key in entry]:
            raise ReportError(f"{where}: {unused[0]} is for a report that has a matrix")
        return Matrix()
    form = f'{where}: matrix is a table such as {{ country = ["KAZ", "UZB"] }}'
    swept = _axes(entry["matrix"], known, form)
    if both := [name for name in swept if name in entry.get("parameters", {})]:
        raise ReportError(f"{where}: '{both[0]}' is in parameters and in matrix; keep one")
    return Matrix(
        swept,
        _excluded(entry.get("exclude", []), swept, known, where),
        _template(names.safe_template, entry, "name", known, where),
        _template(names.template, entry, "title", known, where),
    )


def _template(
    read: Callable[[str, Iterable[str], str], Template],
    entry: Mapping[str, Any],
    key: str,
    known: Iterable[str],
    where: str,
) -> Template:
    text = entry.get(key)
    if not isinstance(text, str | None):
        raise ReportError(f"{where}: a {key} is text")
    return read(text, known, f"{where}, {key}") if text is not None else ()


def _axes(given: object, known: Mapping[str, Parameter], form: str) -> dict[str, Axis]:
    """Return the axes of a table, all of their values fitting."""
    if not isinstance(given, dict) or not given:
        raise ReportError(form)
    where = form.partition(": ")[0]
    for name in given:
        if name not in known:
            raise ParameterError(f"{where}: {unknown('parameter', name, known)}")
    try:
        found = {name: axes.listed(given[name], known[name]) for name in known if name in given}
        axes.refuse([[*found.values()]])
    except ParameterError as error:
        raise ParameterError(f"{where}: {error}") from None
    return found


def _excluded(
    given: object, swept: Mapping[str, Axis], known: Mapping[str, Parameter], where: str
) -> tuple[Mapping[str, Axis], ...]:
    form = f'{where}: exclude is a list of tables such as {{ country = "KAZ" }}'
    if not isinstance(given, list):
        raise ReportError(form)
    found = tuple(_axes(one, known, form) for one in given)
    for one in found:
        for name, axis in one.items():
            if name not in swept:
                raise ReportError(f"{where}, exclude: '{name}' is not in the matrix")
            if strange := [value for value in axis.values if value not in swept[name].values]:
                raise ReportError(f"{where}, exclude: the matrix has no {name} {strange[0]!r}")
    return found
