"""The notes of all texts of a page, numbered on, at its end."""

from collections.abc import Sequence

from bs4 import BeautifulSoup, Tag

from analysis.render import equation_labels, references


class Notes:
    """Collects notes, text after text; a note may be defined in another text than it is called."""

    def __init__(self, sources: Sequence[str]) -> None:
        self._known = references.notes(sources)
        self._formulas = equation_labels.numbered(sources)
        self._items: list[Tag] = []

    @property
    def count(self) -> int:
        """Return how many notes there are so far."""
        return len(self._items)

    def completed(self, source: str) -> str:
        """Return a markdown text with the notes and numbers of formulas that another text has."""
        return references.completed(equation_labels.resolved(source, self._formulas), self._known)

    def take(self, root: Tag) -> None:
        """Take the notes out of a text."""
        for section in root.find_all("section", class_="footnotes"):
            self._items.extend(item.extract() for item in section.find_all("li", id=True))
            section.extract()

    def settle(self, body: Tag) -> None:
        """Write all notes at the end of a page, if there are any."""
        if not self._items:
            return
        new = BeautifulSoup("", "html.parser").new_tag
        section = new("section", attrs={"class": "footnotes", "aria-label": "Notes"})
        listed = new("ol")
        listed.extend(self._items)
        section.append(listed)
        body.append(section)
