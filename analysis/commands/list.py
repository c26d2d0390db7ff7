"""`summit list`: the reports there are."""

from __future__ import annotations

import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare nothing: there is nothing to choose."""


def run(_args: argparse.Namespace) -> int:
    """Print a line for each report."""
    from analysis import provenance
    from analysis.commands.terminal import columns, say
    from analysis.render import catalogue

    reports = catalogue.reports(provenance.notebooks()).values()
    rows = [
        [
            report.name,
            report.title,
            report.notebook.name,
            ", ".join(f"{name}={value}" for name, value in report.parameters.items()),
        ]
        for report in reports
    ]
    say(columns(["report", "title", "notebook", "parameters"], rows))
    return 0
