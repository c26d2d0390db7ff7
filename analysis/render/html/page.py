"""A notebook → the parts of its page: what the head says, the contents, and the text."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup, Tag

from analysis.render.budget import SCREEN, Budget
from analysis.render.html.anchors import Anchors
from analysis.render.html.cells import Part, Shown, cells
from analysis.render.html.citations import Citations
from analysis.render.html.notes import Notes
from analysis.render.html.outline import Entry, level, plain, take_title
from analysis.render.html.prose import Setting
from analysis.render.html.regions import name_apart, number_exhibits, settle_tables
from analysis.render.images import ImageError, Picture
from analysis.render.imprint import Imprint, imprint

_LONGEST_DESCRIPTION = 240
_LONGEST_WARNING = 300


@dataclass(frozen=True, slots=True)
class Page:
    """What a template needs: heading, opening and body are safe markup, other texts are plain."""

    title: str
    heading: str
    description: str
    imprint: Imprint
    contents: tuple[Entry, ...]
    opening: str
    body: str
    warnings: tuple[str, ...]


def page(notebook: Mapping[str, Any], folder: Path | None, shown: Shown, language: str) -> Page:
    """Return the page of a notebook (nbformat 4), in `language` if it names no other."""
    about = imprint(notebook["metadata"], language)
    body = _Body(notebook)
    for part in cells(notebook, folder, shown, body.setting):
        body.add(part)
    text = body.text
    title, heading = take_title(text, about.title)
    contents = level(text, body.anchors)
    body.settle()
    description = about.description or about.subtitle or _first_words(text)
    opening = _opening(text)
    return Page(
        title=title or "Report",
        heading=heading or "Report",
        description=description,
        imprint=about,
        contents=tuple(contents) if about.toc else (),
        opening=opening.decode_contents(formatter="minimal"),
        body=text.decode_contents(formatter="minimal"),
        warnings=tuple(body.warnings),
    )


class _Body:
    """The text of a page as it grows, and what there is to warn of."""

    def __init__(self, notebook: Mapping[str, Any]) -> None:
        sources = [str(cell["source"]) for cell in notebook["cells"] if _is_text(cell)]
        self.text = _empty()
        self.anchors = Anchors()
        self.warnings: list[str] = []
        budget = Budget(SCREEN)
        self.setting = Setting(nowhere, Notes(sources), Citations(budget), budget)

    def add(self, part: Part) -> None:
        """Add a part, and warn of what it does not show."""
        self.anchors.settle(part.tree)
        self.setting.notes.take(part.tree)
        for note in part.tree.find_all(class_=["missing", "cut"]):
            self.warnings.append(
                f"{part.place}: {str(note.get('title') or plain(note))[:_LONGEST_WARNING]}"
            )
        for source in part.tree.find_all("code", class_="tex"):
            self.warnings.append(f"{part.place}: formula kept as TeX: {plain(source)[:80]!r}")
        self.text.extend(list(part.tree.contents))

    def settle(self) -> None:
        """Number what is numbered, and resolve what refers to it."""
        self.setting.notes.settle(self.text)
        number_exhibits(self.text)
        settle_tables(self.text)
        name_apart(self.text)
        for name in self.setting.citations.settle(self.text):
            self.warnings.append(f"{name} refers to nothing on this page")


def nowhere(address: str) -> Picture:
    """Refuse a picture: a text that is in no cell has no folder.

    Raises:
        ImageError: always.
    """
    raise ImageError(f"image {address[:80]!r} has no folder to be read from")


def _is_text(cell: Mapping[str, Any]) -> bool:
    return bool(cell["cell_type"] == "markdown")


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
