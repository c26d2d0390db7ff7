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

from bs4 import Tag
from bs4.element import PreformattedString
from bs4.exceptions import ParserRejectedMarkup

from analysis.render import placeholders
from analysis.render.budget import SCREEN, Budget
from analysis.render.html import styles
from analysis.render.html.allowed import DATA_LINK, ELEMENTS, RENAMED, attributes, styled
from analysis.render.html.embedded import reduced
from analysis.render.images import ImageError, Picture
from analysis.render.lenient import OVERRIDES
from analysis.render.soup import Soup

Load = Callable[[str], Picture]
"""Returns the picture at an address, or raises ImageError: images.load with its folder known."""

DEEPEST = 60
MOST_ROWS = 1_000  # of one text
_STYLER_CELL = re.compile(r"T_\w+_(?:row\d+|level\d+)\w*")


class _Reader(Soup):
    """A tree in which only what may stay is ever put; the overridden methods are the parser's."""

    excess = ""  # why nothing more is read: it is deep, and a walk could exhaust a stack, or much

    _rows = 0

    def __init__(self, markup: str, budget: Budget) -> None:
        self._budget = budget
        # BeautifulSoup warns of a text that resembles a path: one with a comment resembles none
        super().__init__(f"<!---->{markup}", "html.parser", store_line_numbers=False)

    def handle_starttag(self, name: str, *places: Any, **more: Any) -> Tag | None:
        """Open an element that may stay, with the attributes that may; ignore any other."""
        self.endData()
        namespace, prefix, given = places
        given = styled(name, given)
        if (name := RENAMED.get(name, name)) not in ELEMENTS:
            return None
        if not self._may_open(name):
            return None
        return super().handle_starttag(name, namespace, prefix, attributes(name, given), **more)

    def handle_endtag(self, name: str, nsprefix: str | None = None) -> None:
        """Close an element that may stay, unless it is none that is open here."""
        self.endData()
        if (name := RENAMED.get(name, name)) in ELEMENTS:
            super().handle_endtag(name, nsprefix)

    def endData(self, containerClass: Any = None) -> None:  # noqa: N802, N803 # bs4's names
        """Add the text read so far; comments, declarations and instructions are none."""
        comment = containerClass is not None and issubclass(containerClass, PreformattedString)
        if comment or self.excess:
            self.current_data = []
        elif self.current_data:
            words = "".join(self.current_data).translate(OVERRIDES)
            self.current_data = [self._budget.text(words)]
        super().endData(containerClass)

    def _may_open(self, name: str) -> bool:
        self._rows += name == "tr"
        if len(self.tagStack) > DEEPEST:
            self.excess = self.excess or "elements nested too deeply"
        elif self._rows > MOST_ROWS:
            self.excess = self.excess or f"more than {MOST_ROWS:,} rows"
        return not self.excess and self._budget.takes(name)


def tree(markup: str, load: Load, budget: Budget | None = None) -> Tag:
    """Return an element holding what may stay of `markup`: links safe, images with their data.

    What is more than `budget` allows, and each picture that is not shown, leaves a visible note.
    """
    budget = budget or Budget(SCREEN)
    markup = budget.html(markup)
    root = _read(budget.tags(reduced(markup)), budget)
    declared = styles.sheets(markup)
    for element in root.find_all(True):
        style = f"{declared.get(str(element.get('id')), '')};{element.get('style', '')}"
        if style != ";":
            styles.settle(element, style)
        if element.name == "a":
            _settle_link(element)
        elif element.name == "img":
            _settle_image(element, load, budget)
        elif _STYLER_CELL.fullmatch(str(element.get("id", ""))):
            del element["id"]
    return root


def _read(markup: str, budget: Budget) -> Tag:
    try:
        root = _Reader(markup, budget)
        excess = root.excess or budget.excess
    except ParserRejectedMarkup:
        root, excess = _Reader("", budget), "not to be read as HTML"
    if excess:
        note = root.new_tag("p", attrs={"class": "cut"})
        note.string = placeholders.rest(excess)
        root.append(note)
    return root


def _settle_link(link: Tag) -> None:
    """Keep data to downloads and downloads to data, and give the file a plain name."""
    address = str(link.get("href", ""))
    name = link.attrs.pop("download", None)
    nameless = not link.get_text(strip=True) and link.find("img") is None
    if nameless or (DATA_LINK.match(address) and name is None):
        link.attrs.pop("href", None)
    elif DATA_LINK.match(address):
        link["download"] = re.sub(r"[^\w.-]+", "-", str(name)).strip("-.") or "data"


def _settle_image(image: Tag, load: Load, budget: Budget) -> None:
    """Give an image its data and its alternative text, or say in its place what is missing."""
    alt = " ".join(str(image.get("alt", "")).split())
    try:
        picture = budget.picture(load(str(image.get("src", ""))))
    except ImageError as error:
        words = placeholders.missing(alt or "image", str(error))
        image.name, image.attrs = "span", {"class": "missing", "title": words}
        link = image.find_parent("a", href=True)
        image.string = (
            words if link is None else alt or ("" if link.get_text(strip=True) else words)
        )
        return
    image["src"] = picture.data_uri
    image["alt"] = alt
