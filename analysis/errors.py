"""The exceptions a reader may meet, and the sentence that names the nearest match."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


class SummitError(Exception):
    """A mistake with a remedy: its message is one line that says what was expected."""

    exit_status = 2


class DataError(SummitError):
    """The data package, or a question put to it, is not as declared."""


class NoData(DataError):  # noqa: N818 - "no data" is the finding, and reads better than NoDataError
    """The question is well formed, and no observation answers it."""


class ParameterError(SummitError):
    """A report was given a parameter it does not have, or a value of the wrong kind."""


class ReportError(SummitError):
    """A report does not exist, cannot be built, or failed while it was built."""


def unknown(kind: str, name: str, known: Iterable[str]) -> str:
    """Return one sentence that refuses a name, offers the nearest known one and lists them all.

    >>> unknown("country", "KAX", ["CHN", "KAZ"])
    "unknown country 'KAX'. Did you mean 'KAZ'? Known: CHN, KAZ."
    """
    names = list(known)
    nearest = difflib.get_close_matches(name, names, n=1, cutoff=0.5)
    guess = f" Did you mean '{nearest[0]}'?" if nearest else ""
    listing = ", ".join(names) or "none"
    return f"unknown {kind} {name!r}.{guess} Known: {listing}."
