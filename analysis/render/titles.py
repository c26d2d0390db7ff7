"""The title of a notebook that declares none, where its first heading is not what it is called."""

import re
from typing import Any

from analysis.render import dialect
from analysis.render.references import LENGTH_LIMIT

_LONGEST = 200
_FENCED = re.compile(dialect.FENCED, re.DOTALL | re.MULTILINE)
_HEADING = re.compile(
    r"^ {0,3}(?P<signs>#{1,6})(?!#)[ \t]*(?P<words>[^\n]*)$"
    r"|^ {0,3}(?P<lined>(?![*+-][ \t]|[>#|<])\S[^\n]*)\n {0,3}(?P<line>={2,}|-{2,})[ \t]*$"
    r"|<h(?P<level>[1-6])\b",
    re.MULTILINE | re.IGNORECASE,
)
# a first paragraph that is bold from end to end
_BOLD = re.compile(r"\A\s*(\*\*|__)(?=\S)(?P<words>[^*_\n<]{3,200}?)\1[ \t]*(?=\n\s*\n|\s*\Z)")


def titled(notebook: Any) -> Any:
    """Return the notebook with the title that its prose gives it, in its metadata and as heading.

    A bold line that everything else stands below is a heading of the first level. Where others
    come before the first one of that level, as a licence or a course may, it is the title.
    """
    prose = [cell for cell in notebook.cells if cell.cell_type == "markdown"]
    if notebook.metadata.get("title") or not prose:
        return notebook
    bold = _BOLD.match(prose[0].source)
    if bold:
        prose[0].source = f"# {bold['words'].strip()}{prose[0].source[bold.end() :]}"
        return notebook
    words = _first_of_all("\n\n".join(cell.source for cell in prose)[:LENGTH_LIMIT])
    if words:
        notebook.metadata["title"] = words
    return notebook


def _first_of_all(text: str) -> str:
    """Return the words of the first heading of level 1 if others come before it; else nothing."""
    for count, found in enumerate(_HEADING.finditer(_FENCED.sub("", text))):
        level = len(found["signs"] or "") or int(found["level"] or 0)
        if level == 1 or (found["line"] or "").startswith("="):
            marked = (found["words"] or "").rstrip("#")
            words = "" if found["level"] or not count else marked or found["lined"] or ""
            return " ".join(_plain(words).split())[:_LONGEST]
    return ""


def _plain(line: str) -> str:
    tokens, _ = dialect.parser(None).parse(line)
    return "".join(map(_words, tokens)) if isinstance(tokens, list) else ""


def _words(token: dict[str, Any]) -> str:
    if token["type"] == "inline_html":
        return ""
    return str(token.get("raw", "")) or "".join(map(_words, token.get("children", ())))
