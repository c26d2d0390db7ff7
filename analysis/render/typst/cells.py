"""Cells and their outputs → Typst."""

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
    data = {
        mime: "".join(value) if isinstance(value, list) else value
        for mime, value in item.get("data", {}).items()
    }
    alt = item.get("metadata", {}).get("alt") or metadata.get("alt") or ""
    for mime, rule in _OUTPUTS.items():
        if isinstance(data.get(mime), str) and (shown := rule(data, str(alt), document)):
            return shown
    return ""


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
        return ""
    tex = match["a"] or match["b"] or source
    return document.formula(tex.replace(r"\displaystyle", ""), display=True)


def _plain(data: dict[str, str], _alt: str, document: Document) -> str:
    return text_block(data["text/plain"], document, "rp-stream")


_OUTPUTS: dict[str, Callable[[dict[str, str], str, Document], str]] = {
    "text/html": _html,
    "image/svg+xml": _svg,
    "image/png": _base64("image/png"),
    "image/jpeg": _base64("image/jpeg"),
    "image/gif": _base64("image/gif"),
    "text/markdown": _markdown,
    "text/latex": _latex,
    "text/plain": _plain,
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
