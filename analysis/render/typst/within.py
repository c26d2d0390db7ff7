"""What holds of a document while one of its parts is being set."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def within(document: object, **now: Any) -> Iterator[None]:
    """Set attributes for as long as the context lasts, and then what they were."""
    before = {name: getattr(document, name) for name in now}
    for name, value in now.items():
        setattr(document, name, value)
    try:
        yield
    finally:
        for name, value in before.items():
            setattr(document, name, value)
