"""`summit sources`: who published the numbers, and where to find them."""

from __future__ import annotations

import argparse

SHOWN = ("source", "publisher", "edition", "licence", "address")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare --json."""
    parser.add_argument("--json", action="store_true", help="print every field, as a JSON list")


def run(args: argparse.Namespace) -> int:
    """Print the table of sources."""
    from analysis import data
    from analysis.commands.terminal import columns, say

    rows = data.table("sources").astype(str).to_dict("records")
    if args.json:
        import json

        say(json.dumps(rows, indent=2, ensure_ascii=False))
    else:
        say(columns(SHOWN, [[row[name] for name in SHOWN] for row in rows]))
    return 0
