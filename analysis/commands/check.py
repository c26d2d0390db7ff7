"""`summit check`: every claim with its verdict, or one claim in full."""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import textwrap
from collections.abc import Iterator
from typing import Any

from analysis import moments

_NARROWEST, _WIDEST = 60, 120


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("claim", nargs="?", help="one claim, explained in full: `summit check oil`")
    parser.add_argument(
        "--as-of",
        metavar="DATE",
        default=moments.LATEST,
        help="judge on what was public on this day, YYYY-MM-DD (default: latest)",
    )
    parser.add_argument("--json", action="store_true", help="print the results as JSON")


def run(args: argparse.Namespace) -> int:
    """Print the verdicts; 0 whatever they are, since a verdict is a result and not a failure."""
    from analysis import claims

    day = moments.day(args.as_of)
    one = claims.verdict(args.claim, day) if args.claim else None
    results = [one] if one else claims.verdicts(day)
    if args.json:
        print(json.dumps([r.record() for r in results], ensure_ascii=False, indent=2))  # noqa: T201 - this command prints
    else:
        lines = _explained(results[0].record()) if one else _table(results)
        print("\n".join(lines))  # noqa: T201 - this command prints
    return 0


def _table(results: list[Any]) -> Iterator[str]:
    from analysis.blocks import MARKS

    width = _width()
    titles = max(len(result.claim.title) for result in results)
    words = max(len(result.verdict.value) for result in results) + 2
    room = width - titles - words - 4
    for result in results:
        verdict = f"{MARKS[result.verdict][0]} {result.verdict.value}"
        then = result.when_stated
        change = "" if then is result.verdict else f" On the day it was said: {then.value}."
        wrapped = textwrap.wrap(result.why + change, room)
        yield f"{result.claim.title:<{titles}}  {verdict:<{words}}  {wrapped[0]}"
        yield from (" " * (titles + words + 4) + line for line in wrapped[1:])
    yield ""
    yield f"{_summary(results)} One claim in full: summit check {results[0].claim.id}"


def _summary(results: list[Any]) -> str:
    from analysis.numbers import counted

    day = results[0].as_of
    basis = f"public on {moments.written(day)}" if day else "in the data package"
    return f"{counted(len(results), 'claim')} judged on what is {basis}."


def _explained(record: dict[str, Any]) -> Iterator[str]:
    yield f"{record['title']}: {record['verdict']}"
    yield from _filled("Claim", f"{record['claim']} (judged as “{record['quoted']}”)")
    yield from _filled("Why", record["why"])
    yield from _filled("Definition", record["definition"])
    yield from _filled("Admissible", ", ".join(record["admissible"]) or "none")
    yield from _filled("Flags", ", ".join(record["flags"]) or "none")
    for name, verdict in record["readings"].items():
        yield from _filled(f"Read {name}", verdict)
    yield from _filled("Implies", record["implied"])
    yield from _filled("Gap", _percent(record["gap_percent"], "of the claim"))
    yield from _filled("Flips at", _flip(record))
    yield from _filled("To be true", record["what_would_make_it_true"])
    yield from _filled("Safe to say", record["safe_wording"])
    for note in record["notes"]:
        yield from _filled("Note", note)
    yield "Evidence"
    for row in record["evidence"]:
        yield from _evidence(row)


def _percent(value: float | None, of: str) -> str:
    from analysis.numbers import signed

    return "" if value is None else f"{signed(value, 2)} % {of}"


def _flip(record: dict[str, Any]) -> str:
    from analysis.numbers import plain

    change = record["flip_distance_percent"]
    return "" if change is None else f"a change of {plain(change)} % in {record['weakest_input']}"


def _evidence(row: dict[str, Any]) -> list[str]:
    reason = f" — {row['reason']}" if row["reason"] else ""
    text = (
        f"{row['label']}: {row['found']} [{row['definition_match']}; {row['outcome']};"
        f" {row['reporter']}, {row['source']}, public {row['published']},"
        f" grade {row['grade']}]{reason}"
    )
    return textwrap.wrap(text, _width(), initial_indent="  ", subsequent_indent="    ")


def _filled(label: str, text: str | None) -> list[str]:
    if not text:
        return []
    indent = " " * 19
    return textwrap.wrap(f"{label + ':':<19}{text}", _width(), subsequent_indent=indent)


def _width() -> int:
    wide = shutil.get_terminal_size().columns if sys.stdout.isatty() else _WIDEST
    return min(max(wide, _NARROWEST), _WIDEST)
