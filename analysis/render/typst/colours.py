"""CSS colours → Typst colours; what is no colour of a known form is none."""

import re

from analysis.render.typst.escape import string

_HEX = re.compile(r"#(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})")
_FUNCTION = re.compile(
    r"rgba?\(\s*(\d{1,3})[\s,]+(\d{1,3})[\s,]+(\d{1,3})\s*(?:[,/]\s*[\d.]+%?\s*)?\)"
)
_NAMES = {
    "black": "#000000",
    "white": "#ffffff",
    "gray": "#808080",
    "grey": "#808080",
    "silver": "#c0c0c0",
    "lightgray": "#d3d3d3",
    "lightgrey": "#d3d3d3",
    "red": "#ff0000",
    "darkred": "#8b0000",
    "crimson": "#dc143c",
    "orange": "#ffa500",
    "gold": "#ffd700",
    "yellow": "#ffff00",
    "green": "#008000",
    "darkgreen": "#006400",
    "lightgreen": "#90ee90",
    "lime": "#00ff00",
    "olive": "#808000",
    "teal": "#008080",
    "aqua": "#00ffff",
    "blue": "#0000ff",
    "lightblue": "#add8e6",
    "navy": "#000080",
    "purple": "#800080",
    "maroon": "#800000",
    "pink": "#ffc0cb",
}


def colour(value: str) -> str | None:
    """Return a CSS colour as Typst code, None where it is not one.

    >>> colour("rgb(255, 0, 300)")
    'rgb(255, 0, 255)'
    """
    name = value.strip().lower()
    name = _NAMES.get(name, name)
    if _HEX.fullmatch(name):
        return f"rgb({string(name)})"
    mixed = _FUNCTION.fullmatch(name)
    if mixed is None:
        return None
    return "rgb({}, {}, {})".format(*(min(255, int(part)) for part in mixed.groups()))
