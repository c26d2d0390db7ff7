"""Which SVG drawings may be shown: those that neither run, load nor blow up anything."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from xml.parsers import expat

from analysis.render.unfolding import DEPTH_LIMIT, Unfolding, UnfoldingError

ELEMENT_LIMIT = 400_000
SHAPE_LIMIT = 400_000
# what takes about as long as a shape: so many bytes, and rules of style tried on so many elements
BYTES_OF_A_SHAPE, TRIES_OF_A_SHAPE = 100, 250

_SHAPES = ["path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "image"]
_WORDS = ["text", "tspan", "textPath", "title", "desc", "style", "metadata"]
_GROUPS = ["svg", "g", "a", "defs", "symbol", "use", "switch", "clipPath", "mask", "marker"]
_PAINTS = ["pattern", "linearGradient", "radialGradient", "stop"]
# what Inkscape notes for itself, and nothing draws
_EDITING = ["namedview", "grid", "guide", "page", "perspective", "path-effect"]
_DRAWING = frozenset([*_SHAPES, *_WORDS, *_GROUPS, *_PAINTS, *_EDITING])
_LINK = re.compile(r"(?:https?|mailto):", re.IGNORECASE)
_PICTURE_DATA = re.compile(r"data:image/(?:png|jpeg|gif|webp);base64,", re.IGNORECASE)
_LOADS = re.compile(r"url\(\s*['\"]?\s*(?!#|\s|['\"])|@import|\\|expression\s*\(", re.IGNORECASE)
_FILTERS = re.compile(r"(?:^|[;{/\s-])filter\s*:\s*(?!none)\S", re.IGNORECASE)
_LENGTH = re.compile(r"\s*(\d+(?:\.\d+)?|\.\d+)\s*(pt|px|in|mm|cm|)\s*")
_MILLIMETRES = {"pt": 25.4 / 72, "px": 25.4 / 96, "": 25.4 / 96, "in": 25.4, "mm": 1.0, "cm": 10.0}


class UnsafeSVGError(ValueError):
    """An SVG that is refused; the message says why."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """What a safe drawing says: its own width in millimetres, if any, and the pictures in it."""

    width: float | None
    pictures: tuple[str, ...]  # addresses that hold them, not looked into
    shapes: int  # with those that are drawn again, and with what takes as long as they do


@dataclass(slots=True)
class _Reading:
    """What one pass over a drawing has seen so far."""

    unfolding: Unfolding
    path: list[str] = field(default_factory=list)
    rules: int = 0
    width: float | None = None
    pictures: list[str] = field(default_factory=list)
    sheet: list[str] = field(default_factory=list)


def read(data: bytes) -> Drawing:
    """Return what a safe drawing says of itself.

    Raises:
        UnsafeSVGError: it runs, loads or declares something, or is not a well-formed drawing.
    """
    reading = _Reading(Unfolding(has_sheets=b"<style" in data and b"url(" in data))
    parser = expat.ParserCreate("utf-8", " ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _doctype
    parser.EntityDeclHandler = _refusal("entities")
    parser.ProcessingInstructionHandler = _refusal("processing instructions")
    parser.StartElementHandler = lambda name, attributes: _enter(reading, name, attributes)
    parser.EndElementHandler = lambda _: _leave(reading)
    parser.CharacterDataHandler = lambda text: _text(reading, text)
    try:
        data.decode("utf-8")
        parser.Parse(data, True)
        drawn = reading.unfolding.size()
    except UnfoldingError as error:
        raise UnsafeSVGError(str(error)) from error
    except (expat.ExpatError, UnicodeDecodeError) as error:
        raise UnsafeSVGError(f"it is not well-formed ({error})") from error
    tries = reading.rules * reading.unfolding.elements
    shapes = drawn + len(data) // BYTES_OF_A_SHAPE + tries // TRIES_OF_A_SHAPE
    if shapes > SHAPE_LIMIT:
        raise UnsafeSVGError(f"it unfolds to more than {SHAPE_LIMIT:,} shapes")
    return Drawing(reading.width, tuple(reading.pictures), shapes)


def _refusal(what: str) -> Callable[..., None]:
    def refuse(*_: object) -> None:
        raise UnsafeSVGError(f"it contains {what}")

    return refuse


def _doctype(_name: str, _system: str | None, _public: str | None, internal: int) -> None:
    if internal:
        raise UnsafeSVGError("it declares its own document type")


def _enter(reading: _Reading, name: str, attributes: dict[str, str]) -> None:
    tag = name.rpartition(" ")[2]
    reading.path.append(tag)
    known = [(key.rpartition(" ")[2].lower(), value) for key, value in attributes.items()]
    reading.unfolding.enter(known)
    elements = reading.unfolding.elements
    if elements > ELEMENT_LIMIT or len(reading.path) > DEPTH_LIMIT:
        raise UnsafeSVGError("it is too large or too deep")
    if elements == 1:
        reading.width = _root_width(tag, attributes)
    if "metadata" in reading.path[:-1]:
        return  # descriptive RDF, which names addresses that nothing loads
    if tag not in _DRAWING:
        raise UnsafeSVGError(f"it contains the element {tag[:40]!r}")
    for key, value in known:
        _check_attribute(tag, key, value)
        if (tag, key) == ("image", "href") and not value.strip().startswith("#"):
            reading.pictures.append(value.strip())


def _root_width(tag: str, attributes: dict[str, str]) -> float | None:
    if tag != "svg":
        raise UnsafeSVGError("its root is not an svg element")
    length = _LENGTH.fullmatch(attributes.get("width", ""))
    return float(length[1]) * _MILLIMETRES[length[2]] if length else None


def _check_attribute(tag: str, key: str, value: str) -> None:
    if key.startswith("on"):
        raise UnsafeSVGError(f"it contains the event handler {key[:40]!r}")
    if key in {"href", "src", "base"} and not _stays_inside(tag, value.strip()):
        raise UnsafeSVGError(f"it refers to {value[:40]!r}")
    if _LOADS.search(value):
        raise UnsafeSVGError(f"its attribute {key[:40]!r} loads something")
    if _FILTERS.search(f"{key}:{value}" if key == "filter" else value):
        raise UnsafeSVGError("it filters, which turns drawings into pixels")


def _stays_inside(tag: str, address: str) -> bool:
    elsewhere = {"image": _PICTURE_DATA, "a": _LINK}.get(tag)  # a link, which nothing follows
    return address.startswith("#") or bool(elsewhere and elsewhere.match(address))


def _leave(reading: _Reading) -> None:
    # the whole sheet at once: a comment, or the reader's buffer, may part a word in two
    if reading.path.pop() == "style":
        css = "".join(reading.sheet)
        if _LOADS.search(css):
            raise UnsafeSVGError("its style sheet loads something")
        if _FILTERS.search(css):
            raise UnsafeSVGError("it filters, which turns drawings into pixels")
        reading.rules += reading.unfolding.sheet(css)
        reading.sheet.clear()
    reading.unfolding.leave()


def _text(reading: _Reading, text: str) -> None:
    if reading.path[-1] == "style":
        reading.sheet.append(text)
