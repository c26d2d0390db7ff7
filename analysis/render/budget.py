"""How much of a notebook one document shows: more is left out, and says so, before it costs time.

Whatever a reader sees has a price in points, about a twentieth of a millisecond of what it takes to
set it. One document has so many points, and one part of it (a text, a program, an output) a quarter
of them, so that a giant leaves room for what follows. Together with what a single table, text or
picture may be (see `typst`), that keeps any notebook below some twenty seconds of a processor and
1.5 GB, in either format.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import islice

from analysis.render import placeholders
from analysis.render.images import ImageError, Picture
from analysis.render.svg import SHAPE_LIMIT

DOCUMENT = 200_000
PART = DOCUMENT // 4
# of all pictures together; pixels are decoded, at four bytes each, and shapes are those of drawings
PICTURES = {"pixels": 200_000_000, "bytes": 150_000_000, "shapes": SHAPE_LIMIT}

# characters that a point lets a reader see, or a parser of markdown or HTML read; tags, likewise
READ, MARKDOWN, HTML, TAGS = 15, 10, 800, 2
# bytes of a formula without its macros (fonts lack most letters of several), characters of Typst
FORMULA, EQUATION = 5, 24
OPENING = 4  # points for what may open a formula, whose end is then looked for

# by the name of an element of HTML; any other costs one point
SCREEN: Mapping[str, int] = {"part": 8, "math": 8, "pre": 6, "reference": 6, "table": 20}
PRINT: Mapping[str, int] = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6", "figure", "aside", "img"), 40),
    **dict.fromkeys(("a", "note", "part", "pre", "section", "table"), 20),
    **dict.fromkeys(("abbr", "b", "code", "del", "em", "font", "i", "ins", "kbd", "mark"), 14),
    **dict.fromkeys(("s", "samp", "small", "span", "strong", "sub", "sup", "u", "var"), 14),
    **dict.fromkeys(("blockquote", "br", "dd", "div", "dt", "hr", "li", "p"), 6),
    "math": 8,
    "td": 10,
    "th": 10,
    "sign": 1,  # a sign is one of those that have to be escaped
}
_NAMES = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "headings"),
    **dict.fromkeys(("td", "th"), "table cells"),
    "a": "links",
    "li": "list items",
    "math": "formulas",
    "note": "notes",
    "p": "paragraphs",
    "read": "characters",
    "tag": "tags",
}
_TAG = re.compile("[<&]")
_OPENING = re.compile(r"\\\\[\[(]|\\begin\{|\$\$")
_SIGN = re.compile(r"[!-/:-@\[-`{-~]")
_ENCODED = re.compile(r"[A-Za-z0-9+/=]{400,}")  # a picture within a text: nothing to be parsed


@dataclass(slots=True)
class Budget:
    """What one document, and the part of it that is being read, may still show.

    `excess` says why the rest of the part is not shown, and is empty if all of it is; `is_over`
    tells that nothing was left for a part, and so for all that follow.
    """

    prices: Mapping[str, int]
    left: float = field(default_factory=lambda: DOCUMENT)
    excess: str = ""
    is_over: bool = False
    _begun: float = field(default_factory=lambda: PART)
    _part: float = field(default_factory=lambda: PART)
    _counts: Counter[str] = field(default_factory=Counter)
    _points: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    _pictures: Counter[str] = field(default_factory=Counter)

    @property
    def is_at_end(self) -> bool:
        """Return whether the part may show nothing more."""
        return self._part == 0

    def begin(self) -> bool:
        """Begin a part; return whether there is anything left for it."""
        self._counts.clear()
        self._points.clear()
        self._begun = self._part = min(PART, self.left)
        self.excess = ""
        self.is_over = not self.takes("part")
        return not self.is_over

    def takes(self, kind: str, count: int = 1) -> bool:
        """Return whether the part may show more of a kind; once it may not, it is at its end."""
        return self._pays(self.prices.get(kind, 1) * count, kind, count)

    def formula(self, tex: str) -> bool:
        """Return whether the part may show a formula, given without its macros.

        Formulas do not end a part: what is between them has a fifth of it.
        """
        price = self.prices.get("math", 1) + len(tex.encode("utf-8", "replace")) / FORMULA
        if price > self._spare:
            self._exceed()
            return False
        return self._pays(price, "math", 1)

    def equation(self, typst: str, times: int = 1) -> bool:
        """Return whether the part may show what a formula became; if not, it shows no more of them.

        Letters in bold and the like become ten times as long, and take as much memory. `times` is
        how often it is set.
        """
        price = times * len(typst) / EQUATION
        shown = price <= self._spare
        self._pays(min(price, self._spare), "math", 0)
        if not shown:
            self._exceed()
        return shown

    def text(self, words: str) -> str:
        """Return as much of a text as the part may show."""
        signs = self.prices.get("sign", 0)
        price = len(words) / READ + (len(_SIGN.findall(words)) * signs if signs else 0)
        shown = len(words) if price <= self._part else int(len(words) * self._part / price)
        self._pays(min(price, self._part), "read", shown)
        if shown < len(words):
            self._end()
        return words[:shown]

    def affords(self, kind: str) -> int:
        """Return how many of a kind the part may still show."""
        return int(self._part // self.prices.get(kind, 1))

    def markdown(self, source: str) -> str:
        """Return as much of a text as the part may have parsed: half of its points are for that."""
        half = int(self._part / 2)
        opened = next(islice(_OPENING.finditer(source), half // OPENING, None), None)
        room = half * MARKDOWN
        start = length = 0
        for found in [*_ENCODED.finditer(source), None]:
            end = min(found.start() if found else len(source), start + room - length)
            length += end - start
            if found is None or length == room:
                break
            start = found.end()
        end = min(end, opened.start()) if opened else end
        openings = half // OPENING if opened else len(_OPENING.findall(source))
        self._pays(min(half, length / MARKDOWN + openings * OPENING), "read", length)
        if end < len(source):
            self._exceed()
        return source[:end]

    def html(self, markup: str) -> str:
        """Return as much of a markup as the part may have looked through for what is left out."""
        half = int(self._part / 2)
        self._pays(min(half, len(markup) / HTML), "tag", 0)
        if len(markup) > half * HTML:
            self._exceed()
        return markup[: half * HTML]

    def tags(self, markup: str) -> str:
        """Return as much of a markup as the part may have parsed, as `markdown` does of a text."""
        most = int(self._part / 2) * TAGS
        last = next(islice(_TAG.finditer(markup), most, None), None)
        count = most if last else markup.count("<") + markup.count("&")
        self._pays(count / TAGS, "tag", count)
        if last is None:
            return markup
        self._exceed()
        return markup[: last.start()]

    def picture(self, found: Picture) -> Picture:
        """Return a picture that may be shown beside the others of the document.

        Raises:
            ImageError: together they are too much.
        """
        sizes = {"pixels": found.pixels, "bytes": len(found.data), "shapes": found.shapes}
        for what, size in sizes.items():
            if self._pictures[what] + size > PICTURES[what]:
                raise ImageError(
                    f"the pictures of a document are of more than {PICTURES[what]:,} {what}"
                )
        self._pictures.update(sizes)
        return found

    @property
    def _spare(self) -> float:
        return max(0, self._part - self._begun / 5)

    def _pays(self, price: float, kind: str, count: int) -> bool:
        if price > self._part:
            self._end()
            return False
        self._part -= price
        self.left -= price
        name = _NAMES.get(kind, "elements")
        self._counts[name] += count
        self._points[name] += price
        return True

    def _end(self) -> None:
        self._exceed()
        if self._part == self.left:
            self.left = 0
        self._part = 0

    def _exceed(self) -> None:
        """Say why the rest is not shown: what of this part cost most, if it was not the others."""
        if self.excess:
            return
        if self._part == self.left:
            self.excess = placeholders.TOO_LONG
        else:
            name = max(self._points, key=self._points.__getitem__)
            self.excess = placeholders.too_much(self._counts[name], name)
