"""The headings of a page: one title, levels without a gap, and the list of contents they make."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape

from bs4 import Tag
from bs4.element import NavigableString

from analysis.render.html.anchors import Anchors
from analysis.render.html.formulas import Inside

_HEADINGS = ["h1", "h2", "h3", "h4", "h5", "h6"]
# what stands in these heads no part of the page, in print neither
_BOXES = {"alert", "admonition", "callout", "strap"}
_CELLS = {"blockquote", "caption", "dd", "dt", "figure", "li", "summary", "td", "th"}


@dataclass(slots=True)
class Entry:
    """One line of the contents, as markup with its formulas, and the lines below it."""

    anchor: str
    line: str
    parts: list["Entry"] = field(default_factory=list)


def take_title(body: Tag, declared: str) -> tuple[str, str]:
    """Return the page's title, as text and as markup with its formulas; remove it from `body`.

    The declared title goes first; without one the first heading is the title.
    """
    headings = body.find_all("h1" if declared else _HEADINGS)
    first = next((heading for heading in headings if not _boxed(heading)), None)
    if first is None:
        return declared, escape(declared, quote=False)
    text = plain(first)
    if text != (declared or text):
        return declared, escape(declared, quote=False)
    return text, _line(first.extract())


def level(body: Tag, anchors: Anchors) -> list[Entry]:
    """Set the headings of `body` to h2 and below without a gap; return its contents (h2, h3)."""
    for heading in body.find_all(_HEADINGS):
        if not plain(heading):  # it heads nothing, but may be a picture, or where links lead
            heading.name = "div"
    for heading in [one for one in body.find_all(_HEADINGS) if _boxed(one)]:
        heading.name = "p"
        heading["class"] = "callout-title"
    headings = body.find_all(_HEADINGS)
    highest = min((int(heading.name[1]) for heading in headings), default=2)
    contents: list[Entry] = []
    previous = 1
    for heading in headings:
        previous = min(int(heading.name[1]) - highest + 2, previous + 1, 6)
        heading.name = f"h{previous}"
        heading["id"] = heading.get("id") or anchors.claim(plain(heading))
        entry = Entry(str(heading["id"]), _line(heading))
        if previous == 2:
            contents.append(entry)
        elif previous == 3:
            contents[-1].parts.append(entry)
    return contents


def plain(element: Tag) -> str:
    """Return the text of an element on one line."""
    return " ".join(element.get_text(types=(NavigableString, Inside)).split())


def _line(element: Tag) -> str:
    """Return the text of an element as markup, with nothing but its formulas."""
    return " ".join("".join(_pieces(element)).split())


def _pieces(element: Tag) -> Iterator[str]:
    for node in element.children:
        if not isinstance(node, Tag):
            yield node.output_ready(formatter="minimal") if type(node) is NavigableString else ""
        elif node.name == "math":
            yield node.decode(formatter="minimal")
        else:
            yield from _pieces(node)


def _boxed(heading: Tag) -> bool:
    return any(
        one.name in _CELLS or not _BOXES.isdisjoint(one.get_attribute_list("class"))
        for one in heading.parents
    )
