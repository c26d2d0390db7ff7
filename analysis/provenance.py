"""What made an edition: the version of the code, of the notebooks and of the packages.

Nothing here asks the clock, git or the machine: the same files give the same answer anywhere.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path

DISTRIBUTION = "summit-report"
PACKAGE = Path(__file__).parent
# carried inside a wheel only; data has its own hashes and notebooks are counted by name below
CARRIED = {"_data", "_notebooks"}
# what a page is made with; a test holds this list against pyproject.toml
PACKAGES = (
    "beautifulsoup4",
    "ipykernel",
    "jinja2",
    "latex2mathml",
    "matplotlib",
    "mistune",
    "nbconvert",
    "nbformat",
    "networkx",
    "numpy",
    "pandas",
    "papermill",
    "psutil",
    "pygments",
    "scipy",
    "traitlets",
    "typst",
)


def notebooks() -> Path:
    """Return the folder of notebooks and reports.toml.

    SUMMIT_NOTEBOOKS names another one; a wheel carries its own; a clone has it beside the package.
    """
    if named := os.environ.get("SUMMIT_NOTEBOOKS"):
        return Path(named)
    carried = PACKAGE / "_notebooks"
    return carried if carried.is_dir() else PACKAGE.parent / "notebooks"


def code_version() -> str:
    """Return the package's version and 12 hex digits over code, templates and notebooks.

    The form is `0.1.0+3f2a…`. Line endings and byte code do not count, names and text do.
    """
    lines = "".join(f"{name}\0{one}\n" for name, one in sorted(code().items()))
    return f"{package_version()}+{hashlib.sha256(lines.encode()).hexdigest()[:12]}"


def code() -> dict[str, str]:
    """Return the sha256 of every file of code, template and notebook, by its name anywhere."""
    return {name: _digest(path) for name, path in _files()}


@cache
def package_version() -> str:
    """Return the version this package declares; "0" when neither clone nor installation says."""
    # a clone's own file comes first: what pip noted at an editable install may be older
    declared = PACKAGE.parent / "pyproject.toml"
    if declared.is_file():
        return _declared_version(declared)
    return _installed_version(DISTRIBUTION) or "0"


def package_versions() -> dict[str, str]:
    """Return the installed version of each package a page is made with, by name."""
    return {name: _installed_version(name) or "not installed" for name in PACKAGES}


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes().replace(b"\r\n", b"\n")).hexdigest()


def _files() -> Iterator[tuple[str, Path]]:
    """Yield each counted file and its name, which is the same in a clone and in a wheel."""
    for path in PACKAGE.rglob("*"):
        parts = path.relative_to(PACKAGE).parts
        if not path.is_file() or CARRIED & {*parts} or path.name.startswith("."):
            continue
        if path.suffix == ".py" or parts[:2] == ("render", "templates"):
            yield "analysis/" + "/".join(parts), path
    for path in notebooks().glob("*"):
        if path.suffix == ".ipynb" or path.name == "reports.toml":
            yield f"notebooks/{path.name}", path


def _declared_version(pyproject: Path) -> str:
    import tomllib

    project = tomllib.loads(pyproject.read_text(encoding="utf-8"))["project"]
    return str(project["version"])


def _installed_version(distribution: str) -> str | None:
    # imported late: it costs more than the rest of `summit --help`
    from importlib import metadata

    try:
        return metadata.version(distribution)
    except metadata.PackageNotFoundError:
        return None
