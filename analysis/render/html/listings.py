"""Program texts and what programs print → markup, in colour or free of it, and never endless."""

import html
import re

from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name
from pygments.util import ClassNotFound

LONGEST = 100_000

# Colours and cursor movements, window titles, and the control characters HTML forbids.
_TERMINAL = re.compile(
    r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[@-Z\\-_]?"
    r"|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]"
)


def code(text: str, language: str) -> str:
    """Return the markup of a program text, in colour if its language is known."""
    return (
        f'<pre class="code"><code>{_coloured(text[:LONGEST], language)}</code></pre>{_note(text)}\n'
    )


def printed(text: str, name: str) -> str:
    """Return the markup of a printed text, of the class `name`, as it would stand on paper."""
    lines = _TERMINAL.sub("", text[:LONGEST]).split("\n")
    # a carriage return goes back to the line's start: a progress bar shows its last state
    kept = "\n".join(line.rstrip("\r").rpartition("\r")[2] for line in lines)
    return f'<pre class="{name}">{html.escape(kept)}</pre>{_note(text)}\n'


def _coloured(text: str, language: str) -> str:
    try:
        lexer = get_lexer_by_name(language)
    except ClassNotFound:
        return html.escape(text.strip("\n"))
    return str(highlight(text, lexer, HtmlFormatter(nowrap=True))).rstrip("\n")


def _note(text: str) -> str:
    if len(text) <= LONGEST:
        return ""
    return f'<p class="cut">The rest is not shown: {len(text) - LONGEST:,} characters.</p>'
