"""Colours → Typst code: inks that can be read on their ground."""

from analysis.render.colours import Colour, colour, contrast, on, written
from analysis.render.typst.escape import string

_WHITE = (255, 255, 255)
_READABLE = 4.5


def paint(value: Colour) -> str:
    """Return a colour as Typst code."""
    return f"rgb({string(written(value))})"


def inked(value: str, ground: Colour | None = None) -> str:
    """Return the function that sets words in a CSS colour, on a ground or on the page.

    What is too pale for the page is darkened. Empty where nothing is set.

    >>> inked("#00f"), inked("red"), inked("inherit")
    ('#text(fill: rgb("#0000ff"))', '#text(fill: rgb("#e60000"))', '')
    """
    ink = colour(value)
    if ground is not None:
        return f"#text(fill: {paint(on(ground, ink))})"
    return f"#text(fill: {paint(_darkened(ink))})" if ink is not None else ""


def _darkened(ink: Colour) -> Colour:
    shades = (_shade(ink, share / 20) for share in range(20, -1, -1))
    return next(shade for shade in shades if contrast(_WHITE, shade) >= _READABLE)


def _shade(ink: Colour, share: float) -> Colour:
    red, green, blue = (round(part * share) for part in ink)
    return red, green, blue
