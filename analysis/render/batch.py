"""Build reports one after the other: each is written whole or not at all, and fails alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from analysis.render import beside, files, formats, store
from analysis.render.catalogue import Report
from analysis.render.hashes import Hashes
from analysis.render.index import Shared
from analysis.render.manifest import Edition
from analysis.render.progress import Progress
from analysis.render.work import Work


@dataclass(frozen=True, slots=True)
class Order:
    """What to build: the formats, the edition they belong to and the folder they go into.

    `shared` are the files that belong to no single report; `check` is called before the first
    kernel starts, if one has to. `force` builds fresh reports too.
    """

    out: Path
    formats: Sequence[str]
    edition: Edition
    shared: Sequence[Shared] = ()
    force: bool = False
    check: Callable[[], object] = lambda: None


def build(reports: Sequence[Report], order: Order, progress: Progress) -> int:
    """Build the reports that are not fresh, all of checked parameters; return how many failed.

    Raises ReportError, before any kernel starts, when the folder cannot take the files. A failed
    report leaves NAME.failed.ipynb and NAME.failed.html; an older good one stays as it is.
    """
    names = [name for report in reports for name in _names(report, order)]
    files.ready(order.out, [*names, *beside.names(order.shared)])
    files.sweep(order.out)
    progress.planned(len(reports))
    hashes = Hashes(order.out)
    due = _due(reports, order, progress, hashes)
    if due:
        order.check()
    tried = built = 0
    try:
        for report in due:
            built += _built(report, order, progress, hashes)
            tried += 1
    finally:  # after Ctrl-C too: what has been written is listed
        hurried = tried < len(due)
        for path in beside.put(order.out, order.shared, order.edition, hashes, hurried=hurried):
            progress.wrote(path)
        hashes.keep()
    return len(due) - built


def _names(report: Report, order: Order) -> list[str]:
    made = [formats.file_name(report.name, name) for name in order.formats]
    return [*made, f"{report.name}.json", *store.failed(report)]


def _due(
    reports: Sequence[Report], order: Order, progress: Progress, hashes: Hashes
) -> list[Report]:
    """Return the reports that are to be built; the others are told of as skipped."""
    due = []
    for report in reports:
        if order.force or store.reasons(report, order.edition, order.formats, order.out, hashes):
            due.append(report)
        else:
            progress.skipped(report.name, "fresh")
    return due


def _built(report: Report, order: Order, progress: Progress, hashes: Hashes) -> bool:
    """Build one report and return whether it succeeded."""
    # papermill takes longer to import than it takes to find that nothing is to be built
    from analysis.render import engine

    progress.started(report.name)
    work = Work(report, tuple(order.formats), order.edition)
    result = engine.run(work)
    paths = store.place(result, work, order.out, hashes)
    if result.failure is None:
        progress.finished(result, paths)
    else:
        progress.failed(result, paths[0] if paths else None)
    return result.failure is None
