"""What a cluster adds to a report, on a real scheduler and two workers of this machine.

python -m tests.bench.cluster [--tasks N,N]. The reports do nothing, so that what is left is the way
there and back. Memory of the client must not grow with the number of reports, that of the scheduler
not much.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

import psutil

from tests.render import clusters

WORKERS = 2


def main() -> int:
    """Print a row for each number of reports."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tasks", default="1000,3000", help="how many reports, in turn")
    sizes = [int(one) for one in parser.parse_args().tasks.split(",")]
    with (
        tempfile.TemporaryDirectory() as folder,
        clusters.Machines(Path(folder)) as machines,
    ):
        for _ in range(WORKERS):
            machines.add()
        scheduler = psutil.Process(machines.running[0].pid)
        say("| reports | wall s | ms a report | client MB | scheduler MB |\n|---|---|---|---|---|")
        for size in sizes:
            begun = time.perf_counter()
            made = sum(1 for _ in clusters.results(machines.address, map(str, range(size))))
            took = time.perf_counter() - begun
            held = " | ".join(f"{one.memory_info().rss / 1e6:.0f}" for one in (ME, scheduler))
            say(f"| {made} | {took:.1f} | {took / made * 1000:.1f} | {held} |")
    return 0


ME = psutil.Process()


def say(line: str) -> None:
    """Print a line at once."""
    print(line, flush=True)  # noqa: T201 # the table


if __name__ == "__main__":
    sys.exit(main())
