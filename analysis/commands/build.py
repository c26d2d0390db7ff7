"""`summit build`: run notebooks and make pages of them."""

from __future__ import annotations

import argparse
import textwrap
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis import provenance
from analysis.errors import ParameterError, SummitError

if TYPE_CHECKING:
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
    parser.add_argument("--show-code", action="store_true", help="show the code cells in the pages")
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = _parameters()


def run(args: argparse.Namespace) -> int:
    """Check everything that can be checked without a kernel, then build; 1 when a report failed."""
    from analysis.render import catalogue, formats

    settings = _settings(args.set)
    known = catalogue.reports(provenance.notebooks())
    chosen = catalogue.select(args.reports, known)
    reports = [catalogue.with_settings(report, settings) for report in chosen]
    wanted = formats.chosen(args.format)
    edition = _edition(show_code=args.show_code)

    from analysis.commands.terminal import BuildLine
    from analysis.render import batch

    progress = BuildLine()
    try:
        order = batch.Order(args.out, wanted, edition, _shared(settings, edition))
        failures = batch.build(reports, order, progress)
    finally:
        progress.clear()
    return 1 if failures else 0


def _settings(given: Iterable[str]) -> dict[str, str]:
    """Return what --set gave, by name; the last value of a name counts."""
    settings = {}
    for text in given:
        name, equals, value = text.partition("=")
        if not (name and equals):
            raise ParameterError(f"--set expects NAME=VALUE, not '{text}'")
        settings[name.strip()] = value.strip()
    return settings


def _edition(*, show_code: bool) -> Edition:
    """Return what this build's reports share; refuses data that is not as declared."""
    from analysis import data, descriptor
    from analysis.render.manifest import Edition

    root = data.root()
    data.verify()
    package = descriptor.document(root)
    return Edition(
        day=_day(package),
        code=provenance.code_version(),
        packages=provenance.package_versions(),
        data=dict(sorted(data.hashes().items())),
        show_code=show_code,
        sources=_sources(),
        columns=_columns(package),
        licences=package.get("licenses", []),
    )


def _sources() -> dict[str, Mapping[str, str]]:
    """Return every source by name; a field that its row leaves out is empty."""
    from analysis import data

    if "sources" not in data.hashes():
        return {}
    return {row["source"]: row for row in data.records(data.table("sources").fillna(""))}


def _columns(package: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """Return the fields that the tables declare, by name; the first table to have one counts."""
    schemas = [resource.get("schema", {}) for resource in package["resources"]]
    fields = [one for schema in schemas for one in schema.get("fields", [])]
    return {one["name"]: one for one in reversed(fields)}


def _shared(settings: Mapping[str, str], edition: Edition) -> list[Shared]:
    """Return the files beside the reports: the verdicts, when the data has claims.

    They are judged as of the day that --set gave the reports, else on all there is.
    """
    if "claims" not in edition.data:
        return []
    from analysis import claims, moments, topics
    from analysis.commands import reviews
    from analysis.render.index import Shared

    topics.load()
    results = claims.verdicts(moments.day(settings.get("as_of", moments.LATEST)))
    content = reviews.document(results, edition)
    return [Shared(reviews.FILE, reviews.TITLE, reviews.ABOUT, content)]


def _day(package: Mapping[str, object]) -> str:
    """Return the ISO day the data package was created: an edition's date, in place of the clock."""
    from datetime import datetime

    from analysis.errors import DataError

    created = package.get("created")
    try:
        return datetime.fromisoformat(str(created)).date().isoformat()
    except ValueError:
        expected = "an ISO date such as 2025-06-17"
        raise DataError(f"datapackage.json: created must be {expected}, not {created!r}") from None


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
