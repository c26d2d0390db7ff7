"""TeX → MathML that any browser draws without a script, with the TeX as its alternative text."""

import html
import re
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PageElement, PreformattedString
from latex2mathml.converter import convert_to_element

from analysis.render.budget import Budget
from analysis.render.macros import Macros
from analysis.render.tex import prepared

DEEPEST = 60
_DEFINES = re.compile(r"\\(?:def|gdef|let|(?:re)?newcommand|providecommand|DeclareMathOperator)\b")
_PARTS = {
    **dict.fromkeys(("mfrac", "mover", "mroot", "msub", "msup", "munder"), 2),
    **dict.fromkeys(("msubsup", "munderover"), 3),
}
# \\href and \\style would let a formula lead or look elsewhere: what only shapes it may stay.
_SHAPING = frozenset(
    """
    accent alttext columnalign columnlines columnspacing depth display displaystyle fence form frame
    height linethickness lspace mathvariant maxsize minsize movablelimits notation rowlines
    rowspacing rspace scriptlevel separator stretchy symmetric voffset width xmlns
    """.split()  # noqa: SIM905 - read as words, not as thirty quoted strings
)
_UNKNOWN = re.compile(r"\\[A-Za-z]")  # the converter passes on the names it does not know
_MOVING = frozenset({"depth", "height", "lspace", "rspace", "voffset", "width"})
_SHORT = re.compile(
    r"(?:\+?\d{0,2}|-\d?)(?:\.\d{1,9})?\s*(?:em|ex|mu|pt|px|mm|cm|in|%)?|[a-z]{1,40}mathspace"
)
_MARK = re.compile("\ue010([0-9]{1,9})\ue011")
_INSIDE = re.compile(r"(<math[^>]*>)(.*)(?=</math>)", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")


def formula(tex: str, bare: str | None, *, display: bool) -> str:
    """Return the markup of one formula, or its source as code if it cannot be drawn.

    Args:
        tex: the formula as it is written; one that only defines macros shows nothing.
        bare: the same without its macros, None where it is too long.
        display: whether it stands by itself.
    """
    source = " ".join(tex.split())
    if source and bare is not None and not bare.strip():
        return ""
    drawn = None if bare is None else _drawn(bare, source, display=display)
    if drawn is None:
        return f'<code class="tex">{html.escape(source)}</code>'
    if not display:
        return drawn
    # A formula wider than a phone scrolls by itself, and by keyboard, not with the page.
    return f'<span class="formula" tabindex="0">{drawn}</span>'


class Inside(PreformattedString):
    """What is inside of a drawn formula: its signs to who reads a tree, its markup on the page.

    As elements of a tree it would take five times as long, each walk over them included.
    """

    markup = ""

    def output_ready(self, formatter: Any = None) -> str:  # noqa: ARG002 # bs4's signature
        """Return the markup, in which everything is escaped."""
        return self.markup


class Formulas:
    """The formulas of one text, kept aside while the text is sanitised.

    A sanitiser that let MathML pass would let a stranger's pass, too. So a text carries marks in
    private-use characters, and its tree gets the formulas back afterwards.
    """

    def __init__(self, budget: Budget, macros: Macros | None = None) -> None:
        self._budget = budget
        self._macros = macros or Macros()
        self._kept: dict[int, tuple[str, str | None, bool]] = {}
        self._count = 0

    def mark(self, tex: str, *, display: bool) -> str:
        """Return the mark that stands for a formula, or a sign that one too many is left out."""
        bare = self._macros.expanded(tex)
        if not self._budget.formula(tex if bare is None else bare):
            return "…"
        self._count += 1
        self._kept[self._count] = (tex, bare, display)
        return f"\ue010{self._count}\ue011"

    def settle(self, root: Tag) -> None:
        """Put each formula in the place of its mark in a sanitised tree."""
        if not self._kept:
            return
        for text in root.find_all(string=_MARK):
            text.replace_with(*self._drawn(text))
        for element in root.find_all(True):
            for name, value in element.attrs.items():
                if isinstance(value, str) and "\ue010" in value:
                    element[name] = _MARK.sub(lambda mark: self._formula(mark)[0], value)

    def _drawn(self, text: str) -> Iterator[PageElement]:
        """Yield what a text with marks becomes: what stands between them is text."""
        at = 0
        for mark in [*_MARK.finditer(text), None]:
            if between := text[at : mark.start() if mark else None]:
                yield NavigableString(between)
            if mark:
                tex, bare, display = self._formula(mark)
                yield from _planted(formula(tex, bare, display=display))
                at = mark.end()

    def _formula(self, mark: re.Match[str]) -> tuple[str, str | None, bool]:
        # once: a stranger's marks, written as character references, could repeat a long one
        return self._kept.pop(int(mark[1]), ("", "", False))


def unmarked(text: str) -> str:
    """Return `text` without the two characters that marks are made of."""
    return text.replace("\ue010", "").replace("\ue011", "")


def _planted(markup: str) -> list[PageElement]:
    """Return the elements of a formula's markup, MathML as one text."""
    inside = _INSIDE.search(markup)
    root = BeautifulSoup(_INSIDE.sub(r"\1", markup), "html.parser")
    if inside and root.math:
        root.math.append(drawn := Inside(html.unescape(_TAG.sub("", inside[2]))))
        drawn.markup = inside[2]
    return list(root.contents)


def _drawn(tex: str, source: str, *, display: bool) -> str | None:
    # Definitions that are left can grow without bound while the converter expands them.
    if _DEFINES.search(tex) or not (words := prepared(tex)):
        return None
    try:
        element = convert_to_element(words, display="block" if display else "inline")
        element.set("alttext", source)
        return _serialised(element)
    except Exception:  # latex2mathml raises whatever its parser trips over
        return None


def _serialised(element: Element, depth: int = 1) -> str:
    """Return an element as markup; texts hold character references, which become characters.

    latex2mathml's own serialiser unescapes its result, so that <script> in a formula would live.
    """
    if depth > DEEPEST:
        raise ValueError("nested too deeply")
    if len(element) != _PARTS.get(element.tag, len(element)):
        raise ValueError(f"{element.tag} with {len(element)} parts")
    if element.tag != "mtext" and _UNKNOWN.match(html.unescape(element.text or "")):
        raise ValueError(f"unknown command {element.text}")
    kept = sorted((name, text) for name, text in element.items() if _stays(name, text))
    attributes = "".join(f' {name}="{_escaped(text)}"' for name, text in kept)
    content = _inner(element.text) + "".join(_serialised(part, depth + 1) for part in element)
    return f"<{element.tag}{attributes}>{content}</{element.tag}>{_inner(element.tail)}"


def _stays(name: str, text: str) -> bool:
    """Return whether an attribute only shapes a formula, and does not move it over the page."""
    return name in _SHAPING and (name not in _MOVING or bool(_SHORT.fullmatch(text.strip())))


def _escaped(text: str) -> str:
    return html.escape(html.unescape(text))


def _inner(text: str | None) -> str:
    return html.escape(html.unescape(text or ""), quote=False)
