"""TeX → MathML that any browser draws without a script, with the TeX as its alternative text."""

import html
import re
from xml.etree.ElementTree import Element

from latex2mathml.converter import convert_to_element

LONGEST = 4_000
_DEFINES = re.compile(r"\\(?:def|gdef|let|(?:re)?newcommand|providecommand|DeclareMathOperator)\b")
_PARTS = {
    **dict.fromkeys(("mfrac", "mover", "mroot", "msub", "msup", "munder"), 2),
    **dict.fromkeys(("msubsup", "munderover"), 3),
}
_MARK = re.compile("\ue010([0-9]+)\ue011")


def formula(tex: str, *, display: bool) -> str:
    """Return the markup of one formula, or its source as code if it cannot be drawn."""
    source = " ".join(tex.split())
    drawn = _drawn(source, display=display)
    if drawn is None:
        return f'<code class="tex">{html.escape(source)}</code>'
    if not display:
        return drawn
    # A formula wider than a phone scrolls by itself, and by keyboard, not with the page.
    return f'<span class="formula" tabindex="0">{drawn}</span>'


class Formulas:
    """The formulas of one text, kept aside while the text is sanitised.

    A sanitiser that let MathML pass would let a stranger's pass, too. So a text carries marks in
    private-use characters, and gets its formulas back afterwards.
    """

    def __init__(self) -> None:
        self._drawn: list[str] = []

    def mark(self, tex: str, *, display: bool) -> str:
        """Return the mark that stands for a formula."""
        self._drawn.append(formula(tex, display=display))
        return f"\ue010{len(self._drawn) - 1}\ue011"

    def insert(self, markup: str) -> str:
        """Return sanitised markup with each mark replaced by its formula."""
        return _MARK.sub(self._formula, markup)

    def _formula(self, mark: re.Match[str]) -> str:
        number = int(mark[1])
        return self._drawn[number] if number < len(self._drawn) else ""


def unmarked(text: str) -> str:
    """Return `text` without the two characters that marks are made of."""
    return text.replace("\ue010", "").replace("\ue011", "")


def _drawn(tex: str, *, display: bool) -> str | None:
    # Definitions can grow without bound while they are expanded.
    if not tex or len(tex) > LONGEST or _DEFINES.search(tex):
        return None
    try:
        element = convert_to_element(tex, display="block" if display else "inline")
        element.set("alttext", tex)
        return _serialised(element)
    except Exception:  # latex2mathml raises whatever its parser trips over
        return None


def _serialised(element: Element) -> str:
    """Return an element as markup; texts hold character references, which become characters.

    latex2mathml's own serialiser unescapes its result, so that <script> in a formula would live.
    """
    if len(element) != _PARTS.get(element.tag, len(element)):
        raise ValueError(f"{element.tag} with {len(element)} parts")
    attributes = "".join(f' {name}="{_escaped(text)}"' for name, text in element.items())
    content = _escaped(element.text or "") + "".join(map(_serialised, element))
    return f"<{element.tag}{attributes}>{content}</{element.tag}>{_escaped(element.tail or '')}"


def _escaped(text: str) -> str:
    return html.escape(html.unescape(text))
