"""Cells and their outputs → Typst."""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from typing import Any

from analysis.render import images, placeholders
from analysis.render.typst import cuts, links, listings, markdown, markup
from analysis.render.typst.document import Document

Node = dict[str, Any]

_LAYOUT = re.compile(
    r"<(?:table|svg|figure|section|aside|img|ul|ol|dl|h[1-6]|p|hr|pre|a|span|div)\b", re.IGNORECASE
)
_FORMULA = re.compile(
    r"\s*(?:\$\$?(?P<a>.+?)\$?\$|\\\[(?P<b>.+)\\\]|\\begin\{(?P<name>[a-z]+\*?)\}.+\\end\{(?P=name)\})\s*",
    re.DOTALL,
)
_LIVE = re.compile(
    r"<(?:iframe|canvas|video|audio|object|embed)\b"
    r"|data-root-id=|Plotly\.|vegaEmbed|Bokeh\.embed|mpld3|echarts|L\.map\(|widget-view",
    re.IGNORECASE,
)
# diagrams of elements that only a style sheet makes sense of
_SCREEN = re.compile(r"""class=["']?(?:sk-top-container|xr-wrap)|<div[^>]*id=["']sk-container""")
_SAYING = re.compile(r"<(?:table|svg|img|h[1-6]|li|pre|figure)\b", re.IGNORECASE)
_RAW: dict[str, Callable[[str, Document], str]] = {
    "text/markdown": markdown.typst,
    "text/html": markup.typst,
}


def typst(cell: Node, document: Document, *, code: bool, language: str) -> str:
    """Return one cell; raw cells only where they are markdown or HTML."""
    document.attachments = cell.get("attachments", {})
    kind, source = cell["cell_type"], cell["source"]
    if kind == "markdown":
        return part(document, lambda: markdown.typst(source, document))
    if kind == "raw":
        metadata = cell["metadata"]
        read = _RAW.get(metadata.get("raw_mimetype", metadata.get("format", "")))
        return part(document, lambda: read(source, document)) if read else ""
    parts = []
    if code and source.strip():
        parts.append(part(document, lambda: listings.code(source, document, language)))
    place = document.cell
    for count, item in _joined_streams(cell.get("outputs", ())):
        document.cell = f"{place}, output {count}"
        parts.append(part(document, partial(output, item, cell["metadata"], document)))
        if document.budget.is_over:
            break
    document.cell = place
    return "\n\n".join(filter(None, parts))


def _joined_streams(outputs: Iterable[Node]) -> Iterator[tuple[int, Node]]:
    """Yield outputs with their numbers, what a stream printed piece by piece as one.

    nbconvert's own preprocessor takes a time that grows with the square of a line's length.
    """
    for stream, found in groupby(enumerate(outputs, start=1), key=lambda pair: _stream(pair[1])):
        (number, first), *others = found
        if stream:
            text = "".join(item["text"] for item in (first, *(item for _, item in others)))
            yield number, {**first, "text": text}
        else:
            yield from ((number, first), *others)


def _stream(item: Node) -> str:
    return str(item.get("name", "stdout")) if item["output_type"] == "stream" else ""


def part(document: Document, read: Callable[[], str]) -> str:
    """Return what is read of a part, and a note on its rest if that is too much."""
    if not document.budget.begin():
        return ""
    shown = read()
    excess = document.budget.excess
    return f"{shown}\n\n{cuts.note(document, placeholders.rest(excess))}" if excess else shown


def output(item: Node, metadata: Node, document: Document) -> str:
    """Return one output of a code cell."""
    kind = item["output_type"]
    if kind == "stream":
        function = "rp-warning" if item.get("name") == "stderr" else "rp-stream"
        return listings.printed(item["text"], document, function)
    if kind == "error":
        document.warn(f"the cell failed: {item['ename']}")
        title = document.string(listings.plainly(f"{item['ename']}: {item['evalue']}")[:300])
        trace = listings.printed("\n".join(item["traceback"]), document, "rp-trace")
        return f"#rp-error({title})[{trace}]"
    data = {mime: _joined(value, mime) for mime, value in item.get("data", {}).items()}
    said = item.get("metadata", {})
    alt = str(said.get("alt") or metadata.get("alt") or "")
    for mime, rule in _OUTPUTS.items():
        hints = Hints(alt, *_size(said.get(mime)))
        if isinstance(data.get(mime), str) and (shown := rule(data, hints, document)):
            return f"{_shown_instead(data, mime, document)}{shown}"
    return _not_shown(data, document)


@dataclass(frozen=True, slots=True)
class Hints:
    """What the metadata of an output say of a picture: its words, and its size in CSS."""

    alt: str
    width: str = ""
    height: str = ""


def _size(said: Any) -> tuple[str, str]:
    """Return width and height in pixels, as notebooks declare them for pictures that are dense."""
    given = said if isinstance(said, dict) else {}
    pixels = (given.get(side) for side in ("width", "height"))
    width, height = (str(size) if isinstance(size, int | float) else "" for size in pixels)
    return width, height


def _shown_instead(data: Node, mime: str, document: Document) -> str:
    """Return a note where an interactive output is shown as its plain text."""
    if mime != "text/plain" or not _interactive(data):
        return ""
    words = placeholders.standing_in("description")
    document.warn(f"{_interactive(data)}: {words}")
    return f"#rp-note[{document.markup(words)}]\n\n"


def _not_shown(data: Node, document: Document) -> str:
    """Return a note on an output none of whose forms can be shown."""
    words = placeholders.formless(data)
    if not words:
        return ""
    document.warn(words)
    return f"#rp-note[{document.markup(words)}]"


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


def _html(data: dict[str, str], _hints: Hints, document: Document) -> str:
    # without an element of ours the plain text or picture beside it says the same, and better
    html = data["text/html"]
    if not _LAYOUT.search(html) or (_SCREEN.search(html) and data.get("text/plain")):
        return ""
    if not _SAYING.search(html) and _LIVE.search(html):  # the cheaper question first
        return ""
    known = set(document.labels)
    shown = markup.typst(html, document)
    if not links.lifted(shown)[1].strip():
        document.labels = known
        return ""
    return shown


def _svg(data: dict[str, str], hints: Hints, document: Document) -> str:
    return _picture(lambda: images.picture(data["image/svg+xml"].encode()), data, hints, document)


def _base64(mime: str) -> Callable[[dict[str, str], Hints, Document], str]:
    return lambda data, hints, document: _picture(
        lambda: images.from_base64(data[mime]), data, hints, document
    )


def _picture(
    read: Callable[[], images.Picture], data: dict[str, str], hints: Hints, document: Document
) -> str:
    try:
        alt = hints.alt or _described(data)
        shown = document.placed(read(), alt, hints.width, hints.height)
    except images.ImageError as error:
        shown = document.placeholder(hints.alt, str(error))
    return f"#rp-shown(caption: none)[{shown}]"


def _described(data: dict[str, str]) -> str:
    plain = data.get("text/plain", "")
    return "Picture" if not plain or plain.startswith("<") else plain[:200]


def _markdown(data: dict[str, str], _hints: Hints, document: Document) -> str:
    return markdown.typst(data["text/markdown"], document)


def _latex(data: dict[str, str], _hints: Hints, document: Document) -> str:
    source = data["text/latex"]
    match = _FORMULA.fullmatch(source)
    if match is None:
        return "" if data.get("text/plain") else listings.printed(source, document, "rp-stream")
    tex = match["a"] or match["b"] or source
    return document.formula(tex.replace(r"\displaystyle", ""), display=True)


def _plain(data: dict[str, str], _hints: Hints, document: Document) -> str:
    text = data["text/plain"]
    return "" if placeholders.says_nothing(text) else listings.printed(text, document, "rp-stream")


def _json(data: dict[str, str], _hints: Hints, document: Document) -> str:
    return listings.printed(data["application/json"], document, "rp-stream")


_OUTPUTS: dict[str, Callable[[dict[str, str], Hints, Document], str]] = {
    "text/html": _html,
    "image/svg+xml": _svg,
    "image/png": _base64("image/png"),
    "image/jpeg": _base64("image/jpeg"),
    "image/jpg": _base64("image/jpg"),
    "image/gif": _base64("image/gif"),
    "image/webp": _base64("image/webp"),
    "text/markdown": _markdown,
    "text/latex": _latex,
    "application/json": _json,
    "text/plain": _plain,
}
