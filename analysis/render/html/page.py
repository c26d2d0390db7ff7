"""A notebook → the parts of its page: what the head says, the contents, and the text."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup, Tag

from analysis.render.html.anchors import Anchors
from analysis.render.html.cells import Shown, cells
from analysis.render.html.imprint import Imprint, imprint
from analysis.render.html.outline import Entry, level, plain, take_title
from analysis.render.html.regions import number_exhibits, settle_tables

_LONGEST_DESCRIPTION = 240


@dataclass(frozen=True, slots=True)
class Page:
    """What a template needs: `opening` and `body` are safe markup, all other texts are plain."""

    title: str
    description: str
    imprint: Imprint
    contents: tuple[Entry, ...]
    opening: str
    body: str


def page(notebook: Mapping[str, Any], folder: Path | None, shown: Shown, language: str) -> Page:
    """Return the page of a notebook (nbformat 4), in `language` if it names no other."""
    about = imprint(notebook["metadata"], language)
    anchors = Anchors()
    text = _empty()
    for part in cells(notebook, folder, shown):
        anchors.settle(part)
        text.extend(list(part.contents))
    title = take_title(text, about.title)
    contents = level(text, anchors)
    number_exhibits(text)
    settle_tables(text)
    description = about.description or about.subtitle or _first_words(text)
    opening = _opening(text)
    return Page(
        title=title or "Report",
        description=description,
        imprint=about,
        contents=tuple(contents) if about.toc else (),
        opening=opening.decode_contents(formatter="minimal"),
        body=text.decode_contents(formatter="minimal"),
    )


def _opening(text: Tag) -> Tag:
    """Take from `text` what stands before its contents: page one, or what precedes a section."""
    ends = text.find("hr", class_="page-break", recursive=False) or text.find("h2")
    opening = _empty()
    if isinstance(ends, Tag) and ends.parent is text:
        opening.extend(list(ends.previous_siblings)[::-1])
    return opening


def _first_words(text: Tag) -> str:
    """Return the beginning of the bottom line, or of the first paragraph, cut at a word."""
    first = text.find(class_="lede") or text.find("p")
    words = plain(first) if isinstance(first, Tag) else ""
    if len(words) <= _LONGEST_DESCRIPTION:
        return words
    return words[:_LONGEST_DESCRIPTION].rpartition(" ")[0] + " …"


def _empty() -> Tag:
    return BeautifulSoup("", "html.parser").new_tag("div")
