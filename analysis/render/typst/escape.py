"""The only two ways a notebook's text enters Typst: escaped markup, or a string literal."""

import re

_PUNCTUATION = re.compile(r"[!-/:-@\[-`{-~]")
_BLANKS = re.compile(r"[ \t\r\n]+")
_STRING_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"})
# what the compiler refuses, reads as a line's end, or cannot encode at all
_UNWANTED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]"
)


def markup(text: str) -> str:
    """Return text for a content block: every ASCII punctuation character after a backslash."""
    return _PUNCTUATION.sub(r"\\\g<0>", _BLANKS.sub(" ", _UNWANTED.sub(" ", text)))


def string(text: str) -> str:
    """Return a string literal, quotes included, for code or maths; line ends are kept."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return f'"{_UNWANTED.sub("", lines).translate(_STRING_ESCAPES)}"'
