"""Macros of formulas: expanded where they are used, forgotten nowhere, endless never."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.render import macros
from analysis.render.macros import LONGEST, Macros, group


@pytest.mark.parametrize("loop", [r"\def\a{\a}", r"\def\a{\b\b}\def\b{\a\a}", r"\def\a{x\a}"])
def test_macros_without_end_give_nothing(loop: str) -> None:
    assert Macros().expanded(rf"{loop}\a") is None


def test_a_definition_that_does_not_end_stays_as_it_is() -> None:
    assert Macros().expanded(r"\newcommand{\R}{x") == r"\newcommand{\R}{x"


@pytest.mark.parametrize(
    ("definition", "used", "expanded"),
    [
        (r"\newcommand{\R}{\mathbb{R}}", r"x \in \R^n", r"x \in \mathbb{R}^n"),
        (r"\renewcommand\vec[1]{\mathbf{#1}}", r"\vec{x} + \vec y", r"\mathbf{x} + \mathbf{y}"),
        (r"\newcommand{\d}[2][x]{#2/#1}", r"\d{f} \d[t]{g}", "f/x g/t"),
        (
            r"\def\norm#1{\left\{ #1 \right\}}",
            r"\norm{\frac{1}{2}}",
            r"\left\{ \frac{1}{2} \right\}",
        ),
        (r"\DeclareMathOperator*{\am}{arg\,min}", r"\am_x", r"\operatorname*{arg\,min}_x"),
        (r"\def\b{\beta}", r"x_\b \b y", r"x_{\beta} \beta y"),
        (r"\def\b{\beta}", r"\b0\b", r"\beta0\beta"),
    ],
)
def test_a_macro_is_what_it_stands_for(definition: str, used: str, expanded: str) -> None:
    held = Macros()
    assert held.expanded(definition) == ""
    assert held.expanded(used) == expanded


def test_other_commands_that_begin_alike_are_left_alone() -> None:
    assert Macros().expanded(r"\def\a{x}\alpha\a") == r"\alphax"


def test_the_end_of_a_row_begins_no_macro() -> None:
    held = Macros()
    held.expanded(r"\newcommand{\R}{r}")
    assert held.expanded(r"a \\R \\\R") == r"a \\R \\r"


def test_a_group_ends_with_its_own_brace() -> None:
    assert group(r"{a{b}\}c}d", 0) == 9
    assert group("{a", 0) == -1
    assert group("{" * 100 + "}" * 100, 0) == 200
    assert group("{" * 101 + "}" * 101, 0) == -1


@given(st.text(alphabet="\\newcommadf{}[]#12 x", max_size=60))
def test_any_formula_is_expanded_within_bounds(tex: str) -> None:
    expanded = Macros().expanded(rf"\newcommand{{\m}}[1]{{#1#1}}{tex}\m{{x}}")
    assert expanded is None or len(expanded) <= LONGEST


@pytest.mark.parametrize("end", ["x", "\\", "{", "[", "#1"])
def test_blanks_after_what_defines_nothing_take_no_time(end: str) -> None:
    for name in (r"\newcommand\a", r"\DeclareMathOperator", r"\def\a"):
        tex = name + " " * 3_000 + end
        assert Macros().expanded(tex) == tex


def test_a_formula_that_is_too_long_is_not_read_for_macros() -> None:
    assert Macros().expanded("x" * LONGEST) == "x" * LONGEST
    assert Macros().expanded("x" * (LONGEST + 1)) is None


def test_macros_of_one_notebook_are_read_within_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(macros, "_READ", 1_000)
    held = Macros()
    held.expanded(r"\newcommand{\a}{" + "x" * 90 + "}")
    unfolded = [held.expanded(r"\a") for _ in range(20)]
    assert unfolded[:9] == ["x" * 90] * 9
    assert unfolded[-1] is None
