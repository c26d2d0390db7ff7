"""The cells of a notebook → sanitised trees, in the order in which a page shows them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from bs4 import Tag

from analysis.render import images
from analysis.render.html import listings
from analysis.render.html.outputs import output
from analysis.render.html.prose import markdown
from analysis.render.html.sanitise import Load, clean, tree


@dataclass(frozen=True, slots=True)
class Shown:
    """Which parts of a notebook a page shows, as nbconvert's exporters are told."""

    markdown: bool = True
    code: bool = True
    source: bool = True
    outputs: bool = True
    raw: bool = True


def cells(notebook: Mapping[str, Any], folder: Path | None, shown: Shown) -> Iterator[Tag]:
    """Yield what a notebook (nbformat 4) shows, piece by piece; files come from `folder` only."""
    language = _language(notebook["metadata"])
    for cell in notebook["cells"]:
        load = partial(images.load, folder=folder, attachments=cell.get("attachments", {}))
        kind = cell["cell_type"]
        if kind == "markdown" and shown.markdown:
            yield markdown(cell["source"], load)
        elif kind == "code" and shown.code:
            yield from _code(cell, language, load, shown)
        elif kind == "raw" and shown.raw:
            yield from _raw(cell, load)


def _code(cell: Mapping[str, Any], language: str, load: Load, shown: Shown) -> Iterator[Tag]:
    # nbconvert's TagRemovePreprocessor leaves a note instead of taking the source away
    hidden = cell["metadata"].get("transient", {}).get("remove_source")
    if shown.source and not hidden and cell["source"].strip():
        yield tree(listings.code(cell["source"], language), load)
    if shown.outputs:
        for item in cell["outputs"]:
            yield output(item, load)


def _raw(cell: Mapping[str, Any], load: Load) -> Iterator[Tag]:
    """Yield a raw cell that is meant for a page; others are meant for another format."""
    metadata = cell["metadata"]
    kind = metadata.get("raw_mimetype") or metadata.get("format")
    if kind == "text/html":
        yield tree(clean(cell["source"]), load)
    elif kind == "text/markdown":
        yield markdown(cell["source"], load)


def _language(metadata: Mapping[str, Any]) -> str:
    """Return the name by which a highlighter knows the notebook's language."""
    known = metadata.get("language_info", {})
    return str(known.get("pygments_lexer") or known.get("name") or "python")
