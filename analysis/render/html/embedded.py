"""What a stranger's HTML embeds: drawings become pictures, films and frames a visible note."""

import base64
import html
import re
from collections.abc import Iterator

_ENTITY = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#\d+|#[xX][0-9a-fA-F]+);)\w+;")
_TITLE = re.compile(r"(?is)<title\b[^<>]{0,500}>([^<]{1,500})</title")
_LABEL = re.compile(r"""(?is)^[^>]*?\saria-label\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_HIDDEN = re.compile(r"""(?i)^[^>]*?\saria-hidden\s*=\s*["']?true""")

# A sanitiser drops these elements' tags; their content is no text to be read, so it goes too.
_EDGE = re.compile(
    r"(?i)<(/?)(applet|audio|canvas|embed|head|iframe|math|noembed|noframes|noscript|object|script"
    r"|select|style|svg|template|textarea|title|video|xmp)(?=[\s/>])"
)
_DRAWN = re.compile(
    r"(?i)<(/?)(?:(defs|symbol|style|title|desc)|path|rect|circle|ellipse|line|poly\w+|text|image"
    r"|foreignObject)(?=[\s/>])[^<>]*?(/?)>"
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
    """Return `markup` without what a page cannot show; what a reader would miss leaves a note.

    Its time grows with the length of `markup` and no faster, whatever that holds.
    """
    shown = "".join(_pieces(_COMMENT.sub("", markup)))
    tags = shown.rfind(">") + 1  # what is not closed there is no tag
    whole, rest = shown[:tags], shown[tags:]
    return _DECLARATION.sub("", whole).replace("<!", "&lt;!") + rest.replace("<", "&lt;")


def _pieces(markup: str) -> Iterator[str]:
    """Yield what stands between the elements that go, and what stands in the place of each."""
    done = start = depth = 0
    name = ""
    for edge, end, alone in _edges(markup):
        this = edge[2].lower()
        if not name and not edge[1]:
            yield markup[done : edge.start()]
            name, start, done = this, edge.start(), end
            depth = 0 if alone or this == "embed" else 1
        elif name and this == name and (edge[1] or name == "svg"):  # drawings may nest
            depth += -1 if edge[1] else not alone
        if name and depth == 0:
            yield _instead(name, markup[start:end])
            name, done = "", end
    yield _instead(name, markup[start:]) if name else markup[done:]


def _edges(markup: str) -> Iterator[tuple[re.Match[str], int, bool]]:
    """Yield each tag of an element that goes, where it ends, and whether it is a whole drawing."""
    close = -1
    for edge in _EDGE.finditer(markup, 0, markup.rfind(">") + 1):
        if close < edge.end():
            close = markup.index(">", edge.end())
        yield edge, close + 1, edge[2].lower() == "svg" and markup[close - 1] == "/"


def _instead(name: str, element: str) -> str:
    return _picture(element) if name == "svg" else _note(name, element)


def _note(name: str, element: str) -> str:
    if name not in _NOTED:
        return ""
    address = _ADDRESS.search(element)
    link = ""
    if address:
        safe = html.escape(html.unescape(address[1]))
        link = f' <a href="{safe}">{safe}</a>'
    return f'<span class="missing">[{_NOTED[name]}: not shown on a page of its own]{link}</span>'


def _picture(drawing: str) -> str:
    if not _draws(drawing):
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


def _draws(drawing: str) -> bool:
    """Say whether a drawing has a shape outside its definitions."""
    depth = 0
    for edge in _DRAWN.finditer(drawing):
        if edge[2]:
            depth = max(0, depth + (-1 if edge[1] else not edge[3]))
        elif not edge[1] and depth == 0:
            return True
    return False


def _alt(drawing: str) -> str:
    if _HIDDEN.match(drawing):
        return ""
    label = _LABEL.match(drawing)
    title = _TITLE.search(drawing)
    name = (label[1] or label[2] or "") if label else title[1] if title else ""
    return html.unescape(name).strip() or "Drawing"
