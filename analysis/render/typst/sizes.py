"""How wide a picture is set: as declared, else so that two fit a page."""

import re

from analysis.render.images import Picture

LOW, HIGH = 0.34, 0.8  # of a page's height, for a picture wider than high and for the others
PIXEL = 25.4 / 96  # millimetres

_UNITS = {"mm": 1.0, "cm": 10.0, "in": 25.4, "pt": 25.4 / 72, "px": PIXEL, "": PIXEL}
_LENGTH = re.compile(r"\s*(\d{1,5}(?:\.\d{1,4})?)\s*(mm|cm|in|pt|px|)\s*")
_SHARE = re.compile(r"\s*(\d{1,3}(?:\.\d{1,4})?)\s*%\s*")


def millimetres(length: str) -> float | None:
    """Return an absolute CSS length in millimetres, None for any other."""
    measured = _LENGTH.fullmatch(length)
    return float(measured[1]) * _UNITS[measured[2]] if measured else None


def declared(width: str, height: str, frame: float, found: Picture) -> float | None:
    """Return the width that CSS lengths ask for, a share being one of the frame; None if none."""
    share = _SHARE.fullmatch(width)
    if share:
        return frame * min(1.0, float(share[1]) / 100) or None
    wide, high = millimetres(width), millimetres(height)
    if wide is None and high and _lines(found):
        return high * _columns(found) / _lines(found)
    return wide


def fitting(found: Picture, frame: float, page: float) -> float:
    """Return the width of a picture that declares none, on a page of some height."""
    if not found.width or not found.pixels:
        return min(found.width or frame, frame)
    height = found.width * _lines(found) / _columns(found)
    limit = page * (LOW if height < found.width else HIGH)
    return min(found.width, frame, found.width * limit / height)


def _columns(found: Picture) -> float:
    return (found.width or 0) / PIXEL


def _lines(found: Picture) -> float:
    """Return how many lines of pixels a picture has, none for a drawing."""
    return found.pixels / _columns(found) if found.pixels else 0
