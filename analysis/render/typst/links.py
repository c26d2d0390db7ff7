"""Addresses: which may be links, what print says of them, and the names of places inside."""

import re

FUNCTIONS = {"footnote": "rp-target", "inline": "rp-beside"}
UNNAMED = "#rp-missing[]"  # a picture that is not shown, and has no words, in a link
ADDRESS_LIMIT = 2_000
PRINTED_LIMIT = 300  # characters of an address that anybody would type
ANCHOR = r'#metadata\(none\)#label\("[^"]*"\)'  # the pattern of what `anchor` makes

_EXTERNAL = re.compile(r"(?:https?://|mailto:)[^\s\x00-\x1f]+", re.IGNORECASE)
_UNSAID = re.compile(r"^(?:mailto:|https?://(?:www\.)?)|/$", re.IGNORECASE)
_ANCHOR = re.compile(ANCHOR)
_NOT_IN_LABELS = re.compile(r"[^\w.:-]+")


def leads_out(address: str) -> bool:
    """Tell whether an address is one of the web or of the post, and of a sane length."""
    return len(address) < ADDRESS_LIMIT and bool(_EXTERNAL.fullmatch(address))


def plain(address: str) -> str:
    """Return an address without what nobody says aloud, empty where it is too long to print.

    >>> plain("https://www.example.org/")
    'example.org'
    """
    return _UNSAID.sub("", address) if len(address) <= PRINTED_LIMIT else ""


def slug(name: str) -> str:
    """Return a name as label: words joined by hyphens, case and punctuation left out."""
    return _NOT_IN_LABELS.sub("-", name.casefold()).strip("-")[:120]


def anchor(mark: str) -> str:
    """Return an invisible place with a label, which is given as a string literal."""
    return f"#metadata(none)#label({mark})"


def lifted(body: str) -> tuple[str, str]:
    """Return the anchors in some markup, and the markup without them."""
    return "".join(_ANCHOR.findall(body)), _ANCHOR.sub("", body)


def named(body: str, words: str) -> str:
    """Return the body of a link without nameless pictures; `words` where nothing else is in it.

    >>> named("#rp-missing[] home", "x"), named("#rp-missing[]", "x")
    (' home', 'x')
    """
    rest = body.replace(UNNAMED, "")
    return words if UNNAMED in body and not rest.strip() else rest
