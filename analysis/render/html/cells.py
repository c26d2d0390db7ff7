"""The cells of a notebook → sanitised trees, in the order in which a page shows them."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from bs4 import Tag

from analysis.render import images, placeholders
from analysis.render.html import listings
from analysis.render.html.outputs import output
from analysis.render.html.prose import Setting, markdown
from analysis.render.html.sanitise import tree


@dataclass(frozen=True, slots=True)
class Shown:
    """Which parts of a notebook a page shows, as nbconvert's exporters are told."""

    markdown: bool = True
    code: bool = True
    source: bool = True
    outputs: bool = True
    raw: bool = True


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a page, and the place in the notebook that it is from."""

    tree: Tag
    place: str


_Piece = tuple[str, Any, Callable[[Any, Setting], Tag]]
"""A place in the notebook, what stands there, and what reads it."""


def cells(
    notebook: Mapping[str, Any], folder: Path | None, shown: Shown, setting: Setting
) -> Iterator[Part]:
    """Yield what a notebook (nbformat 4) shows, piece by piece; files come from `folder` only."""
    language = _language(notebook["metadata"])
    for number, cell in enumerate(notebook["cells"], start=1):
        load = partial(images.load, folder=folder, attachments=cell.get("attachments", {}))
        here = replace(setting, load=load)
        for place, source, read in _pieces(cell, language, shown, f"cell {number}"):
            if not setting.budget.begin():
                words = placeholders.cells_left_out(len(notebook["cells"]) - number + 1)
                yield Part(tree(f'<p class="cut">{words}</p>', here.load), place)
                return
            yield _part(place, source, here, read)


def _pieces(cell: Mapping[str, Any], language: str, shown: Shown, place: str) -> Iterator[_Piece]:
    kind = cell["cell_type"]
    if kind == "markdown" and shown.markdown:
        yield place, cell["source"], markdown
    elif kind == "code" and shown.code:
        yield from _code(cell, language, shown, place)
    elif kind == "raw" and shown.raw:
        yield from _raw(cell, place)


def _code(cell: Mapping[str, Any], language: str, shown: Shown, place: str) -> Iterator[_Piece]:
    # nbconvert's TagRemovePreprocessor leaves a note instead of taking the source away
    hidden = cell["metadata"].get("transient", {}).get("remove_source")
    if shown.source and not hidden and cell["source"].strip():
        yield place, cell["source"], partial(_listing, language)
    if shown.outputs:
        for number, item in enumerate(cell["outputs"], start=1):
            yield f"{place}, output {number}", item, output


def _listing(language: str, source: str, setting: Setting) -> Tag:
    return setting.tree(listings.code(source, language))


def _raw(cell: Mapping[str, Any], place: str) -> Iterator[_Piece]:
    """Yield a raw cell that is meant for a page; others are meant for another format."""
    metadata = cell["metadata"]
    kind = metadata.get("raw_mimetype") or metadata.get("format")
    if kind == "text/html":
        yield place, cell["source"], _markup
    elif kind == "text/markdown":
        yield place, cell["source"], markdown


def _markup(source: str, setting: Setting) -> Tag:
    return setting.tree(source)


def _part(place: str, source: Any, setting: Setting, read: Callable[[Any, Setting], Tag]) -> Part:
    """Return what `read` makes of a source, or a note that it cannot be read, and the source."""
    try:
        return Part(read(source, setting), place)
    except Exception as error:  # parsers raise whatever a stranger's text makes them
        text = source if isinstance(source, str) else ""
        words = placeholders.missing(place, f"{type(error).__name__} in reading it")
        note = f'<p class="missing">{words}</p>'
        printed = listings.printed(text, "result") if text else ""
        return Part(tree(note + printed, setting.load), place)


def _language(metadata: Mapping[str, Any]) -> str:
    """Return the name by which a highlighter knows the notebook's language."""
    known = metadata.get("language_info", {})
    return str(known.get("pygments_lexer") or known.get("name") or "python")
