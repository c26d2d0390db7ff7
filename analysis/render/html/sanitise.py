"""What HTML from a notebook may stay on a page: an allow-list, applied twice.

Everything a notebook prints is untrusted. Bleach leaves listed elements and attributes only
(`clean`); what a list cannot say — a download holds its data, a picture is a picture — is settled
on the tree of what is left (`tree`).
"""

import re
from collections.abc import Callable

from bleach.css_sanitizer import CSSSanitizer
from bleach.sanitizer import Cleaner
from bs4 import BeautifulSoup, Tag

from analysis.render.html.bounds import bounded
from analysis.render.images import ImageError, Picture

Load = Callable[[str], Picture]
"""Returns the picture at an address, or raises ImageError: images.load with its folder known."""

_ELEMENTS = frozenset(
    """
    a abbr aside b blockquote br caption cite code col colgroup dd del details dfn div dl dt em
    figcaption figure h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q s samp section small
    span strong sub summary sup table tbody td tfoot th thead time tr u ul var
    """.split()  # noqa: SIM905 - read as words, not as sixty quoted strings
)
_ATTRIBUTES = {
    "*": {"aria-label", "class", "data-tone", "dir", "id", "lang", "style", "title"},
    "a": {"download"},
    "col": {"span"},
    "details": {"open"},
    "img": {"alt", "height", "width"},
    "ol": {"reversed", "start", "type"},
    "td": {"colspan", "rowspan"},
    "th": {"abbr", "colspan", "rowspan", "scope"},
    "time": {"datetime"},
}
# No colours: one chosen for a white page is unreadable on a dark one.
_PROPERTIES = ["font-style", "font-weight", "text-align", "vertical-align", "width"]
_SIZED = frozenset({"col", "img", "td", "th"})
_NAMED = frozenset({"aside", "figure", "section", "table"})

# Bleach drops these elements' tags; their content is no text to be read, so it goes too.
_WITH_CONTENT = re.compile(
    r"(?is)<(applet|audio|canvas|head|iframe|math|noembed|noframes|noscript|object|script|select"
    r"|style|svg|template|textarea|title|video|xmp)\b.*?(?:</\1\s*>|\Z)"
)
_COMMENT = re.compile(r"(?s)<!--.*?(?:-->|\Z)")
_DATA_LINK = re.compile(r"(?i)data:(?:text/csv|application/(?:json|ld\+json|zip))[;,]")
_LINK = re.compile(r"(?i)(?:https?://|mailto:|#)")
_DATA_IMAGE = re.compile(r"(?i)data:image/(?:png|jpeg|gif|webp|svg\+xml);base64,")
_ELSEWHERE = re.compile(r"(?i)[a-z][a-z0-9+.-]*:|[/\\]{2}")


def clean(markup: str) -> str:
    """Return the allowed part of `markup`, with a visible note if some was cut for its size."""
    kept, excess = bounded(_WITH_CONTENT.sub("", _COMMENT.sub("", markup)))
    note = f'<p class="cut">The rest is not shown: {excess}.</p>' if excess else ""
    return f"{_cleaner().clean(kept)}{note}"


def tree(markup: str, load: Load) -> Tag:
    """Return an element holding cleaned `markup`, each link safe, each image with its data."""
    # BeautifulSoup warns of a text that resembles a path: one with a comment resembles none
    root = BeautifulSoup(f"<!---->{markup}", "html.parser")
    root.contents[0].extract()
    for link in root.find_all("a"):
        _settle_link(link)
    for element in root.find_all(style=True):
        _settle_style(element)
    for image in root.find_all("img"):
        _settle_image(image, load)
    return root


def _cleaner() -> Cleaner:
    """Return a bleach cleaner with our lists: one for each text, as it keeps its parser's state."""
    return Cleaner(
        tags=_ELEMENTS,
        attributes=_allowed,
        protocols={"attachment", "data", "http", "https", "mailto"},
        css_sanitizer=CSSSanitizer(allowed_css_properties=_PROPERTIES),
        strip=True,
        strip_comments=True,
    )


def _allowed(element: str, name: str, value: str) -> bool:
    """Say whether an attribute may stay, by its element and, if it is an address, by its value."""
    address = value.strip()
    if name == "href":
        return element == "a" and bool(_LINK.match(address) or _DATA_LINK.match(address))
    if name == "src":
        attached = address.startswith("attachment:") or _DATA_IMAGE.match(address)
        return element == "img" and bool(attached or not _ELSEWHERE.match(address))
    if name == "aria-label":
        return element in _NAMED
    return name in _ATTRIBUTES["*"] or name in _ATTRIBUTES.get(element, ())


def _settle_link(link: Tag) -> None:
    """Keep data to downloads and downloads to data, and give the file a plain name."""
    address = str(link.get("href", "")).strip()
    name = link.attrs.pop("download", None)
    if _DATA_LINK.match(address) and name is None:
        del link["href"]
    elif _DATA_LINK.match(address):
        link["download"] = re.sub(r"[^\w.-]+", "-", str(name)).strip("-.") or "data"


def _settle_style(element: Tag) -> None:
    """Keep widths to pictures and columns: elsewhere one could push the page sideways."""
    rules = [rule.strip() for rule in str(element["style"]).split(";")]
    kept = [
        rule
        for rule in rules
        if rule
        and not re.search(r"[\\(@]", rule)
        and (element.name in _SIZED or not rule.lower().startswith("width"))
    ]
    element["style"] = "; ".join(kept)
    if not kept:
        del element["style"]


def _settle_image(image: Tag, load: Load) -> None:
    """Give an image its data and its alternative text, or say in its place what is missing."""
    alt = " ".join(str(image.get("alt", "")).split())
    try:
        picture = load(str(image.get("src", "")).strip())
    except ImageError as error:
        image.name, image.attrs = "span", {"class": "missing"}
        image.string = f"[{alt or 'image'}: not shown, {error}]"
        return
    image["src"] = picture.data_uri
    image["alt"] = alt
