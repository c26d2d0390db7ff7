"""Tables and blocks: escaped, headed, aligned."""

from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from analysis import blocks, tables
from analysis.claims import Verdict
from analysis.tables import Column

COLUMNS = [Column("name", "Name"), Column("value", "Value", lambda v: f"{v:g}", align="right")]


def parsed(html):
    return BeautifulSoup(str(html), "html.parser")


def test_a_web_address_is_linked_and_anything_else_stays_text():
    assert parsed(tables.link("https://example.org/?a=1&b=2", "x")).a["href"].endswith("a=1&b=2")
    assert parsed(tables.link("#claim-oil", "x")).a["href"] == "#claim-oil"
    for address in ("javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", ""):
        assert parsed(tables.link(address, "<x>")).a is None
        assert parsed(tables.link(address, "<x>")).get_text() == "<x>"


def test_the_first_column_heads_its_row_and_the_headings_their_columns():
    page = parsed(tables.table([{"name": "oil", "value": 1.8}], COLUMNS, kind="evidence"))
    assert [th["scope"] for th in page.find_all("th")] == ["col", "col", "row"]
    assert page.td["style"] == "text-align:right"
    assert page.td.get_text() == "1.8"
    assert page.table["class"] == ["evidence"]


def test_a_table_without_rows_still_has_its_headings():
    page = parsed(tables.table([], COLUMNS))
    assert [th.get_text() for th in page.thead.find_all("th")] == ["Name", "Value"]
    assert page.tbody.find_all("tr") == []


@given(st.text(st.characters(exclude_categories=["C"])))
def test_any_text_in_a_cell_comes_back_as_text(text):
    page = parsed(tables.table([{"name": text, "value": 1.0}], COLUMNS))
    assert page.tbody.find("script") is None
    assert page.tbody.th.get_text().split() == text.split()


def test_markup_made_here_is_kept():
    page = parsed(tables.table([{"name": Markup("<b>oil</b>"), "value": 1.0}], COLUMNS))
    assert page.tbody.th.b.get_text() == "oil"


def test_every_verdict_has_a_symbol_of_its_own_beside_its_word():
    assert set(blocks.MARKS) == set(Verdict)
    assert len({symbol for symbol, _ in blocks.MARKS.values()}) == len(Verdict)
    for verdict in Verdict:
        assert parsed(blocks.mark(verdict)).span.get_text().endswith(verdict.value)


def test_a_callout_keeps_lists_apart_from_paragraphs():
    block = blocks.callout("Note", ["plain & simple", blocks.bullets(["a", "b"])])
    page = parsed(block._repr_html_())
    assert page.aside["aria-label"] == "Note"
    assert [p.get_text() for p in page.find_all("p")] == ["Note", "plain & simple"]
    assert page.aside.ul.parent is page.aside
    assert repr(block) == "Note plain & simple a b" or "plain & simple" in repr(block)


def test_a_term_without_text_is_left_out():
    page = parsed(blocks.terms([("Gap", ""), ("Why", "because")]))
    assert [dt.get_text() for dt in page.find_all("dt")] == ["Why"]
