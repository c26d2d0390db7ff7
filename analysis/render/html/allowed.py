"""What HTML from a notebook may stay on a page: one list of elements, one of attributes."""

import re

# ruff: noqa: SIM905 - lists of short names are read as words, not as sixty quoted strings

ELEMENTS = frozenset(
    """
    a abbr aside b bdi bdo blockquote br caption cite code col colgroup dd del details dfn div dl dt
    em figcaption figure h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q rp rt ruby s samp
    section small span strong sub summary sup table tbody td tfoot th thead time tr u ul var wbr
    """.split()
)
RENAMED = {"big": "span", "center": "div", "font": "span", "strike": "s", "tt": "code"}
_SIDES = frozenset({"center", "justify", "left", "right"})
_EVERYWHERE = frozenset("aria-label class data-tone dir id lang style title".split())
_ATTRIBUTES = {
    "a": {"download"},
    "col": {"span"},
    "colgroup": {"span"},
    "details": {"open"},
    "img": {"alt", "height", "width"},
    "ol": {"reversed", "start", "type"},
    "td": {"colspan", "rowspan"},
    "th": {"abbr", "colspan", "rowspan", "scope"},
    "time": {"datetime"},
}
_NAMED = frozenset({"aside", "figure", "section", "table"})
_COUNTS = frozenset({"colspan", "height", "rowspan", "span", "start", "width"})
_MOST_SPANNED = 1_000
_SCOPES = frozenset({"col", "colgroup", "row", "rowgroup"})
_DIRECTIONS = frozenset({"auto", "ltr", "rtl"})
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")

DATA_LINK = re.compile(r"(?i)data:(?:text/csv|application/(?:json|ld\+json|zip))[;,]")
_LINK = re.compile(r"(?i)(?:https?://|mailto:|#)")
_DATA_IMAGE = re.compile(r"(?i)data:image/(?:png|jpe?g|gif|webp|svg\+xml);base64,")
_ELSEWHERE = re.compile(r"(?i)[a-z][a-z0-9+.-]*:|[/\\]{2}")
_FETCHED = re.compile(r"(?i)https?://")
_UNSEEN = re.compile(r"[\x00-\x20]+")  # browsers drop some of these from an address


def styled(element: str, given: dict[str, str]) -> dict[str, str]:
    """Return attributes in which a style says what those of old HTML did: sides and colours."""
    side = "center" if element == "center" else given.get("align", "").strip().lower()
    said = {
        "text-align": side if side in _SIDES and element != "img" else "",
        "color": given.get("color", "") if element == "font" else "",
        "background-color": given.get("bgcolor", ""),
    }
    css = [f"{name}:{value}" for name, value in said.items() if value]
    return {**given, "style": ";".join([*css, given.get("style", "")])} if css else given


def attributes(element: str, given: dict[str, str]) -> dict[str, str]:
    """Return those attributes of an element that may stay, addresses without blanks around."""
    return {
        name: value.strip() if name in {"href", "src"} else value
        for name, value in given.items()
        if _stays(element, name, value)
    }


def _stays(element: str, name: str, value: str) -> bool:
    if name == "href":
        return element == "a" and _leads_somewhere(value.strip())
    if name == "src":
        return element == "img" and _may_be_a_picture(value.strip())
    if name == "aria-label":
        return element in _NAMED
    if name not in _EVERYWHERE and name not in _ATTRIBUTES.get(element, ()):
        return False
    return _is_well_formed(name, value.strip())


def _is_well_formed(name: str, value: str) -> bool:
    """Say whether a value is one that a browser, or a program that reads aloud, understands."""
    if name in _COUNTS:
        return value.isascii() and value.isdigit() and int(value[:9]) <= _most(name)
    if name == "lang":
        return bool(_LANGUAGE.fullmatch(value))
    if name == "scope":
        return value.lower() in _SCOPES
    return name != "dir" or value.lower() in _DIRECTIONS


def _most(name: str) -> int:
    return _MOST_SPANNED if name in {"colspan", "rowspan", "span"} else 10_000


def _leads_somewhere(address: str) -> bool:
    return bool(_LINK.match(address) or DATA_LINK.match(address))


def _may_be_a_picture(address: str) -> bool:
    """Say whether an address is worth a look, if only to tell why its picture is not shown."""
    seen = _UNSEEN.sub("", address)
    known = seen.startswith("attachment:") or _DATA_IMAGE.match(seen) or _FETCHED.match(seen)
    return bool(known or not _ELSEWHERE.match(seen))
