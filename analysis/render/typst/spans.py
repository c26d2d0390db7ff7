"""Where the cells of an HTML table stand: rows and columns, and what spans several."""

import re
from dataclasses import dataclass, field

from bs4.element import Tag

from analysis.render.typst.cuts import COLUMN_LIMIT, ROW_LIMIT
from analysis.render.typst.fragment import characters

DRAWN = ["img", "math", "svg"]
_CELLS = frozenset({"td", "th"})


@dataclass(slots=True)
class Cell:
    """A cell at its first column, with how many columns and rows it spans and what it says."""

    tag: Tag
    column: int
    columns: int
    rows: int
    words: str


@dataclass(slots=True)
class Grid:
    """A table laid out: rows of cells with their column, and which positions are taken."""

    tag: Tag
    rows: list[list[Cell]] = field(default_factory=list)
    taken: set[tuple[int, int]] = field(default_factory=set)
    left_out: list[str] = field(default_factory=list)

    @property
    def width(self) -> int:
        """How many columns there are."""
        return 1 + max((column for _, column in self.taken), default=0)

    @property
    def length(self) -> int:
        """How many characters its cells have; blanks are none."""
        return sum(characters(cell.words) for row in self.rows for cell in row)

    @property
    def told(self) -> bool:
        """Whether the words of single columns tell how wide each is."""
        spans = any(cell.columns > 1 for row in self.rows for cell in row)
        return not spans and self.tag.find(DRAWN) is None


def laid_out(tag: Tag, lines: list[Tag], cells: int) -> Grid:
    """Return a table with these lines as a grid of so many cells at most."""
    grid = Grid(tag)
    widest = max((len(direct_cells(line)) for line in lines[:ROW_LIMIT]), default=0)
    shown = lines[: min(ROW_LIMIT, cells // max(1, min(widest, COLUMN_LIMIT)))]
    if len(lines) > len(shown):
        grid.left_out.append(f"{len(lines) - len(shown):,} more rows are not printed")
    dropped = 0
    for row, line in enumerate(shown):
        grid.rows.append([])
        dropped = max(dropped, _place_row(grid, row, line, len(shown) - row))
    if dropped:
        grid.left_out.append(f"{dropped:,} more columns are not printed")
    return grid


def direct_cells(line: Tag) -> list[Tag]:
    """Return the cells of a line, without those of tables within them."""
    # not by find_all, which takes longer to read what it is asked than to look at a row
    return [part for part in line.children if isinstance(part, Tag) and part.name in _CELLS]


def _place_row(grid: Grid, row: int, line: Tag, height: int) -> int:
    """Place the cells of a row; return how many did not fit."""
    column = 0
    cells = direct_cells(line)
    for index, tag in enumerate(cells):
        while (row, column) in grid.taken:
            column += 1
        if column >= COLUMN_LIMIT:
            return len(cells) - index
        columns = _free(grid, row, column, min(_span(tag, "colspan"), COLUMN_LIMIT - column))
        rows = min(_span(tag, "rowspan") or height, height)
        grid.rows[row].append(Cell(tag, column, columns, rows, tag.get_text(" ", strip=True)))
        spots = ((row + i, column + j) for i in range(rows) for j in range(columns))
        grid.taken.update(spots)
        column += columns
    return 0


def _free(grid: Grid, row: int, column: int, wanted: int) -> int:
    """Return how many columns are free from here: a span never overlaps a cell from above."""
    count = 1
    while count < wanted and (row, column + count) not in grid.taken:
        count += 1
    return count


def _span(tag: Tag, name: str) -> int:
    declared = str(tag.get(name, "1")).strip()
    return min(int(declared), ROW_LIMIT) if re.fullmatch(r"[0-9]{1,9}", declared) else 1
