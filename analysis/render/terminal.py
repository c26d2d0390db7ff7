"""What programs print for a terminal, as it stands on paper: words and their style, no controls."""

import re
from collections.abc import Iterator

from analysis.render.colours import hue

# An instruction on style; other instructions, window titles, and the characters HTML forbids.
_STYLED = re.compile(r"\x1b\[([\d;:]*)m")
_TERMINAL = re.compile(
    r"\x1b\[(?![\d;:]*m)[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)"
    r"|\x1b(?!\[[\d;:]*m)[@-Z\\-_\[]?|[\x00-\x07\x0b\x0c\x0e-\x1a\x1c-\x1f\x7f-\x9f]"
)
_COLOURS = ("", "red", "green", "yellow", "blue", "magenta", "cyan", "")
_WEIGHTS = {1: "strong", 3: "italic", 4: "underlined"}
_OFF = {22: "strong", 23: "italic", 24: "underlined"}
_STEPS = (0, 95, 135, 175, 215, 255)
_MOST_STYLED = 20_000

Style = dict[str, str]


def spans(text: str) -> Iterator[tuple[str, str]]:
    """Yield the pieces of a printed text, each with its style as class names, empty for none.

    Styles are `ansi-strong`, `-italic` and `-underlined`, and `ink-` or `ground-` with a hue. A
    carriage return goes back to the line's start: a progress bar shows its last state.
    """
    lines = map(_overwritten, _TERMINAL.sub("", text).split("\n"))
    pieces = _STYLED.split("\n".join(lines), _MOST_STYLED)
    pieces[-1] = _STYLED.sub("", pieces[-1])
    style: Style = {}
    yield pieces[0], ""
    for codes, words in zip(pieces[1::2], pieces[2::2], strict=True):
        _apply(style, [int(code[:4] or 0) for code in re.split("[;:]", codes)])
        yield words, " ".join(filter(None, style.values()))


def _overwritten(line: str) -> str:
    kept = line.rstrip("\r").rpartition("\r")[2]
    if "\b" not in kept:
        return kept
    shown: list[str] = []
    for character in kept:
        if character != "\b":
            shown.append(character)
        elif shown:
            shown.pop()
    return "".join(shown)


def _apply(style: Style, codes: list[int]) -> None:
    """Change a style by the codes of one instruction."""
    while codes:
        code = codes.pop(0)
        if code == 0:
            style.clear()
        elif code in _WEIGHTS:
            style[_WEIGHTS[code]] = f"ansi-{_WEIGHTS[code]}"
        elif code in _OFF:
            style.pop(_OFF[code], None)
        elif code in {38, 48}:
            name = _of_many(codes)
            _set(style, code, name)
        elif code in {39, 49}:
            style.pop("ink" if code == 39 else "ground", None)
        elif 30 <= code % 60 <= 37 or 40 <= code % 60 <= 47:
            _set(style, code % 60 // 10 * 10, _COLOURS[code % 60 % 10])


def _set(style: Style, code: int, name: str) -> None:
    part = "ink" if code // 10 == 3 else "ground"
    style[part] = f"{part}-{name}" if name else ""


def _of_many(codes: list[int]) -> str:
    """Take a colour of 256, or of 16 million, from `codes`; return the name of its hue."""
    kind, *rest = codes[:4] or [0]
    if kind == 2 and len(rest) == 3:
        del codes[:4]
        red, green, blue = (min(255, part) for part in rest)
        return hue((red, green, blue))
    del codes[:2]
    if kind != 5 or not rest:
        return ""
    number = rest[0]
    if number < 16:
        return _COLOURS[number % 8]
    if number > 231:
        return ""
    number -= 16
    return hue((_STEPS[number // 36], _STEPS[number // 6 % 6], _STEPS[number % 6]))
