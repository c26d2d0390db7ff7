"""TeX as notebooks write it, in the words that latex2mathml knows."""

import re

from analysis.render.commands import unpacked
from analysis.render.macros import group

_DELIMITERS = {
    "p": ("(", ")"),
    "b": ("[", "]"),
    "B": (r"\{", r"\}"),
    "v": ("|", "|"),
    "V": (r"\|", r"\|"),
}
_ALIGNED = "align(?:ed)?(?:at)?|eqnarray|flalign|gather(?:ed)?|multline|split"
# what latex2mathml does not know, numbers where we do not, or sets without stretching
_PREPARATIONS = [
    (re.compile(r"(?<!\\)%[^\n]*"), ""),
    (re.compile(r"\\label\s*\{[^{}]*\}|\\(?:nonumber|notag|displaylimits)\b"), ""),
    (re.compile(r"\\nolimits\b|\\(?:ensuremath|leavevmode)\b"), ""),
    (re.compile(r"\\vspace\*?\s*\{[^{}]*\}|\\require\s*\{[^{}]*\}"), ""),
    (re.compile(r"\\bbox\s*(?:\[[^\[\]]*\])?"), ""),
    (re.compile(r"\\[bx]cancel\b"), r"\\cancel"),
    (re.compile(r"\\not\s*="), r"\\neq "),
    (re.compile(r"\\substack\s*\{([^{}]*)\}"), r"{\\begin{matrix}\1\\end{matrix}}"),
    (re.compile(r"\\operatorname\*?\s*\{\s*arg(?:\\[,;: ]|~|\s)*(max|min)\s*\}"), r"\\arg\1 "),
    (re.compile(r"\\operatorname\*"), r"\\operatorname"),
    (re.compile(r"\\mathrm(?:\s*\{\s*([A-Za-z])\s*\}|\s+([A-Za-z]))"), r"{\\rm \1\2}"),
    (re.compile(r"(\\begin\{align)(?:ed)?at\*?\}\s*\{\d+\}"), r"\1}"),
    (re.compile(rf"\\(begin|end)\{{(?:{_ALIGNED})\*?\}}"), r"\\\1{align*}"),
    (re.compile(r"\\(?:begin|end)\{(?:displaymath|equation|math)\*?\}"), ""),
    (re.compile(r"\\\\\s*(?=\\end\{)"), ""),
]
_TAG = re.compile(r"\\tag\*?\s*\{([^{}]*)\}")
_ROW_END = re.compile(r"\\\\|(?=\\end\{align)|\Z")
# the sign between the two marks of a row of eqnarray goes with what follows, as in align
_EQNARRAY = re.compile(r"\\begin\{eqnarray(\*?)\}.*?\\end\{eqnarray\1\}", re.DOTALL)
_BETWEEN = re.compile(r"&((?:[^&\\]|\\[^\\])*)&")
_MATRIX = re.compile(r"\\(begin|end)\{([pbBvV])matrix\*?\}")
_PLAIN = re.compile(r"\\(cases|p?matrix)\s*(?=\{)")  # of plain TeX, which MathJax reads, too


def prepared(tex: str) -> str:
    r"""Return a formula in the words that the converter to MathML knows.

    >>> prepared(r"\begin{align} a \not= b \nonumber \end{align}")
    '\\begin{align*} a \\neq  b  \\end{align*}'
    """
    tex = _environments(unpacked(tex))
    tex = _EQNARRAY.sub(lambda found: _BETWEEN.sub(r"&\1 ", found[0]), tex)
    for pattern, replacement in _PREPARATIONS:
        tex = pattern.sub(replacement, tex)
    return _MATRIX.sub(_stretched, _tags_last(tex)).strip()


def _tags_last(tex: str) -> str:
    """Return a formula whose tags stand at the end of their rows, or its own, in brackets."""
    rows = r"\begin{align*}" in tex
    at = 0
    while found := _TAG.search(tex, at):
        before, after = tex[: found.start()], tex[found.end() :]
        end = _ROW_END.search(after) if rows else None
        cut = end.start() if end else len(after)
        shown = rf"\qquad(\text{{{found[1]}}})"
        tex = f"{before}{after[:cut]}{shown}{after[cut:]}"
        at = found.start() + cut + len(shown)
    return tex


def _environments(tex: str) -> str:
    """Return a formula whose cases and matrices of plain TeX are those of LaTeX."""
    at = 0
    while found := _PLAIN.search(tex, at):
        at, end = found.end(), group(tex, found.end())
        if end > 0:
            body = re.sub(r"\\cr\b", r"\\\\", tex[at + 1 : end - 1])
            name = found[1]
            tex = rf"{tex[: found.start()]}\begin{{{name}}}{body}\end{{{name}}}{tex[end:]}"
    return tex


def _stretched(match: re.Match[str]) -> str:
    left, right = _DELIMITERS[match[2]]
    if match[1] == "begin":
        return rf"\left{left}\begin{{matrix}}"
    return rf"\end{{matrix}}\right{right}"
