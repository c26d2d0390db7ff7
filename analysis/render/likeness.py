"""What has to be alike on two machines for the same work to give the same bytes."""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import metadata
from pathlib import Path

PACKAGE = Path(__file__).parents[1]
CODE, PYTHON = "code", "python"


def here(packages: Iterable[str]) -> dict[str, str]:
    """Return the hash of the code, the version of python and those of packages, by name."""
    digest = hashlib.sha256()
    for path in sorted(PACKAGE.rglob("*")):
        name = path.relative_to(PACKAGE)
        if path.is_file() and path.suffix != ".pyc" and not name.parts[0].startswith("_data"):
            content = path.read_bytes()
            digest.update(f"{name.as_posix()}\0{len(content)}\0".encode() + content)
    fixed = {CODE: digest.hexdigest(), PYTHON: platform.python_version()}
    return fixed | {name: _version(name) for name in packages if name not in fixed}


@cache
def here_once(packages: tuple[str, ...]) -> dict[str, str]:
    """Return the same, worked out once in a process."""
    return here(packages)


def difference(here: Mapping[str, str], there: Mapping[str, str]) -> str:
    """Return in words the first thing that differs, nothing when all is alike."""
    for name, version in here.items():
        other = there.get(name, "none")
        if name == CODE and other != version:
            return "another version of this program's code than is here"
        if other != version:
            return f"{name} {other}, and here is {version}"
    return ""


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "none"
