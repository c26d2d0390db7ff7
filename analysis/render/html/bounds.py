"""How much HTML one output may bring: more is cut before a parser sees it, and the cut is shown."""

import re
from collections.abc import Iterator

from analysis.render.html.allowed import ELEMENTS

MOST_ROWS = 1_000
MOST_ELEMENTS = 50_000
MOST_CHARACTERS = 40_000_000
DEEPEST = 60

# ruff: noqa: SIM905 - a list of short names is read as words, not as forty quoted strings
_VOID = frozenset("br col hr img wbr".split())
# Their end tags may be left out, so that another one open does not mean one level deeper.
_SELF_CLOSING = frozenset("dd dt li p rp rt tbody td tfoot th thead tr".split())
_DEEPENING = ELEMENTS - _VOID - _SELF_CLOSING
_TAG = re.compile(r"<(/?)([A-Za-z][^\s/>]*)")


def bounded(markup: str) -> tuple[str, str]:
    """Return as much of `markup` as a page can take, and of what the rest was too much.

    The second is empty if nothing was cut. A cut may fall inside an element, which a parser closes.
    """
    end, reason = next(_excesses(markup), (len(markup), ""))
    return markup[:end], reason


def _excesses(markup: str) -> Iterator[tuple[int, str]]:
    """Yield each position at which `markup` becomes too much, and of what."""
    rows = depth = 0
    for count, tag in enumerate(_TAG.finditer(markup, 0, MOST_CHARACTERS), start=1):
        name, step = tag[2].lower(), -1 if tag[1] else 1
        rows += name == "tr" and step > 0
        depth = max(0, depth + step * (name in _DEEPENING))
        if rows > MOST_ROWS:
            yield tag.start(), f"more than {MOST_ROWS:,} rows"
        if count > MOST_ELEMENTS:
            yield tag.start(), f"more than {MOST_ELEMENTS:,} tags"
        if depth > DEEPEST:
            yield tag.start(), "elements nested too deeply"
    if len(markup) > MOST_CHARACTERS:
        yield MOST_CHARACTERS, f"more than {MOST_CHARACTERS:,} characters"
