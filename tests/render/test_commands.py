r"""Commands of TeX packages: known ones are drawn in both formats, what is not read stays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.render.chemistry import equation
from analysis.render.commands import unpacked
from analysis.render.html.formulas import formula
from analysis.render.macros import Macros, UnreadError
from analysis.render.typst.compiler import formula_compiles
from analysis.render.typst.equations import Equations


@pytest.mark.parametrize(
    "tex",
    [
        *[r"\abs", r"\abs x", r"\abs{x", r"\absolute{x}", r"\comm{a}", r"\ce{{a}"],
        *[
            r"a \\abs{x}",
            r"a \\ce{H2O}",
            r"\ce{A <=>> B}",
            r"\ce{\frac{a}{b}}",
            r"\num{many}",
            r"\SI{3}",
            r"\SI{3}{\furlong}",
            r"\numeric{3}",
        ],
        *[r"\num{}", r"\num{.}", r"\num{1,234.5}", r"\num{\pm 1}", r"\unit{}", r"\unit{\kilo}"],
        *[r"\ang{}", r"\ang{;;}", r"\ang{1;2;3;4}", r"\ang{north}", r"\numlist{}", r"\numlist{1;}"],
        *[r"\numrange{1}", r"\numrange{1}{x}", r"\SIrange{1}{2}{\furlong}", r"\qtyrange{1}{\m}"],
        *[r"\unit{\per}", r"\unit{\squared}", r"\unit{\tothe{2}}", r"\unit{\metre{2}}"],
    ],
)
def test_what_is_not_read_stays(tex: str) -> None:
    assert unpacked(tex) == tex


@pytest.mark.parametrize(
    "source", ["{x", r"\frac{a}{b}", "$a", "A ->[$x] B", "a & b", "A ->[{x}] B"]
)
def test_chemistry_that_says_more_is_refused(source: str) -> None:
    with pytest.raises(UnreadError):
        equation(source)


@pytest.mark.parametrize(
    ("source", "tex"),
    [
        ("H2O", r"\mathrm{H}_{2}\mathrm{O}"),
        ("CO2 + C -> 2 CO", r"\mathrm{CO}_{2} + \mathrm{C} \rightarrow 2\, \mathrm{CO}"),
        ("SO4^2-", r"\mathrm{SO}_{4}^{2-}"),
        ("Na+(aq)", r"\mathrm{Na}^{+}( \mathrm{aq})"),
        ("[AgCl2]-", r"[ \mathrm{AgCl}_{2}] ^{-}"),
        ("^{227}_{90}Th+", r"{}^{227}_{90}\mathrm{Th}^{+}"),
        ("^14_6C Fe^n+", r"{}^{14}_{6}\mathrm{C} \mathrm{Fe}^{n+}"),
        ("CuSO4.5H2O", r"\mathrm{CuSO}_{4}\cdot 5\,\mathrm{H}_{2}\mathrm{O}"),
        ("0.5O2 v", r"0.5\,\mathrm{O}_{2} \downarrow"),
        ("HC#CH", r"\mathrm{HC}\text{≡}\mathrm{CH}"),
        (
            "2H2+O2->2H2O",
            r"2\,\mathrm{H}_{2} + \mathrm{O}_{2} \rightarrow 2\,\mathrm{H}_{2}\mathrm{O}",
        ),
        ("A --> B <--> C", r"\mathrm{A} \rightarrow \mathrm{B} \rightleftarrows \mathrm{C}"),
        (r"<=>[H+][\Delta] B", r"\xrightleftharpoons[\Delta]{\mathrm{H}^{+}} \mathrm{B}"),
        ("A<->$x y$", r"\mathrm{A} \leftrightarrow {x y}"),
    ],
)
def test_chemistry_becomes_tex(source: str, tex: str) -> None:
    assert equation(source) == tex


COMMANDS = [
    (r"\abs{\norm{x}}", r"\left|\left\|x\right\|\right|"),
    (r"a \\\abs{x}", r"a \\\left|x\right|"),
    (r"\abs*{x}y", r"\left|x\right|y"),
    (r"\dv{t} \dv{x}{t}", r"\frac{d}{d t} \frac{d x}{d t}"),
    (r"\dv[2]{x}{t}", r"\frac{d^{2} x}{d t^{2}}"),
    (r"\pdv{f}{x}{y}{z}", r"\frac{\partial^2 f}{\partial x\,\partial y}{z}"),
    (r"\Bra{a}\Ket{b}", r"\left\langle a\right|\left|b\right\rangle "),
    (r"\braket{a}{b} \braket{a|b}", r"\left\langle a\middle|b\right\rangle  \braket{a|b}"),
    (r"\comm{A}{\vb{B}}", r"\left[A,\mathbf{B}\right]"),
    (r"\num{1.2e3} \num{e-5} \num{-7}", r"{1.2\times 10^{3}} {10^{-5}} {-7}"),
    (r"\SI{9.81}{\meter\per\second\squared}", r"{9.81\,\mathrm{m\,s^{-2}}}"),
    (r"\unit{\watt\per\square\metre\per\kelvin}", r"{\mathrm{W\,m^{-2}\,K^{-1}}}"),
    (r"\unit{\joule\per\kilogram\kelvin}", r"{\mathrm{J\,kg^{-1}\,K}}"),
    (r"\unit{\metre\tothe{4}\per\cubic\second\squared}", r"{\mathrm{m^{4}\,s^{-6}}}"),
    (r"\unit{\raiseto{-2}\um} \qty{2}{\kWh}", r"{\mathrm{\mu{}m^{-2}}} {2\,\mathrm{kWh}}"),
    (
        r"\qty{25}{\celsius} \qty{45}{\degree}",
        r"{25\,\mathrm{{}^\circ{}C}} {45\mathrm{{}^\circ{}}}",
    ),
    (r"\si{m.s^-1.K^{1.5}}", r"{\mathrm{m\,s^{-1}\,K^{1.5}}}"),
    (r"\si{N\cdot m} \si{m\per s\squared}", r"{\mathrm{N\cdot m}} {\mathrm{m/ s^{2} }}"),
    (r"\num{1,5 e-3} \num{.5(2)}", r"{1.5\times 10^{-3}} {.5(2)}"),
    (r"\num{1.5 \pm 0.3}", r"{1.5\pm 0.3}"),
    (r"\num{2+-1e3} \SI{2+-1}{\m}", r"{(2\pm 1)\times 10^{3}} {(2\pm 1)\,\mathrm{m}}"),
    (r"\qty{5}{\kilo\newton\meter} \qty{x}", r"{5\,\mathrm{kN\,m}} \left\{x\right\}"),
    (r"\si{kg.m/s^2} \unit{\celsius}", r"{\mathrm{kg\,m/s^{2}}} {\mathrm{{}^\circ{}C}}"),
    (r"\numrange{10}{2e1} \numlist{1;2;3}", r"{10\text{ to }2\times 10^{1}} {1, 2\text{ and }3}"),
    (
        r"\SIrange{1}{2}{\metre} \qtyrange{3}{4}{\degree}",
        r"{1\,\mathrm{m}\text{ to }2\,\mathrm{m}} "
        r"{3\mathrm{{}^\circ{}}\text{ to }4\mathrm{{}^\circ{}}}",
    ),
    (r"\ang{45} \numlist{7}", r"{45{}^\circ{}} {7}"),
    (
        r"\ang{6;7;6.5} \ang{;;3}",
        r"{6{}^\circ{}7{}^\prime{}6.5{}^{\prime\prime}{}} {3{}^{\prime\prime}{}}",
    ),
    (r"\SI[per-mode=symbol]{3}{\micro\ohm}", r"{3\,\mathrm{\mu{}\Omega{}}}"),
    (r"K = \ce{[H+]} \ce{OH-}", r"K = {[ \mathrm{H}^{+}]} {\mathrm{OH}^{-}}"),
]


@pytest.mark.parametrize(("tex", "words"), COMMANDS)
def test_commands_are_put_in_plain_words_that_both_formats_draw(tex: str, words: str) -> None:
    assert unpacked(tex) == words
    assert 'class="tex"' not in formula(tex, tex, display=True)
    assert Equations(formula_compiles).typst(tex, tex, display=True)


def test_a_command_that_a_notebook_defines_itself_means_what_it_says_there() -> None:
    macros = Macros()
    macros.expanded(r"\newcommand{\abs}[1]{\sqrt{#1}}")
    assert unpacked(macros.expanded(r"\abs{x}") or "") == r"\sqrt{x}"


def test_what_would_grow_beyond_what_a_formula_may_be_stays() -> None:
    tex = rf"\ce{{{'A->' * 900}}}"
    assert unpacked(tex) == tex


@given(st.text(alphabet=r"\{}[]$^_+-=<>.#12aHv ", max_size=40))
def test_any_chemistry_is_read_or_refused_and_gets_no_command_of_its_own(source: str) -> None:
    assert unpacked(rf"\ce{{{source}}}").count("\\ce") <= source.count("\\ce") + 1
