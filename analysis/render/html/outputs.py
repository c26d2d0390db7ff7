"""What a code cell left behind → a sanitised tree: the richest form a page can show."""

import html
import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from bs4 import Tag

from analysis.render import images, placeholders
from analysis.render.html import listings
from analysis.render.html.prose import Setting, markdown
from analysis.render.html.sanitise import tree
from analysis.render.lenient import TOO_DEEP

_Reader = Callable[[Any, str, Setting], Tag | None]

_INTERACTIVE = re.compile(
    r"application/(?:vnd\.(?:jupyter\.widget|plotly|vega|bokehjs|holoviews)|javascript)"
)
_ONE_FORMULA = re.compile(r"(?s)\s*\$(\$?)(?:\\displaystyle)?([^$]+)\$\1\s*")


def output(item: Mapping[str, Any], setting: Setting) -> Tag:
    """Return an element holding one output of a notebook (nbformat 4), empty if it shows none."""
    kind = item.get("output_type")
    if kind == "stream":
        printed = listings.printed(_text(item.get("text", "")), _text(item.get("name", "stdout")))
        return setting.tree(printed)
    if kind == "error":
        return setting.tree(_failure(item))
    return _display(item.get("data", {}), item.get("metadata", {}), setting)


def _display(data: Mapping[str, Any], metadata: Mapping[str, Any], setting: Setting) -> Tag:
    """Return the first form, richest first, that has something to show, and what was not shown."""
    notes: list[str] = []
    for kind, read in _READERS.items():
        if kind not in data:
            continue
        try:
            shown = read(data[kind], _alt(metadata, kind), setting)
        except images.ImageError as error:
            notes.append(_missing(placeholders.missing(kind, str(error))))
            continue
        if shown is not None:
            notes.append(_interactive_note(data, kind))
            shown.extend(list(tree("".join(notes), setting.load).contents))
            return shown
    notes = notes or [_missing(placeholders.formless(data))]
    return tree("".join(notes), setting.load)


def _interactive_note(data: Mapping[str, Any], kind: str) -> str:
    if kind == "text/html" or not any(map(_INTERACTIVE.match, data)):
        return ""
    what = "picture" if kind.startswith("image/") else "description"
    return f'<p class="cut">{placeholders.standing_in(what)}</p>'


def _missing(words: str) -> str:
    return f'<p class="missing">{html.escape(words, quote=False)}</p>' if words else ""


def _alt(metadata: Mapping[str, Any], kind: str) -> str:
    own = metadata.get(kind, {})
    alt = own.get("alt") if isinstance(own, dict) else None
    return _text(alt or metadata.get("alt") or "Output")


def _failure(item: Mapping[str, Any]) -> str:
    """Return the markup of an exception: a block with an address, so that it can be linked to."""
    title = html.escape(f"{_text(item.get('ename', ''))}: {_text(item.get('evalue', ''))}")
    trace = listings.printed("\n".join(map(_text, item.get("traceback", []))), "traceback")
    return f'<div class="error" id="error"><p class="error-title">{title}</p>{trace}</div>'


def _page(text: Any, _alt: str, setting: Setting) -> Tag | None:
    shown = setting.tree(_text(text))
    # an interactive chart is all script: what is left of it says less than its picture
    return shown if shown.get_text(strip=True) or shown.find(["img", "hr"]) else None


def _drawing(text: Any, alt: str, setting: Setting) -> Tag:
    source = _text(text)
    if source.lstrip()[:1] != "<":  # some programs store drawings as they store photographs
        return _photograph(text, alt, setting)
    return _picture(images.picture(source.encode("utf-8", "replace")), alt, setting)


def _photograph(text: Any, alt: str, setting: Setting) -> Tag:
    return _picture(images.from_base64(_text(text)), alt, setting)


def _picture(picture: images.Picture, alt: str, setting: Setting) -> Tag:
    markup = f'<figure><img alt="{html.escape(alt)}"></figure>'
    return tree(markup, lambda _: picture, setting.budget)


def _prose(text: Any, _alt: str, setting: Setting) -> Tag:
    return markdown(_text(text), setting)


def _latex(text: Any, _alt: str, setting: Setting) -> Tag:
    """Return one formula, or else a text with formulas in it, which is read as markdown is."""
    source = _text(text)
    alone = _ONE_FORMULA.fullmatch(source)
    if alone is None:
        return markdown(source, setting)
    return markdown(f"$${alone[2].strip()}$$", setting)


def _data(value: Any, _alt: str, setting: Setting) -> Tag:
    shown = value if isinstance(value, str) else json.dumps(value, indent=2, ensure_ascii=False)
    cut = f'<p class="cut">The rest is {TOO_DEEP[1:-1]}.</p>' if TOO_DEEP in shown else ""
    return setting.tree(listings.printed(shown, "result") + cut)


def _printed(text: Any, _alt: str, setting: Setting) -> Tag | None:
    source = _text(text)
    if placeholders.says_nothing(source):
        return None  # the name of an object whose other forms a page cannot show
    return setting.tree(listings.printed(source, "result"))


def _text(value: object) -> str:
    """Return a notebook's text, which may be stored as a list of lines."""
    return "".join(map(str, value)) if isinstance(value, list) else str(value)


_READERS: dict[str, _Reader] = {
    "text/html": _page,
    "image/svg+xml": _drawing,
    **dict.fromkeys((f"image/{one}" for one in ("png", "jpeg", "jpg", "gif", "webp")), _photograph),
    "text/markdown": _prose,
    "text/latex": _latex,
    "text/plain": _printed,
    "application/json": _data,
}
