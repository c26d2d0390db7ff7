"""LaTeX formulas → Typst maths, by way of MathML."""

import re
from functools import lru_cache

from analysis.render.typst import mathml
from analysis.render.typst.mathwords import UnsupportedError

LENGTH_LIMIT = 4_000

_DELIMITERS = {
    "p": ("(", ")"),
    "b": ("[", "]"),
    "B": (r"\{", r"\}"),
    "v": ("|", "|"),
    "V": (r"\|", r"\|"),
}
# what latex2mathml does not know, numbers where we do not, or sets without stretching
_PREPARATIONS = [
    (re.compile(r"(?<!\\)%[^\n]*"), ""),
    (re.compile(r"\\label\s*\{[^{}]*\}|\\(?:nonumber|notag|displaylimits)\b"), ""),
    (re.compile(r"\\nolimits\b|\\(?:ensuremath|leavevmode)\b"), ""),
    (re.compile(r"\\vspace\*?\s*\{[^{}]*\}|\\require\s*\{[^{}]*\}"), ""),
    (re.compile(r"\\operatorname\*?\s*\{\s*arg(?:\\[,;: ]|~|\s)*(max|min)\s*\}"), r"\\arg\1 "),
    (re.compile(r"\\operatorname\*"), r"\\operatorname"),
    (re.compile(r"\\tag\*?\s*\{([^{}]*)\}"), r"\\qquad(\\text{\1})"),
    (
        re.compile(r"\\(begin|end)\{(?:align|eqnarray|gather|multline|flalign)\*?\}"),
        r"\\\1{align*}",
    ),
    (re.compile(r"\\(begin|end)\{(?:aligned|gathered|split)\}"), r"\\\1{align*}"),
    (re.compile(r"\\begin\{alignat\*?\}\s*\{\d+\}"), r"\\begin{align*}"),
    (re.compile(r"\\end\{alignat\*?\}"), r"\\end{align*}"),
    (re.compile(r"\\\\\s*(?=\\end\{)"), ""),
]
_MATRIX = re.compile(r"\\(begin|end)\{([pbBvV])matrix\*?\}")


@lru_cache(maxsize=2_000)
def typst(tex: str, display: bool) -> str:
    """Return the Typst maths of a LaTeX formula given without its dollars.

    Raises:
        UnsupportedError: latex2mathml or the mapping cannot read it; show the TeX instead.
    """
    from latex2mathml.converter import convert_to_element  # loaded only by notebooks with maths

    if len(tex) > LENGTH_LIMIT:
        raise UnsupportedError(f"formula of {len(tex):,} characters")
    try:
        element = convert_to_element(_prepared(tex), display="block" if display else "inline")
        body = mathml.lines(element) if display else mathml.typst(element)
    except UnsupportedError:
        raise
    except Exception as error:  # latex2mathml has no base class: IndexError, KeyError, its own, …
        raise UnsupportedError(f"{type(error).__name__}: {error}") from error
    if not body.strip():
        raise UnsupportedError("the formula shows nothing")
    return body.strip()


def _prepared(tex: str) -> str:
    for pattern, replacement in _PREPARATIONS:
        tex = pattern.sub(replacement, tex)
    return _MATRIX.sub(_stretched, tex).strip()


def _stretched(match: re.Match[str]) -> str:
    left, right = _DELIMITERS[match[2]]
    if match[1] == "begin":
        return rf"\left{left}\begin{{matrix}}"
    return rf"\end{{matrix}}\right{right}"
