"""What the tokens of a markdown text say, apart from how they are set."""

from typing import Any
from urllib.parse import unquote

Token = dict[str, Any]

LEAD_LIMIT = 400  # characters of a paragraph that stays with what it leads to


def plain(token: Token) -> str:
    """Return the words of a token without their markup."""
    if token["type"] in {"softbreak", "linebreak"}:
        return " "
    if token["type"] in {"inline_html", "footnote_ref"}:
        return ""
    return str(token.get("raw", "")) or "".join(map(plain, token.get("children", ())))


def mark_lead(tokens: list[Token]) -> None:
    """Mark a last short paragraph under a heading: it leads to what the next cell shows."""
    said = [token for token in tokens if token["type"] not in {"blank_line", "footnotes"}]
    if [token["type"] for token in said[-2:]] == ["heading", "paragraph"]:
        said[-1]["leads"] = len(plain(said[-1])) < LEAD_LIMIT


def note_key(token: Token) -> str:
    """Return what a note and the references to it have in common."""
    attributes = token["attrs"]
    return str(attributes.get("index", attributes.get("key")))


def destination(address: str) -> str:
    """Return a link's address; labels arrive percent-encoded, and are names again here."""
    return unquote(address) if address.startswith("#") else address
