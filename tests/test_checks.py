"""One CSV file against its description."""

from __future__ import annotations

import csv
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import checks
from analysis.descriptor import Column, Link, Table
from analysis.errors import DataError


def column(name: str, kind: str = "string", **rules: object) -> Column:
    declared: dict[str, object] = {
        "required": False,
        "enum": (),
        "pattern": "",
        "minimum": None,
        "maximum": None,
    }
    return Column(name, kind, **(declared | rules))  # type: ignore[arg-type]  # rules of a column


def table(*columns: Column, links: tuple[Link, ...] = ()) -> Table:
    return Table("toy", "toy.csv", "0" * 64, columns, (columns[0].name,), links)


TOY = table(
    column("name", required=True),
    column("value", "number"),
    column("count", "integer", minimum=0, maximum=9),
    column("day", "date"),
    column("unit"),
    column("grade", enum=("A", "B")),
    column("period", pattern=r"\d{4}"),
)
HEADER = "name,value,count,day,unit,grade,period"


@pytest.mark.parametrize(
    ("row", "where", "told"),
    [
        (",1,1,,,,", "'name'", "may not be empty"),
        ("a,nan,1,,,,", "'value'", "finite number, found 'nan'"),
        ("a,inf,1,,,,", "'value'", "finite number"),
        ("a,1e999,1,,,,", "'value'", "finite number"),
        ("a,1_000,1,,,,", "'value'", "finite number"),
        ("a, 1,1,,,,", "'value'", "finite number"),
        ("a,\u0661,1,,,,", "'value'", "finite number"),
        ("a,1,1.5,,,,", "'count'", "whole number"),
        ("a,1,99999999999999999999,,,,", "'count'", "whole number"),
        ("a,1,-1,,,,", "'count'", "at least 0"),
        ("a,1,10,,,,", "'count'", "at most 9"),
        ("a,1,1,2025-02-30,,,", "'day'", "a date like"),
        ("a,1,1,20250217,,,", "'day'", "a date like"),
        ("a,1,1,,bushels,,", "'unit'", "a unit of analysis/units.py, found 'bushels'"),
        ("a,1,1,,,C,", "'grade'", "one of A, B, found 'C'"),
        ("a,1,1,,,,24", "'period'", "the pattern"),
        ("a,1,1,,,,\u0662\u0660\u0662\u0664", "'period'", "the pattern"),
        ("=1+1,1,1,,,,", "'name'", "no spreadsheet formula"),
        ("@SUM(A1),1,1,,,,", "'name'", "no spreadsheet formula"),
        (f"{'a' * 3000},1,1,,,,", "'name'", "at most 2000 characters, found 'aaa"),
        ('"a\nb",1,1,,,,', "'name'", "one line of text"),
    ],
)
def test_a_wrong_cell_is_told_with_its_place_and_what_was_expected(
    row: str, where: str, told: str
) -> None:
    with pytest.raises(DataError) as refused:
        checks.frame(TOY, f"{HEADER}\nfirst,1,1,,,,\n{row}\n".encode())
    message = str(refused.value)
    assert f"data/toy.csv line 3, column {where}" in message
    assert told in message
    assert len(message) < 300


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (b"", "is empty"),
        (b"\xef\xbb\xbfname\na\n", "byte-order mark"),
        ("näme\n".encode("latin-1"), "is not UTF-8 (byte 1)"),
        (b"name\na\x00b\n", "line 2 holds a control character"),
        (b"name\na\tb\n", "line 2 holds a control character"),
        ("name\na\u202eb\n".encode(), "line 2 holds a control character"),
        (b'name\n"a\n', "is not CSV"),
        (b'name\n"a"b\n', "is not CSV"),
        (b"name\n" + b"a" * 200_000 + b"\n", "is not CSV"),
        (b"nome\na\n", "missing: name; undeclared: nome"),
        (b"name,more\na,b\n", "undeclared: more"),
        (b"name\na,b\n", "row 1 has 2 cells, expected 1"),
        (b"name\n\na\n", "row 1 has 0 cells"),
        (b"name\na\nb\na\n", "line 4, column 'name': expected a key used once, 'a' is repeated"),
    ],
)
def test_a_hostile_file_is_told_in_one_line(raw: bytes, told: str) -> None:
    csv.field_size_limit(131_072)  # Python's own; frictionless raises it for the whole process
    with pytest.raises(DataError) as refused:
        checks.frame(table(column("name", required=True)), raw)
    assert told in str(refused.value)
    assert "\n" not in str(refused.value)


def test_columns_in_another_order_are_refused() -> None:
    with pytest.raises(DataError, match="missing: none; undeclared: none"):
        checks.frame(table(column("a"), column("b")), b"b,a\n1,2\n")


@given(st.binary(max_size=200))
def test_any_bytes_give_a_frame_or_one_line(raw: bytes) -> None:
    try:
        result = checks.frame(TOY, HEADER.encode() + b"\n" + raw)
    except DataError as refused:
        assert "data/toy.csv" in str(refused)  # noqa: PT017 - either outcome is right
    else:
        assert list(result.columns) == HEADER.split(",")


def test_text_stays_text_and_an_empty_number_is_missing() -> None:
    raw = f"{HEADER}\nNA,,,,,,\nb,-1.5e3,3,2025-06-17,bn USD,A,2024\n".encode()
    result = checks.frame(TOY, raw)
    assert list(result["name"]) == ["NA", "b"]
    assert list(result["unit"]) == ["", "bn USD"]
    assert result["value"].isna().tolist() == [True, False]
    assert result["value"][1] == -1500
    assert result["count"][1] == 3


def test_a_table_without_rows_keeps_its_columns() -> None:
    assert list(checks.frame(TOY, f"{HEADER}\n".encode()).columns) == HEADER.split(",")


def test_a_missing_file_is_told_with_how_to_get_it_back(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"git checkout data/toy\.csv"):
        checks.content(tmp_path, TOY)
    (tmp_path / "toy.csv").mkdir()
    with pytest.raises(DataError, match="or is no file"):
        checks.content(tmp_path, TOY)


def test_an_unsealed_file_is_refused_with_both_ways_out() -> None:
    with pytest.raises(DataError) as refused:
        checks.sealed(TOY, b"name\n")
    assert "is not the file its datapackage.json describes (sha256 " in str(refused.value)
    assert "To undo: git checkout data/toy.csv." in str(refused.value)
    assert str(refused.value).endswith("If the edit is meant: summit seal")


def test_a_sealed_file_is_let_through() -> None:
    raw = b"name\n"
    whole = Table("toy", "toy.csv", checks.digest(raw), (column("name"),), ("name",), ())
    assert checks.sealed(whole, raw) == raw


def test_a_reference_to_nothing_is_refused_with_the_nearest_one() -> None:
    linked = table(column("source"), links=(Link(("source",), "sources", ("source",)),))
    rows = pd.DataFrame({"source": ["gacc-2024", "gacc-2025"]})
    others = {"sources": pd.DataFrame({"source": ["gacc-2024"]})}
    with pytest.raises(DataError) as refused:
        checks.linked(linked, rows, others)
    assert "line 3, column 'source'" in str(refused.value)
    assert "Did you mean 'gacc-2024'" in str(refused.value)
    assert "Add it to data/sources.csv" in str(refused.value)


def test_an_empty_reference_refers_to_nothing() -> None:
    linked = table(column("source"), links=(Link(("source",), "sources", ("source",)),))
    others = {"sources": pd.DataFrame({"source": ["gacc-2024"]})}
    checks.linked(linked, pd.DataFrame({"source": ["", "gacc-2024"]}), others)
