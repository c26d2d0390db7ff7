"""TeX in the words of the converter: both formats draw what MathJax draws."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from analysis.render.budget import SCREEN, Budget
from analysis.render.html.formulas import Formulas, formula
from analysis.render.html.outline import plain
from analysis.render.tex import prepared


@pytest.mark.parametrize(
    ("tex", "words"),
    [
        (r"\cases{1 & x \cr 2 & y}", r"\begin{cases}1 & x \\ 2 & y\end{cases}"),
        (r"\sum_{\substack{i<n\\j<m}}", r"\sum_{{\begin{matrix}i<n\\j<m\end{matrix}}}"),
        (r"\require{cancel}\bcancel{x} \bbox[red]{y}", r"\cancel{x} {y}"),
        ("a % comment\nb", "a \nb"),
        (r"\cases{x", r"\cases{x"),
        *(
            (rf"\begin{{{name}}}{count}a&=b\end{{{name}}}", r"\begin{align*}a&=b\end{align*}")
            for name, count in [
                *[("align", ""), ("aligned", ""), ("split", ""), ("flalign*", "")],
                *[("alignat", "{2}"), ("alignat*", " {2}"), ("alignedat", "{2}")],
            ]
        ),
        (r"\begin{align}{2}\end{align}", r"\begin{align*}{2}\end{align*}"),
        (r"\mathrm{d}x \mathrm d_y \mathrm{kg}", r"{\rm d}x {\rm d}_y \mathrm{kg}"),
        (r"\tag{1} a", r"a\qquad(\text{1})"),
        (
            r"\begin{align}\tag{1} a \\ \tag{2} b\end{align}",
            r"\begin{align*} a \qquad(\text{1})\\  b\qquad(\text{2})\end{align*}",
        ),
        (
            r"\begin{eqnarray}a &=& b \\ &\le& c\end{eqnarray}",
            r"\begin{align*}a &=  b \\ &\le  c\end{align*}",
        ),
    ],
)
def test_a_formula_is_put_in_known_words(tex: str, words: str) -> None:
    assert prepared(tex) == words


@pytest.mark.parametrize("tex", [r"\mathrm{d}x", r"\mathrm d x", r"\mathrm{d}_1 x^{\mathrm{T}}"])
def test_a_letter_that_is_no_variable_stands_upright(tex: str) -> None:
    found = BeautifulSoup(formula(tex, tex, display=False), "html.parser").find_all("mi")
    upright = ["d", "T"] if "T" in tex else ["d"]
    assert [one.text for one in found if one.get("mathvariant") == "normal"] == upright


def test_labels_show_nothing_on_a_page() -> None:
    drawn = formula(tex := r"E \label{e:1}", tex, display=True)
    assert BeautifulSoup(drawn, "html.parser").text == "E"


def test_macros_of_a_page_hold_from_text_to_text() -> None:
    formulas = Formulas(Budget(SCREEN))
    root = BeautifulSoup(
        formulas.mark(r"\newcommand{\R}{\mathbb{R}}", display=True)
        + formulas.mark(r"\R", display=False),
        "html.parser",
    )
    formulas.settle(root)
    assert plain(root) == "ℝ"
    assert root.code is None
