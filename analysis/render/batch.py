"""Build reports: each is written whole or not at all, and fails alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from math import inf
from pathlib import Path

from analysis.render import beside, files, formats, lock, scratch, store
from analysis.render.catalogue import Report
from analysis.render.hashes import Hashes
from analysis.render.index import Shared
from analysis.render.manifest import Edition
from analysis.render.pool import Pool
from analysis.render.progress import Progress
from analysis.render.stopping import stoppable
from analysis.render.work import Limits, Work


@dataclass(frozen=True, slots=True)
class Order:
    """What to build: the formats, the edition they belong to and the folder they go into.

    `shared` are the files that belong to no single report; `check` is called before the first
    kernel starts, if one has to. `force` builds fresh reports too; with `fail_fast` the first
    report that fails is the last.
    """

    out: Path
    formats: Sequence[str]
    edition: Edition
    shared: Sequence[Shared] = ()
    force: bool = False
    check: Callable[[], object] = lambda: None
    fail_fast: bool = False
    limits: Limits = field(default_factory=Limits)


def build(reports: Sequence[Report], order: Order, progress: Progress, pool: Pool) -> int:
    """Build the reports that are not fresh, all of checked parameters; return how many failed.

    Raises ReportError, before any kernel starts, when the folder cannot take the files, and Stopped
    when a signal asks for it. A failed report leaves NAME.failed.ipynb and NAME.failed.html; an
    older good one stays as it is.
    """
    names = [name for report in reports for name in _names(report, order)]
    files.ready(order.out, [*names, *beside.names(order.shared)])
    wait = partial(progress.waits, order.out)
    with stoppable(), lock.held(order.out, wait), scratch.own(order.out):
        files.sweep(order.out)
        progress.planned(len(reports))
        hashes = Hashes(order.out)
        due = _longest_first(_due(reports, order, progress, hashes), reports, hashes)
        if due:
            with pool.warming(_work(due[0], order)):
                order.check()
        hurried = True
        try:
            failures = _run(due, order, progress, pool, hashes)
            hurried = False
        finally:  # after Ctrl-C too: what has been written is listed
            for path in beside.put(order.out, order.shared, order.edition, hashes, hurried=hurried):
                progress.wrote(path)
            hashes.keep()
    return failures


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


def _work(report: Report, order: Order) -> Work:
    return Work(report, tuple(order.formats), order.edition, order.limits)


def _longest_first(
    due: Iterable[Report], reports: Iterable[Report], hashes: Hashes
) -> list[Report]:
    """Return what is due by the seconds it took last time, lest a long one run on alone at last.

    One that never ran is taken to last as long as the others of its notebook. Where none of them
    ever ran, it may last long and comes before all that is known, the largest notebook first.
    """
    known: dict[Path, float] = {}
    for report in reports:
        seconds = hashes.seconds(report.name) or 0
        known[report.notebook] = max(seconds, known.get(report.notebook, 0))

    def weight(report: Report) -> tuple[float, int]:
        seconds = hashes.seconds(report.name) or known[report.notebook] or inf
        return seconds, report.notebook.stat().st_size

    return sorted(due, key=weight, reverse=True)


def _started(
    due: Iterable[Report], named: Mapping[str, Work], progress: Progress
) -> Iterator[Work]:
    """Yield the works, each when it is to be run."""
    for report in due:
        progress.started(report.name)
        yield named[report.name]


def _run(
    due: Sequence[Report], order: Order, progress: Progress, pool: Pool, hashes: Hashes
) -> int:
    """Run reports, write each as it arrives, and return how many failed."""
    named = {report.name: _work(report, order) for report in due}
    failures = 0
    with closing(pool.results(_started(due, named, progress))) as results:
        for result in results:
            if result.seconds:  # nobody knows them of a report whose worker was killed
                hashes.took(result.name, result.seconds)
            paths = store.place(result, named[result.name], order.out, hashes)
            if result.failure is None:
                progress.finished(result, paths)
                continue
            progress.failed(result, paths[0] if paths else None)
            failures += 1
            if order.fail_fast:
                break
    return failures
