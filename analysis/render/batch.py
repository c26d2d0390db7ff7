"""Build reports one after the other: each is written whole or not at all, and fails alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from analysis.render import broken, engine, files, formats, index, manifest
from analysis.render.catalogue import Report
from analysis.render.index import Shared
from analysis.render.manifest import Edition
from analysis.render.progress import Progress
from analysis.render.work import Work


@dataclass(frozen=True, slots=True)
class Order:
    """What to build: the formats, the edition they belong to and the folder they go into.

    `shared` are the files that belong to no single report.
    """

    out: Path
    formats: Sequence[str]
    edition: Edition
    shared: Sequence[Shared] = ()


def build(reports: Sequence[Report], order: Order, progress: Progress) -> int:
    """Build reports whose parameters are checked; return how many failed.

    Raises ReportError, before any kernel starts, when the folder cannot take the files. A failed
    report leaves NAME.failed.ipynb and NAME.failed.html; an older good one stays as it is.
    """
    names = [name for report in reports for name in _names(report, order)]
    files.ready(order.out, [*names, *(shared.file for shared in order.shared), index.FILE])
    progress.planned(len(reports))
    built = 0
    try:
        for report in reports:
            built += _built(report, order, progress)
    finally:  # after Ctrl-C too: what has been written is listed
        if built:
            _share(order, progress)
    return len(reports) - built


def _names(report: Report, order: Order) -> list[str]:
    made = [formats.file_name(report.name, name) for name in order.formats]
    return [*made, f"{report.name}.json", *_failed(report)]


def _failed(report: Report) -> list[str]:
    return [f"{report.name}{ending}" for ending in broken.ENDINGS]


def _built(report: Report, order: Order, progress: Progress) -> bool:
    """Build one report and return whether it succeeded."""
    progress.started(report.name)
    result = engine.run(Work(report, tuple(order.formats), order.edition))
    if result.failure is None:
        progress.finished(result, _placed(report, order, result.pages))
    else:
        kept = files.place(order.out, result.pages)
        progress.failed(result, kept[0] if kept else None)
    return result.failure is None


def _placed(report: Report, order: Order, pages: Mapping[str, bytes]) -> list[Path]:
    """Write pages and manifest, the manifest last, and clear away what they replace."""
    made_from = manifest.inputs(report, order.edition)
    outputs = {name: manifest.described(page) for name, page in pages.items()}
    before = manifest.read(order.out / f"{report.name}.json")
    others = manifest.intact(order.out, before) if before else {}
    if before and made_from == {key: value for key, value in before.items() if key != "outputs"}:
        outputs = others | outputs  # an earlier format of this very edition is still good
    document = manifest.encoded(made_from, outputs)
    paths = files.place(order.out, {**pages, f"{report.name}.json": document})
    # the failure of an earlier run, and pages of an earlier edition, would contradict the new ones
    for stale in {*_failed(report), *others} - outputs.keys():
        (order.out / stale).unlink(missing_ok=True)
    return paths


def _share(order: Order, progress: Progress) -> None:
    """Write the shared files and the index; what would be the same is left alone."""
    shared = {one.file: one.content for one in order.shared}
    for name, content in (shared | {index.FILE: index.page(order.out, order.shared)}).items():
        path = order.out / name
        if not path.is_file() or path.read_bytes() != content:
            progress.wrote(files.place(order.out, {name: content})[0])
