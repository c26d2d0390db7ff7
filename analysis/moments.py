"""Days: how an `as_of` is read, and how a day is written."""

from __future__ import annotations

import calendar
import re
from datetime import date
from functools import cache

from analysis.errors import DataError, ParameterError

LATEST = "latest"
_PUBLISHED = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)


def day(as_of: str) -> date | None:
    """Return the day meant by "YYYY-MM-DD", None for "latest"; else raise ParameterError."""
    if as_of == LATEST:
        return None
    try:
        if len(as_of) != len("YYYY-MM-DD"):
            raise ValueError
        return date.fromisoformat(as_of)
    except ValueError:
        raise ParameterError(
            f"as-of date {as_of!r} is neither a day as YYYY-MM-DD nor the word {LATEST}"
        ) from None


def written(moment: date) -> str:
    """Return a day as "17 June 2025"."""
    return f"{moment.day} {_MONTHS[moment.month - 1]} {moment.year}"


def written_loosely(stamp: str) -> str:
    """Return a year, month or day as prose: "2025", "June 2025", "17 June 2025"."""
    year, *rest = stamp.split("-")
    month = [_MONTHS[int(rest[0]) - 1]] if rest else []
    day_of_month = [str(int(rest[1]))] if len(rest) > 1 else []
    return " ".join([*day_of_month, *month, year])


def span(period: str) -> str:
    """Return a period as prose: "2024", "January–June 2023", "2019–2023"."""
    start, _, end = period.partition("/")
    if not end:
        return written_loosely(start)
    first, last = written_loosely(start), written_loosely(end)
    same_year = start[:4] == end[:4]
    return f"{first.removesuffix(' ' + start[:4]) if same_year else first}–{last}"


_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


@cache
def known_by(published: str) -> date:
    """Return the day by which a figure was public: a month or a year counts from its last day."""
    match = _PUBLISHED.fullmatch(published)
    if not match:
        raise DataError(f"published '{published}' must be YYYY, YYYY-MM or YYYY-MM-DD")
    year, month, day = (int(part) if part else None for part in match.groups())
    try:
        last = calendar.monthrange(year or 0, month or 12)[1]
        return date(year or 0, month or 12, day or last)
    except ValueError:
        raise DataError(f"published '{published}' is not a day of the calendar") from None
