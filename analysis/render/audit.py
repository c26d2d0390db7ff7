"""Every output of a folder against its manifest: all is read, nothing remembered is believed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from analysis.errors import ReportError
from analysis.render import beside, files, formats, manifest, parts
from analysis.render.hashes import Hashes

# what looks like ours, and what is none of a report's, the files beside them apart
OURS = (*formats.ENDINGS.values(), *formats.FAILED, ".jsonld")
MANIFEST = ".json"


@dataclass(slots=True)
class Audit:
    """How many outputs of how many manifests were read, and a line for each difference."""

    outputs: int = 0
    manifests: int = 0
    differences: list[str] = field(default_factory=list)


def audit(folder: Path) -> Audit:
    """Return what holds of the outputs in a folder; ReportError when it has no manifest at all."""
    found, hashes = Audit(), Hashes(folder, remembered=False)
    listed: set[str] = set()
    for name, document in _manifests(folder):
        outputs = document["outputs"]
        listed |= {name, *outputs}
        found.manifests += 1
        found.outputs += len(outputs)
        found.differences += [*_wrong(name, document), *_lost(outputs, hashes)]
    if not found.manifests:
        raise ReportError(f"no manifest of a report in {folder}: `summit build` makes them")
    found.differences += _unknown(folder, listed)
    return found


def _manifests(folder: Path) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for path in sorted(folder.glob(f"[!.]*{MANIFEST}")):
        if path.name == beside.FILE:
            yield path.name, beside.read(folder)
        elif document := manifest.read(path):
            yield path.name, document


def _wrong(name: str, document: Mapping[str, Any]) -> Iterator[str]:
    """Yield what a manifest says that cannot be so."""
    made_of = document.get("parts")
    if isinstance(made_of, dict):
        edition = str(document.get("edition"))
        if edition != parts.named(edition, made_of):
            yield f"{name}: the edition is not that of its parts"
    # a report may offer no data, and then has no data file
    if not document["outputs"] and document.get("formats") != ["data"]:
        yield f"{name} has no outputs"


def _lost(outputs: Mapping[str, Mapping[str, Any]], hashes: Hashes) -> Iterator[str]:
    for name, described in outputs.items():
        sha256 = hashes.of(name)
        if sha256 is None:
            yield f"{name} is missing"
        elif sha256 != described.get("sha256"):
            yield f"{name} is not what its manifest says"


def _unknown(folder: Path, listed: set[str]) -> Iterator[str]:
    """Yield the files that look like ours and that no manifest has."""
    for path in sorted(folder.iterdir()):
        name = path.name
        if name in listed or not path.is_file():
            continue
        if name.endswith(formats.FAILED):
            yield f"{name} is of a run that failed"
        elif name.endswith(OURS):
            yield f"{name} is in no manifest"
        elif name == beside.FILE or (name.endswith(MANIFEST) and _has_pages(path)):
            yield f"{name} is no manifest"
    yield from (f"{path.name} was never finished" for path in files.left(folder))


def _has_pages(path: Path) -> bool:
    pages = (formats.file_name(path.stem, one) for one in formats.FORMATS)
    return any(path.with_name(page).is_file() for page in pages)
