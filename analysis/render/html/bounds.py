"""How much HTML one output may bring: more is cut before a parser sees it, and the cut is shown."""

import re
from collections.abc import Iterator

MOST_ROWS = 1_000
MOST_TAGS = 50_000
MOST_CHARACTERS = 40_000_000

_TAG = re.compile(r"</?[A-Za-z][^\s/>]*")


def bounded(markup: str) -> tuple[str, str]:
    """Return as much of `markup` as a page can take, and of what the rest was too much.

    The second is empty if nothing was cut. A cut may fall inside an element, which a parser closes.
    """
    end, reason = next(_excesses(markup), (len(markup), ""))
    return markup[:end], reason


def _excesses(markup: str) -> Iterator[tuple[int, str]]:
    """Yield each position at which `markup` becomes too much, and of what."""
    rows = 0
    for count, tag in enumerate(_TAG.finditer(markup, 0, MOST_CHARACTERS), start=1):
        rows += tag[0].lower() == "<tr"
        if rows > MOST_ROWS:
            yield tag.start(), f"more than {MOST_ROWS:,} rows"
        if count > MOST_TAGS:
            yield tag.start(), f"more than {MOST_TAGS:,} tags"
    if len(markup) > MOST_CHARACTERS:
        yield MOST_CHARACTERS, f"more than {MOST_CHARACTERS:,} characters"
