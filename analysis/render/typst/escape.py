"""How a notebook's text enters Typst: as escaped markup or a string literal, and no other way."""

import re

_PUNCTUATION = re.compile(r"[!-/:-@\[-`{-~]")
_BLANKS = re.compile(r"[ \t\r\n]+")
_STRING_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"})
# what the compiler refuses, reads as a line's end, or cannot encode at all
_UNWANTED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]"
)

BREAK = "#box();"  # where a line may end: no blank is seen, searched or copied
_LONG_WORD = re.compile(r"\S{36,}")  # may be wider than its column
_PIECE = re.compile(r"\S{1,11}[/&?=._,;:+-](?=\S)|\S{12}(?=\S)|\S+")


def pieces(text: str) -> list[str]:
    """Return text cut where its long words may break: after a sign, else anywhere.

    >>> pieces("short and https://example.org/a/very/long/path/of/a/file")[:3]
    ['short and https://', 'example.org/', 'a/very/long/']
    """
    found, start = [""], 0
    for word in _LONG_WORD.finditer(text):
        first, *others = _PIECE.findall(word[0])
        found[-1] += text[start : word.start()] + first
        found += others
        start = word.end()
    return [*found[:-1], found[-1] + text[start:]]


def markup(text: str) -> str:
    """Return text for a content block: every ASCII punctuation character after a backslash."""
    return _PUNCTUATION.sub(r"\\\g<0>", _BLANKS.sub(" ", _UNWANTED.sub(" ", text)))


def string(text: str) -> str:
    """Return a string literal, quotes included, for code or maths; line ends are kept."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return f'"{_UNWANTED.sub("", lines).translate(_STRING_ESCAPES)}"'


def truth(value: object) -> str:
    """Return `true` or `false`, as code has it."""
    return "true" if value else "false"
