"""HTML tags inside a markdown sentence, which the parser hands over one by one."""

import re

from analysis.render.typst.colours import inked
from analysis.render.typst.document import Document
from analysis.render.typst.escape import string
from analysis.render.typst.fragment import declarations

TONES = frozenset({"good", "fair", "mixed", "poor", "bad"})

FUNCTIONS = {
    **dict.fromkeys(["b", "strong"], "strong"),
    **dict.fromkeys(["i", "em", "cite", "var", "dfn"], "emph"),
    **dict.fromkeys(["s", "del", "strike"], "strike"),
    **dict.fromkeys(["u", "ins"], "underline"),
    **dict.fromkeys(["code", "kbd", "samp", "tt"], "rp-mono"),
    "sub": "sub",
    "sup": "super",
    "mark": "highlight",
    "small": "rp-small",
}

_OPENING = re.compile(r"<([a-z][a-z0-9]*)((?:\s[^<>]*)?)>", re.IGNORECASE)
_CLOSING = re.compile(r"</([a-z][a-z0-9]*)\s*>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""\s([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")


def opened(tag: str, document: Document) -> str:
    """Return the Typst function a lone opening tag stands for; empty for any other tag."""
    match = _OPENING.fullmatch(tag.strip())
    if match is None or match[2].rstrip().endswith("/"):
        return ""
    name = match[1].lower()
    attributes = {key.lower(): a or b for key, a, b in _ATTRIBUTE.findall(match[2])}
    if name == "span" and attributes.get("class") == "verdict":
        return verdict(attributes)
    if name in {"font", "span"}:
        css = declarations(attributes.get("style", ""))
        return inked(css.get("color") or attributes.get("color", "")) or "#rp-plain"
    if name == "abbr":
        return document.abbreviation(attributes.get("title", ""))
    if name == "a":
        return document.anchor(attributes.get("id") or attributes.get("name", "")) + _leading(
            attributes.get("href", ""), document
        )
    return f"#{FUNCTIONS[name]}" if name in FUNCTIONS else ""


def _leading(address: str, document: Document) -> str:
    """Return the function that makes a link, one that does nothing where it may lead nowhere."""
    with document.untargeted():
        link = document.link(address, "x")
    return link.removesuffix("[x]") if link.endswith("[x]") else "#rp-plain"


def closed(tag: str) -> bool:
    """Return whether a tag closes one of those that `opened` opens."""
    match = _CLOSING.fullmatch(tag.strip())
    return match is not None and match[1].lower() in {*FUNCTIONS, "a", "abbr", "font", "span"}


def verdict(attributes: dict[str, str]) -> str:
    """Return the function that sets a verdict in the colour of its tone."""
    return f"#rp-verdict({string(tone(attributes))})"


def tone(attributes: dict[str, str]) -> str:
    """Return the tone an element declares, `none` for one that is not known."""
    declared = attributes.get("data-tone", "")
    return declared if declared in TONES else "none"
