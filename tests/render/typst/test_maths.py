import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.render.typst import compiler, maths
from analysis.render.typst.mathwords import UnsupportedError

FORMULAS = [
    r"g = \left(\frac{T_{2024}}{T_{2010}}\right)^{1/14} - 1",
    r"\begin{align}a &= b \\ c &= d\end{align}",
    r"\begin{pmatrix}1 & 2 \\ 3\end{pmatrix} + \begin{Bmatrix}1\end{Bmatrix}",
    r"\begin{cases}x & y \\ z & w\end{cases}",
    r"\sqrt[3]{x} + \sqrt{y} + \binom{n}{k}",
    r"\hat{x} + \overline{ab} + \underline{ab} + \vec{v} + \bar{x}",
    r"\underbrace{a+b}_{n} + \overbrace{c}^{m} + \overset{!}{=} + \underset{x}{y}",
    r"\lim_{x \to 0} \max_i \operatorname{foo} \sum_{i=1}^{n} \int_0^1",
    r"\left. \frac{a}{b} \right|_{x} \lvert x \rvert \Vert y \Vert",
    r"\text{share in } \% \quad \mathbf{x} \mathbb{R} \mathcal{L} \mathrm{d}x",
    r"\bigl( x \bigr) \, y \; z \phantom{q} \cancel{r} \displaystyle\frac12 \tfrac{1}{2}",
    r"3.14 + 1{,}000 \\ x",
    r"a \tag{1} \label{eq:x} % comment",
    r"x' + y'' \cdot \{ z \} \prod\limits_{k} \dot{x} \ddot{x} \tilde{x}",
    r"\begin{alignat}{2} a &= b\end{alignat}",
    r"\boxed{E} \color{red}{x} \operatorname*{arg\,max}_x",
    r"\limsup_n \sum\nolimits_i \text{5\% of $x$}",
    r"\left\langle\psi\right| \left\lfloor x\right| \left| \frac{a}{b}\right\rangle \lceil y",
    r"\begin{array}{rr} 1 & 2 \\ 3 & 4 \end{array}",
]


@pytest.mark.parametrize("tex", FORMULAS)
@pytest.mark.parametrize("display", [True, False])
def test_a_formula_compiles(tex: str, display: bool) -> None:
    assert compiler.formula_compiles(maths.typst(tex, display))


@pytest.mark.parametrize("tex", [r"\frac", r"a_", "", "%", "{}", "{" * 400 + "}" * 400])
def test_a_formula_that_cannot_be_read_says_so(tex: str) -> None:
    with pytest.raises(UnsupportedError):
        maths.typst(tex, True)


def test_code_in_a_formula_stays_letters_and_signs() -> None:
    assert "read(" not in maths.typst(r'#read("/etc/passwd")', False)
    assert maths.typst(r'\text{#read("x")}', False) == r'"#read(\"x\")"'


@settings(max_examples=60)
@given(st.text(alphabet=r'\{}[]()^_&#$"%;,:/*`~ab1é中 ', max_size=30))
def test_no_formula_reaches_code(tex: str) -> None:
    try:
        body = maths.typst(tex, True)
    except UnsupportedError:
        return
    bare = re.sub(r'\\.|"(?:[^"\\]|\\.)*"', "", body)  # without escaped signs and strings
    allowed = (
        "#box(stroke: 0",
        "#text(fill: rgb(",
        "#none",
        "#true",
        "#false",
        "#left",
        "#right",
        "#center",
        "#hide[",
        "#h(",
    )
    for piece in bare.split("#")[1:]:
        assert f"#{piece}".startswith(allowed) or re.match(r"-?[\d.]", piece)
