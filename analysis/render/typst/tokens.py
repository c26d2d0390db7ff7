"""What the tokens of a markdown text say, apart from how they are set."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any
from urllib.parse import unquote

Token = dict[str, Any]

_VALUE = r"""\s*=\s*(?:"[^"<>]*"|'[^'<>]*'|[^\s"'<>=]+)"""
_OPENING = re.compile(
    rf"<(?P<name>div|center|section|blockquote)(?:\s+[\w-]+(?:{_VALUE})?)*\s*>", re.IGNORECASE
)
_ELEMENTS = {
    "block_code": "pre",
    "block_quote": "blockquote",
    "codespan": "code",
    "emphasis": "em",
    "footnote_ref": "note",
    "heading": "h1",
    "image": "img",
    "inline_html": "span",
    "linebreak": "br",
    "link": "a",
    "list_item": "li",
    "paragraph": "p",
    "strikethrough": "s",
    "strong": "b",
    "table": "table",
    "table_cell": "td",
    "task_list_item": "li",
    "thematic_break": "hr",
}
_FORMULAS = frozenset({"block_math", "latex_environment"})
_REACH = 400  # tokens in which the end of an element is looked for

LEAD_LIMIT = 300  # characters of a paragraph that stays with what it leads to


def kind(token: Token) -> str:
    """Return the name of the element of HTML that a token is like, if there is one."""
    return _ELEMENTS.get(token["type"], "")


def plain(token: Token) -> str:
    """Return the words of a token without their markup."""
    if token["type"] in {"softbreak", "linebreak"}:
        return " "
    if token["type"] in {"inline_html", "footnote_ref"}:
        return ""
    return str(token.get("raw", "")) or "".join(map(plain, token.get("children", ())))


def mark_lead(tokens: list[Token], *, before_output: bool) -> None:
    """Mark short paragraphs that lead to what is next.

    They are the last one under a heading or before an output, and those before a displayed formula
    or with a colon at their end.
    """
    said = [token for token in tokens if token["type"] not in {"blank_line", "footnotes"}]
    kinds = [token["type"] for token in said[-2:]]
    if kinds[-1:] == ["paragraph"] and (before_output or kinds[0] == "heading"):
        _lead(said[-1])
    for token, after in pairwise(said):
        announces = _displays(after) or plain(token).rstrip().endswith(":")
        if token["type"] == "paragraph" and announces:
            _lead(token)


def _displays(token: Token) -> bool:
    """Tell whether a token begins with a displayed formula."""
    first = next(iter(token.get("children", ())), token)
    return token["type"] in _FORMULAS or first["type"] in _FORMULAS


def _lead(paragraph: Token) -> None:
    paragraph["leads"] = len(plain(paragraph)) < LEAD_LIMIT


def key(token: Token) -> str:
    """Return what a note and the references to it have in common."""
    attributes = token["attrs"]
    return str(attributes.get("index", attributes.get("key")))


def destination(address: str) -> str:
    """Return a link's address; labels arrive percent-encoded, and are names again here."""
    return unquote(address) if address.startswith("#") else address


def grouped(tokens: list[Token]) -> Iterator[Token]:
    """Yield tokens, with an HTML element and the markdown within it as one: an `element`."""
    at = 0
    while at < len(tokens):
        parts, at = _element(tokens, at)
        yield from parts


def _element(tokens: list[Token], start: int) -> tuple[list[Token], int]:
    """Return an element left open for what follows and what touches it, and where that ends."""
    alone = [tokens[start]], start + 1
    markup = _html(tokens[start])
    opening = next(reversed(list(_OPENING.finditer(markup))), None)
    if opening is None:
        return alone
    tag = re.compile(rf"<(/?){opening['name']}\b[^<>]*>?", re.IGNORECASE)
    if tag.search(after := markup[opening.end() :]):
        return alone
    depth = 1
    for at in range(start + 1, min(len(tokens), start + _REACH)):
        for found in tag.finditer(last := _html(tokens[at])):
            depth += -1 if found[1] else 1
            if depth == 0:
                ends = markup[: opening.start()], after, last[: found.start()], last[found.end() :]
                before, first, end, behind = ({"type": "block_html", "raw": raw} for raw in ends)
                inside = [first, *tokens[start + 1 : at], end]
                element = {"type": "element", "opening": opening[0], "children": inside}
                return [before, {**element, "name": opening["name"]}, behind], at + 1
    return alone


def _html(token: Token) -> str:
    return str(token["raw"]) if token["type"] == "block_html" else ""
