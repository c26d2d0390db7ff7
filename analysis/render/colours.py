"""CSS colours a page can carry: a ground with an ink that shows on it, or an ink by its name."""

import re

_HEX = re.compile(r"#([0-9a-f]{3,8})")
_FUNCTION = re.compile(
    r"rgba?\(\s*(\d{1,3})[\s,]+(\d{1,3})[\s,]+(\d{1,3})\s*(?:[,/]\s*([\d.]{1,8}%?)\s*)?\)"
)
_NAMES = dict(
    pair.split("=")
    for pair in """
    black=000000 white=ffffff gray=808080 grey=808080 silver=c0c0c0 lightgray=d3d3d3
    lightgrey=d3d3d3 red=ff0000 darkred=8b0000 crimson=dc143c salmon=fa8072 tomato=ff6347
    orange=ffa500 darkorange=ff8c00 gold=ffd700 yellow=ffff00 lightyellow=ffffe0 khaki=f0e68c
    green=008000 darkgreen=006400 lightgreen=90ee90 palegreen=98fb98 lime=00ff00 olive=808000
    teal=008080 cyan=00ffff aqua=00ffff lightblue=add8e6 skyblue=87ceeb steelblue=4682b4
    blue=0000ff navy=000080 purple=800080 violet=ee82ee magenta=ff00ff pink=ffc0cb
    lightpink=ffb6c1 brown=a52a2a maroon=800000 lavender=e6e6fa
    """.split()  # noqa: SIM905 - read as words, not as forty quoted strings
)
_READABLE = 4.5  # WCAG 2.2, success criterion 1.4.3
_PALE = 0.2  # of saturation: less is a grey
_HUES = ((0.04, "red"), (0.19, "yellow"), (0.45, "green"), (0.54, "cyan"), (0.72, "blue"))

Colour = tuple[int, int, int]


def colour(value: str) -> Colour | None:
    """Return red, green and blue as they show on white; None where `value` is no colour.

    >>> colour("#f00"), colour("rgba(0, 0, 0, 50%)"), colour("inherit")
    ((255, 0, 0), (128, 128, 128), None)
    """
    name = value.strip().lower()
    mixed = _FUNCTION.fullmatch(name)
    if mixed:
        opacity = _share(mixed[4] or "1")
        return _on_white([min(255, int(part)) for part in mixed.groups()[:3]], opacity)
    digits = _HEX.fullmatch(f"#{_NAMES[name]}" if name in _NAMES else name)
    if digits is None or len(digits[1]) in {5, 7}:
        return None
    text = digits[1] if len(digits[1]) > 4 else "".join(2 * digit for digit in digits[1])
    parts = [int(text[at : at + 2], 16) for at in range(0, len(text), 2)]
    return _on_white(parts[:3], parts[3] / 255 if len(parts) == 4 else 1)


def on(ground: Colour, wanted: Colour | None) -> Colour:
    """Return the ink for a ground: the wanted one if it can be read there, else black or white."""
    if wanted is not None and contrast(ground, wanted) >= _READABLE:
        return wanted
    black, white = (0, 0, 0), (255, 255, 255)
    return black if contrast(ground, black) >= contrast(ground, white) else white


def contrast(one: Colour, other: Colour) -> float:
    """Return the contrast of two colours, from 1 to 21 (WCAG 2.2)."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def hue(ink: Colour) -> str:
    """Return the name of an ink's hue, by which the page has one that shows in either scheme.

    >>> hue((214, 39, 40)), hue((31, 119, 180)), hue((90, 90, 90))
    ('red', 'blue', '')
    """
    high, low = max(ink), min(ink)
    if high - low < _PALE * 255:
        return ""
    red, green, blue = ink
    sector = {red: (green - blue), green: (blue - red), blue: (red - green)}[high]
    start = {red: 0, green: 2, blue: 4}[high]
    turn = ((start + sector / (high - low)) / 6) % 1
    return next((name for end, name in _HUES if turn < end), "magenta" if turn < 0.93 else "red")


def written(value: Colour) -> str:
    """Return a colour as CSS."""
    return "#" + "".join(f"{part:02x}" for part in value)


def _share(text: str) -> float:
    try:
        number = float(text.removesuffix("%"))
    except ValueError:
        return 1
    return min(1, number / 100 if text.endswith("%") else number)


def _on_white(parts: list[int], opacity: float) -> Colour | None:
    if opacity < 0.02:
        return None
    red, green, blue = (round(part * opacity + 255 * (1 - opacity)) for part in parts)
    return red, green, blue


def _luminance(value: Colour) -> float:
    linear = [
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4
        for share in (part / 255 for part in value)
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
