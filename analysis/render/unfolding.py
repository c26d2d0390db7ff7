"""What a drawing unfolds to: a part that others refer to is drawn again for each of them.

A few masks, patterns or groups, each of which refers twice to the one before it, make thousands of
millions. What an element refers to by an inherited property is counted for every element inside it,
and a marker for every point of a line.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

DEPTH_LIMIT = 200
NOTED_LIMIT = 2_000_000

_ADDRESS = re.compile(r"url\(", re.IGNORECASE)
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_INHERITED = frozenset({"fill", "stroke", "marker", "marker-start", "marker-mid", "marker-end"})
_AT_POINTS = frozenset({"marker", "marker-mid", "class"})
_POINTS = frozenset({"d", "points"})
_PICKED = {"class": ".", "id": "#"}  # by the selectors that are followed
_POINT = 2  # characters at least


class UnfoldingError(ValueError):
    """A drawing that unfolds to too much; the message says why."""


@dataclass(slots=True)
class _Open:
    """An element that is being read: what it is called and refers to, and what came before it."""

    name: str
    references: list[tuple[str, str]]
    elements: int
    points: int


@dataclass(slots=True)
class Unfolding:
    """What one pass over a drawing has seen so far; "" names the whole of it, `.a` a class."""

    has_sheets: bool
    elements: int = 0
    _points: int = 0
    _noted: int = 0
    _open: list[_Open] = field(default_factory=list)
    _inside: Counter[str] = field(default_factory=Counter)
    _references: defaultdict[str, Counter[str]] = field(
        default_factory=lambda: defaultdict(Counter)
    )

    def enter(self, attributes: Sequence[tuple[str, str]]) -> None:
        """Note where an element begins, with its attributes by names without a prefix."""
        found: list[tuple[str, str]] = []
        begun = _Open("", found, self.elements, self._points)
        self.elements += 1
        for name, value in attributes:
            if name == "href":
                found.append((name, value.strip()[1:]))
            elif name in _POINTS:
                self._points += len(value) // _POINT
            elif name == "id":
                begun.name = value
            found.extend(_declared(value if name == "style" else f"{name}:{value}"))
            if self.has_sheets and name in _PICKED:
                found += [("class", _PICKED[name] + each) for each in value.split()]
        self._open.append(begun)

    def leave(self) -> None:
        """Note where an element ends.

        Raises:
            UnfoldingError: there are too many references within names.
        """
        ended = self._open[-1]
        elements, points = self.elements - ended.elements, self._points - ended.points
        holders = {"", *(one.name for one in self._open)} if ended.references else ()
        self._noted += len(holders) * len(ended.references)
        if self._noted > NOTED_LIMIT:
            raise UnfoldingError("its references are too many")
        for name, target in ended.references:
            times = elements if name in _INHERITED or name == "class" else 1
            times += points if name in _AT_POINTS else 0
            for holder in holders:
                self._references[holder][target] += times
        if ended.name:
            self._inside[ended.name] += elements
        self._open.pop()

    def sheet(self, css: str) -> int:
        """Note what a style sheet refers to; return how many rules it has.

        Raises:
            UnfoldingError: it refers to a part for elements that have no class or id in common.
        """
        rules = _COMMENT.sub("", css).split("}")
        for rule in rules:
            selectors, _, body = rule.partition("{")
            for _, target in _declared(body):
                for selector in selectors.split(","):
                    self._references[_key(selector)][target] += 1
        return len(rules)

    def size(self) -> int:
        """Return how many elements are drawn in the end.

        Raises:
            UnfoldingError: a part refers to itself.
        """
        sizes: dict[str, int] = {}

        def size(name: str, above: tuple[str, ...]) -> int:
            if name in above or len(above) > DEPTH_LIMIT:
                raise UnfoldingError("its parts refer to themselves")
            if name not in sizes:
                targets = self._references.get(name, {}).items()
                sizes[name] = (self._inside[name] if name else self.elements) + sum(
                    times * size(target, (*above, name)) for target, times in targets
                )
            return sizes[name]

        return size("", ())


def _declared(css: str) -> Iterator[tuple[str, str]]:
    """Yield each property that refers to a part of the drawing, and the name of the part."""
    if not _ADDRESS.search(css):
        return
    for declaration in _COMMENT.sub("", css).split(";"):
        name, *addresses = _ADDRESS.split(declaration)
        for address in addresses:
            target = address.partition(")")[0].strip(" \t\r\n'\"")[1:]
            yield name.partition(":")[0].strip().lower(), target


def _key(selector: str) -> str:
    """Return the class or id that the elements have which a selector picks."""
    last = (selector.split() or [""])[-1]
    for sign in ".#":
        if sign in last:
            return sign + last.partition(sign)[2].partition(".")[0].partition(":")[0]
    raise UnfoldingError("its style sheet refers to a part for elements of a kind")
