"""How a number is written in a sentence, a table or a chart: one place, so that all agree."""

from __future__ import annotations

import math

MINUS = "\N{MINUS SIGN}"
DASH = "\N{EN DASH}"
MISSING = "no data"


def plain(value: float | None, places: int | None = None) -> str:
    """Return a number with thousands separators and a real minus sign, or "no data".

    Without `places`, three significant digits are kept below a hundred and whole numbers above:
    0.513, 8.88, 94.8, 8, 2,077,216.
    """
    if value is None or math.isnan(value):
        return MISSING
    if places is None:
        places = _places(value)
    text = f"{value:,.{places}f}"
    below = text.startswith("-") and any(digit in text for digit in "123456789")
    return MINUS + text[1:] if below else text.lstrip("-")


def signed(value: float | None, places: int = 1) -> str:
    """Return a number with its sign always shown: +6.1, −0.2; zero has none."""
    text = plain(value, places)
    grows = value is not None and not math.isnan(value) and round(value, places) > 0
    return f"+{text}" if grows else text


def spread(low: float, high: float, places: int | None = None) -> str:
    """Return an interval as "19.2–19.9", or one number when both ends read the same."""
    ends = plain(low, places), plain(high, places)
    return ends[0] if ends[0] == ends[1] else DASH.join(ends)


def listed(parts: list[str]) -> str:
    """Return the parts as an English list: "a", "a and b", "a, b and c"."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} and {parts[-1]}"


def counted(count: int, noun: str, plural: str | None = None) -> str:
    """Return a count with its noun in the right number: "1 source", "3 sources"."""
    return f"{count:,} {noun if count == 1 else plural or noun + 's'}"


def _places(value: float) -> int:
    """Return the decimals to write: three digits in all, fewer where fewer are exact."""
    size = abs(value)
    if size >= 100 or value == round(value):
        return 0
    places = max(0, 2 - math.floor(math.log10(size)))
    return next(
        fewer for fewer in range(places + 1) if fewer == places or value == round(value, fewer)
    )
