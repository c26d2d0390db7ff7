"""Tables of markdown whose rows have too few or too many cells, and formulas with bars in them."""

import re
from itertools import pairwise
from typing import Any

from mistune import BlockParser, BlockState, Markdown
from mistune.plugins.table import table

_LINE = r"^ {0,3}\S[^\n]*\|[^\n]*(?:\n|$)"
_DELIMITER = re.compile(r"\s*(:?)-+(:?)\s*")
_SIDES = {(":", ":"): "center", (":", ""): "left", ("", ":"): "right"}
_ESCAPED = re.compile(r"\\.")
_BAR = re.compile(r"\|")


def tables(maths: str) -> Any:
    """Return a plugin of mistune's that reads tables as JupyterLab does.

    mistune itself gives up a table of which one row has a cell more or less than the head. Here
    the cells that lack are empty, and those beyond the last column stay in it, with their bars.

    Args:
        maths: a regular expression of formulas in a line: bars within them part no cells.
    """
    kept = re.compile(rf"(?s:{_ESCAPED.pattern}|(?<!\\)\$\$.*?\$\$|{maths})")

    def plugin(md: Markdown) -> None:
        table(md)  # for its way of rendering
        md.block.rules.remove("nptable")
        md.block.register("table", _LINE, lambda _block, found, state: _table(found, state, kept))
        for rules in (md.block.list_rules, md.block.block_quote_rules):
            BlockParser.insert_rule(rules, "table", before="paragraph")

    return plugin


def _table(found: re.Match[str], state: BlockState, kept: re.Pattern[str]) -> int | None:
    """Add a table to the tokens and return where it ends, None where there is none."""
    at = found.end()
    line = state.get_line(at)
    sides = [_DELIMITER.fullmatch(cell) for cell in _cells(line, _ESCAPED)]
    if "|" not in line or not all(sides):
        return None
    heads = _fitted(found[0], kept, len(sides))
    if len(heads) != len(sides):
        return None
    aligned = [_SIDES.get((side[1], side[2])) for side in sides if side]
    rows = []
    at += len(line)
    while at < state.cursor_max and "|" in (line := state.get_line(at)) and line.strip():
        cells = _fitted(line, kept, len(aligned))
        last = " | ".join(cells[len(aligned) - 1 :])
        cells = [*cells[: len(aligned) - 1], last, *[""] * len(aligned)][: len(aligned)]
        rows.append({"type": "table_row", "children": _row(cells, aligned, head=False)})
        at += len(line)
    head = {"type": "table_head", "children": _row(heads, aligned, head=True)}
    state.append_token(
        {"type": "table", "children": [head, {"type": "table_body", "children": rows}]}
    )
    return at


def _row(cells: list[str], aligned: list[str | None], *, head: bool) -> list[dict[str, Any]]:
    return [
        {"type": "table_cell", "text": text, "attrs": {"align": side, "head": head}}
        for text, side in zip(cells, aligned, strict=True)
    ]


def _fitted(line: str, kept: re.Pattern[str], columns: int) -> list[str]:
    """Return the cells of a line: bars in formulas part cells only where they give the number."""
    plain = _cells(line, _ESCAPED)
    if len(plain) == columns:
        return plain
    whole = _cells(line, kept)
    return whole if len(whole) <= columns else plain


def _cells(line: str, kept: re.Pattern[str]) -> list[str]:
    line = line.strip()
    # what is kept is as long as before, without its bars
    shown = kept.sub(lambda found: "x" * len(found[0]), line)
    bars = [found.start() for found in _BAR.finditer(shown)]
    ends = [-1, *bars, len(line)]
    cells = [line[start + 1 : end].strip() for start, end in pairwise(ends)]
    first = int(shown.startswith("|"))
    return cells[first : len(cells) - int(len(cells) > 1 and shown.endswith("|"))]
