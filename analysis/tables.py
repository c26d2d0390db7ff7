"""Numbers to an HTML table: headings, alignment, and every cell escaped."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from markupsafe import Markup, escape

Cell = str | Markup


@dataclass(frozen=True, slots=True)
class Column:
    """One column: the key of its values, its heading, how values are written, their side."""

    key: str
    heading: str
    write: Callable[[Any], Cell] = escape
    align: Literal["left", "right"] = "left"


def table(
    rows: Iterable[Mapping[str, Any]], columns: Sequence[Column], *, kind: str = ""
) -> Markup:
    """Return an HTML table; the first column heads its row; text is escaped, Markup kept."""
    head = Markup("").join(_cell("th", column, column.heading, "col") for column in columns)
    body = Markup("").join(_row(row, columns) for row in rows)
    opening = Markup('<table class="{}">').format(kind) if kind else Markup("<table>")
    return opening + Markup("<thead><tr>{}</tr></thead><tbody>{}</tbody></table>").format(
        head, body
    )


def _row(row: Mapping[str, Any], columns: Sequence[Column]) -> Markup:
    first, *rest = columns
    cells = [_cell("th", first, first.write(row[first.key]), "row")]
    cells += [_cell("td", column, column.write(row[column.key])) for column in rest]
    return Markup("<tr>{}</tr>").format(Markup("").join(cells))


def _cell(tag: str, column: Column, text: Cell, scope: str = "") -> Markup:
    attributes = Markup(' scope="{}"').format(scope) if scope else Markup("")
    if column.align == "right":
        attributes += Markup(' style="text-align:right"')
    return Markup("<{0}{1}>{2}</{0}>").format(tag, attributes, escape(text))


def link(address: str, text: str) -> Markup:
    """Return a link to a web address or a place on the page; anything else stays text."""
    if not address.startswith(("https://", "http://", "#")):
        return escape(text)
    return Markup('<a href="{}">{}</a>').format(address, text)
