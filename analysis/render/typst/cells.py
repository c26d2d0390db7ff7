"""Cells and their outputs → Typst."""

import json
import re
from collections.abc import Callable
from typing import Any

from analysis.render import images
from analysis.render.typst import markdown, markup
from analysis.render.typst.document import Document

Node = dict[str, Any]

LINE_LIMIT = 200
LINE_LENGTH = 104
_CHARACTER_LIMIT = 2_000
_LAYOUT = re.compile(
    r"<(?:table|figure|section|aside|img|ul|ol|dl|h[1-6]|p|hr|pre|a|span|div)\b", re.IGNORECASE
)
_FORMULA = re.compile(
    r"\s*(?:\$\$?(?P<a>.+?)\$?\$|\\\[(?P<b>.+)\\\]|\\begin\{(?P<name>[a-z]+\*?)\}.+\\end\{(?P=name)\})\s*",
    re.DOTALL,
)
_LIVE = re.compile(
    r"<(?:iframe|canvas|video|audio|object|embed)\b"
    r"|Plotly\.|vegaEmbed|Bokeh\.embed|mpld3|echarts|L\.map\(|widget-view",
    re.IGNORECASE,
)
# what sets up a page for scripts, or says nothing by itself
_SILENT = frozenset(
    [
        *["text/plain", "text/html", "application/javascript", "text/javascript"],
        *["application/vnd.bokehjs_load.v0+json", "application/vnd.bokehjs_exec.v0+json"],
        *["application/vnd.holoviews_load.v0+json", "application/vnd.holoviews_exec.v0+json"],
    ]
)
_TERMINAL_CODES = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-Z\\-_])")
_RAW = {"text/markdown": markdown.typst, "text/html": markup.typst}


def typst(cell: Node, document: Document, *, code: bool, language: str) -> str:
    """Return one cell; raw cells only where they are markdown or HTML."""
    document.attachments = cell.get("attachments", {})
    kind, source = cell["cell_type"], cell["source"]
    if kind == "markdown":
        return markdown.typst(source, document)
    if kind == "raw":
        metadata = cell["metadata"]
        read = _RAW.get(metadata.get("raw_mimetype", metadata.get("format", "")))
        return read(source, document) if read else ""
    parts = [_code(source, document, language)] if code and source.strip() else []
    parts += [output(item, cell["metadata"], document) for item in cell.get("outputs", ())]
    return "\n\n".join(filter(None, parts))


def _code(source: str, document: Document, language: str) -> str:
    text = document.string(_wrapped(source.strip("\n")))
    return f"#rp-code({text}, {document.string(language)})"


def output(item: Node, metadata: Node, document: Document) -> str:
    """Return one output of a code cell."""
    kind = item["output_type"]
    if kind == "stream":
        function = "rp-warning" if item.get("name") == "stderr" else "rp-stream"
        return text_block("".join(item["text"]), document, function)
    if kind == "error":
        document.warn(f"the cell failed: {item['ename']}")
        title = document.string(_plainly(f"{item['ename']}: {item['evalue']}")[:300])
        trace = text_block("\n".join(item["traceback"]), document, "rp-trace")
        return f"#rp-error({title})[{trace}]"
    data = {mime: _joined(value, mime) for mime, value in item.get("data", {}).items()}
    alt = item.get("metadata", {}).get("alt") or metadata.get("alt") or ""
    for mime, rule in _OUTPUTS.items():
        if isinstance(data.get(mime), str) and (shown := rule(data, str(alt), document)):
            return f"{_shown_instead(data, mime, document)}{shown}"
    return _not_shown(data, document)


def _shown_instead(data: Node, mime: str, document: Document) -> str:
    """Return a note where an interactive output is shown as its plain text."""
    if mime != "text/plain" or not _interactive(data):
        return ""
    document.warn(f"interactive output ({_interactive(data)}) shown as its plain text")
    return f"#rp-note[{document.markup('[interactive output, shown as its plain text]')}]\n\n"


def _not_shown(data: Node, document: Document) -> str:
    """Return a note on an output none of whose forms can be shown; scripts alone show nothing."""
    kind = _interactive(data) or next((m for m in data if m not in _SILENT), "")
    if not kind:
        return ""
    document.warn(f"output of type {kind[:80]} has no form that can be printed")
    return f"#rp-note[{document.markup(f'[output not shown: {kind[:80]}]')}]"


def _interactive(data: Node) -> str:
    for mime in data:
        if mime.endswith("+json") and not mime.endswith(("_load.v0+json", "_exec.v0+json")):
            return mime
    html = data.get("text/html", "")
    return "interactive HTML" if isinstance(html, str) and _LIVE.search(html) else ""


def _joined(value: Any, mime: str) -> Any:
    """Return text stored as lines as one, and JSON as text; other values are left alone."""
    if mime == "application/json" and not isinstance(value, str):
        return json.dumps(value, ensure_ascii=False, indent=2)
    return "".join(map(str, value)) if isinstance(value, list) else value


def _html(data: dict[str, str], _alt: str, document: Document) -> str:
    # without an element of ours the plain text or picture beside it says the same, and better
    html = data["text/html"]
    return markup.typst(html, document) if _LAYOUT.search(html) else ""


def _svg(data: dict[str, str], alt: str, document: Document) -> str:
    return _picture(lambda: images.picture(data["image/svg+xml"].encode()), data, alt, document)


def _base64(mime: str) -> Callable[[dict[str, str], str, Document], str]:
    return lambda data, alt, document: _picture(
        lambda: images.from_base64(data[mime]), data, alt, document
    )


def _picture(
    read: Callable[[], images.Picture], data: dict[str, str], alt: str, document: Document
) -> str:
    try:
        shown = document.placed(read(), alt or _described(data))
    except images.ImageError as error:
        shown = document.placeholder(alt, str(error))
    return f"#rp-shown(caption: none)[{shown}]"


def _described(data: dict[str, str]) -> str:
    plain = data.get("text/plain", "")
    return "Picture" if not plain or plain.startswith("<") else plain[:200]


def _markdown(data: dict[str, str], _alt: str, document: Document) -> str:
    return markdown.typst(data["text/markdown"], document)


def _latex(data: dict[str, str], _alt: str, document: Document) -> str:
    source = data["text/latex"]
    match = _FORMULA.fullmatch(source)
    if match is None:
        return "" if data.get("text/plain") else text_block(source, document, "rp-stream")
    tex = match["a"] or match["b"] or source
    return document.formula(tex.replace(r"\displaystyle", ""), display=True)


def _plain(data: dict[str, str], _alt: str, document: Document) -> str:
    return text_block(data["text/plain"], document, "rp-stream")


def _json(data: dict[str, str], _alt: str, document: Document) -> str:
    return text_block(data["application/json"], document, "rp-stream")


_OUTPUTS: dict[str, Callable[[dict[str, str], str, Document], str]] = {
    "text/html": _html,
    "image/svg+xml": _svg,
    "image/png": _base64("image/png"),
    "image/jpeg": _base64("image/jpeg"),
    "image/jpg": _base64("image/jpg"),
    "image/gif": _base64("image/gif"),
    "image/webp": _base64("image/webp"),
    "text/markdown": _markdown,
    "text/latex": _latex,
    "text/plain": _plain,
    "application/json": _json,
}


def text_block(text: str, document: Document, function: str) -> str:
    """Return terminal text: no colours, overwritten lines resolved, the middle cut if long."""
    plain = _plainly(text[: 2 * LINE_LIMIT * _CHARACTER_LIMIT]).replace("\r\n", "\n")
    # a carriage return starts its line again, as progress bars do
    lines = [line.rsplit("\r", 1)[-1] for line in plain.strip("\n").split("\n")]
    if len(lines) > LINE_LIMIT:
        half = LINE_LIMIT // 2
        note = f"… {len(lines) - 2 * half:,} lines left out …"
        lines = [*lines[:half], note, *lines[-half:]]
    shown = "\n".join(map(_shortened, lines))
    return f"#{function}({document.string(_wrapped(shown))})" if shown.strip() else ""


def _shortened(line: str) -> str:
    return line if len(line) <= _CHARACTER_LIMIT else f"{line[:_CHARACTER_LIMIT]} …"


def _plainly(text: str) -> str:
    return _TERMINAL_CODES.sub("", text)


def _wrapped(text: str) -> str:
    """Return text whose lines fit the page: Typst does not break a word of code."""
    return "\n".join(piece for line in text.split("\n") for piece in _pieces(line))


def _pieces(line: str) -> list[str]:
    if len(line) <= LINE_LENGTH:
        return [line]
    indent = " " * min(len(line) - len(line.lstrip()) + 4, LINE_LENGTH // 2)
    pieces = []
    while len(line) > LINE_LENGTH:
        blank = line.rfind(" ", LINE_LENGTH // 2, LINE_LENGTH) + 1
        cut = blank or LINE_LENGTH
        pieces.append(line[:cut].rstrip())
        line = indent + line[cut:].lstrip()
    return [*pieces, line]
