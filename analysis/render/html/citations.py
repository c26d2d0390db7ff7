"""References such as @exhibit-trade in prose → links that say "Figure 3", or what they lead to."""

from collections.abc import Iterator

from bs4 import BeautifulSoup, Tag

from analysis.render.budget import Budget
from analysis.render.html.outline import plain
from analysis.render.references import REFERENCE, candidates

_HEADINGS = ["h1", "h2", "h3", "h4", "h5", "h6"]
_VERBATIM = ["a", "code", "pre", "math", *_HEADINGS]


class Citations:
    """The references of a page's texts, which can be resolved once the page is whole."""

    def __init__(self, budget: Budget) -> None:
        self._budget = budget
        self._links: list[tuple[Tag, str, str]] = []
        self._new = BeautifulSoup("", "html.parser").new_tag

    def note(self, root: Tag) -> None:
        """Make a link of each reference in a text, except in code, formulas, links, headings."""
        for text in root.find_all(string=REFERENCE):
            if text.find_parent(_VERBATIM):
                continue
            parts: list[str | Tag] = []
            end = 0
            for found in REFERENCE.finditer(text):
                if not self._budget.takes("reference"):
                    break
                link = self._new("a", attrs={"class": "reference"})
                link.string = found[0]
                self._links.append((link, found["kind"], found["name"]))
                parts.extend([text[end : found.start()], link])
                end = found.end()
            text.replace_with(*parts, text[end:])

    def settle(self, body: Tag) -> Iterator[str]:
        """Write into each link where it leads and what stands there; yield those to nothing."""
        places = {str(element["id"]): element for element in body.find_all(id=True)}
        for link, kind, name in self._links:
            known = (places[each] for each in candidates(kind, name) if each in places)
            place = next(known, None)
            if place is None:
                yield link.get_text()
                # not unwrapped: where a text has thousands of them, each would be looked for
                link.name, link.attrs = "span", {}
                continue
            link["href"] = f"#{place['id']}"
            link.string = _label(place) or link.get_text()


def _label(place: Tag) -> str:
    """Return the number of an exhibit, else the heading of a part, else nothing."""
    number = place.find(class_="number")
    if isinstance(number, Tag):
        return plain(number).rstrip(".").replace(" ", "\N{NO-BREAK SPACE}")
    heading = place if place.name in _HEADINGS else place.find(_HEADINGS)
    return plain(heading) if isinstance(heading, Tag) else ""
