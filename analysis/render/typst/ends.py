"""What ends a table: its last rows move to the next page together, with the words below them."""

from collections.abc import Mapping, Sequence

from bs4.element import Tag

from analysis.render.typst.columns import height
from analysis.render.typst.fragment import Fragment
from analysis.render.typst.spans import DRAWN, Grid

FROM = 5  # rows of one line from which a table may break
KEPT = 3  # rows at most, below two others
HIGHEST = 12  # rows of one line at most that are kept together
LONGEST = 2_000  # characters at most of words and sources that move on with them
FACT = 600  # characters at most of an entry in a list of definitions that does not break
ELEMENTS = 12  # at most in one, each of which may be a line


def kept(
    grid: Grid, heads: int, words: Sequence[Mapping[int, str]], across: Mapping[int, float]
) -> int:
    """Return how many rows at the end of a table stay together, above which others are left.

    None where a cell from above reaches into them, or they may be too high for a page.
    """
    if grid.tag.find([*DRAWN, "table"]) is not None:
        return 0
    reach = 0
    starts = []
    for at, row in enumerate(grid.rows):
        if at >= heads + 2 and reach <= at:
            starts.append(at)
        reach = max([reach, *(at + cell.rows for cell in row)])
    last = len(grid.rows)
    fits = (last - at for at in starts if height(words[at:], across) <= HIGHEST)
    return max((count for count in fits if count <= KEPT), default=0)


def is_short(fact: Tag) -> bool:
    """Tell whether an entry of a list of definitions is of a few lines."""
    elements = fact.find_all(True)
    drawn = any(element.name in {*DRAWN, "table", "pre"} for element in elements)
    return len(fact.get_text()) <= FACT and len(elements) <= ELEMENTS and not drawn


def suits(figure: Tag, told: Sequence[Tag]) -> bool:
    """Tell whether there are words that may follow the last rows of an exhibit's only table."""
    parts = [part for part in figure.children if str(part).strip()]
    tables = figure.find_all("table")
    words = sum(len(tag.get_text()) for tag in told)
    drawn = any(tag.find([*DRAWN, "table"]) for tag in told)
    return len(tables) == 1 and parts[-1:] == tables and 0 < words <= LONGEST and not drawn


def told(fragment: Fragment, columns: int) -> str:
    """Return the cell below a table's last row that takes what ends its exhibit, if anything."""
    words, fragment.end = fragment.end, ""
    document = fragment.document
    width = document.turned if fragment.turned else document.width
    return f"rp-told({columns}, {width:.4g}mm)[#rp-end({words})]" if words else ""
