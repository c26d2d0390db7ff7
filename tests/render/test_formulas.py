"""TeX to MathML: drawn, named by its source, harmless, and readable where it cannot be drawn."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from analysis.render.budget import SCREEN, Budget
from analysis.render.html import formulas as html_formulas
from analysis.render.html.formulas import Formulas, unmarked
from analysis.render.html.outline import plain
from analysis.render.macros import LONGEST, Macros


def formula(tex: str, *, display: bool) -> str:
    return html_formulas.formula(tex, Macros().expanded(tex), display=display)


@pytest.mark.parametrize(
    "tex",
    [
        "",
        r"\chemfig{H-O-H}",
        r"\frac{1",
        r"\begin{align}x",
        "x" * (LONGEST + 1),
        r"\def\a{\a\a}\a",
        r"\left(",
    ],
)
def test_what_cannot_be_drawn_is_shown_as_its_source(tex: str) -> None:
    assert formula(tex, display=False).startswith('<code class="tex">')


@pytest.mark.parametrize(
    "tex",
    [r"\text{<script>alert(1)</script>}", r"\text{&lt;img src=x onerror=alert(1)&gt;}", "<b>"],
)
def test_a_formula_cannot_hold_an_element(tex: str) -> None:
    names = {
        e.name for e in BeautifulSoup(formula(tex, display=True), "html.parser").find_all(True)
    }
    assert not names & {"script", "img", "b"}


@pytest.mark.parametrize("tex", [r"\href{javascript:alert(1)}{x}", r"\style{color:red}{x}"])
def test_a_formula_cannot_lead_or_look_elsewhere(tex: str) -> None:
    soup = BeautifulSoup(formula(tex, display=False), "html.parser")
    assert soup.math is not None
    assert not any({"href", "style"} & element.attrs.keys() for element in soup.find_all(True))


@given(st.text(alphabet="\\{}^_&<>\"'$abfrctexhlign 12/", max_size=50))
def test_any_formula_is_maths_or_code(tex: str) -> None:
    soup = BeautifulSoup(formula(tex, display=False), "html.parser")
    names = {element.name for element in soup.find_all(True)}
    assert all(name in {"code", "math"} or name.startswith("m") for name in names)
    assert not any(
        name.startswith("on") or name == "href" for e in soup.find_all(True) for name in e.attrs
    )


def test_a_formula_is_named_by_its_source() -> None:
    math = BeautifulSoup(formula(' x <\n "y" ', display=False), "html.parser").math
    assert math is not None
    assert math["alttext"] == 'x < "y"'
    assert math["display"] == "inline"
    assert math.get_text() == 'x<"y"'


def test_character_references_become_characters() -> None:
    assert "∑" in formula(r"\sum_i", display=False)


def test_a_displayed_formula_scrolls_by_itself() -> None:
    assert formula("x", display=True).startswith('<span class="formula" tabindex="0"><math')


def test_marks_are_replaced_in_their_order_and_strange_ones_vanish() -> None:
    formulas = Formulas(Budget(SCREEN))
    title, marks = (
        formulas.mark("x", display=False) + formulas.mark("y", display=False) for _ in range(2)
    )
    markup = f'<p title="{title}">a &lt; {marks}\ue01099\ue011</p>'
    root = BeautifulSoup(markup, "html.parser")
    formulas.settle(root)
    assert [element["alttext"] for element in root.find_all("math")] == ["x", "y"]
    assert root.p is not None
    assert root.p["title"] == "xy"
    assert plain(root) == "a < xy"
    assert unmarked("a\ue0100\ue011b") == "a0b"


def test_a_formula_is_one_element_of_a_tree_and_whole_on_the_page() -> None:
    formulas = Formulas(Budget(SCREEN))
    mark = formulas.mark(r"a<\frac b2", display=False)
    root = BeautifulSoup(f"<h2>On {mark}</h2>", "html.parser")
    formulas.settle(root)
    assert [element.name for element in root.find_all(True)] == ["h2", "math"]
    assert plain(root) == "On a<b2"
    assert "<mo>&lt;</mo><mfrac><mi>b</mi><mn>2</mn></mfrac>" in str(root)


def test_a_formula_costs_what_its_macros_unfold_to() -> None:
    macros = Macros()
    macros.expanded(r"\newcommand{\m}{" + "+x" * 1_500 + "}")
    budget = Budget(SCREEN)
    formulas = Formulas(budget, macros)
    marks = [formulas.mark(r"\m", display=False) for _ in range(900)]
    assert marks.index("…") < 100
    assert budget.takes("p", 5_000)


def test_a_formula_is_drawn_once_however_often_its_mark_is_repeated() -> None:
    formulas = Formulas(Budget(SCREEN))
    root = BeautifulSoup(f"<p>{3 * formulas.mark('x', display=False)}</p>", "html.parser")
    formulas.settle(root)
    assert len(root.find_all("math")) == 1


def test_a_formula_nested_too_deeply_is_shown_as_its_source() -> None:
    deep = "\\frac{" * 61 + "1" + "}{2}" * 61
    assert formula(deep, display=False).startswith('<code class="tex">')
    assert formula("\\frac{\\frac{1}{2}}{3}", display=False).startswith("<math")


@pytest.mark.parametrize("width", ["9999em", "-50em", "100px", "calc(9em)", "1e9em"])
def test_no_formula_moves_over_the_page(width: str) -> None:
    assert width not in formula(rf"\hspace{{{width}}}x", display=False).partition("<mrow>")[2]


@pytest.mark.parametrize("width", ["2em", "-1em", "0.167em", "1.5pt"])
def test_a_formula_has_its_spaces(width: str) -> None:
    assert f'width="{width}"' in formula(rf"a\hspace{{{width}}}b", display=False)


def test_formulas_that_are_one_too_many_leave_a_sign_and_room_for_words() -> None:
    budget = Budget(SCREEN)
    formulas = Formulas(budget)
    marks = [formulas.mark("x", display=False) for _ in range(9_000)]
    assert 1_000 < marks.index("…") < 9_000
    assert marks[-1] == "…"
    assert "formulas so far" in budget.excess
    assert budget.takes("p", 5_000)


def test_a_command_that_is_not_known_leaves_the_source() -> None:
    assert formula(r"a + \foo{1}", display=False) == r'<code class="tex">a + \foo{1}</code>'
    assert "<math" in formula(r"a \\ b \setminus c", display=True)
