"""A claim in full for someone at a notebook: one call, no other import."""

from __future__ import annotations

from importlib import import_module
from typing import Protocol

from analysis.moments import LATEST


class Page(Protocol):
    """What a notebook shows as a page and a terminal as lines of text."""

    def _repr_html_(self) -> str: ...


def explain(claim: str, as_of: str = LATEST) -> Page:
    """Return one claim in full: what was said, the verdict and why, and the evidence by source.

    `as_of` is a day as YYYY-MM-DD: the claim is judged on what was public then. Raises DataError
    for an unknown claim, which names the nearest.

    >>> print(explain("oil"))  # doctest: +ELLIPSIS
    Oil
    “Central Asia holds over 17 % of the world’s oil.” ✗ contradicted
    ...
    """
    # pages are made a layer above this one, so their module is imported by name
    page: Page = import_module("analysis.topics.verdicts").claim(claim, as_of, show_details=True)
    return page
