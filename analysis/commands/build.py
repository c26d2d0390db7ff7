"""`summit build`: run notebooks and make pages of them."""

from __future__ import annotations

import argparse
import textwrap
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from analysis import provenance
from analysis.errors import ParameterError, SummitError

if TYPE_CHECKING:
    from analysis.render.batch import Order
    from analysis.render.catalogue import Report
    from analysis.render.index import Shared
    from analysis.render.manifest import Edition


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments, and list below them the parameters of every report."""
    parser.add_argument(
        "reports", nargs="*", metavar="REPORT", help="which to build (default: all)"
    )
    parser.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="give a parameter another value; may be repeated",
    )
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
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.closing = _parameters  # type: ignore[attr-defined]  # ours, of analysis.__main__


def _add_switches(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--force", action="store_true", help="build what is fresh, too")
    parser.add_argument(
        "--explain",
        action="store_true",
        help="say why each report is built",
    )
    parser.add_argument("--show-code", action="store_true", help="show the code cells in the pages")


def run(args: argparse.Namespace) -> int:
    """Check everything that can be checked without a kernel, then build; 1 when a report failed."""
    from analysis.render import catalogue, formats

    settings = _settings(args.set)
    known = catalogue.reports(provenance.notebooks())
    chosen = catalogue.select(args.reports, known)
    reports = [catalogue.with_settings(report, settings) for report in chosen]
    wanted = formats.chosen(args.format)
    from analysis.commands.edition import edition
    from analysis.commands.terminal import BuildLine
    from analysis.render import batch

    shared = edition(show_code=args.show_code)
    order = batch.Order(
        args.out, wanted, shared, _shared(settings, shared), force=args.force, check=_verify
    )
    if args.explain:
        _explain(reports, order)
    progress = BuildLine()
    try:
        failures = batch.build(reports, order, progress)
    finally:
        progress.clear()
    return 1 if failures else 0


def _verify() -> None:
    """Read every table as a report would: one that cannot be read is told of once, not by each."""
    from analysis import data

    data.verify()


def _explain(reports: Iterable[Report], order: Order) -> None:
    """Print why each report is built; of the fresh ones the build itself tells."""
    from analysis.commands.terminal import say
    from analysis.render import store
    from analysis.render.hashes import Hashes

    hashes = Hashes(order.out)
    for report in reports:
        why = store.reasons(report, order.edition, order.formats, order.out, hashes)
        if order.force:
            why.append("--force")
        if why:
            say(f"{report.name}: {', '.join(why)}")


def _settings(given: Iterable[str]) -> dict[str, str]:
    """Return what --set gave, by name; the last value of a name counts."""
    settings = {}
    for text in given:
        name, equals, value = text.partition("=")
        if not (name and equals):
            raise ParameterError(f"--set expects NAME=VALUE, not '{text}'")
        settings[name.strip()] = value.strip()
    return settings


def _shared(settings: Mapping[str, str], edition: Edition) -> list[Shared]:
    """Return the files beside the reports: the verdicts, when the data has claims.

    They are judged as of the day that --set gave the reports, else on all there is.
    """
    if "data/claims.csv" not in edition.parts:
        return []
    from analysis.commands import reviews
    from analysis.render.index import Shared

    as_of = settings.get("as_of", "latest")

    def content() -> bytes:
        from analysis import claims, moments, topics

        topics.load()
        return reviews.document(claims.verdicts(moments.day(as_of)), edition)

    return [Shared(reviews.FILE, reviews.TITLE, reviews.ABOUT, content, {"as_of": as_of})]


def _parameters() -> str:
    """Return the parameters of each report for the help page, or why there are none to show."""
    from analysis.render import catalogue

    try:
        reports = catalogue.reports(provenance.notebooks()).values()
    except SummitError as error:
        return f"the parameters of the reports cannot be read: {error}"
    return "parameters of the reports, for --set:\n" + "\n".join(map(_of, reports))


def _of(report: Report) -> str:
    lines = [f"  {report.name}: {report.title}"]
    for name, parameter in report.declared.items():
        value = report.parameters[name]
        lines.append(f"    {name}: {parameter.kind} = {value}")
        lines.append(textwrap.indent(textwrap.fill(parameter.meaning, 70), " " * 8))
        if parameter.bounds:
            lines.append(textwrap.indent(textwrap.fill(parameter.expected, 70), " " * 8))
    return "\n".join(lines)
