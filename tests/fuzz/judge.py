"""Whether a page or a document made of a hostile notebook is harmless, by its structure."""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Iterator
from contextlib import suppress

from bs4 import BeautifulSoup, Tag
from pypdf import PdfReader
from pypdf.errors import LimitReachedError
from pypdf.generic import DictionaryObject

from tests.fuzz.payloads import CANARY, RAN

# ruff: noqa: SIM905 - lists of short names are read as words, not as sixty quoted strings

MOST_PAGES = 12  # of a document are read: a page takes pypdf a tenth of a second
MOST_CONTENT = 400_000  # bytes of a page
_IN_HEAD = {"meta", "style", "title"}
_PAGE = set(
    """
    a abbr aside b bdi bdo blockquote body br caption cite code col colgroup dd del details dfn div
    dl dt em figcaption figure footer h1 h2 h3 h4 h5 h6 head header hr html i img ins kbd li main
    mark meta nav ol p pre q rp rt ruby s samp section small span strong style sub summary sup table
    tbody td tfoot th thead time title tr u ul var wbr
    """.split()
)
_MATHS = set(
    """
    math menclose mfrac mi mn mo mover mpadded mphantom mroot mrow mspace msqrt mstyle msub msubsup
    msup mtable mtd mtext mtr munder munderover
    """.split()
)
_LINK = re.compile(
    r"#|https?://|mailto:|data:(?:text/csv|application/(?:json|ld\+json|zip))[;,]", re.IGNORECASE
)
_PICTURE = re.compile(r"data:image/(?:png|jpeg|gif|webp|svg\+xml);base64,[A-Za-z0-9+/=]*")
_ALIVE = re.compile(
    rb"<script|\son\w+\s*=|javascript:|<!ENTITY|(?:href|src)\s*=\s*[\"'](?!#|data:image/(?:png|jpeg|gif|webp);)",
    re.IGNORECASE,
)


def faults_of_page(page: str) -> Iterator[str]:
    """Yield what is wrong with an HTML page: what runs, loads, leaks, or does not belong there."""
    page.encode()
    if CANARY in page:
        yield "escape: the page holds a file of another folder"
    soup = BeautifulSoup(page, "html.parser")
    if len(soup.find_all("style")) != 1 or len(soup.find_all("main")) != 1:
        yield "escape: more than one style sheet or main part"
    ids = [str(element["id"]) for element in soup.find_all(id=True)]
    if len(ids) != len(set(ids)):
        yield "fault: an id is there twice"
    for element in soup.find_all(True):
        yield from _faults_of_element(element)


def _faults_of_element(element: Tag) -> Iterator[str]:
    if element.name not in _PAGE | _MATHS:
        yield f"executed: an element {element.name!r}"
    if element.name in _IN_HEAD and element.find_parent("head") is None:
        yield f"escape: {element.name} outside the head"
    for name, value in element.attrs.items():
        text = " ".join(value) if isinstance(value, list) else str(value)
        if name.startswith("on") or name in {
            "srcset",
            "srcdoc",
            "action",
            "formaction",
            "background",
        }:
            yield f"executed: an attribute {name!r}"
        if name == "href" and not (element.name == "a" and _LINK.match(text)):
            yield f"executed: a link to {text[:60]!r}"
        if name == "src" and not (element.name == "img" and _PICTURE.fullmatch(text)):
            yield f"escape: a picture from {text[:60]!r}"
        if name == "src" and text.startswith("data:image/svg"):
            drawing = base64.b64decode(text.partition(",")[2])
            if _ALIVE.search(drawing):
                yield f"executed: a drawing with {_ALIVE.search(drawing)!r}"
        if name == "style" and re.search(r"[(\\@]|position|url", text):
            yield f"escape: a style {text[:60]!r}"


def faults_of_document(document: bytes) -> Iterator[str]:
    """Yield what is wrong with a PDF: what ran, or what came from a file beside its source."""
    reader = PdfReader(io.BytesIO(document))
    text = "".join(_texts(reader))
    if RAN in text:
        yield "executed: code of the notebook ran in Typst"
    if CANARY in text or any(CANARY.encode() in data for data in _attached(reader)):
        yield "escape: the document holds a file beside its source"
    yield from _actions(reader)


def _actions(reader: PdfReader) -> Iterator[str]:
    """Yield what a reader would do by itself, or on a click, other than go to a place."""
    root = reader.trailer["/Root"].get_object()
    names = root.get("/Names", DictionaryObject()).get_object()
    if "/AA" in root or "/JavaScript" in names or "/OpenAction" in root:
        yield "executed: the document acts when it is opened"
    for page in reader.pages[:MOST_PAGES]:
        for annotation in page.get("/Annots") or ():
            action = annotation.get_object().get("/A", DictionaryObject()).get_object()
            address = str(action.get("/URI", "#"))
            if action.get("/S", "/GoTo") not in {"/GoTo", "/URI"} or not _LINK.match(address):
                yield f"executed: a click does {address[:60]!r}"


def _texts(reader: PdfReader) -> Iterator[str]:
    for page in reader.pages[:MOST_PAGES]:
        contents = page.get_contents()
        if contents is None or len(contents.get_data()) > MOST_CONTENT:
            continue  # a drawing of very many strokes: no file beside a source is as long
        with suppress(LimitReachedError):
            yield page.extract_text()


def _attached(reader: PdfReader) -> Iterator[bytes]:
    for contents in reader.attachments.values():
        yield from contents
