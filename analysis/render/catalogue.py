"""The reports there are: each is a notebook and parameters, declared in reports.toml.

A declaration with a matrix stands for many reports, one for each combination of its values.
"""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

from analysis.errors import ReportError, unknown
from analysis.render import matrices, parameters
from analysis.render.kinds import Value
from analysis.render.matrices import Matrix
from analysis.render.names import RESERVED
from analysis.render.parameters import Parameter

FILE = "reports.toml"
KEYS = ("notebook", "title", "parameters", *matrices.KEYS)
# a name becomes a file name, a link and a word on the command line
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")


@dataclass(frozen=True, slots=True)
class Report:
    """A notebook and the parameters it is run with; declared is what the notebook says of them."""

    name: str
    title: str
    notebook: Path
    parameters: dict[str, Value]
    declared: dict[str, Parameter]


@dataclass(frozen=True, slots=True)
class Declaration:
    """A report as reports.toml declares it, and the matrix that makes many of it.

    `fixed` are the parameters that its title was written for, `heading` is the notebook's title.
    """

    report: Report
    fixed: frozenset[str] = frozenset()
    heading: str = ""
    matrix: Matrix = field(default_factory=Matrix)


def declared(folder: Path) -> dict[str, Declaration]:
    """Return what the folder's reports.toml declares, by name and in its order.

    Raises ReportError when the file, a notebook or a parameters cell is not as it must be, and
    ParameterError when reports.toml gives a notebook what it does not declare.
    """
    entries = _entries(folder)
    small = [name.lower() for name in entries]
    for name in entries:
        if small.count(name.lower()) > 1:  # on many systems they are the same file
            raise ReportError(f"{FILE}: two reports differ from [{name}] in no more than capitals")
    return {name: _declaration(folder, name, entry) for name, entry in entries.items()}


def of_notebook(folder: Path, name: str) -> Declaration | None:
    """Return the report that a notebook is with its defaults; None when there is none so named."""
    if not NAME.fullmatch(name) or not (folder / f"{name}.ipynb").is_file():
        return None
    return _declaration(folder, name, {"notebook": name})


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


def _declaration(folder: Path, name: str, entry: object) -> Declaration:
    where = f"{FILE}, [{name}]"
    if not NAME.fullmatch(name) or name.lower() in RESERVED:
        allowed = "letters, digits, - and _, and not 'index' nor a device's name such as 'con'"
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
    heading = _heading(notebook, where)
    title = entry.get("title", heading)
    if not isinstance(title, str):
        raise ReportError(f"{where}: a title is text")
    matrix = matrices.matrix(entry, known, where)
    return Declaration(
        Report(name, title or heading, notebook, values, known), frozenset(given), heading, matrix
    )


def _notebook(folder: Path, named: object, where: str) -> Path:
    """Return the path of a notebook, which lies in the folder itself and nowhere else."""
    if not isinstance(named, str) or not NAME.fullmatch(named):
        raise ReportError(f"{where}: notebook names a file of this folder without .ipynb")
    path = folder / f"{named}.ipynb"
    if not path.is_file():
        there = sorted(other.stem for other in folder.glob("*.ipynb"))
        raise ReportError(f"{where}: {unknown('notebook', named, there)}")
    return path


def _heading(notebook: Path, where: str) -> str:
    """Return the notebook's own title, else its name."""
    title = json.loads(notebook.read_text(encoding="utf-8")).get("metadata", {}).get("title")
    if not isinstance(title, str | None):
        raise ReportError(f"{where}: a title is text")
    return title or notebook.stem
