"""An attempt that ends its own process, to try that the others go on."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.fuzz.trial import Verdict


def dies_at_one(number: int, _home: Path, _formats: Sequence[str]) -> Iterator[Verdict]:
    """Yield a verdict on any notebook but the first."""
    if number == 1:
        os._exit(7)
    yield Verdict(number, "html", "refused", 0.5, (), "a reason")
