"""The reports there are: each is a notebook and parameters, declared in reports.toml."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from analysis.errors import ParameterError, ReportError, unknown
from analysis.render import parameters
from analysis.render.kinds import Value
from analysis.render.parameters import Parameter

FILE = "reports.toml"
KEYS = ("notebook", "title", "parameters")
# a name becomes a file name, a link and a word on the command line
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")
# reports/index.html lists the others
RESERVED = {"index"}


@dataclass(frozen=True, slots=True)
class Report:
    """A notebook and the parameters it is run with; declared is what the notebook says of them."""

    name: str
    title: str
    notebook: Path
    parameters: dict[str, Value]
    declared: dict[str, Parameter]


def reports(folder: Path) -> dict[str, Report]:
    """Return every report that the folder's reports.toml declares, in its order.

    Raises ReportError when the file, a notebook or a parameters cell is not as it must be, and
    ParameterError when reports.toml gives a notebook what it does not declare.
    """
    return {name: _report(folder, name, entry) for name, entry in _entries(folder).items()}


def select(names: Iterable[str], known: Mapping[str, Report]) -> list[Report]:
    """Return the named reports, each once; all when none is named."""
    chosen = list(dict.fromkeys(names)) or list(known)
    for name in chosen:
        if name not in known:
            raise ReportError(unknown("report", name, known))
    return [known[name] for name in chosen]


def with_settings(report: Report, settings: Mapping[str, str]) -> Report:
    """Return the report with values typed by a person in place of its own.

    Raises ParameterError for a name the notebook does not declare and for a value of another kind.
    """
    where = f"report '{report.name}'"
    for name in settings:
        if name not in report.declared:
            raise ParameterError(unknown(f"parameter of {where}:", name, report.declared))
    typed = {name: parameters.parse(text, report.declared[name]) for name, text in settings.items()}
    return Report(
        report.name,
        report.title,
        report.notebook,
        report.parameters | typed,
        report.declared,
    )


def _entries(folder: Path) -> dict[str, object]:
    path = folder / FILE
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ReportError(f"no {FILE} in {folder}; it declares the reports") from None
    except OSError as error:
        raise ReportError(f"cannot read {path}: {error.strerror}") from None
    except ValueError as error:  # malformed TOML, or not UTF-8
        raise ReportError(f"{FILE}: {error}") from None


def _report(folder: Path, name: str, entry: object) -> Report:
    where = f"{FILE}, [{name}]"
    if not NAME.fullmatch(name) or name in RESERVED:
        allowed = "letters, digits, - and _, and not 'index'"
        raise ReportError(f"{where}: a report's name may hold {allowed}")
    if not isinstance(entry, dict):
        raise ReportError(f"{where}: a report is a table with notebook and parameters")
    for key in entry:
        if key not in KEYS:
            raise ReportError(f"{where}: {unknown('key', key, KEYS)}")
    notebook = _notebook(folder, entry.get("notebook"), where)
    known = parameters.declared(notebook)
    given = entry.get("parameters", {})
    if not isinstance(given, dict):
        raise ReportError(f'{where}: parameters is a table such as {{ country = "KAZ" }}')
    values = parameters.check(given, known, f"report '{name}' ({FILE})")
    return Report(name, _title(entry, notebook, where), notebook, values, known)


def _notebook(folder: Path, named: object, where: str) -> Path:
    """Return the path of a notebook, which lies in the folder itself and nowhere else."""
    if not isinstance(named, str) or not NAME.fullmatch(named):
        raise ReportError(f"{where}: notebook names a file of this folder without .ipynb")
    path = folder / f"{named}.ipynb"
    if not path.is_file():
        there = sorted(other.stem for other in folder.glob("*.ipynb"))
        raise ReportError(f"{where}: {unknown('notebook', named, there)}")
    return path


def _title(entry: Mapping[str, object], notebook: Path, where: str) -> str:
    """Return the title reports.toml gives, else the notebook's own, else the notebook's name."""
    title = entry.get("title")
    if title is None:
        title = json.loads(notebook.read_text(encoding="utf-8")).get("metadata", {}).get("title")
    if not isinstance(title, str | None):
        raise ReportError(f"{where}: a title is text")
    return title or notebook.stem
