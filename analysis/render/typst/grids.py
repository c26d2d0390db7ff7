"""HTML tables → Typst tables: spans, repeated header rows, Styler colours, aligned numbers."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from bs4.element import Tag

from analysis.render.colours import Colour, colour
from analysis.render.typst import ends, sheets, turned
from analysis.render.typst.colours import inked, paint
from analysis.render.typst.columns import LINE, Column, height, shares, shrinks, widths
from analysis.render.typst.cuts import CELL_LIMIT, note
from analysis.render.typst.escape import markup, string, truth
from analysis.render.typst.fragment import Fragment, length
from analysis.render.typst.spans import Cell, Grid, direct_cells, laid_out
from analysis.render.typst.splits import groups

WHOLE_LIMIT = 800  # characters of a cell from which a row may break over pages

_OTHER_SIDES = frozenset({"left", "center"})
_SIDES = _OTHER_SIDES | {"right"}
_BOLD = frozenset({"bold", "bolder", "600", "700", "800", "900"})


def table(fragment: Fragment, tag: Tag) -> str:
    """Return a table element as Typst; what is too much to print is counted in a visible note."""
    lines = [row for row in tag.find_all("tr") if row.find_parent("table") is tag]
    grid = laid_out(tag, lines, min(CELL_LIMIT, fragment.document.budget.affords("td")))
    if not grid.left_out and length(tag) != grid.length:
        fragment.document.warn("table with words outside of its cells: set as text")
        return fragment.inside(tag)
    if not grid.taken:
        return "".join(note(fragment.document, left) for left in grid.left_out)
    heads = _header_rows(tag, lines[: len(grid.rows)], grid.rows)
    body = grid.rows[heads:]
    columns = [
        Column.of(
            _words(body, column),
            " ".join(_words(grid.rows[:heads], column)),
            bold=_is_stub(body, column),
        )
        for column in range(grid.width)
    ]
    fragment.turned = fragment.turned or turned.suits(fragment, columns, len(body))
    parts = groups(columns, _stubs(body, columns), fragment.across)
    shown = [_part(fragment, grid, columns, heads, part) for part in parts]
    if len(parts) > 1:
        fragment.document.warn(f"table of {len(columns)} columns set in {len(parts)} parts")
    return "\n\n".join(shown) + "".join(note(fragment.document, left) for left in grid.left_out)


def _stubs(body: list[list[Cell]], columns: list[Column]) -> int:
    """Return how many columns name the rows: those of th alone, else the first if it is words."""
    count = 0
    while count < len(columns) and _is_stub(body, count):
        count += 1
    return count or int(not columns[0].numeric)


def _is_stub(body: list[list[Cell]], column: int) -> bool:
    cells = [cell for row in body for cell in row if cell.column == column]
    return bool(cells) and all(cell.tag.name == "th" for cell in cells)


def _part(
    fragment: Fragment, grid: Grid, columns: list[Column], heads: int, part: list[int]
) -> str:
    """Return a table of some of the columns."""
    chosen = [columns[column] for column in part]
    header = [_cells(fragment, grid, row, columns, heads, part) for row in range(heads)]
    rows = [
        _cells(fragment, grid, row, columns, heads, part) for row in range(heads, len(grid.rows))
    ]
    sides = ", ".join("right" if column.numeric else "left" for column in chosen)
    top = f"table.header({', '.join(filter(None, header))}), " if any(header) else ""
    longest = max((len(cell.words) for row in grid.rows[heads:] for cell in row), default=0)
    line = LINE * fragment.across
    across = dict(zip(part, shares(chosen, line), strict=False))
    words = [{cell.column: cell.words for cell in row if cell.columns == 1} for row in grid.rows]
    fragment.rows = max(fragment.rows, high := height(words, across))
    shape = (
        f"columns: {widths(chosen, line)}, align: ({sides},), "
        f"framed: {truth(fragment.frames)}, heads: {heads}, rows: {high}, "
        f"lead: {height(words[: heads + 2], across)}, "
        f"whole: {truth(longest < WHOLE_LIMIT)}, "
        f"shrinks: {truth(shrinks(chosen, line, told=grid.told))}"
    )
    if high > ends.FROM and (kept := ends.kept(grid, heads, words, across)):
        told = ends.told(fragment, len(part)) if part[-1] + 1 == grid.width else ""
        last = ", ".join(filter(None, [*rows[-kept:], told]))
        rows[-kept:] = [f"table.footer(repeat: false, {last})"]
    return f"#rp-table({shape}, {top}{', '.join(filter(None, rows))})"


def _header_rows(tag: Tag, lines: Sequence[Tag], rows: list[list[Cell]]) -> int:
    """Return how many rows are the header: those in thead, or else the first ones made of th.

    None where nothing would be left below; rows that a header cell spans belong to the header.
    """
    head = tag.find("thead")
    count = 0
    if head is not None:
        while count < len(lines) and lines[count].find_parent("thead") is head:
            count += 1
    else:
        while count < len(lines) and _heads(lines[count]):
            count += 1
    reach = max((at + cell.rows for at in range(count) for cell in rows[at]), default=0)
    count = max(count, reach)
    return count if count < len(lines) else 0


def _heads(line: Tag) -> bool:
    """Tell whether a row is of th alone, but for empty cells beside several."""
    cells = direct_cells(line)
    said = [cell for cell in cells if cell.name == "th" or cell.get_text(strip=True)]
    few = len(cells) if len(said) < 2 else len(said)
    return bool(cells) and [cell.name for cell in said] == ["th"] * few


def _words(rows: list[list[Cell]], column: int) -> list[str]:
    """Return the words of the body cells that stand in one column alone."""
    return [
        cell.words for row in rows for cell in row if (cell.column, cell.columns) == (column, 1)
    ]


def _cells(
    fragment: Fragment,
    grid: Grid,
    row: int,
    columns: list[Column],
    heads: int,
    part: list[int],
) -> str:
    """Return some cells of one row; a ragged one is filled up, so that the next starts its own."""
    clipped = (_clipped(cell, part) for cell in grid.rows[row])
    cells = [
        _cell(fragment, grid, cell, columns, head=row < heads) for cell in clipped if cell.columns
    ]
    missing = sum((row, column) not in grid.taken for column in part)
    return ", ".join(cells + ["[]"] * missing)


def _clipped(cell: Cell, part: list[int]) -> Cell:
    """Return a cell as wide as what is shown of it."""
    shown = sum(cell.column <= column < cell.column + cell.columns for column in part)
    return cell if shown == cell.columns else replace(cell, columns=shown)


def _cell(fragment: Fragment, grid: Grid, cell: Cell, columns: list[Column], *, head: bool) -> str:
    declared = sheets.declared(cell.tag, grid.tag, fragment.styles)
    side = declared.get("text-align", "")
    body = fragment.boxed(cell.tag)
    if not head and cell.columns == 1 and columns[cell.column].numeric:
        padding = columns[cell.column].padding(cell.words) if side not in _OTHER_SIDES else ""
        body = _number(body, cell.words, padding)
    if body and not head and (cell.tag.name == "th" or declared.get("font-weight") in _BOLD):
        body = f"#strong[{body}]"
    ground = colour(declared.get("background-color") or declared.get("background", ""))
    ink = inked(declared.get("color", ""), ground)
    body = f"{ink}[{body}]" if ink else body
    arguments = ", ".join(_arguments(cell, ground, side, head=head))
    return f"table.cell({arguments})[{body}]" if arguments else f"[{body}]"


def _number(body: str, words: str, padding: str) -> str:
    # given as a string, equal numbers are laid out once; markup is, anew, wherever it stands
    plain = words and body == markup(words) and not padding
    return f"#rp-number({string(words)})" if plain else f"#rp-number[{body}{padding}]"


def _arguments(cell: Cell, ground: Colour | None, side: str, *, head: bool) -> Iterable[str]:
    if ground:
        yield f"fill: {paint(ground)}"
    if cell.columns > 1:
        yield f"colspan: {cell.columns}"
    if cell.rows > 1:
        yield f"rowspan: {cell.rows}"
    if side in _SIDES:
        yield f"align: {side}"
    elif head and cell.columns > 1:
        yield "align: center"
