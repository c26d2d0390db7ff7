import re
from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.render.budget import Budget
from analysis.render.typst import cuts, markup, splits
from analysis.render.typst.columns import GAP, Column, height, widths
from analysis.render.typst.document import Document


def test_bombs_of_spans_are_clamped(document: Document) -> None:
    rows = "<tr><td colspan=99999999 rowspan=0>a</td></tr><tr><td colspan='x'>c</td></tr>"
    table = f"<table>{rows}</table>"
    written = markup.typst(table, document)
    assert f"columns: {cuts.COLUMN_LIMIT}" in written
    assert f"colspan: {cuts.COLUMN_LIMIT}, rowspan: 2" in written


def test_a_giant_table_is_cut_with_a_visible_note(document: Document) -> None:
    written = markup.typst("<table>" + "<tr><td>x</td></tr>" * 1000 + "</table>", document)
    assert written.count("[x]") == cuts.ROW_LIMIT
    assert "600 more rows are not printed" in written
    wide = markup.typst(
        "<table>" + ("<tr>" + "<td>y</td>" * 70 + "</tr>") * 2 + "</table>", document
    )
    assert "10 more columns are not printed" in wide
    assert sum(": cut: " in warning for warning in document.warnings) == 2


@pytest.mark.parametrize("table", ["<table></table>", "<table><tr></tr></table>"])
def test_an_empty_table_is_nothing(table: str, document: Document) -> None:
    assert markup.typst(table, document) == ""


def test_a_span_never_overlaps_a_cell_from_above(document: Document) -> None:
    first = "<tr><td>a</td><td rowspan=2>b</td></tr>"
    table = f"<table>{first}<tr><td colspan=2>c</td></tr><tr><td>d</td></tr></table>"
    assert "[a], table.cell(rowspan: 2)[b], [c], [d], []" in markup.typst(table, document)


def test_header_rows_repeat(document: Document) -> None:
    head = (
        "<table><thead><tr><th colspan=2>h</th></tr></thead><tr><td>1</td><td>2</td></tr></table>"
    )
    assert "table.header(table.cell(colspan: 2, align: center)[h])" in markup.typst(head, document)
    plain = "<table><tr><th>h</th></tr><tr><td>1</td></tr></table>"
    assert "table.header([h])" in markup.typst(plain, document)


@pytest.mark.parametrize(
    "table",
    [
        "<table><thead><tr><th>h</th></tr></thead></table>",
        "<table><tr><th>h</th></tr></table>",
        "<table><tr><th>h</th><td>d</td></tr><tr><td>e</td></tr></table>",
    ],
)
def test_a_table_of_header_alone_or_without_one_has_none(table: str, document: Document) -> None:
    assert "table.header" not in markup.typst(table, document)


def test_numbers_stand_right_with_their_points_in_line(document: Document) -> None:
    rows = "".join(f"<tr><td>{n}</td><td>{w}</td></tr>" for n, w in [("1", "a"), ("2.55", "1")])
    written = markup.typst(f"<table>{rows}</table>", document)
    assert "align: (right, left,)" in written
    assert "#rp-number[1#rp-pad(2, point: true)]" in written
    assert '#rp-number("2.55")' in written


def test_a_number_with_markup_of_its_own_keeps_it(document: Document) -> None:
    written = markup.typst("<table><tr><td><b>7</b></td></tr><tr><td>8</td></tr></table>", document)
    assert "#rp-number[#strong[7]]" in written
    assert '#rp-number("8")' in written


def test_colours_and_weight_of_a_styler_are_kept(document: Document) -> None:
    frame = pd.DataFrame({"a": [1.0]})
    styler = frame.style.set_table_attributes("").map(
        lambda _: "background-color: #FF0000; color: rgb(0, 0, 255); font-weight: bold"
    )
    written = markup.typst(styler.to_html(), document)
    assert 'table.cell(fill: rgb("#ff0000"))[#text(fill: rgb("#000000"))[#strong[' in written


def test_a_multi_index_keeps_its_spans(document: Document) -> None:
    index = pd.MultiIndex.from_product([["x", "y"], [1, 2]])
    columns = pd.MultiIndex.from_product([["p"], ["q", "r"]])
    frame = pd.DataFrame([[1, 2]] * 4, index=index, columns=columns)
    written = markup.typst(frame.to_html(), document)
    assert "rowspan: 2" in written
    assert "colspan: 2" in written


def test_styles_with_several_selectors_or_none_of_ours_are_read(document: Document) -> None:
    html = (
        "<style>#a, #b {color: red} .c {color: blue}</style><table><tr><td id=b>x</td></tr></table>"
    )
    assert '[#text(fill: rgb("#e60000"))[x]]' in markup.typst(html, document)


def test_a_header_of_several_rows_keeps_what_spans_them(document: Document) -> None:
    first = "<tr><th rowspan=2>A</th><th colspan=2>B</th></tr><tr><th>b</th><th>c</th></tr>"
    table = f"<table>{first}<tr><td>x</td><td>y</td><td>z</td></tr></table>"
    head = "table.cell(rowspan: 2)[A], table.cell(colspan: 2, align: center)[B], [b], [c]"
    written = markup.typst(table, document)
    assert "heads: 2, rows: 3, " in written
    assert f", table.header({head}), " in written


def test_a_header_with_an_empty_corner_is_one(document: Document) -> None:
    head = "<tr><td></td><th>a</th><th>b</th></tr>"
    table = f"<table>{head}<tr><th>r</th><td>1</td><td>2</td></tr></table>"
    assert "table.header([], [a], [b])" in markup.typst(table, document)


def test_alignments_of_cells_and_of_their_sheet_are_kept(document: Document) -> None:
    sheet = "<style>#t td {text-align: center} #t .row_heading {text-align: left}</style>"
    row = (
        "<tr><td align=right>a</td><td style='text-align:left'>b</td>"
        "<th class=row_heading>c</th></tr>"
    )
    written = markup.typst(f"{sheet}<table id=t>{row}</table>", document)
    assert "table.cell(align: center)[a]" in written  # a sheet is above an attribute
    assert "table.cell(align: left)[b]" in written
    assert "table.cell(align: left)[#strong[c]]" in written


def test_a_column_of_words_or_of_nothing_is_not_numeric() -> None:
    assert not Column.of(["a", "1"]).numeric
    assert not Column.of(["–", "nan"]).numeric
    assert not Column.of([]).numeric


def test_percentages_are_numbers_without_points_in_line() -> None:
    column = Column.of(["1.5 %", "2 %", "−3", "$4"])
    assert column.numeric
    assert column.decimals == 0
    assert column.padding("2 %") == ""


def test_a_cell_without_a_value_gets_no_padding() -> None:
    assert Column.of(["1.5", "–"]).padding("–") == ""


def test_short_tables_find_their_own_widths() -> None:
    assert widths([Column.of(["a"]), Column.of(["b"])]) == "2"
    assert widths([Column.of(["w" * 200])] * 5) == "5"
    assert widths([Column.of(["word " * 40])] * 8) == "8"


def test_long_tables_share_the_line_and_keep_the_longest_word() -> None:
    code, text = Column.of(["seventeen-charact"]), Column.of(["some words " * 30])
    first, second = (float(part[:-2]) for part in widths([code, text]).strip("(),").split(", "))
    assert first >= 17
    assert second > first
    even = widths([Column.of(["x" * 36 + " y"])] * 3)
    assert len(set(even.strip("(),").split(", "))) == 1


def test_a_column_of_thin_letters_asks_for_less_than_one_of_broad_ones() -> None:
    thin, broad = Column.of(["illicit fill"]), Column.of(["WWW MMM WWW M"])
    assert thin.narrowest < Column.of(["123456789012"]).narrowest < broad.narrowest
    assert Column.of(["東京" * 6]).narrowest > 2 * 12
    assert Column.of(["name"], bold=True).narrowest > Column.of(["name"]).narrowest


def test_short_words_beside_long_ones_are_not_broken_and_headers_of_rows_get_the_rest() -> None:
    named = Column.of(["East corridor (Manzhouli, Suifenhe)"] * 3, "Where", bold=True)
    others = [Column.of(["1 January–17 December 2021"]), Column.of(["with China–Central Asia"])]
    last = Column.of(["Secretariat of the China–Central Asia mechanism"] + ["Press"] * 5)
    shares = widths([named, *others, last, Column.of(["12"])]).strip("(),").split(", ")
    given = [float(share[:-2]) for share in shares]
    assert given[1:3] == pytest.approx([column.narrowest for column in others], abs=0.1)
    assert given[0] > given[3]


def test_rows_that_wrap_count_for_more_and_empty_ones_for_one() -> None:
    across = {0: 10 + GAP, 2: GAP}
    assert height([{0: "1234567890", 1: "x" * 99}, {0: ""}, {}, {2: ""}], across) == 4
    assert height([{0: "1" * 31}], across) == 3  # one line, and three more of two thirds
    assert height([{0: "1" * 31}], {}) == 1


def test_a_table_of_few_but_high_rows_may_break_over_pages(document: Document) -> None:
    low, high = (
        "".join(f"<tr><td>{n}</td><td>{words}</td></tr>" for n in range(8))
        for words in ("brief", "wordy " * 100)
    )
    caption = "<table><caption>C</caption>{}</table>"
    assert "title: [C], rows: 8," in markup.typst(caption.format(low), document)
    written = markup.typst(caption.format(high), document)
    counted = {int(rows) for rows in re.findall(r"rows: (\d+)", written)}
    assert len(counted) == 1  # the exhibit's and the table's
    assert min(counted) > 20


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), max_size=5), max_size=5))
def test_any_spans_compile(
    words: Any, shows: Callable[[str], Any], spans: list[list[tuple[int, int]]]
) -> None:
    rows = "".join(
        "<tr>" + "".join(f"<td colspan={c} rowspan={r}>x</td>" for c, r in row) + "</tr>"
        for row in spans
    )
    assert "typeset" not in words(shows(f"<table>{rows}</table>"))


def _wide(columns: int, head: str = "th") -> str:
    names = "".join(f"<th>Indicator {n}</th>" for n in range(columns))
    cells = "".join(f"<td>{n}.25</td>" for n in range(columns))
    row = f"<tr><{head}>Kazakhstan</{head}>{cells}</tr>"
    return f"<table><thead><tr><th></th>{names}</tr></thead><tbody>{row * 3}</tbody></table>"


def test_a_table_that_fits_is_not_split(document: Document) -> None:
    assert markup.typst(_wide(8), document).count("#rp-table(") == 1
    assert document.warnings == []


def test_a_table_of_many_columns_is_measured_unless_it_is_sure_to_fit(document: Document) -> None:
    short = "<td>1.25</td>" * 9
    for cells, measured in (
        (short, "false"),
        ("<td>1.25</td>" * 4, "false"),
        ("<td>12345678.25</td>" * 9, "true"),  # 114 of 123 widths of a digit: not sure
        (short.replace("<td>", "<td colspan=2>", 1), "true"),
        (short.replace("1.25", "<img src='x.png' alt='x'>", 1), "true"),
    ):
        written = markup.typst(f"<table><tr>{cells}</tr></table>", document)
        assert f"shrinks: {measured}" in written, cells


@pytest.mark.parametrize("head", ["th", "td"])
def test_a_wide_table_is_split_and_each_part_names_its_rows(head: str, document: Document) -> None:
    written = markup.typst(_wide(24, head), document)
    parts = written.split("#rp-table(")[1:]
    assert len(parts) == 3
    assert all(part.count("Kazakhstan") == 3 for part in parts)
    assert [f"Indicator {n}]" in written for n in range(24)] == [True] * 24
    assert written.count("Indicator 7]") == 1
    assert document.warnings == ["the notebook: table of 25 columns set in 3 parts"]


def test_a_header_over_several_parts_is_cut_between_them(document: Document) -> None:
    inner = "".join(f"<th>a long name {n}</th>" for n in range(20))
    head = f"<tr><th colspan=10>left</th><th colspan=10>right</th></tr><tr>{inner}</tr>"
    body = "<tr>" + "<td>1</td>" * 20 + "</tr>"
    written = markup.typst(f"<table><thead>{head}</thead>{body}</table>", document)
    spans = [int(n) for n in re.findall(r"colspan: (\d+)", written)]
    assert written.count("#rp-table(") == 3
    assert sum(spans) == 20


def test_names_of_rows_that_would_take_the_page_are_not_repeated() -> None:
    wide = [Column(False, 0, 40, 40.0, 40.0)] * 2
    narrow = [Column(True, 0, 8, 10.0, 8.0)] * 20
    found = splits.groups([*wide, *narrow], 2)
    assert all(group[0] == 0 for group in found)
    assert all(group[1] != 1 for group in found[1:])
    assert sorted({column for group in found for column in group}) == list(range(22))


def test_tables_that_are_too_much_together_are_cut_with_a_note(document: Document) -> None:
    table = "<table>" + "<tr><td>x</td><td>y</td></tr>" * 2 + "</table>"
    document.budget = Budget({"td": 1_000})
    document.budget.left = 5_010
    assert document.budget.begin()
    assert "rp-note" not in markup.typst(table, document)
    assert markup.typst(table, document) == r"#rp-note[\[2 more rows are not printed\]]"


@pytest.mark.parametrize(
    "table",
    [
        "<table><td>a<tr><table><th>b</td></tr></table>",
        "<table><tr><td>a</td>b</tr></table>",
        "<table>a<tbody><tr><td>b</table>",
    ],
)
def test_words_outside_of_cells_are_not_lost(table: str, document: Document) -> None:
    written = markup.typst(table, document)
    assert "a" in written
    assert "b" in written
    assert document.warnings == ["the notebook: table with words outside of its cells: set as text"]
