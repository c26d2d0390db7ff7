"""`summit seal`: record the hashes of the data tables after a meant edit."""

from __future__ import annotations

import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare nothing: SUMMIT_DATA names another folder than the package's own."""


def run(_args: argparse.Namespace) -> int:
    """Check and seal the tables, and print the names of those that had changed."""
    from analysis import data
    from analysis.commands.terminal import say

    changed = data.seal(data.root())
    for name in changed:
        say(f"sealed {name}")
    if not changed:
        say("nothing has changed")
    return 0
