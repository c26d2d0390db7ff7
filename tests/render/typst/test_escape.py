from hypothesis import given
from hypothesis import strategies as st

from analysis.render.typst.escape import markup, pieces, string


def test_every_punctuation_mark_stands_behind_a_backslash() -> None:
    assert markup('#read("x")') == '\\#read\\(\\"x\\"\\)'
    assert markup("a  \n\n b") == "a b"


def test_a_string_literal_ends_only_where_it_should() -> None:
    assert string('"#\\\r\n\t') == '"\\"#\\\\\\n\\t"'


def test_what_the_compiler_refuses_is_left_out() -> None:
    assert string("a\x00\ufeff\ud800b") == '"ab"'
    assert markup("a\x85\u2028b") == "a b"


@given(st.text())
def test_no_punctuation_in_markup_is_bare(text: str) -> None:
    shown = markup(text).replace("\\\\", "")
    for index, character in enumerate(shown):
        if character.isascii() and not character.isalnum() and character not in " \\":
            assert shown[index - 1] == "\\"


@given(st.text())
def test_a_string_literal_has_no_bare_quote_inside(text: str) -> None:
    inside = string(text)[1:-1].replace("\\\\", "").replace('\\"', "")
    assert '"' not in inside
    assert "\n" not in inside


def test_long_words_may_break_and_lose_nothing() -> None:
    text = "short https://example.org/" + "x" * 50 + "?a=b end"
    cut = pieces(text)
    assert "".join(cut) == text
    assert len(cut) > 5
    assert max(len(piece) for piece in cut[1:-1]) <= 13
    assert pieces("a" * 35) == ["a" * 35]
