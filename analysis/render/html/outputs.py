"""What a code cell left behind → a sanitised tree: the richest form a page can show."""

import html
from collections.abc import Callable, Mapping
from typing import Any

from bs4 import Tag

from analysis.render import images
from analysis.render.html import listings
from analysis.render.html.formulas import formula
from analysis.render.html.prose import markdown
from analysis.render.html.sanitise import Load, clean, tree

_Reader = Callable[[str, str, Load], Tag | None]


def output(item: Mapping[str, Any], load: Load) -> Tag:
    """Return an element holding one output of a notebook (nbformat 4), empty if it shows none."""
    if item["output_type"] == "stream":
        return tree(listings.printed(_text(item["text"]), _text(item["name"])), load)
    if item["output_type"] == "error":
        return tree(_failure(item), load)
    return _display(item["data"], item.get("metadata", {}), load)


def _display(data: Mapping[str, Any], metadata: Mapping[str, Any], load: Load) -> Tag:
    """Return the first form, richest first, that has something to show."""
    for kind, read in _READERS.items():
        if kind not in data:
            continue
        own = metadata.get(kind, {})
        alt = own.get("alt") if isinstance(own, dict) else None
        shown = read(_text(data[kind]), _text(alt or metadata.get("alt") or "Output"), load)
        if shown is not None:
            return shown
    return tree("", load)


def _failure(item: Mapping[str, Any]) -> str:
    """Return the markup of an exception: a block with an address, so that it can be linked to."""
    title = html.escape(f"{_text(item['ename'])}: {_text(item['evalue'])}")
    trace = listings.printed("\n".join(map(_text, item["traceback"])), "traceback")
    return (
        '<div class="error" id="error" role="group" aria-label="Error">'
        f'<p class="error-title">{title}</p>{trace}</div>'
    )


def _page(text: str, _alt: str, load: Load) -> Tag | None:
    shown = tree(clean(text), load)
    # an interactive chart is all script: what is left of it says less than its picture
    return shown if shown.get_text(strip=True) or shown.find(["img", "hr"]) else None


def _drawing(text: str, alt: str, load: Load) -> Tag | None:
    return _picture(lambda: images.picture(text.encode("utf-8", "replace")), alt, load)


def _photograph(text: str, alt: str, load: Load) -> Tag | None:
    return _picture(lambda: images.from_base64(text), alt, load)


def _picture(read: Callable[[], images.Picture], alt: str, load: Load) -> Tag | None:
    try:
        address = read().data_uri
    except images.ImageError:
        return None
    return tree(f'<figure><img src="{address}" alt="{html.escape(alt)}"></figure>', load)


def _prose(text: str, _alt: str, load: Load) -> Tag:
    return markdown(text, load)


def _latex(text: str, _alt: str, load: Load) -> Tag:
    source = text.strip().strip("$").removeprefix(r"\displaystyle")
    return tree(f"<p>{formula(source, display=True)}</p>", load)


def _printed(text: str, _alt: str, load: Load) -> Tag:
    return tree(listings.printed(text, "result"), load)


def _text(value: object) -> str:
    """Return a notebook's text, which may be stored as a list of lines."""
    return "".join(map(str, value)) if isinstance(value, list) else str(value)


_READERS: dict[str, _Reader] = {
    "text/html": _page,
    "image/svg+xml": _drawing,
    "image/png": _photograph,
    "image/jpeg": _photograph,
    "text/markdown": _prose,
    "text/latex": _latex,
    "text/plain": _printed,
}
