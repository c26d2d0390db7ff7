"""What every rule for HTML elements needs: the walk, the document, classes, styles and labels."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass

from bs4.element import NavigableString, Tag

from analysis.render.dialect import PROGRAMS, formulas
from analysis.render.typst.document import BOXED_WIDTH, TEXT_WIDTH, Document

BOX_LIMIT = 8
TEXT_LIMIT = 20_000  # characters of what is shown as plain text

# a formula in these cannot stand by itself
_LINES = ["a", "caption", "h1", "h2", "h3", "h4", "h5", "h6", "summary"]
_SIDES = ("width", "height")


@dataclass(slots=True)
class Fragment(ABC):
    """A piece of HTML being turned into Typst, with the cell styles it declares by id."""

    document: Document
    styles: Mapping[str, Mapping[str, str]]
    depth: int = 0
    frames: int = 0  # boxes around a table that may still be turned: its exhibit's
    rows: int = 0  # how high the highest table of what is being shown is, in rows of one line
    end: str = ""  # what ends the exhibit being shown, until its table takes it
    turned: bool = False  # whether what is being shown is
    maths: bool = False  # whether dollars in its texts are about formulas

    @property
    def across(self) -> float:
        """Return how wide the page is between its margins, as a share of the usual one."""
        document = self.document
        return (document.turned if self.turned else document.width) / TEXT_WIDTH

    def words(self, text: NavigableString) -> str:
        """Return a text, with its formulas if it is a part of markdown."""
        words = self.document.budget.text(str(text))
        if not self.maths or text.find_parent(PROGRAMS):
            return self.document.markup(words)
        displays = text.find_parent(_LINES) is None
        return "".join(
            self.document.markup(before)
            + (self.document.formula(tex, displays and shown) if tex else "")
            for before, tex, shown in formulas(words)
        )

    @abstractmethod
    def inside(self, parent: Tag) -> str:
        """Return the content of an element."""

    def boxed(self, tag: Tag, frame: float = BOXED_WIDTH) -> str:
        """Return content that stands in a box or cell of a width in millimetres.

        Boxes in too many boxes are set as plain text: the compiler's own limit is not far.
        """
        if not self.document.budget.takes(tag.name):
            return ""
        if self.document.boxes >= BOX_LIMIT:
            self.document.warn("boxes nested too deeply: shown as plain text")
            return self.plain(tag)
        with self.document.boxed(frame), self.document.untargeted():
            return self.inside(tag).strip()

    def plain(self, tag: Tag) -> str:
        """Return the words of an element, as many as are read where it is shown as plain text."""
        words, length = [], 0
        for part in tag.strings:
            words.append(part)
            length += len(part)
            if length > TEXT_LIMIT:  # the elements within may be as many, and as long, again
                break
        return self.document.markup(self.document.budget.text(" ".join(words)[:TEXT_LIMIT]))

    def mark(self, tag: Tag) -> str:
        """Return the name of an element with an id as a string literal, else `none`."""
        return self.document.mark(str(tag.get("id") or ""))

    def anchor(self, tag: Tag) -> str:
        """Return an invisible place that carries the label of an element with an id."""
        return self.document.anchor(str(tag.get("id") or ""))

    def picture(self, tag: Tag) -> str:
        """Return an img element as picture, at its declared width if it has one."""
        address, alt = str(tag.get("src", "")), str(tag.get("alt", ""))
        width, height = (style(tag).get(side) or str(tag.get(side, "")) for side in _SIDES)
        return self.document.picture(address, alt, width, height)


def length(tag: Tag) -> int:
    """Return how many characters a table has, its caption left out; blanks are none."""
    caption = tag.find("caption", recursive=False)
    own = length(caption) if isinstance(caption, Tag) else 0
    return characters(tag.get_text(" ")) - own


def characters(words: str) -> int:
    """Return how many characters a text has but blanks."""
    return sum(map(len, words.split()))


def classes(tag: Tag) -> list[str]:
    """Return the classes of an element."""
    return tag.get_attribute_list("class")


def style(tag: Tag) -> dict[str, str]:
    """Return the declarations of an element's style attribute."""
    return declarations(str(tag.get("style", "")))


def declarations(css: str) -> dict[str, str]:
    """Return CSS declarations as property → value, both in lower case and without blanks around.

    >>> declarations("Width: 160mm; color:red")
    {'width': '160mm', 'color': 'red'}
    """
    pairs = (part.partition(":") for part in css.lower().split(";"))
    return {name.strip(): value.strip() for name, _, value in pairs if value}
