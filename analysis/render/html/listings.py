"""Program texts and what programs print → markup, in colour where there is any, never endless."""

import html

from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name
from pygments.util import ClassNotFound

from analysis.render import placeholders, terminal

LONGEST = 100_000


def code(text: str, language: str) -> str:
    """Return the markup of a program text, in colour if its language is known."""
    return (
        f'<pre class="code"><code>{_coloured(text[:LONGEST], language)}</code></pre>{_note(text)}\n'
    )


def printed(text: str, name: str) -> str:
    """Return the markup of a printed text, of the class `name`, as it would stand on paper."""
    return f'<pre class="{html.escape(name)}">{styled(text[:LONGEST])}</pre>{_note(text)}\n'


def styled(text: str) -> str:
    """Return a printed text as markup, its colours as classes of the page."""
    return "".join(
        f'<span class="{style}">{html.escape(words)}</span>'
        if style and words
        else html.escape(words)
        for words, style in terminal.spans(text)
    )


def _coloured(text: str, language: str) -> str:
    try:
        lexer = get_lexer_by_name(language)
    except ClassNotFound:
        return html.escape(text.strip("\n"))
    return str(highlight(text, lexer, HtmlFormatter(nowrap=True))).rstrip("\n")


def _note(text: str) -> str:
    if len(text) <= LONGEST:
        return ""
    return f'<p class="cut">{placeholders.rest(f"{len(text) - LONGEST:,} characters")}</p>'
