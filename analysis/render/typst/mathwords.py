"""The leaves of MathML → Typst maths: identifiers, numbers, signs, text and spaces."""

import html
import re
import unicodedata
from collections.abc import Callable
from xml.etree.ElementTree import Element

from analysis.render.typst.escape import string, truth

_VARIANTS = {
    "normal": "upright({})",
    "bold": "bold(upright({}))",
    "italic": "italic({})",
    "bold-italic": "bold(italic({}))",
    "script": "cal({})",
    "bold-script": "bold(cal({}))",
    "fraktur": "frak({})",
    "double-struck": "bb({})",
    "sans-serif": "sans({})",
    "monospace": "mono({})",
}
_LIMIT_WORDS = frozenset(
    ["lim", "max", "min", "sup", "inf", "det", "gcd", "Pr", "argmax", "argmin"]
)
_BARS = {"vert": "\\|", "lvert": "\\|", "rvert": "\\|", "Vert": "‖", "lVert": "‖", "rVert": "‖"}
_LONGEST = 200  # characters of one string: the time to set some grows with the square of them
_UNSEEN = frozenset("\u2061\u2062\u2063\u2064\u200b")
_ESCAPED = re.compile(r"\\([%_$&#{}])|\$")  # a formula inside of words is words
_LENGTH = re.compile(
    r"\s*([+-]?(?:\d{1,6}(?:\.\d{1,6})?|\.\d{1,6}))\s*(em|ex|pt|mm|cm|in|px|mu)\s*"
)
_UNIT_FACTORS = {"mu": (1 / 18, "em"), "ex": (0.5, "em"), "px": (0.75, "pt")}


class UnsupportedError(ValueError):
    """A formula with a construct that has no counterpart here."""


def words(element: Element) -> str:
    """Return the characters of one leaf; latex2mathml stores them as character references."""
    return html.unescape(element.text or "").strip()


def _atom(character: str) -> str:
    if not character or character.isspace() or character in _UNSEEN or not character.isprintable():
        return ""
    brackets = unicodedata.category(character) in {"Ps", "Pe"}  # which Typst wants in pairs
    if brackets or character in "√∛∜" or (character.isascii() and not character.isalnum()):
        return "\\" + character
    return character


def _varied(body: str, element: Element) -> str:
    return _VARIANTS.get(element.get("mathvariant", ""), "{}").format(body)


def _operator(word: str, *, limits: bool = False) -> str:
    below = limits or word in _LIMIT_WORDS
    return f"op({string(word)}, limits: #{truth(below)})"


def _identifier(element: Element) -> str:
    name = words(element)
    if name.startswith("\\") and len(name) > 1:
        raise UnsupportedError(name)
    if len(name) <= 1:
        return _varied(_atom(name), element) if _atom(name) else ""
    plain_word = name.isalpha() and not element.get("mathvariant")
    return _operator(name) if plain_word else _varied(_strings(name), element)


def _number(element: Element) -> str:
    digits = words(element)
    plain = re.fullmatch(r"\d+(\.\d+)?", digits, re.ASCII)
    return _varied(digits if plain else " ".join(map(_atom, digits)), element) if digits else ""


def _sign(element: Element) -> str:
    sign = " ".join(words(element).split())  # thin spaces in "lim sup" too
    word = sign.lstrip("\\")
    if len(sign) > 1 and word.replace(" ", "").isalpha() and word.isascii():
        return _BARS.get(word) or _operator(word, limits=element.get("movablelimits") == "true")
    atoms = " ".join(filter(None, map(_atom, sign)))
    size = _length(element.get("minsize"))
    return f"lr({atoms}, size: #{size})" if size and atoms else atoms


def _text(element: Element) -> str:
    spaced = html.unescape(element.text or "").replace("\u00a0", " ")
    spaced = _ESCAPED.sub(r"\1", spaced)
    return _varied(_strings(spaced), element) if spaced else ""


def _strings(text: str) -> str:
    return " ".join(string(text[at : at + _LONGEST]) for at in range(0, len(text), _LONGEST))


def _space(element: Element) -> str:
    if element.get("linebreak") == "newline":
        return "\\\n"
    width = _length(element.get("width"))
    return f"#h({width});" if width else ""


def _length(value: str | None) -> str | None:
    measured = _LENGTH.fullmatch(value or "")
    if measured is None:
        return None
    factor, unit = _UNIT_FACTORS.get(measured[2], (1.0, measured[2]))
    return f"{max(-10.0, min(float(measured[1]) * factor, 40.0)):.4g}{unit}"


LEAVES: dict[str, Callable[[Element], str]] = {
    "mi": _identifier,
    "mn": _number,
    "mo": _sign,
    "mtext": _text,
    "ms": _text,
    "mspace": _space,
}
