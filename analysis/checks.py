"""One CSV file against its description: a typed frame, or one line that says what is wrong."""

from __future__ import annotations

import csv
import hashlib
import io
import math
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path

import pandas as pd

from analysis.descriptor import Column, File, Table
from analysis.errors import DataError, unknown
from analysis.units import UNITS

LONGEST_CELL = 2000
_NUMBER = re.compile(r"-?\d+(\.\d+)?([eE][+-]?\d+)?", re.ASCII)
_INTEGER = re.compile(r"-?\d{1,18}", re.ASCII)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
# Control characters and invisible ones that reorder or hide text; not the two that end a line.
_CONTROL = re.compile(
    "[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]"
)
# A spreadsheet runs a cell that begins like this; our readers open the CSV files in one.
_FORMULA = ("=", "+", "-", "@")


def digest(content: bytes) -> str:
    """Return the SHA-256 of a file's bytes in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def content(root: Path, table: Table | File) -> bytes:
    """Return the bytes of a table or file; DataError when its file is missing or is no file."""
    try:
        return (root / table.path).read_bytes()
    except OSError:
        raise DataError(
            f"data/{table.path} is missing or is no file. To undo: git checkout data/{table.path}"
        ) from None


def sealed(table: Table | File, raw: bytes) -> bytes:
    """Return the bytes unchanged; DataError when they are not the ones that were sealed."""
    if digest(raw) == table.sha256:
        return raw
    raise DataError(
        f"data/{table.path} is not the file its datapackage.json describes "
        f"(sha256 {digest(raw)[:12]}…, expected {table.sha256[:12]}…). "
        f"To undo: git checkout data/{table.path}. If the edit is meant: summit seal"
    )


def frame(table: Table, raw: bytes) -> pd.DataFrame:
    """Return the table as a typed frame: text as written, an empty number as NaN; or DataError."""
    rows = _rows(table, _text(table, raw))
    cells = dict(zip([one.name for one in table.columns], zip(*rows, strict=True), strict=False))
    typed = {one.name: _typed(table, one, cells.get(one.name, ())) for one in table.columns}
    result = pd.DataFrame(typed)
    _unique(table, result)
    return result


def linked(table: Table, rows: pd.DataFrame, others: Mapping[str, pd.DataFrame]) -> None:
    """Refuse a row that refers to something the other table does not have."""
    for link in table.links:
        known = set(_tuples(others[link.table], link.targets))
        used = _tuples(rows, link.columns)
        absent = {one for one in set(used) - known if any(one)}
        if absent:
            number, value = next((n, one) for n, one in enumerate(used) if one in absent)
            names = [", ".join(map(str, one)) for one in sorted(known)]
            told = unknown(link.columns[0], ", ".join(map(str, value)), names)
            raise _wrong(table, number, link.columns[0], f"{told} Add it to data/{link.table}.csv")


def _tuples(rows: pd.DataFrame, columns: Sequence[str]) -> list[tuple[object, ...]]:
    return list(zip(*(rows[name].tolist() for name in columns), strict=True))


def _wrong(table: Table, number: int, column: str, expected: str) -> DataError:
    """Return the error for one cell; the line is the one an editor shows."""
    return DataError(f"data/{table.path} line {number + 2}, column '{column}': {expected}")


def _text(table: Table, raw: bytes) -> str:
    if raw.startswith(b"\xef\xbb\xbf"):
        raise DataError(
            f"data/{table.path} begins with a byte-order mark: save as UTF-8 without it"
        )
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as problem:
        raise DataError(
            f"data/{table.path} is not UTF-8 (byte {problem.start}): save it as UTF-8"
        ) from None
    found = _CONTROL.search(text)
    if found:
        line = text.count("\n", 0, found.start()) + 1
        raise DataError(
            f"data/{table.path} line {line} holds a control character: remove {found.group()!r}"
        )
    return text


def _rows(table: Table, text: str) -> list[list[str]]:
    try:
        header, *rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    except ValueError:
        raise DataError(f"data/{table.path} is empty: expected a header line") from None
    except csv.Error as problem:
        raise DataError(f"data/{table.path} is not CSV ({problem}): mend its quotes") from None
    _header(table, header)
    for number, row in enumerate(rows):
        if len(row) != len(header):
            raise DataError(
                f"data/{table.path} row {number + 1} has {len(row)} cells, "
                f"expected {len(header)}: quote a cell that holds a comma"
            )
    return rows


def _header(table: Table, header: Sequence[str]) -> None:
    declared = [one.name for one in table.columns]
    if list(header) == declared:
        return
    missing = [name for name in declared if name not in header]
    extra = [name for name in header if name not in declared]
    raise DataError(
        f"data/{table.path} has the columns {', '.join(header)}; datapackage.json declares "
        f"{', '.join(declared)} (missing: {', '.join(missing) or 'none'}; "
        f"undeclared: {', '.join(extra) or 'none'}). Change the two together"
    )


def _typed(table: Table, column: Column, cells: Sequence[str]) -> pd.Series:
    distinct = set(cells)  # most columns repeat a few texts
    for problem, fails in _rules(column):
        if any(map(fails, distinct)):
            bad = next(number for number, cell in enumerate(cells) if fails(cell))
            shown = cells[bad] if len(cells[bad]) <= 40 else f"{cells[bad][:40]}…"
            raise _wrong(table, bad, column.name, f"{problem}, found '{shown}'")
    if column.type == "number":
        return pd.Series([float(cell or "nan") for cell in cells], dtype="float64")
    if column.type == "integer":
        return pd.Series([int(cell) if cell else None for cell in cells], dtype="Int64")
    return pd.Series(cells, dtype="str")


def _rules(column: Column) -> list[tuple[str, Callable[[str], bool]]]:
    """Return what to say and how to see it, for each promise a column makes."""
    rules: list[tuple[str, Callable[[str], bool]]] = [
        (f"expected at most {LONGEST_CELL} characters", lambda cell: len(cell) > LONGEST_CELL),
        ("expected one line of text", lambda cell: "\n" in cell or "\r" in cell),
    ]
    if column.required:
        rules.append(("expected a value, this column may not be empty", lambda cell: not cell))
    rules.append(_type_rule(column.type))
    if column.name == "unit":
        rules.append(("expected a unit of analysis/units.py", _not_in(frozenset(UNITS))))
    if column.enum:
        told = f"expected one of {', '.join(column.enum)}"
        rules.append((told, _not_in(frozenset(column.enum))))
    if column.pattern:
        shape = re.compile(column.pattern, re.ASCII)
        rules.append(
            (
                f"expected the pattern {column.pattern}",
                lambda cell: bool(cell) and not shape.fullmatch(cell),
            )
        )
    low, high = column.minimum, column.maximum
    if low is not None:
        rules.append((f"expected at least {low}", lambda cell: bool(cell) and float(cell) < low))
    if high is not None:
        rules.append((f"expected at most {high}", lambda cell: bool(cell) and float(cell) > high))
    return rules


def _type_rule(kind: str) -> tuple[str, Callable[[str], bool]]:
    if kind == "number":
        return "expected a finite number", lambda cell: bool(cell) and not _is_number(cell)
    if kind == "integer":
        return "expected a whole number", lambda cell: bool(cell) and not _INTEGER.fullmatch(cell)
    if kind == "date":
        return "expected a date like 2025-06-17", lambda cell: bool(cell) and not _is_date(cell)
    return "expected text that is no spreadsheet formula", lambda cell: cell.startswith(_FORMULA)


def _is_number(cell: str) -> bool:
    return bool(_NUMBER.fullmatch(cell)) and math.isfinite(float(cell))


def _is_date(cell: str) -> bool:
    try:
        return bool(_DATE.fullmatch(cell)) and bool(date.fromisoformat(cell))
    except ValueError:
        return False


def _not_in(allowed: frozenset[str]) -> Callable[[str], bool]:
    return lambda cell: bool(cell) and cell not in allowed


def _unique(table: Table, rows: pd.DataFrame) -> None:
    repeated = rows.duplicated(list(table.key))
    if repeated.any():
        number = int(repeated.to_numpy().argmax())
        shown = ", ".join(str(rows[name].iloc[number]) for name in table.key)
        raise _wrong(
            table, number, table.key[0], f"expected a key used once, '{shown}' is repeated"
        )
