import pytest

from analysis.render.typst.compiler import formula_compiles
from analysis.render.typst.document import Document
from analysis.render.typst.equations import Equations


def test_a_formula_that_cannot_be_read_or_does_not_compile_is_none() -> None:
    assert Equations(lambda _: True).typst(r"\dv{x}{t}", display=False) is None
    assert Equations(lambda _: False).typst("x", display=False) is None


@pytest.mark.parametrize(
    "definition",
    [
        r"\newcommand{\R}{\mathbb{R}}",
        r"\renewcommand\R{\mathbb{R}}",
        r"\def\R{\mathbb R}",
        r"\DeclareMathOperator{\R}{R}",
    ],
)
def test_a_macro_holds_for_the_formulas_that_follow_and_shows_nothing(definition: str) -> None:
    equations = Equations(formula_compiles)
    assert equations.typst(definition, display=True) == ""
    found = equations.typst(r"x \in \R", display=False)
    assert found is not None
    assert any(sign in found.partition("block")[2] for sign in ("R", "ℝ"))


def test_a_macro_may_use_another_and_take_arguments() -> None:
    equations = Equations(formula_compiles)
    equations.typst(r"\newcommand{\v}[1]{\mathbf{#1}} \newcommand{\w}{\v{w}}", display=True)
    found = equations.typst(r"\w + \v{u}", display=False)
    assert found is not None
    assert "$𝐰 \\+ 𝐮$" in found


def test_macros_that_use_themselves_end(document: Document) -> None:
    document.formula(r"\newcommand{\a}{\b} \newcommand{\b}{\a}", display=True)
    assert document.formula(r"\a", display=False)


@pytest.mark.parametrize(
    "endless",
    ["\\newcommand" + " " * 900_000, "\\newcommand{\\a}{" + "{x" * 400_000, "\\def" * 300_000],
)
def test_a_formula_without_end_is_not_searched_for_macros(endless: str) -> None:
    # a search in it would take hours: its time grows with the square of the length
    assert Equations(lambda _: True).typst(endless, display=True) is None
