"""The arguments with which each exhibit is held to the rules, where it needs more than a day.

An exhibit is called with `{"as_of": "latest"}` unless it is named here, by `subject.function`.
Every entry gives the arguments besides `as_of` that a notebook would give.
"""

from __future__ import annotations

from typing import Any

LATEST: dict[str, Any] = {"as_of": "latest"}

EXAMPLES: dict[str, dict[str, Any]] = {}


def arguments(name: str, **changes: Any) -> dict[str, Any]:
    """Return the keyword arguments of an exhibit's example; `changes` are laid over them."""
    return LATEST | EXAMPLES.get(name, {}) | changes
