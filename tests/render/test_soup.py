"""No text keeps a stranger's HTML from becoming a tree."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from analysis.render.soup import parsed

PIECES = ["<![", "C ", "CDATA[", "]]>", "<!", "<?", ">", "<p>", "</p>", "if IE", "--", "&#", "x"]


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
@example("<p><![C foo]>x</p>")
@example("<![unknown")
def test_any_markup_becomes_a_tree(markup: str) -> None:
    assert parsed(markup) is not None


def test_a_marked_section_is_a_comment_and_the_words_around_it_stay() -> None:
    assert parsed("<p>a<![C foo]>b<![if IE]>c</p>").text == "abc"
    assert parsed("<![CDATA[<b>x</b>]]>y").text == "x]]>y"


def test_elements_left_open_are_closed_by_those_that_follow() -> None:
    tree = parsed("<ul><li>a<li>b</ul><table><tr><td>1<td>2<tr><td>3</table><p>x<div>y</div>")
    assert [item.text for item in tree.find_all("li")] == ["a", "b"]
    rows = [[cell.text for cell in row.find_all("td")] for row in tree.find_all("tr")]
    assert rows == [["1", "2"], ["3"]]
    assert [tree.p.text if tree.p else "", tree.div.text if tree.div else ""] == ["x", "y"]


def test_a_cell_outside_a_row_begins_one() -> None:
    tree = parsed("<table><td>a</td><td>b</td><tr><th>c</table>")
    assert [row.text for row in tree.find_all("tr")] == ["ab", "c"]
    assert [row.text for row in parsed("<table><tbody><td>d</table>").find_all("tr")] == ["d"]


def test_an_end_of_what_is_not_open_ends_nothing() -> None:
    tree = parsed("<table><tr><td>a</div></table></td>b</tr>")
    assert [cell.text for cell in tree.find_all("td")] == ["a"]


@pytest.mark.parametrize("opened", ["<a ", "</", '<a b="', "<"])
def test_tags_that_are_never_closed_are_text_and_looked_for_once(opened: str) -> None:
    # html.parser would search for the end of each at each of those after it
    found = parsed("<p>x</p>" + opened * 40_000)
    assert found.get_text() == "x" + opened * 40_000
