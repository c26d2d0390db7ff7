"""A stranger's HTML as a tree, whatever it holds, and what HTML lets a writer leave out put in."""

import re
from itertools import islice
from typing import Any

from bs4 import BeautifulSoup, Tag

# ruff: noqa: SIM905 - lists of short names are read as words, not as forty quoted strings

# Browsers take `<![…>` for a comment; html.parser refuses the whole text for some of them.
_MARKED_SECTION = re.compile(r"<!\[[^>]*>?")
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
_REACH = 60  # elements looked at for one to close: nobody leaves more of them open


class Soup(BeautifulSoup):
    """A tree whose elements close one another as in a browser; the methods are the parser's."""

    def handle_starttag(self, name: str, *places: Any, **more: Any) -> Tag | None:
        """Open an element, after closing what it closes; a cell outside a row opens one."""
        self.endData()
        if name in _CLOSES:
            self._close(*_CLOSES[name])
        if name in {"td", "th"} and self.tagStack[-1].name in _ROWS | _TABLE:
            super().handle_starttag("tr", None, None, {})
        return super().handle_starttag(name, *places, **more)

    def handle_endtag(self, name: str, nsprefix: str | None = None) -> None:
        """Close an element, unless it is none that is open here."""
        self.endData()
        ends = _CELLS if name not in _IN_TABLES else _TABLE
        self._close(frozenset({name}), ends - {name}, nsprefix)

    def _close(
        self, names: frozenset[str], ends: frozenset[str], nsprefix: str | None = None
    ) -> None:
        for element in islice(reversed(self.tagStack), min(_REACH, len(self.tagStack) - 1)):
            if element.name in names:
                super().handle_endtag(element.name, nsprefix)
                return
            if element.name in ends:
                return


def parsed(html: str) -> Soup:
    """Return the tree of some HTML."""
    whole = html.rfind(">") + 1
    # what is not closed there is no tag, and html.parser would look for its end again and again
    bare = _MARKED_SECTION.sub("", html[:whole]) + html[whole:].replace("<", "&lt;")
    return Soup(bare, "html.parser")
