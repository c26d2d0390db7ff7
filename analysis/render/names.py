"""File names and titles made of parameters: `{report}-{country}`, filled in for each combination.

A name is a file name on every system, a link and a word on the command line: lower-case letters,
digits, - and _, of bounded length, none that Windows keeps for itself.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from string import Formatter

from analysis.errors import ReportError, unknown
from analysis.render.kinds import Value

LONGEST = 100
HASH = 8
SAFE = re.compile(r"[A-Za-z0-9_-]*")
# index.html lists the reports; the others are devices to Windows, whatever their ending
DEVICES = {
    "con",
    "prn",
    "aux",
    "nul",
    *(f"{port}{n}" for port in ("com", "lpt") for n in range(10)),
}
RESERVED = {"index"} | DEVICES

# the field that stands for the name of the report as it is declared
REPORT = "report"
# a text, or the name of a field
Piece = tuple[str, bool]
Template = tuple[Piece, ...]


def template(text: str, parameters: Iterable[str], where: str) -> Template:
    """Return a template's pieces; ReportError, which says `where`, when it is not of this form.

    A field is REPORT or a parameter in braces, and nothing of what str.format allows beside; {{ is
    a brace.
    """
    known = [REPORT, *parameters]
    pieces: list[Piece] = []
    try:
        parsed = list(Formatter().parse(text))
    except ValueError as error:
        raise ReportError(f"{where}: {text!r}: {error}") from None
    for literal, name, form, conversion in parsed:
        if literal:
            pieces.append((literal, False))
        if name is None:
            continue
        if form or conversion:
            raise ReportError(f"{where}: {text!r}: a field is a name in braces and nothing else")
        if name not in known:
            raise ReportError(f"{where}: {unknown('field', name, known)}")
        pieces.append((name, True))
    return tuple(pieces)


def safe_template(text: str, parameters: Iterable[str], where: str) -> Template:
    """Return the pieces of a template for file names, whose letters are all safe in them."""
    pieces = template(text, parameters, where)
    if not pieces:
        raise ReportError(f"{where}: a name is not empty")
    for literal, is_field in pieces:
        if not is_field and not SAFE.fullmatch(literal):
            allowed = "letters, digits, - and _ beside its fields in braces"
            raise ReportError(f"{where}: a name may hold {allowed}, not {text!r}")
    return pieces


def filled(pieces: Template, values: Mapping[str, Value], written: Callable[[Value], str]) -> str:
    """Return a template with values, as they are written in it, in place of its fields."""
    return "".join(written(values[text]) if is_field else text for text, is_field in pieces)


def bounded(name: str) -> str:
    """Return a name of safe letters as a file name: lower-case, no longer than LONGEST.

    What is cut off lives on as a hash; a name that something else has a use for gets an ending.
    """
    small = name.lower().strip("-_") or "report"
    if len(small) > LONGEST:
        small = f"{small[: LONGEST - HASH - 1]}-{_hash(small)}"
    return f"{small}-report" if small in RESERVED else small


def word(value: Value) -> str:
    """Return a value as a part of a name: `kaz`, `minus-0_5`, `kaz-uzb`.

    Letters that ASCII has nothing like are left out, and a hash of the value takes their place.
    """
    if isinstance(value, list):
        return "-".join(map(word, value)) or "none"
    text = shown(value)
    if not isinstance(value, str):
        sign = "minus-" if text.startswith("-") else ""
        return sign + text.removeprefix("-").replace("+", "").replace(".", "_")
    letters = [each for each in unicodedata.normalize("NFKD", text.lower()) if not _accent(each)]
    slug = re.sub(r"[^a-z0-9_]+", "-", "".join(letters)).strip("-_")
    lost = any(each.isalnum() and not each.isascii() for each in letters)
    return "-".join(filter(None, [slug, _hash(text) if lost or not slug else ""]))


def shown(value: Value) -> str:
    """Return a value as a reader would type it."""
    if isinstance(value, list):
        return ", ".join(map(shown, value))
    if isinstance(value, bool):
        return str(value).lower()
    return repr(value).removesuffix(".0") if isinstance(value, float) else str(value)


def _accent(letter: str) -> bool:
    return bool(unicodedata.combining(letter))


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:HASH]
