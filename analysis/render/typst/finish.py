"""What the compiler leaves undone in a PDF: cells that head a row, and ends of streams.

The compiler tags only the cells of a table's first rows as headers. Here a cell in bold at the
start of a row becomes the header of that row. And where a stream ends with a carriage return, the
line end behind it gets one of its own, so that no reader takes the stream's for a part of it.
A file that is not built as expected is left as it is.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator

Edit = tuple[int, int, bytes]

_END = re.compile(rb"startxref\n(\d+)\n%%EOF\s*\Z")
_TABLE = re.compile(rb"xref\n0 (\d+)\n")
_ENTRY = 20  # bytes
_ELEMENT = re.compile(rb"\d+ 0 obj\n<</Type/StructElem/S/(TR|TD|Strong)/P [^\n]*>>\nendobj\n")
_KIDS = re.compile(rb"/K\[([^\]]*)\]")
_NUMBER = re.compile(rb"(\d+) 0 R")
_ONE_HEADER = re.compile(rb"/Headers\[(?:\([^()\\]*\))?\]")


def finished(pdf: bytes) -> bytes:
    """Return a PDF of the compiler's with its row headers, and its streams, in order."""
    end = _END.search(pdf)
    table = _TABLE.match(pdf, int(end[1])) if end else None
    if end is None or table is None:
        return pdf
    starts = [
        int(pdf[at : at + 10]) if pdf[at + 17 : at + 18] == b"n" else -1
        for at in range(table.end(), table.end() + _ENTRY * int(table[1]), _ENTRY)
    ]
    edits = sorted([*_row_headers(pdf, starts), *_line_ends(pdf, {*starts, table.start()})])
    return _rewritten(pdf, edits, starts, table.start(), table.end()) if edits else pdf


def _row_headers(pdf: bytes, starts: list[int]) -> Iterator[Edit]:
    elements = {number: _ELEMENT.match(pdf, at) for number, at in enumerate(starts) if at >= 0}
    for row in elements.values():
        if row is None or row[1] != b"TR":
            continue
        cells = [elements.get(number) for number in _kids(row)]
        heads = 0
        while heads < len(cells) and _is_bold(cells[heads], elements):
            heads += 1
        heads = heads if heads < len(cells) else min(heads, 1)  # a row in bold has one header
        for at, cell in enumerate(cells):
            if cell is not None and cell[1] == b"TD" and heads:
                yield cell.start(), cell.end(), _head(cell[0]) if at < heads else _data(cell[0])


def _kids(element: re.Match[bytes]) -> list[int]:
    kids = _KIDS.search(element[0])
    return [int(number) for number in _NUMBER.findall(kids[1])] if kids else []


def _is_bold(cell: re.Match[bytes] | None, elements: dict[int, re.Match[bytes] | None]) -> bool:
    if cell is None or cell[1] != b"TD":
        return False
    kids = [elements.get(number) for number in _kids(cell)]
    return len(kids) == 1 and kids[0] is not None and kids[0][1] == b"Strong"


def _head(cell: bytes) -> bytes:
    cell = cell.replace(b"/S/TD", b"/S/TH", 1)
    if b"/O/Table" in cell:
        return cell.replace(b"/O/Table", b"/O/Table/Scope/Row", 1)
    if b"/A[" in cell:
        return cell.replace(b"/A[", b"/A[<</O/Table/Scope/Row>>", 1)
    return cell.replace(b"/K[", b"/A[<</O/Table/Scope/Row>>]/K[", 1)


def _data(cell: bytes) -> bytes:
    """Return a data cell whose headers are found by their scope: its column's and its row's."""
    return _ONE_HEADER.sub(b"", cell, count=1)


def _line_ends(pdf: bytes, starts: set[int]) -> Iterator[Edit]:
    for found in re.finditer(rb"(?<=\r)\nendstream\nendobj\n\n?", pdf):
        if found.end() in starts:
            yield found.start(), found.start(), b"\r"


def _rewritten(pdf: bytes, edits: list[Edit], starts: list[int], table: int, body: int) -> bytes:
    """Return a PDF with some parts replaced, and its table of where each object starts with it."""
    parts: list[bytes] = []
    places, moves, at = [0], [0], 0
    for start, end, new in edits:
        parts += [pdf[at:start], new]
        places.append(start + 1)
        moves.append(moves[-1] + len(new) - (end - start))
        at = end
    entries = [pdf[at : at + _ENTRY] for at in range(body, body + _ENTRY * len(starts), _ENTRY)]
    lines = [
        b"%010d" % (start + moves[bisect_right(places, start) - 1]) + entry[10:]
        if start >= 0
        else entry
        for start, entry in zip(starts, entries, strict=True)
    ]
    rest = _END.sub(
        b"startxref\n%d\n%%%%EOF" % (table + moves[-1]), pdf[body + _ENTRY * len(starts) :]
    )
    return b"".join([*parts, pdf[at:body], *lines, rest])
