"""How the cells of a trade table are written."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

from analysis.numbers import listed, plain, signed
from analysis.tables import Column

NO_DATA = math.nan


def text(key: str, heading: str) -> Column:
    """Return a column of words."""
    return Column(key, heading)


def number(key: str, heading: str, places: int | None = 1) -> Column:
    """Return a column of numbers; a missing one says so."""
    return Column(key, heading, _writer(plain, places), align="right")


def change(key: str, heading: str, places: int = 1) -> Column:
    """Return a column of changes, which show their sign."""
    return Column(key, heading, _writer(signed, places), align="right")


def _writer(write: Callable[..., str], places: int | None) -> Callable[[Any], str]:
    return lambda value: write(value, places)


def sentence(parts: Sequence[str], separator: str = "; ") -> str:
    """Return the parts as one sentence for those who do not see the exhibit."""
    return separator.join(parts) + "."


def who(names: Sequence[str]) -> str:
    """Return reporters as a list, each once."""
    return listed(list(dict.fromkeys(names)))
