import pytest

from analysis.render.typst.document import Document
from analysis.render.typst.fragment import declarations
from analysis.render.typst.inline import closed, opened


@pytest.mark.parametrize("tag", ["<script>", "</b>", "<b/>", "<!-- -->", "<img src=x>", "text"])
def test_other_tags_open_nothing(tag: str, document: Document) -> None:
    assert opened(tag, document) == ""


@pytest.mark.parametrize(("tag", "closes"), [("</B>", True), ("</script>", False), ("<b>", False)])
def test_only_known_tags_close(tag: str, closes: bool) -> None:
    assert closed(tag) is closes


def test_an_unknown_tone_is_none(document: Document) -> None:
    tag = "<span class='verdict' data-tone='x\"#'>"
    assert opened(tag, document) == '#rp-verdict("none")'


@pytest.mark.parametrize(
    "value", ["", "url(x)", "#12", "#read", "rgb(1,2)", "expression(1)", "inherit"]
)
def test_what_is_no_colour_sets_nothing(value: str, document: Document) -> None:
    assert opened(f"<span style='color: {value}'>", document) == "#rp-plain"


@pytest.mark.parametrize(
    ("tag", "ink"),
    [
        ("<span style='color: RED'>", '#text(fill: rgb("#e60000"))'),  # too pale to read on white
        ("<span style='color: #ccc'>", '#text(fill: rgb("#707070"))'),
        ("<font color='#A00'>", '#text(fill: rgb("#aa0000"))'),
        ("<span style='color:rgb(1, 2, 99)'>", '#text(fill: rgb("#010263"))'),
    ],
)
def test_coloured_words_keep_inks_that_can_be_read(tag: str, ink: str, document: Document) -> None:
    assert opened(tag, document) == ink


def test_an_anchor_is_a_place_to_link_to_and_shows_nothing(document: Document) -> None:
    assert opened("<a name='Train'>", document) == '#metadata(none)#label("train")#rp-plain'
    assert opened("<a id=''>", document) == "#rp-plain"


def test_declarations_without_a_value_are_left_out() -> None:
    assert declarations("color; ; width:") == {}
