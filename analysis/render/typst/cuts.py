"""What is too much to print: so many rows, columns and items, and a visible note on the others."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from analysis.render.typst.document import Document

ROW_LIMIT = 400
COLUMN_LIMIT = 60
CELL_LIMIT = 2_400


def note(document: "Document", left_out: str) -> str:
    """Return a visible note on what is not printed, which is also warned of."""
    document.warn(f"cut: {left_out}")
    return f"#rp-note[{document.markup(f'[{left_out}]')}]"


def listed(document: "Document", items: Sequence[Any]) -> tuple[Sequence[Any], str]:
    """Return the items of a list that are printed, and the note on the others, if any."""
    shown = items[: document.budget.affords("li")]
    if len(shown) == len(items):
        return shown, ""
    return shown, note(document, f"{len(items) - len(shown):,} more items are not printed")


def tabled(
    document: "Document", head: Sequence[Any], rows: Sequence[Sequence[Any]]
) -> tuple[Sequence[Any], list[Sequence[Any]], str]:
    """Return the header and rows of a table that are printed, and the note on the others."""
    heads = head[:COLUMN_LIMIT]
    most = min(ROW_LIMIT, min(CELL_LIMIT, document.budget.affords("td")) // max(1, len(heads)))
    shown = [row[:COLUMN_LIMIT] for row in rows[:most]]
    missing = {"rows": len(rows) - len(shown), "columns": len(head) - len(heads)}
    notes = (f"{count:,} more {name} are not printed" for name, count in missing.items() if count)
    return heads, shown, "\n\n".join(note(document, words) for words in notes)
