"""Put COUNT hostile notebooks through both exporters, and end with a line that says what happened.

python -m tests.fuzz [COUNT] [--from NUMBER] [--workers N] [--formats html,pdf]

Each worker is a process with a bound on its memory; one that is silent for too long is ended, and
its notebook counted as too slow.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.fuzz import hostile
from tests.fuzz.runner import Tally, Trials, run


def main(arguments: Sequence[str] | None = None) -> int:
    """Return the exit status: 0 if nothing ran, escaped, crashed or took too long."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("count", nargs="?", type=int, default=5_000)
    parser.add_argument("--from", dest="first", type=int, default=0)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--formats", default="html,pdf")
    asked = parser.parse_args(arguments)
    tally = Tally()
    with tempfile.TemporaryDirectory() as folder:
        home = hostile.furnish(Path(folder) / "fuzz")
        run(
            range(asked.first, asked.first + asked.count),
            Trials(home, asked.formats.split(",")),
            asked.workers,
            tally,
        )
    print(tally.line())  # noqa: T201 # a command's answer
    return int(bool(tally.faults))


if __name__ == "__main__":
    sys.exit(main())
