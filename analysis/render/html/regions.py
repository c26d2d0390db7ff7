"""Tables and exhibits of a page: numbered, labelled, and scrolling by themselves."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import count, takewhile

from bs4 import BeautifulSoup, Tag

from analysis.render.blanks import is_blank
from analysis.render.html.outline import plain

_NUMBER = re.compile(r"[+−-]?[$€¥£]?\d[\d.,\s]*\s?(?:%|pp|×|bn|m)?")


def number_exhibits(body: Tag) -> None:
    """Write "Figure N." before the caption of an exhibit with a picture, "Table N." of a table."""
    numbers = {"Figure": count(1), "Table": count(1)}
    for exhibit in body.find_all("figure", class_="exhibit"):
        kind = _kind(exhibit)
        if kind is None:
            continue
        caption = exhibit.find("figcaption")
        if not isinstance(caption, Tag):
            caption = _new("figcaption")
            exhibit.insert(0, caption)
        label = _new("span", {"class": "number"})
        label.string = f"{kind} {next(numbers[kind])}."
        caption.insert(0, label, " ")
        for image in exhibit.find_all("img", recursive=False):
            name = {"role": "group", "aria-label": label.get_text().rstrip(".")}
            image.wrap(_new("div", {"class": "drawing", "tabindex": "0", **name}))


def settle_tables(body: Tag) -> None:
    """Give headers their scope, align numbers, let each table scroll in a region with a name."""
    unnamed = count(1)
    names: set[str] = set()
    for table in body.find_all("table"):
        _settle_head(table)
        rows = [_Row(row) for row in table.find_all("tr")]
        for row in rows:
            _settle_headers(row)
        for cell in _numeric_cells(rows):
            cell["class"] = " ".join([*map(str, cell.get("class") or []), "numeric"])
        if table.find_parent("table"):
            continue
        name = _name(table)
        while not name or name in names:
            name = f"{_name(table)} (table {next(unnamed)})".strip()
        names.add(name)
        frame = {"class": "table", "role": "region", "tabindex": "0", "aria-label": name}
        table.wrap(_new("div", frame))


def name_apart(body: Tag) -> None:
    """Give each part of a page that readers can go to by its name a name of its own."""
    taken: set[tuple[str, str]] = set()
    numbers: defaultdict[tuple[str, str], Iterator[int]] = defaultdict(lambda: count(2))
    for part in body.find_all(["aside", "section"], attrs={"aria-label": True}):
        name = plain_name = " ".join(str(part["aria-label"]).split())
        while (part.name, name) in taken:
            name = f"{plain_name} ({next(numbers[part.name, plain_name])})"
        taken.add((part.name, name))
        part["aria-label"] = name


def _kind(exhibit: Tag) -> str | None:
    content = exhibit.find(["img", "table"]) or exhibit.find("span", class_="missing")
    if not isinstance(content, Tag):
        return None
    return "Table" if content.name == "table" else "Figure"


class _Row:
    """A row of a table: its cells, what they say, and whether it stands in the head."""

    def __init__(self, row: Tag) -> None:
        self.cells = [cell for cell in row.children if isinstance(cell, Tag)]
        self.texts = [plain(cell) for cell in self.cells]
        self.is_head = row.parent is not None and row.parent.name == "thead"
        self.spans = any("colspan" in c.attrs or "rowspan" in c.attrs for c in self.cells)


def _settle_head(table: Tag) -> None:
    """Put the first rows of a table without a head into one if they are of headers alone."""
    lines = [line for line in table.find_all("tr") if line.find_parent("table") is table]
    first = list(takewhile(_heads, lines))
    if table.find("thead") or not first or len(first) == len(lines):
        return
    head = _new("thead")
    first[0].insert_before(head)
    head.extend(first)
    if head.parent is not None and head.parent.name == "tbody":
        head.parent.insert_before(head)


def _heads(line: Tag) -> bool:
    cells = [cell for cell in line.children if isinstance(cell, Tag)]
    return bool(cells) and all(cell.name == "th" for cell in cells)


def _settle_headers(row: _Row) -> None:
    """Say what each header of a row heads; an empty one heads nothing and is a plain cell."""
    for cell, text in zip(row.cells, row.texts, strict=True):
        if cell.name == "th" and not text:
            cell.name = "td"
            cell.attrs.pop("scope", None)
        elif cell.name == "th":
            cell.attrs.setdefault("scope", "col" if row.is_head else "row")


def _numeric_cells(rows: Sequence[_Row]) -> Iterator[Tag]:
    """Yield the cells of the columns that hold numbers only; none if cells span columns or rows."""
    if any(row.spans for row in rows) or len({len(row.cells) for row in rows}) != 1:
        return
    for column in range(len(rows[0].cells)):
        texts = [row.texts[column] for row in rows if not row.is_head]
        told = [text for text in texts if not is_blank(text)]
        if told and all(_NUMBER.fullmatch(text) for text in told):
            yield from (row.cells[column] for row in rows)


def _name(table: Tag) -> str:
    exhibit = table.find_parent("figure")
    caption = (exhibit.find("figcaption") if exhibit else None) or table.find("caption")
    if not isinstance(caption, Tag):
        return ""
    title = caption.find(class_="title")
    number = caption.find(class_="number")
    parts = [part for part in (number, title) if isinstance(part, Tag)]
    return " ".join(map(plain, parts if title else [caption]))


def _new(name: str, attributes: dict[str, str] | None = None) -> Tag:
    return BeautifulSoup("", "html.parser").new_tag(name, attrs=attributes or {})
