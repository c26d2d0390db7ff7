"""HTML from a notebook → a tree of what may stay of it; everything a notebook prints is untrusted.

One parser reads each text once and builds allowed elements only, so that nothing else is ever in
the tree. It closes what HTML lets a writer leave open, so that a browser, which reads the page
anew, sees the same tree. None of the elements holds raw text or another language, so that there is
no second way to read one.

Why not nh3 (ammonia), which is what one would take: it reopens formatting as a browser does, so
that 51 KB of <p><b id=…> become 78 MB, and its time grows with the square of the nesting (20,000
<div>: 0.9 s, 200,000: more than 90 s), so that a bound would have to guard it; and drawings, films
and Styler's sheets would be read before it all the same. Measured with nh3 0.3.8.
"""

import re
from collections.abc import Callable
from typing import Any

from bs4 import BeautifulSoup, Tag
from bs4.element import PreformattedString
from bs4.exceptions import ParserRejectedMarkup

from analysis.render import placeholders
from analysis.render.html import styles
from analysis.render.html.allowed import DATA_LINK, ELEMENTS, attributes
from analysis.render.html.bounds import bounded
from analysis.render.html.embedded import reduced
from analysis.render.images import ImageError, Picture

# ruff: noqa: SIM905 - lists of short names are read as words, not as forty quoted strings

Load = Callable[[str], Picture]
"""Returns the picture at an address, or raises ImageError: images.load with its folder known."""

_TABLE = frozenset({"table"})
_CELLS = frozenset({"caption", "table", "td", "th"})
_ROWS = frozenset({"tbody", "thead", "tfoot", "caption", "colgroup"})
_IN_TABLES = frozenset({"table", "tr", "td", "th"}) | _ROWS
_BLOCKS = frozenset(
    """
    aside blockquote details div dl figcaption figure h1 h2 h3 h4 h5 h6 hr ol p pre section table ul
    """.split()
)
# The elements that one of a name closes, if they are open, and where the search for them ends.
_CLOSES = {
    "a": (frozenset({"a"}), _CELLS),
    "li": (frozenset({"li"}), frozenset({"ol", "ul"}) | _CELLS),
    "tr": (frozenset({"tr", "caption", "colgroup"}), _TABLE),
    **dict.fromkeys(("dd", "dt"), (frozenset({"dd", "dt"}), frozenset({"dl"}) | _CELLS)),
    **dict.fromkeys(("rt", "rp"), (frozenset({"rt", "rp"}), frozenset({"ruby"}) | _CELLS)),
    **dict.fromkeys(("td", "th"), (frozenset({"td", "th"}), frozenset({"tr", "table"}))),
    **dict.fromkeys(_ROWS, (_ROWS, _TABLE)),
    **dict.fromkeys(_BLOCKS, (frozenset({"p"}), _CELLS)),
}
DEEPEST = 60
_STYLER_CELL = re.compile(r"T_\w+_(?:row\d+|level\d+)\w*")


class _Reader(BeautifulSoup):
    """A tree in which only what may stay is ever put; the overridden methods are the parser's."""

    too_deep = False  # and so nothing more is read: walks over a tree are not to exhaust a stack

    def handle_starttag(self, name: str, *places: Any, **more: Any) -> Tag | None:
        """Open an element that may stay, with the attributes that may; ignore any other."""
        self.endData()
        if name not in ELEMENTS:
            return None
        if name in _CLOSES:
            self._close(*_CLOSES[name])
        self.too_deep = self.too_deep or len(self.tagStack) > DEEPEST
        if self.too_deep:
            return None
        namespace, prefix, given = places
        return super().handle_starttag(name, namespace, prefix, attributes(name, given), **more)

    def handle_endtag(self, name: str, nsprefix: str | None = None) -> None:
        """Close an element, unless it is none that is open here."""
        self.endData()
        if name in ELEMENTS:
            ends = _CELLS if name not in _IN_TABLES else _TABLE
            self._close(frozenset({name}), ends - {name}, nsprefix)

    def endData(self, containerClass: Any = None) -> None:  # noqa: N802, N803 # bs4's names
        """Add the text read so far; comments, declarations and instructions are none."""
        comment = containerClass is not None and issubclass(containerClass, PreformattedString)
        if comment or self.too_deep:
            self.current_data = []
        super().endData(containerClass)

    def _close(
        self, names: frozenset[str], ends: frozenset[str], nsprefix: str | None = None
    ) -> None:
        for element in reversed(self.tagStack[1:]):
            if element.name in names:
                super().handle_endtag(element.name, nsprefix)
                return
            if element.name in ends:
                return


def tree(markup: str, load: Load) -> Tag:
    """Return an element holding what may stay of `markup`: links safe, images with their data.

    What is cut for its size, and each picture that is not shown, leaves a visible note.
    """
    kept, excess = bounded(reduced(markup))
    root = _read(kept, excess)
    declared = styles.sheets(markup)
    for element in root.find_all(True):
        style = f"{declared.get(str(element.get('id')), '')};{element.get('style', '')}"
        if style != ";":
            styles.settle(element, style)
        if element.name == "a":
            _settle_link(element)
        elif element.name == "img":
            _settle_image(element, load)
        elif _STYLER_CELL.fullmatch(str(element.get("id", ""))):
            del element["id"]
    return root


def _read(markup: str, excess: str) -> Tag:
    # BeautifulSoup warns of a text that resembles a path: one with a comment resembles none
    try:
        root = _Reader(f"<!---->{markup}", "html.parser", store_line_numbers=False)
        excess = "elements nested too deeply" if root.too_deep else excess
    except ParserRejectedMarkup:
        root, excess = _Reader("<!---->", "html.parser"), "not to be read as HTML"
    if excess:
        note = root.new_tag("p", attrs={"class": "cut"})
        note.string = placeholders.rest(excess)
        root.append(note)
    return root


def _settle_link(link: Tag) -> None:
    """Keep data to downloads and downloads to data, and give the file a plain name."""
    address = str(link.get("href", ""))
    name = link.attrs.pop("download", None)
    if DATA_LINK.match(address) and name is None:
        del link["href"]
    elif DATA_LINK.match(address):
        link["download"] = re.sub(r"[^\w.-]+", "-", str(name)).strip("-.") or "data"


def _settle_image(image: Tag, load: Load) -> None:
    """Give an image its data and its alternative text, or say in its place what is missing."""
    alt = " ".join(str(image.get("alt", "")).split())
    try:
        picture = load(str(image.get("src", "")))
    except ImageError as error:
        image.name, image.attrs = "span", {"class": "missing"}
        image.string = placeholders.missing(alt or "image", str(error))
        return
    image["src"] = picture.data_uri
    image["alt"] = alt
