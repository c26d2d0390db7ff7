"""`summit build`: run notebooks and make pages of them."""

from __future__ import annotations

import argparse
import os
import textwrap
from collections.abc import Callable, Iterable, Sequence
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from analysis import provenance
from analysis.commands import where
from analysis.errors import ParameterError, SummitError, unknown

if TYPE_CHECKING:
    from analysis.render.batch import Order
    from analysis.render.catalogue import Report
    from analysis.render.hashes import Hashes
    from analysis.render.index import Shared
    from analysis.render.manifest import Edition
    from analysis.render.pool import Pool

SWEEPS = """\
several values, for --set; each combination becomes a report:
  --set country=KAZ,UZB --set last_year=2020..2024    one by one, or a range
  --set threshold=0..1..0.25                          a range with a step
  --set 'seed="one, two"'                             a text that has a comma
  --set 'countries=KAZ,UZB;TJK'                       two lists"""
# what a kernel is asked to be, and the variable that asks for all builds of a user
KERNELS = ("fork", "stock")
KERNEL = "SUMMIT_KERNEL"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments, and list below them the parameters of every report."""
    _add_what(parser)
    _add_how(parser)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.closing = _parameters  # type: ignore[attr-defined]  # ours, of analysis.__main__


def _add_what(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "reports",
        nargs="*",
        metavar="REPORT",
        help="a report, one of a matrix, or a notebook (default: all reports)",
    )
    parser.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="give a parameter another value, or several: KAZ,UZB or 2020..2024; may be repeated",
    )
    parser.add_argument(
        "--name",
        metavar="TEMPLATE",
        help="what to call the files: {report}-{country} (default: the report, and what is swept)",
    )


def _add_how(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--format",
        default="html,pdf,data",
        metavar="FORMAT,…",
        help="any of html, pdf and data, the last a zip of the numbers (default: all three)",
    )
    parser.add_argument(
        "--out",
        type=Path,
        default=Path("reports"),
        metavar="DIR",
        help="the folder to build into (default: reports)",
    )
    _add_switches(parser)
    where.add_arguments(parser)


def _add_switches(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--force", action="store_true", help="build what is fresh, too")
    parser.add_argument("--explain", action="store_true", help="say why each report is built")
    parser.add_argument(
        "--dry-run", action="store_true", help="say what would be built and why, and build nothing"
    )
    parser.add_argument(
        "--json", action="store_true", help="tell a program: one JSON object a line"
    )
    parser.add_argument("--show-code", action="store_true", help="show the code cells in the pages")
    parser.add_argument(
        "--kernel",
        choices=KERNELS,
        help="how kernels come to be: forked from a warm process where that works, or started anew "
        f"(default: {KERNEL}, else fork)",
    )


def run(args: argparse.Namespace) -> int:
    """Check everything that can be checked without a kernel, then build; 1 when a report failed."""
    from analysis.render import catalogue, formats, sweeps
    from analysis.render.hashes import Hashes

    _choose_kernel(args.kernel)
    pool = where.chosen(args)
    settings = _settings(args.set)
    folder = provenance.notebooks()
    known = catalogue.declared(folder)
    chosen = sweeps.select(args.reports, known, folder)
    reports = sweeps.planned(chosen, settings, args.name, known)
    wanted = formats.chosen(args.format)
    from analysis.commands.edition import edition
    from analysis.render import batch

    made = edition(show_code=args.show_code)
    shared = _shared(reports, made)
    check = partial(_check, shared)
    order = batch.Order(args.out, wanted, made, shared, args.force, check, args.fail_fast)
    why = partial(_why, order, Hashes(order.out))
    if args.dry_run:
        from analysis.commands import dry_run

        return dry_run.tell(reports, why, as_json=args.json)
    if args.explain:
        _explain(reports, why)
    return _built(reports, order, pool, as_json=args.json)


def _why(order: Order, hashes: Hashes, report: Report) -> str | None:
    """Return why a report must be built; None when it is as it should be."""
    from analysis.render import store

    why = store.reasons(report, order.edition, order.formats, order.out, hashes)
    return ", ".join([*why, *(["--force"] if order.force else [])]) or None


def _built(reports: Sequence[Report], order: Order, pool: Pool, *, as_json: bool) -> int:
    from analysis.commands import display
    from analysis.render import batch

    progress = display.chosen(as_json=as_json)
    try:
        failures = batch.build(reports, order, progress, pool)
    finally:
        progress.close()
    # what a notebook says of its parameters is as much a mistake of the user's as what we say
    return min(failures, 1) + (0 < failures == progress.refused)


def _choose_kernel(asked: str | None) -> None:
    """Let this process and its workers make kernels as the command line, else the user, asks."""
    if asked:
        os.environ[KERNEL] = asked
    elif (chosen := os.environ.get(KERNEL) or KERNELS[0]) not in KERNELS:
        raise ParameterError(f"{KERNEL}: {unknown('kernel', chosen, KERNELS)}")


def _check(shared: Iterable[Shared]) -> None:
    """Read every table as a report would: one that cannot be read is told of once, not by each.

    The shared files are made, too, while what kernels are forked from warms up.
    """
    from analysis import data

    data.verify()
    for one in shared:
        one.content()


def _explain(reports: Iterable[Report], why: Callable[[Report], str | None]) -> None:
    """Print of each report why it is built, or that it is fresh."""
    from analysis.commands.terminal import say

    for report in reports:
        say(f"{report.name}: {why(report) or 'fresh'}")


def _settings(given: Iterable[str]) -> dict[str, str]:
    """Return what --set gave, by name."""
    settings: dict[str, str] = {}
    for text in given:
        name, equals, value = (part.strip() for part in text.partition("="))
        if not (name and equals):
            raise ParameterError(f"--set expects NAME=VALUE, not '{text}'")
        if name in settings:
            several = "give several values with commas between, and lists with semicolons"
            raise ParameterError(f"--set gives '{name}' twice; {several}")
        settings[name] = value
    return settings


def _shared(reports: Iterable[Report], edition: Edition) -> list[Shared]:
    """Return the files beside the reports: the verdicts, when the data has claims.

    They are judged as of the day that the reports agree on, else on all there is.
    """
    if "data/claims.csv" not in edition.parts:
        return []
    from analysis.commands import reviews
    from analysis.render.index import Shared

    days = {str(one.parameters["as_of"]) for one in reports if "as_of" in one.parameters}
    as_of = days.pop() if len(days) == 1 else "latest"

    @cache
    def content() -> bytes:
        from analysis import claims, moments

        return reviews.document(claims.verdicts(moments.day(as_of)), edition)

    return [Shared(reviews.FILE, reviews.TITLE, reviews.ABOUT, content, {"as_of": as_of})]


def _parameters() -> str:
    """Return the parameters of each report for the help page, or why there are none to show."""
    from analysis.render import catalogue

    try:
        declared = catalogue.declared(provenance.notebooks()).values()
    except SummitError as error:
        return f"the parameters of the reports cannot be read: {error}"
    reports = "\n".join(_of(one.report) for one in declared)
    return f"{SWEEPS}\n\nparameters of the reports, for --set:\n{reports}"


def _of(report: Report) -> str:
    lines = [f"  {report.name}: {report.title}"]
    for name, parameter in report.declared.items():
        value = report.parameters[name]
        lines.append(f"    {name}: {parameter.kind} = {value}")
        lines.append(textwrap.indent(textwrap.fill(parameter.meaning, 70), " " * 8))
        if parameter.bounds:
            lines.append(textwrap.indent(textwrap.fill(parameter.expected, 70), " " * 8))
    return "\n".join(lines)
