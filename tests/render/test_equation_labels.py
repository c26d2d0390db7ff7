r"""Labels of formulas: a \ref says the number that stands beside its formula."""

from __future__ import annotations

import pytest

from analysis.render.equation_labels import numbered, resolved

TEXTS = [
    r"See \eqref{later}. $$a \label{first}$$",
    r"\begin{align} b \label{own} \tag{E} \\ c \label{later} \end{align}",
]


def test_nothing_is_known_of_a_text_without_labels() -> None:
    assert numbered([r"x \tag{1}", "y"]) == {}
    assert resolved(r"\ref{x}", {}) == r"\ref{x}"


@pytest.mark.parametrize(
    "code",
    [
        r"`\label{a}`",
        "```\n\\label{a}\n```",
        "~~~tex\n```\n\\label{a}\n~~~",
        "````\n```\n\\label{a}\n```\n````",
        "```\n\\label{a}\n```tex\n\\label{c}\n```",
    ],
)
def test_labels_and_references_in_code_are_neither_counted_nor_resolved(code: str) -> None:
    text = f"{code}\n\n$$x \\label{{b}}$$"
    assert numbered([text]) == {"b": "1"}
    assert resolved(text, {"a": "1", "b": "2", "c": "3"}) == f"{code}\n\n$$x \\tag{{2}}$$"


def test_a_program_that_is_never_closed_goes_to_the_end_and_words_in_one_line_do_not() -> None:
    assert numbered(["~~~\n$$x \\label{a}$$"]) == {}
    assert numbered(["```x``` and\n\n$$x \\label{a}$$"]) == {"a": "1"}


def test_labels_have_their_tag_or_a_number_in_order() -> None:
    assert numbered(TEXTS) == {"first": "1", "own": "E", "later": "2"}


def test_a_label_becomes_a_tag_unless_its_row_has_one() -> None:
    known = numbered(TEXTS)
    assert resolved(TEXTS[0], known) == r"See (2). $$a \tag{1}$$"
    assert resolved(TEXTS[1], known) == r"\begin{align} b  \tag{E} \\ c \tag{2} \end{align}"


def test_references_to_nothing_and_in_code_stay_as_they_are() -> None:
    known = {"x": "1"}
    for text in [r"\eqref{y}", r"`\eqref{x}`", "```\n\\label{x}\n```"]:
        assert resolved(text, known) == text
    assert resolved(r"\ref{x} and `\ref{x}`", known) == r"1 and `\ref{x}`"
