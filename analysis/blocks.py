"""What a page is made of besides exhibits: strap, lede, cards, callout, verdict.

All text is escaped here.

The HTML vocabulary is the one that `render` turns into pages; any notebook may use it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from analysis import look
from analysis.claims import Verdict

MARKS = {
    Verdict.SUPPORTED: ("✓", "good"),
    Verdict.CAVEAT: ("≈", "fair"),
    Verdict.CONFLICT: ("⇄", "mixed"),
    Verdict.NOT_SUPPORTED: ("○", "poor"),
    Verdict.CONTRADICTED: ("✗", "bad"),
    Verdict.UNCHECKED: ("?", "none"),
}
"""Symbol and tone of each verdict: never colour alone, and the word always stands beside."""


_UNITS = "%|bn|tn|million|thousand|TEU|USD|CNY|percent|containers|trains|persons|tonnes|tcm"
_KEPT = re.compile(rf"(?<=\d) (?=(?:{_UNITS})(?!\w))")
NO_BREAK = "\N{NO-BREAK SPACE}"


def kept(text: str) -> str:
    """Return a sentence in which no line can break between a number and its unit."""
    return _KEPT.sub(NO_BREAK, text)


_LINE = re.compile(r"(?:</t[dh]>)?</(?:p|li|dd|tr|h[1-6])>")
_TERM = re.compile(r"</dt>")
_CELL = re.compile(r"</t[dh]>")
"""What ends a line, a term and a cell where a block is printed as text."""


class Block:
    """A piece of a page: HTML for notebooks and pages, plain text elsewhere."""

    def __init__(self, html: Markup) -> None:
        self.html = Markup(kept(html))  # noqa: S704 - markup already; only spaces change

    def _repr_html_(self) -> str:
        return look.styled(self.html)

    def __repr__(self) -> str:
        text = _CELL.sub(" · ", _TERM.sub(": ", _LINE.sub("\n", str(self.html))))
        lines = (Markup(line).striptags() for line in text.split("\n"))  # noqa: S704 - tags go
        return "\n".join(filter(None, lines))


@dataclass(frozen=True, slots=True)
class Card:
    """One key number: what it is, its value, scope and year, the verdict, where to read on."""

    label: str
    value: str
    unit: str
    verdict: Verdict
    reference: Markup


def mark(verdict: Verdict, tag: str = "span") -> Markup:
    """Return a verdict as symbol and word."""
    symbol, tone = MARKS[verdict]
    return Markup('<{0} class="verdict" data-tone="{1}">{2} {3}</{0}>').format(
        tag,
        tone,
        symbol,
        verdict.value,
    )


def strap(lines: Iterable[str]) -> Block:
    """Return the small lines under the title: edition, data cut-off, parameters."""
    return Block(Markup('<section class="strap">{}</section>').format(_paragraphs(lines)))


def lede(text: str) -> Block:
    """Return the bottom line."""
    return Block(Markup('<p class="lede">{}</p>').format(text))


def cards(items: Sequence[Card]) -> Block:
    """Return key numbers as a grid of cards."""
    body = Markup("").join(_card(item) for item in items)
    return Block(Markup('<ul class="cards">{}</ul>').format(body))


def _card(card: Card) -> Markup:
    symbol, tone = MARKS[card.verdict]
    return Markup(
        '<li class="card"><p class="card-label">{}</p><p class="card-value">{}</p>'
        '<p class="card-unit">{}</p><p class="card-verdict" data-tone="{}">{} {}</p>'
        '<p class="card-note">{}</p></li>'
    ).format(card.label, card.value, card.unit, tone, symbol, card.verdict.value, card.reference)


def callout(title: str, body: Iterable[str | Markup]) -> Block:
    """Return a box with a title and paragraphs."""
    return Block(
        Markup(
            '<aside class="callout" aria-label="{}"><p class="callout-title">{}</p>{}</aside>'
        ).format(title, title, _paragraphs(body))
    )


def small_print(paragraphs: Iterable[str | Markup]) -> Block:
    """Return paragraphs in the small type of what stands under an exhibit."""
    body = [Markup('<p class="source">{}</p>').format(text) for text in paragraphs]
    return Block(Markup("").join(body))


def bullets(items: Iterable[str | Markup]) -> Markup:
    """Return a bulleted list."""
    return Markup("<ul>{}</ul>").format(
        Markup("").join(Markup("<li>{}</li>").format(item) for item in items)
    )


def terms(pairs: Iterable[tuple[str, str | Markup]]) -> Markup:
    """Return a definition list; a pair without text is left out."""
    body = [Markup("<dt>{}</dt><dd>{}</dd>").format(term, text) for term, text in pairs if text]
    return Markup("<dl>{}</dl>").format(Markup("").join(body))


def _paragraphs(texts: Iterable[str | Markup]) -> Markup:
    return Markup("").join(_paragraph(text) for text in texts)


def _paragraph(text: str | Markup) -> Markup:
    is_block = isinstance(text, Markup) and text.startswith(("<ul", "<dl", "<table"))
    return escape(text) if is_block else Markup("<p>{}</p>").format(text)
