"""`summit verify`: prove every output against its manifest."""

from __future__ import annotations

import argparse
from pathlib import Path


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument(
        "--out",
        type=Path,
        default=Path("reports"),
        metavar="DIR",
        help="the folder that was built into (default: reports)",
    )


def run(args: argparse.Namespace) -> int:
    """Print a line for each difference and return 1; when there is none, how much was read."""
    from analysis.commands.terminal import say
    from analysis.render.audit import audit

    found = audit(args.out)
    for difference in found.differences:
        say(difference)
    if not found.differences:
        say(f"{found.outputs:,} outputs are as their {found.manifests:,} manifests say")
    return 1 if found.differences else 0
