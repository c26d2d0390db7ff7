"""Where the reports of a build run: on this machine, or on a cluster."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from analysis.errors import ParameterError, ReportError

if TYPE_CHECKING:
    from analysis.render.pool import Pool


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare how many reports run at once, and what happens when one fails."""
    parser.add_argument(
        "--jobs",
        type=int,
        metavar="N",
        help="how many reports to run at once (default: as many as cores and memory allow)",
    )
    parser.add_argument(
        "--scheduler",
        metavar="ADDRESS",
        help="run the reports on the Dask cluster of this scheduler, tcp://… or tls://…",
    )
    going = parser.add_mutually_exclusive_group()
    going.add_argument(
        "--keep-going",
        action="store_true",
        help="build the other reports when one fails (the default)",
    )
    going.add_argument(
        "--fail-fast", action="store_true", help="stop at the first report that fails"
    )


def chosen(args: argparse.Namespace) -> Pool:
    """Return where the reports are to run."""
    if args.jobs is not None and args.jobs < 1:
        raise ParameterError(f"--jobs expects a number from 1 up, not {args.jobs}")
    if args.scheduler:
        return _cluster(args.scheduler)
    from analysis.render import machine
    from analysis.render.pool import LocalPool

    return LocalPool(machine.jobs(args.jobs))


def _cluster(address: str) -> Pool:
    try:
        from analysis.render.cluster import Cluster
    except ImportError:
        raise ReportError('--scheduler needs Dask: pip install "summit-report[cluster]"') from None
    return Cluster(address, {"SUMMIT_DATA": "data", "SUMMIT_NOTEBOOKS": "notebooks"})
