"""The markdown dialect of notebooks: nbconvert's own, with footnotes, and with money kept money."""

import html
import re
from collections.abc import Iterator, Mapping

from mistune import Markdown
from mistune.core import BaseRenderer
from mistune.plugins import import_plugin
from mistune.plugins.footnotes import footnotes
from nbconvert.filters.markdown_mistune import (
    MarkdownWithMath,
    MathBlockParser,
    MathInlineParser,
)

from analysis.render.piped import tables

# a fenced program in a text, one that is never closed to its end; for `re.DOTALL | re.MULTILINE`
FENCED = r"^ {0,3}(`{3,}(?=[^`\n]*$)|~{3,}).*?(?:^ {0,3}\1[`~]*[ \t]*$|\Z)"

# Environments that only say "display this"; the others (align, cases, …) lay their body out.
_BARE_ENVIRONMENTS = frozenset({"displaymath", "equation", "equation*", "math"})

# nbconvert takes any two dollars for a formula, so "US$ 5 bn, then US$ 9 bn" loses its words.
# Here a dollar opens a formula unless it is an amount, which shows in two ways:
#   - what stands around it: a letter before, a digit or a blank after (CO$_2$ is a formula);
#   - how it would close: before a digit ("$5 and $10"), or after a blank if it began with one.
_OPENING = r"(?<![$\\])(?!(?<=[A-Za-z])\$[\s\d])\$"
_AMOUNT_FIRST = r"(?=[\s+−-]*\d)(?:[^$\\]|\\.)*?[^$\\\s]"
_LETTER_FIRST = r"(?![\s+−-]*\d)(?:[^$\\]|\\.)+?"
_CLOSING = r"(?<!\\)(?=\$(?![\d$]))"
_SIGN = r"\s*\\[A-Za-z]+\s*(?=\$(?!\$))"  # one command, which may stand before a number: $\sim$5
_BODY = rf"(?:{_AMOUNT_FIRST}|{_LETTER_FIRST}){_CLOSING}|{_SIGN}"
_INLINE_MATHS = rf"(?s:{_OPENING}(?P<math_inline_tex>{_BODY})\$)"


# A formula that is opened, and not closed within so many characters, is none: nbconvert looks to
# the end of the text for each, in a time that grows with the square of how many there are.
_LONGEST = 10_000


_NEAR = f".{{0,{_LONGEST}}}?"
# elements in which what looks like a formula is none
PROGRAMS = ["code", "kbd", "listing", "pre", "samp", "tt", "xmp"]
_UNREAD = "|".join([*PROGRAMS, "math", "script", "style", "svg", "textarea"])
_ANY_TAG = re.compile(r"<[A-Za-z/!]")
_IN_HTML = re.compile(
    rf"<!--{_NEAR}-->|<(?P<name>{_UNREAD})\b{_NEAR}</(?P=name)"
    rf"|<[A-Za-z/!][^>]*>|(?<!\\)\$\$(?P<display>{_NEAR})(?<!\\)\$\$|{_INLINE_MATHS}"
    rf"|\\begin\{{(?P<env>[a-z]*\*?)\}}(?P<body>{_NEAR})\\end\{{(?P=env)\}}",
    re.DOTALL | re.IGNORECASE,
)


def _near(rules: Mapping[str, str]) -> dict[str, str]:
    return {
        name: rule.replace(".*?", _NEAR) if "math" in name or "latex" in name else rule
        for name, rule in rules.items()
    }


class _Block(MathBlockParser):
    SPECIFICATION = _near(MathBlockParser.SPECIFICATION)


class _Inline(MathInlineParser):
    """nbconvert's inline rules with our reading of a single dollar."""

    SPECIFICATION = _near(MathInlineParser.SPECIFICATION) | {"inline_math_tex": _INLINE_MATHS}


def parser(renderer: BaseRenderer | None) -> Markdown:
    """Return a parser of the notebook dialect that feeds `renderer`, or gives tokens when None.

    Maths arrives as `inline_math`, `block_math` and `latex_environment`; notes as `footnote_ref`,
    `footnote_item` and `footnotes`. A parser keeps no state between texts.
    """
    names = [name for name in MarkdownWithMath.DEFAULT_PLUGINS if name != "table"]
    plugins = [tables(_INLINE_MATHS), *map(import_plugin, names)]
    return Markdown(
        renderer=renderer,
        block=_Block(),
        inline=_Inline(hard_wrap=False),
        plugins=[*plugins, footnotes],
    )


def formulas(markup: str) -> Iterator[tuple[str, str, bool]]:
    r"""Yield what comes before each formula in HTML or in a text of it, its TeX, how it stands.

    The last part has none. There are formulas where MathJax finds them: not in tags and programs,
    nor across tags. True stands for one that is displayed.

    >>> [*formulas("<b>CO$_2$</b> is <code>$x$</code>")]
    [('<b>CO', '_2', False), ('</b> is <code>$x$</code>', '', False)]
    """
    at = 0
    for found in _IN_HTML.finditer(markup):
        name, body, tex = found["env"], found["body"], found["display"] or found["math_inline_tex"]
        tex = environment_source(name, body) if body is not None else tex
        if tex and not _ANY_TAG.search(tex):
            yield markup[at : found.start()], html.unescape(tex), found["math_inline_tex"] is None
            at = found.end()
    yield markup[at:], "", False


def environment_source(name: str, body: str) -> str:
    """Return the TeX of a LaTeX environment: its body alone when it only means "display this"."""
    if name in _BARE_ENVIRONMENTS:
        return body
    return rf"\begin{{{name}}}{body}\end{{{name}}}"
