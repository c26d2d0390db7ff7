"""No text keeps a stranger's HTML from becoming a tree."""

from __future__ import annotations

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
