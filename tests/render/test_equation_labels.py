r"""Labels of formulas: a \ref says the number that stands beside its formula."""

from __future__ import annotations

from analysis.render.equation_labels import numbered, resolved

TEXTS = [
    r"See \eqref{later}. $$a \label{first}$$",
    r"\begin{align} b \label{own} \tag{E} \\ c \label{later} \end{align}",
]


def test_nothing_is_known_of_a_text_without_labels() -> None:
    assert numbered([r"x \tag{1}", "y"]) == {}
    assert resolved(r"\ref{x}", {}) == r"\ref{x}"


def test_labels_in_code_are_not_counted() -> None:
    assert numbered([r"`\label{a}` $$x \label{b}$$"]) == {"b": "1"}


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
