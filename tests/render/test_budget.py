"""What one document may show: a giant is cut with a note, and leaves room for what follows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.render import budget, placeholders
from analysis.render.budget import DOCUMENT, PART, PRINT, SCREEN, Budget
from analysis.render.exporter import TypstExporter
from analysis.render.html import ReportHTMLExporter
from analysis.render.images import ImageError, Picture
from tests.fuzz.giants import GIANTS


def begun(**prices: int) -> Budget:
    made = Budget({"part": 0, **prices})
    assert made.begin()
    return made


def test_a_part_that_is_too_much_is_at_its_end_and_says_what_it_had_most_of() -> None:
    held = begun(h1=40, p=1)
    assert held.takes("p")
    shown = sum(held.takes("h1") for _ in range(2_000))
    assert shown == PART // 40 - 1
    assert not held.takes("p")
    assert held.excess == f"too much for a part of a document, {shown:,} headings so far"


def test_a_giant_leaves_room_for_what_follows() -> None:
    held = begun(h1=40)
    while held.takes("h1"):
        pass
    assert held.begin()
    assert held.excess == ""
    assert held.takes("h1")


def test_a_document_ends_when_nothing_is_left_for_a_part() -> None:
    held = Budget({"part": 1, "p": PART - 1})
    parts = 0
    while held.begin():
        parts += 1
        held.takes("p")
    assert parts == DOCUMENT // PART
    assert held.is_over
    assert held.excess == placeholders.TOO_LONG


@given(
    st.lists(st.sampled_from(["h1", "a", "td", "x", "math"]), max_size=50), st.integers(1, 3_000)
)
def test_no_more_is_spent_than_there_is(kinds: list[str], left: int) -> None:
    held = Budget(PRINT, left=left)
    held.begin()
    for kind in kinds:
        held.takes(kind)
        held.text("word" * 9)
    assert 0 <= held.left <= left


def test_a_text_is_cut_where_its_part_ends() -> None:
    held = begun()
    assert held.text("a" * 100) == "a" * 100
    assert len(held.text("a" * PART * 100)) == PART * budget.READ - 100
    assert held.text("a") == ""


def test_a_formula_costs_by_its_length() -> None:
    one, other = begun(math=8), begun(math=8)
    assert one.formula("x" * 1_000)
    assert other.formula("ж" * 1_000)
    assert PART - one.affords("x") == 8 + 1_000 // budget.FORMULA
    assert PART - other.affords("x") == 8 + 2_000 // budget.FORMULA


def test_formulas_that_become_too_much_are_the_last_of_their_part_but_do_not_end_it() -> None:
    held = begun(math=8)
    assert held.formula("x")
    assert held.equation("x y")
    assert not held.equation("x" * PART * budget.EQUATION)
    assert "1 formulas so far" in held.excess
    assert not held.formula("x")
    assert held.takes("p", PART // 6)


@pytest.mark.parametrize("prices", [SCREEN, PRINT])
def test_five_hundred_long_formulas_are_not_too_much(prices: dict[str, int]) -> None:
    held = Budget(prices)
    for _ in range(5):
        assert held.begin()
        assert all(held.formula("x" * 200) and held.equation("x " * 200) for _ in range(100))
    assert held.excess == ""


def test_half_of_a_part_is_for_parsing_and_half_for_what_was_parsed() -> None:
    held = begun()
    assert held.markdown("short") == "short"
    assert held.excess == ""
    kept = held.markdown("a b " * PART * 9)
    assert PART < len(kept) <= PART // 2 * budget.MARKDOWN
    assert held.excess
    assert held.takes("p")


@pytest.mark.parametrize("opening", [r"\begin{a}", r"\\[", r"\\(", "$$"])
def test_a_text_is_cut_where_too_much_opens_a_formula(opening: str) -> None:
    held = begun()
    kept = held.markdown(opening * 20_000)
    assert kept == opening * (PART // 2 // budget.OPENING)
    assert held.excess
    assert held.takes("p", PART // 3)


def test_a_picture_within_a_text_is_not_counted_as_text() -> None:
    picture = "![a](data:image/png;base64," + "A" * PART * 90 + ")"
    held = begun()
    assert held.markdown(picture * 2) == picture * 2
    assert held.excess == ""


@pytest.mark.parametrize("markup", ["<", "<b>", "</b>", "a<b", "<!--", "<td>1</td>", "&", "&lt;"])
def test_html_is_cut_at_a_tag_before_a_parser_reads_it(markup: str) -> None:
    held = begun()
    much = markup * PART * 2
    kept = held.tags(much)
    assert kept.count("<") + kept.count("&") == PART // 2 * budget.TAGS
    assert much.startswith(kept)
    assert much[len(kept)] in "<&"
    assert held.excess


def test_html_of_much_that_is_not_shown_is_read_whole() -> None:
    script = "<script>" + "x" * 10_000_000 + "</script><p>a</p>"
    held = begun()
    assert held.tags(held.html(script)) == script


def test_html_of_too_many_characters_is_cut() -> None:
    held = begun()
    assert len(held.html("x" * PART * budget.HTML)) == PART // 2 * budget.HTML
    assert held.excess


@pytest.mark.parametrize(
    "picture",
    [Picture("png", b"", 1.0, 101), Picture("png", b"a" * 11, 1.0), Picture("svg", b"", 1.0, 0, 9)],
)
def test_pictures_that_are_too_much_together_are_refused(
    picture: Picture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(budget, "PICTURES", {"pixels": 100, "bytes": 10, "shapes": 8})
    held = begun()
    with pytest.raises(ImageError, match="the pictures of a document are of more than"):
        held.picture(picture)
    small = Picture("png", b"a" * 5, 1.0, 50)
    assert held.picture(held.picture(small)) == small
    with pytest.raises(ImageError):
        held.picture(small)


@pytest.mark.parametrize("exporter", [TypstExporter, ReportHTMLExporter])
@pytest.mark.parametrize("name", GIANTS)
def test_what_is_too_much_is_cut_with_a_note_and_the_rest_is_kept(
    name: str,
    exporter: Callable[[], Any],
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(budget, "DOCUMENT", DOCUMENT // 25)
    monkeypatch.setattr(budget, "PART", PART // 25)
    giant = GIANTS[name](1)
    after = {"cell_type": "markdown", "metadata": {}, "source": "kept after it"}
    made, _ = exporter().from_notebook_node({"metadata": {}, "cells": [*giant, after]})
    assert "kept after it" in made
    assert "The rest is not shown: too much for a part of a document" in made.replace("\\", "")
    assert any(
        line.startswith("cell 1") and "The rest is not shown" in line for line in caplog.messages
    )


@pytest.mark.parametrize("prices", [SCREEN, PRINT])
def test_a_report_of_a_hundred_pages_is_far_from_too_much(prices: dict[str, int]) -> None:
    held = Budget(prices)
    for _ in range(150):
        assert held.begin()
        assert held.takes("h2")
        assert held.takes("p", 5)
        assert held.takes("td", 60)
        assert held.text("a" * 2_000)
        assert held.takes("math", 2)
    assert held.left > 0
    assert held.excess == ""


@pytest.mark.parametrize("exporter", [TypstExporter, ReportHTMLExporter])
def test_a_warning_is_a_line_that_no_terminal_obeys(
    exporter: Callable[[], Any], caplog: pytest.LogCaptureFixture
) -> None:
    alt = "a\x1b]0;title\x07\x1b[2J\u202e"
    cell = {"cell_type": "markdown", "metadata": {}, "source": f'<img src="no.png" alt="{alt}">'}
    exporter().from_notebook_node({"metadata": {}, "cells": [cell]})
    (line,) = caplog.messages
    assert line.isprintable()
    assert "a\\x1b]0;title\\x07" in line
