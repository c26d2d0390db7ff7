"""The files of a folder that belong to no single report: the shared ones, and the index over all.

They have a manifest of their own, `index.json`. A shared file is made from the whole edition, the
index from the manifests and the failures there are.
"""

from __future__ import annotations

import json
import platform
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from analysis.render import files, formats, index, manifest, parts
from analysis.render.hashes import Hashes
from analysis.render.index import Shared
from analysis.render.manifest import Edition

FILE = "index.json"


def names(shared: Sequence[Shared]) -> list[str]:
    """Return the names of all files that `put` writes."""
    return [*(one.file for one in shared), index.FILE, FILE]


def put(
    folder: Path,
    shared: Sequence[Shared],
    edition: Edition,
    hashes: Hashes | None = None,
    *,
    hurried: bool = False,
) -> list[Path]:
    """Write the shared files and the index, but for those that would be the same; return the paths.

    A folder without any report gets none of them. Who is `hurried`, since somebody asked the build
    to stop, leaves the shared files to the next one.
    """
    hashes = hashes or Hashes(folder, remembered=False)
    listed = _reports(folder, hashes)
    if not listed:
        return []
    before = read(folder)
    made_from = _made_from(shared, edition) | {"reports": parts.together(listed)}
    wanted = [name for name in names(shared) if name != FILE]
    stale = [name for name in wanted if not _stands(name, before, made_from, hashes)]
    if not stale:
        return []
    made = [] if hurried else [one for one in shared if one.file in stale]
    contents = {one.file: one.content() for one in made}
    if index.FILE in stale:
        contents[index.FILE] = index.page(folder, shared, _there(hashes))
    kept = {name: before["outputs"][name] for name in wanted if name not in stale}
    outputs = kept | {name: manifest.described(content) for name, content in contents.items()}
    changed = {
        name: content
        for name, content in contents.items()
        if hashes.of(name) != outputs[name]["sha256"]
    }
    document = manifest.encoded(made_from, outputs)
    files.place(folder, {**changed, FILE: document})
    return [folder / name for name in changed]


def read(folder: Path) -> dict[str, Any]:
    """Return the manifest of these files; one without outputs when there is none."""
    try:
        document = json.loads((folder / FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        document = None
    outputs = document.get("outputs") if isinstance(document, dict) else None
    if not isinstance(outputs, dict) or not all(isinstance(one, dict) for one in outputs.values()):
        return {"outputs": {}}
    return {**document, "outputs": outputs}


def _made_from(shared: Sequence[Shared], edition: Edition) -> dict[str, Any]:
    return {
        "edition": edition.code,
        "date": edition.day,
        "packages": {**edition.packages},
        "python": platform.python_version(),
        "shared": [[one.file, one.title, one.about, {**one.settings}] for one in shared],
    }


def _stands(
    name: str, before: Mapping[str, Any], made_from: Mapping[str, Any], hashes: Hashes
) -> bool:
    """Return whether a file is there as it would be made now; the reports matter to the index."""
    counts = [key for key in made_from if key != "reports" or name == index.FILE]
    if any(before.get(key) != made_from[key] for key in counts):
        return False
    described = before["outputs"].get(name)
    return described is not None and hashes.of(name) == described.get("sha256")


def _there(hashes: Hashes) -> index.There:
    """Return how to find the outputs that are as their manifest says, without reading all again."""

    def there(_folder: Path, document: Mapping[str, Any]) -> dict[str, Any]:
        outputs = document["outputs"].items()
        return {name: one for name, one in outputs if hashes.of(name) == one.get("sha256")}

    return there


def _reports(folder: Path, hashes: Hashes) -> dict[str, str]:
    """Return what the index lists: the hash of every manifest by file name, and what failed."""
    found = {path.name: hashes.of(path.name) for path in folder.glob("*.json")}
    failed = {path.name: "" for end in formats.FAILED for path in folder.glob(f"*{end}")}
    return failed | {name: one for name, one in found.items() if one and name != FILE}
