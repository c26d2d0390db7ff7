"""What a stranger's HTML embeds: drawings become pictures, films and frames a visible note."""

import base64
import html
import re

_SVG_EDGE = re.compile(r"(?i)<(/?)svg(?=[\s/>])[^>]*?(/?)>")
_DEFINED = re.compile(r"(?is)<(defs|symbol|style|title|desc)\b.*?</\1\s*>")
_SHAPE = re.compile(
    r"(?i)<(?:path|rect|circle|ellipse|line|poly\w+|text|image|foreignObject)[\s/>]"
)
_ENTITY = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#\d+|#[xX][0-9a-fA-F]+);)\w+;")
_TITLE = re.compile(r"(?is)<title\b[^>]*>([^<]{1,500})</title")
_LABEL = re.compile(r"""(?is)^[^>]*?\saria-label\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_HIDDEN = re.compile(r"""(?i)^[^>]*?\saria-hidden\s*=\s*["']?true""")

# A sanitiser drops these elements' tags; their content is no text to be read, so it goes too.
_WITH_CONTENT = re.compile(
    r"(?is)<(applet|audio|canvas|head|iframe|math|noembed|noframes|noscript|object|script|select"
    r"|style|svg|template|textarea|title|video|xmp)\b(.*?)(?:</\1\s*>|\Z)|<(embed)\b([^>]*)>"
)
_COMMENT = re.compile(r"(?s)<!--.*?(?:-->|\Z)")
_DECLARATION = re.compile(r"<![^>]*>|<\?[^>]*>")
_ADDRESS = re.compile(r"""(?i)\s(?:src|data)\s*=\s*["']?(https?://[^\s"'<>]{1,500})""")
_NOTED = {
    "applet": "program",
    "audio": "sound",
    "canvas": "drawing by a script",
    "embed": "content",
    "iframe": "embedded page",
    "math": "formula",
    "object": "content",
    "video": "film",
}


def reduced(markup: str) -> str:
    """Return `markup` without what a page cannot show; what a reader would miss leaves a note."""
    shown = _COMMENT.sub("", markup)
    if "<svg" in shown or "<SVG" in shown:
        shown = _drawings_as_pictures(shown)
    shown = _WITH_CONTENT.sub(_note, shown)
    return _DECLARATION.sub("", shown).replace("<!", "&lt;!")


def _note(element: re.Match[str]) -> str:
    name = (element[1] or element[3]).lower()
    if name not in _NOTED:
        return ""
    address = _ADDRESS.search(element[2] or element[4] or "")
    link = ""
    if address:
        safe = html.escape(html.unescape(address[1]))
        link = f' <a href="{safe}">{safe}</a>'
    return f'<span class="missing">[{_NOTED[name]}: not shown on a page of its own]{link}</span>'


def _drawings_as_pictures(markup: str) -> str:
    """Return `markup` with each <svg>…</svg> as an <img> that holds it, to be checked as such."""
    parts: list[str] = []
    depth = start = done = 0
    for edge in _SVG_EDGE.finditer(markup):
        if edge[1]:
            depth -= depth > 0
        elif not edge[2]:
            start = start if depth else edge.start()
            depth += 1
        if edge[1] and depth == 0 and start >= done and edge.end() > start:
            parts.extend([markup[done:start], _picture(markup[start : edge.end()])])
            done = start = edge.end()
    return "".join([*parts, markup[done:]])


def _picture(drawing: str) -> str:
    if not _SHAPE.search(_DEFINED.sub("", drawing)):
        return ""  # only defines or repeats symbols, as icons do
    opening, attributes = drawing[:4].lower(), drawing[4:]
    head = drawing[: drawing.find(">")]
    if "xmlns=" not in head:
        opening += ' xmlns="http://www.w3.org/2000/svg"'
    if "xlink:" in drawing and "xmlns:xlink" not in head:
        opening += ' xmlns:xlink="http://www.w3.org/1999/xlink"'
    source = _ENTITY.sub(lambda entity: html.unescape(entity[0]), opening + attributes)
    data = base64.b64encode(source.encode("utf-8", "replace")).decode("ascii")
    return f'<img src="data:image/svg+xml;base64,{data}" alt="{html.escape(_alt(drawing))}">'


def _alt(drawing: str) -> str:
    if _HIDDEN.match(drawing):
        return ""
    label = _LABEL.match(drawing)
    title = _TITLE.search(drawing)
    name = (label[1] or label[2] or "") if label else title[1] if title else ""
    return html.unescape(name).strip() or "Drawing"
