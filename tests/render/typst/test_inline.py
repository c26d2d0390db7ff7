import pytest

from analysis.render.typst.colours import colour
from analysis.render.typst.document import Document
from analysis.render.typst.fragment import declarations, millimetres
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
def test_what_is_no_colour_is_none(value: str) -> None:
    assert colour(value) is None


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (" RED ", 'rgb("#ff0000")'),
        ("#AbC", 'rgb("#abc")'),
        ("rgba(1, 2, 999, 0.5)", "rgb(1, 2, 255)"),
    ],
)
def test_colours_of_known_forms_are_kept(value: str, code: str) -> None:
    assert colour(value) == code


@pytest.mark.parametrize(("length", "value"), [("160mm", 160), ("1 in", 25.4), ("96", 25.4)])
def test_absolute_lengths_are_millimetres(length: str, value: float) -> None:
    assert millimetres(length) == pytest.approx(value)


@pytest.mark.parametrize("length", ["50%", "10em", "-1mm", "1e9mm", "x"])
def test_other_lengths_are_none(length: str) -> None:
    assert millimetres(length) is None


def test_declarations_without_a_value_are_left_out() -> None:
    assert declarations("color; ; width:") == {}
