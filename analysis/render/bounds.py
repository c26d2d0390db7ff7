"""What a parameter may be, as the brackets at the end of its comment say.

`[GACC, national, both]` are the values it may take, or the members when it is a list;
`[2011..2025]` is a range of numbers, both ends included.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from analysis.render import kinds
from analysis.render.kinds import Scalar

BRACKETED = re.compile(r"([^\[\]]*)\[([^\[\]]*)\]")
BOUNDED = ("str", "int", "float")


@dataclass(frozen=True, slots=True)
class Choices:
    """A few values, in the order they are declared in."""

    values: tuple[Scalar, ...]

    def take(self, value: Scalar) -> bool:
        """Return whether a value is one of them."""
        return value in self.values

    def named(self, last: str) -> str:
        """Return them as words, with `last` before the last one."""
        *others, end = map(str, self.values)
        return f"{', '.join(others)} {last} {end}" if others else end

    def guess(self, value: Scalar) -> str:
        """Return a sentence with the nearest of them, however it is capitalised; else nothing."""
        small = {str(known).lower(): known for known in reversed(self.values)}
        nearest = difflib.get_close_matches(str(value).lower(), small, n=1, cutoff=0.5)
        return f" Did you mean {small[nearest[0]]!r}?" if nearest else ""


@dataclass(frozen=True, slots=True)
class Range:
    """Every number from low to high, both included; whole ones when both are int."""

    low: int | float
    high: int | float

    def take(self, value: Scalar) -> bool:
        """Return whether a number lies within."""
        return not isinstance(value, str) and self.low <= value <= self.high

    def named(self) -> str:
        """Return it as words."""
        return f"from {_plain(self.low)} to {_plain(self.high)}"


Bounds = Choices | Range


def split(comment: str, kind: str) -> tuple[str, Bounds | None]:
    """Return what a comment says in words and the bounds in its brackets, None without brackets.

    `kind` is the parameter's, or that of a list's members. Raises ValueError with the reason when
    the brackets stand elsewhere than at the end or do not hold bounds of that kind.
    """
    if not {"[", "]"} & set(comment):
        return comment.strip(), None
    found = BRACKETED.fullmatch(comment.strip())
    if found is None:
        raise ValueError("square brackets are for choices or a range, once, at the very end")
    if kind not in BOUNDED:
        raise ValueError("only a str, an int, a float or a list of them has choices or a range")
    inside = found[2]
    bounds = _range(inside, kind) if ".." in inside else _choices(inside, kind)
    return found[1].strip(), bounds


def expected(kind: str, member: str, bounds: Bounds | None, *, empty: bool) -> str:
    """Return what a parameter expects, as words; `empty` says whether a list may be empty."""
    if kind == "list":
        return _expected_list(member, bounds, empty=empty)
    match bounds:
        case Choices():
            return bounds.named("or")
        case Range():
            return f"{kinds.EXPECTED[kind]} {bounds.named()}"
    return kinds.EXPECTED[kind]


def outside(value: Scalar, bounds: Bounds | None) -> bool:
    """Return whether there are bounds and a value is not within them."""
    return bounds is not None and not bounds.take(value)


def repeated(values: Sequence[Scalar]) -> list[Scalar]:
    """Return the values that stand in a list more than once, each once."""
    return list(dict.fromkeys(value for value in values if values.count(value) > 1))


def _expected_list(member: str, bounds: Bounds | None, *, empty: bool) -> str:
    many = "any" if empty else "one or more"
    match bounds:
        case Choices():
            return f"{many} of {bounds.named('and')}, with commas between"
        case Range():
            return f"{kinds.EXPECTED['list']} (each {kinds.EXPECTED[member]} {bounds.named()})"
    return f"{kinds.EXPECTED['list']} (each {kinds.EXPECTED[member]})"


def _range(text: str, kind: str) -> Range:
    low, high = (_number(part, kind) for part in text.split("..", 1))
    if low >= high:
        raise ValueError(f"the range {text} does not rise")
    return Range(low, high)


def _number(text: str, kind: str) -> int | float:
    try:
        number = kinds.scalar(kinds.read(text.strip(), kind), kind)
    except ValueError:
        number = ""
    if isinstance(number, str):
        raise ValueError(f"a range is of numbers, low..high, and here of {kind}")
    return number


def _choices(text: str, kind: str) -> Choices:
    parts = [part.strip() for part in text.split(",")]
    if "" in parts:
        raise ValueError("a choice is empty")
    try:
        values = [kinds.scalar(kinds.read(part, kind), kind) for part in parts]
    except ValueError:
        raise ValueError(f"a choice is not {kinds.EXPECTED[kind]}") from None
    if twice := repeated(values):
        raise ValueError(f"{twice[0]!r} is a choice twice")
    return Choices(tuple(values))


def _plain(number: int | float) -> str:
    """Return a number as a person would type it: 1 for 1.0."""
    return repr(number).removesuffix(".0")
