"""What is to be built: every combination of the values that parameters take, each one a report.

All are checked and named before the first of them is run.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain, product
from pathlib import Path

from analysis.errors import ParameterError, ReportError, unknown
from analysis.render import axes, catalogue, names
from analysis.render.axes import Axis
from analysis.render.catalogue import Declaration, Report
from analysis.render.kinds import Value
from analysis.render.names import REPORT, Template

Axes = Mapping[str, Axis]


def select(
    wanted: Iterable[str], known: Mapping[str, Declaration], folder: Path
) -> list[Declaration]:
    """Return what is named, each once; all that is declared when nothing is.

    A name is that of a declared report, of a notebook of the folder, which is then a report with
    its defaults, or of one combination of a matrix. Raises ReportError for any other.
    """
    chosen = list(dict.fromkeys(wanted)) or list(known)
    found = {name: known.get(name) or catalogue.of_notebook(folder, name) for name in chosen}
    members = _members(known) if None in found.values() else {}
    for name in chosen:
        found[name] = found[name] or members.get(name)
        if found[name] is None:
            raise ReportError(unknown("report", name, known))
    return [one for one in found.values() if one is not None]


def every(folder: Path) -> dict[str, Report]:
    """Return every report that a folder declares, by name."""
    return {report.name: report for report in planned(catalogue.declared(folder).values())}


def planned(
    chosen: Iterable[Declaration],
    settings: Mapping[str, str] | None = None,
    name: str | None = None,
    known: Iterable[str] = (),
) -> list[Report]:
    """Return every report that declarations make with settings typed by a person, in a fixed order.

    `name` is the template of file names; `known` are the names of all that is declared. Raises
    ParameterError for a name that a notebook does not declare, for values that do not fit and for
    too many of them; ReportError when two reports would be one file.
    """
    swept = [(one, _axes(one, settings or {})) for one in chosen]
    axes.refuse([[*own.values()] for _, own in swept])
    found = [report for one, own in swept for report in _reports(one, own, name)]
    _apart(found, {*known} - {one.report.name for one, _ in swept})
    return found


def _members(known: Mapping[str, Declaration]) -> dict[str, Declaration]:
    """Return each combination of each matrix as a report of its own."""
    return {
        report.name: Declaration(report, frozenset(one.matrix.axes), one.heading)
        for one in known.values()
        if one.matrix.axes
        for report in planned([one])
    }


def _axes(declaration: Declaration, settings: Mapping[str, str]) -> Axes:
    """Return the axes of a matrix and of settings, in the order of the notebook's parameters."""
    report = declaration.report
    for name in settings:
        if name not in report.declared:
            where = f"parameter of report '{report.name}':"
            raise ParameterError(unknown(where, name, report.declared))
    typed = {name: axes.typed(text, report.declared[name]) for name, text in settings.items()}
    swept = {**declaration.matrix.axes, **typed}
    return {name: swept[name] for name in report.declared if name in swept}


def _reports(declaration: Declaration, own: Axes, name: str | None) -> Iterator[Report]:
    """Yield the report of each combination."""
    report, matrix = declaration.report, declaration.matrix
    swept = [one for one, axis in own.items() if axis.count > 1 or one in matrix.axes]
    called = _called(report, name) or matrix.name or _by_default(swept)
    titled = _titled(declaration, own, swept)
    for combination in _combinations(declaration, own):
        parameters = report.parameters | combination
        values = {REPORT: report.name, **parameters}
        yield replace(
            report,
            name=names.bounded(names.filled(called, values, names.word)) if called else report.name,
            title=names.filled(titled, values, names.shown),
            parameters=parameters,
        )


def _combinations(declaration: Declaration, own: Axes) -> Iterator[dict[str, Value]]:
    """Yield every combination that is not excluded; the last parameter varies first."""
    none = True
    for values in product(*(axis.values for axis in own.values())):
        combination = dict(zip(own, values, strict=True))
        if not declaration.matrix.excludes(combination):
            none = False
            yield combination
    if none:
        raise ReportError(f"report '{declaration.report.name}': every combination is excluded")


def _called(report: Report, name: str | None) -> Template:
    """Return the template of file names that a person typed, if any."""
    return () if name is None else names.safe_template(name, report.declared, "--name")


def _by_default(swept: Sequence[str]) -> Template:
    """Return the report's name and each value; nothing, and the name stays, without a sweep."""
    parts = (piece for one in swept for piece in (("-", False), (one, True)))
    return ((REPORT, True), *parts) if swept else ()


def _titled(declaration: Declaration, own: Axes, swept: Sequence[str]) -> Template:
    """Return the template of titles: the declared one, and in brackets what it does not tell apart.

    A title that was written for another value gives way to the notebook's own.
    """
    other = [one for one in own if one in declaration.fixed]
    title = declaration.heading if other else declaration.report.title
    told = declaration.matrix.title or ((title, False),)
    untold = [one for one in own if one in {*swept, *other} and (one, True) not in told]
    if not untold:
        return told
    before = [" (", *[", "] * (len(untold) - 1)]
    pairs = (
        ((f"{mark}{one} ", False), (one, True)) for mark, one in zip(before, untold, strict=True)
    )
    return (*told, *chain.from_iterable(pairs), (")", False))


def _apart(found: Sequence[Report], others: Iterable[str]) -> None:
    """Raise ReportError when two reports would be written as the same files."""
    taken = {name.lower() for name in others}
    seen: dict[str, Report] = {}
    for report in found:
        small = report.name.lower()  # on many systems capitals make no other file
        if small in taken:
            other = "is what another report of reports.toml is called; choose another with --name"
            raise ReportError(f"'{report.name}' {other}")
        if small in seen:
            unlike = _unlike(seen[small], report)
            raise ReportError(f"two reports would be written as '{report.name}': {unlike}")
        seen[small] = report


def _unlike(one: Report, other: Report) -> str:
    """Return what tells two reports apart, and how their names can say it."""
    for name, value in one.parameters.items():
        if name in other.parameters and other.parameters[name] != value:
            values = f"{names.shown(value)!r} and {names.shown(other.parameters[name])!r}"
            return f"with {name} {values}; let {{{name}}} in the template tell them apart"
    return f"let {{{REPORT}}} in the template tell them apart"
