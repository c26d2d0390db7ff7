"""Where the reports of a build run: on this machine, or on a cluster."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from analysis.errors import ParameterError

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
    from analysis.render import machine
    from analysis.render.pool import LocalPool

    return LocalPool(machine.jobs(args.jobs))
