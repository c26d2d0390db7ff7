"""The style sheets of tables, as pandas' Styler writes them: what is declared for a cell."""

import re
from collections.abc import Mapping

from bs4 import BeautifulSoup
from bs4.element import Tag

from analysis.render.typst.fragment import classes, declarations, style

Sheet = dict[str, dict[str, str]]

_SELECTOR = re.compile(r"#([\w-]+)(?:\s+(?:thead\s+|tbody\s+|tr\s+)*(th|td|\.[\w-]+))?")
_LIMIT = 1_000_000  # characters of one sheet


def stylesheet(soup: BeautifulSoup) -> Sheet:
    """Return what style elements declare for an id, or for a kind of cell below it."""
    found: Sheet = {}
    for sheet in soup.find_all("style"):
        for rule in sheet.get_text()[:_LIMIT].split("}"):
            selectors, _, body = rule.rpartition("{")
            declared = declarations(body)
            for selector in selectors.split(","):
                match = _SELECTOR.fullmatch(selector.strip())
                if match:
                    found.setdefault(" ".join(filter(None, match.groups())), {}).update(declared)
    return found


def declared(tag: Tag, table: Tag, sheet: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """Return what is declared for a cell: by its kind, its classes, its id, and itself."""
    found: dict[str, str] = {"text-align": str(tag.get("align", "")).lower()}
    if sheet:
        below = f"{table.get('id', '')} "
        kinds = [tag.name, *(f".{name}" for name in classes(tag))]
        for name in [*(below + kind for kind in kinds), str(tag.get("id"))]:
            found.update(sheet.get(name, {}))
    return {**found, **style(tag)}
