"""What is already there: why a report must be built again, and how it is put into its folder.

A report is fresh when all that its manifest lists is as it was: parameters, settings, packages, the
files it was made from, and the pages on disk.
"""

from __future__ import annotations

import json
import platform
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from analysis.render import files, formats, manifest, parts
from analysis.render.catalogue import Report
from analysis.render.hashes import Hashes
from analysis.render.manifest import Edition
from analysis.render.work import Result, Work

SETTINGS = ("title", "show_code", "date")


def reasons(
    report: Report,
    edition: Edition,
    wanted: Sequence[str],
    folder: Path,
    hashes: Hashes | None = None,
) -> list[str]:
    """Return why a report must be built into a folder, in words; none when it is fresh.

    `wanted` are formats. `hashes` remembers the files of the folder from one report to the next,
    and from one build to the next; without it every page is read.
    """
    document = manifest.read(folder / f"{report.name}.json")
    if document is None:
        return [*_failures(report, folder), "no manifest"]
    hashes = hashes or Hashes(folder, remembered=False)
    return [
        *_failures(report, folder),
        *_changes(document, report, edition),
        *_faults(document, wanted, hashes),
    ]


def inputs(report: Report, edition: Edition, opened: Iterable[str]) -> dict[str, Any]:
    """Return everything a report was made from: no clock, no path, nothing of the machine."""
    opened = [*opened]
    made_of = parts.reached(report, edition, opened)
    return {
        **_settings(report, edition),
        "report": report.name,
        "notebook": {"file": report.notebook.name},
        "edition": parts.named(edition.code, made_of),
        "parts": made_of,
        "outside": parts.outside(report, edition, opened),
    }


def place(result: Result, work: Work, folder: Path, hashes: Hashes | None = None) -> list[Path]:
    """Write what came of a report and return the paths; the manifest of a good one is the last.

    What the pages replace is cleared away: those of an older edition, and an earlier failure's. A
    failed report keeps its older good pages.
    """
    if result.failure is not None:
        return files.place(folder, result.pages)
    report = work.report
    made_from = inputs(report, work.edition, result.opened)
    outputs = {name: manifest.described(page) for name, page in result.pages.items()}
    before = manifest.read(folder / f"{report.name}.json") or {}
    others = manifest.intact(folder, before) if before else {}
    made = {*work.formats}
    if made_from.items() <= before.items():
        # an earlier format of this very edition is still good
        outputs = others | outputs
        made |= {name for name in before.get("formats", ()) if not _lost(name, before, others)}
    document = manifest.encoded({**made_from, "formats": sorted(made)}, outputs)
    gone = {*failed(report), *others} - outputs.keys()
    paths = files.place(folder, {**result.pages, f"{report.name}.json": document}, gone)
    if hashes:
        for name in result.pages:
            hashes.note(name, outputs[name]["sha256"])
    return paths


def failed(report: Report) -> list[str]:
    """Return the names of the files that a failure leaves."""
    return [f"{report.name}{ending}" for ending in formats.FAILED]


def _lost(name: str, document: Mapping[str, Any], intact: Mapping[str, Any]) -> bool:
    file = formats.file_name(document["report"], name)
    return file in document["outputs"] and file not in intact


def _settings(report: Report, edition: Edition) -> dict[str, Any]:
    return {
        "title": report.title,
        "parameters": report.parameters,
        "show_code": edition.show_code,
        "date": edition.day,
        "packages": {**edition.packages},
        "python": platform.python_version(),
    }


def _failures(report: Report, folder: Path) -> list[str]:
    there = any((folder / name).is_file() for name in failed(report))
    return ["the last run failed"] if there else []


def _changes(document: Mapping[str, Any], report: Report, edition: Edition) -> Iterator[str]:
    """Yield what a report was made from and is no more."""
    now = _settings(report, edition)
    for name in SETTINGS:
        yield from _differences("", {name: document.get(name)}, {name: now[name]})
    yield from _differences("parameter ", document["parameters"], now["parameters"])
    yield from _differences("package ", document.get("packages", {}), now["packages"])
    versions = document.get("python"), str(document.get("edition")).partition("+")[0]
    current = now["python"], edition.code.partition("+")[0]
    pairs = zip(("python", "version"), versions, current, strict=True)
    for name, before, after in pairs:
        yield from _differences("", {name: before}, {name: after})
    yield from _edits(document.get("parts", {}), report, edition)
    for name in document.get("outside", ()):
        yield f"{name}, which lies outside, may have changed"


def _edits(made_of: Mapping[str, str], report: Report, edition: Edition) -> Iterator[str]:
    """Yield the parts that changed, went or came."""
    for name, before in made_of.items():
        now = parts.current(name, report, edition)
        if now != before:
            yield f"{name} {'changed' if now else 'is gone'}"
    for name in parts.reached(report, edition, ()):
        if name not in made_of:
            yield f"{name} is new"


def _differences(what: str, before: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[str]:
    for name in {**before, **now}:
        if before.get(name) != now.get(name):
            yield f"{what}{name}: {_shown(before.get(name))} → {_shown(now.get(name))}"


def _shown(value: object) -> str:
    if value is None:
        return "none"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _faults(document: Mapping[str, Any], wanted: Sequence[str], hashes: Hashes) -> Iterator[str]:
    """Yield what is wrong with the pages of the wanted formats."""
    made = document.get("formats", ())
    yield from (f"no {name} was made" for name in wanted if name not in made)
    names = [formats.file_name(document["report"], name) for name in wanted]
    outputs = document["outputs"]
    for name in [name for name in names if name in outputs]:
        found = hashes.of(name)
        if found != outputs[name].get("sha256"):
            yield f"{name} is {'damaged' if found else 'missing'}"
