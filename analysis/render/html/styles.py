"""Styles of a stranger's elements → the few that may stay, and their colours, made readable."""

import re
from collections.abc import Iterator

from bs4 import Tag

from analysis.render.colours import colour, hue, on, written

_PAGE = (255, 255, 255)
_MOST_RULES = 20_000
_LENGTH = r"\d{1,4}(?:\.\d{1,3})?(?:px|pt|em|rem|ex|ch|%|mm|cm|in)"
_KEPT = {
    "font-style": re.compile(r"normal|italic|oblique"),
    "font-weight": re.compile(r"normal|bold|bolder|lighter|[1-9]00"),
    "text-align": re.compile(r"left|right|center|justify|start|end"),
    "text-decoration": re.compile(r"none|underline|line-through"),
    "vertical-align": re.compile(r"baseline|sub|super|top|middle|bottom"),
    "width": re.compile(_LENGTH),
}
_SIZED = frozenset({"col", "img", "td", "th"})
_SHEET, _END = re.compile(r"(?i)<style(?=[\s>])[^<>]*>"), re.compile(r"(?i)</style")
# pandas' Styler writes one rule for each colour: the ids of its cells, and what they look like
_CELL = re.compile(r"#T_\w+")
_MOST_OF_A_RULE, _MOST_OF_A_CELL = 500, 10


def sheets(markup: str) -> dict[str, str]:
    """Return what the style sheets in `markup` say of single elements of a Styler, by their id."""
    found: dict[str, list[str]] = {}
    for start in _SHEET.split(markup)[1:] if "#T_" in markup else ():
        rules = _END.split(start, 1)[0].split("}", _MOST_RULES + 1)
        for names, body in (rule.split("{") for rule in rules[:-1] if rule.count("{") == 1):
            cells = [name.strip() for name in names.split(",")]
            for cell in cells if all(map(_CELL.fullmatch, cells)) else ():
                found.setdefault(cell[1:], []).append(body[:_MOST_OF_A_RULE])
    return {name: ";".join(bodies[-_MOST_OF_A_CELL:]) for name, bodies in found.items()}


def settle(element: Tag, declared: str) -> None:
    """Give an element what may stay of the style `declared` for it."""
    rules = dict(_declarations(declared))
    kept = [
        f"{name}:{rules[name]}"
        for name, allowed in _KEPT.items()
        if allowed.fullmatch(rules.get(name, ""))
        # elsewhere a width could push the page sideways
        and (name != "width" or element.name in _SIZED)
    ]
    kept.extend(_colours(element, rules))
    element.attrs.pop("style", None)
    if kept:
        element["style"] = "; ".join(kept)


def _colours(element: Tag, rules: dict[str, str]) -> Iterator[str]:
    """Yield a ground and its ink; an ink alone becomes a class, as pages have two grounds."""
    ground = colour(rules.get("background-color", rules.get("background", "")))
    ink = colour(rules.get("color", ""))
    if ground is not None and ground != _PAGE:
        yield f"background-color:{written(ground)}"
        yield f"color:{written(on(ground, ink))}"
    elif ink is not None and hue(ink):
        element["class"] = " ".join([*_classes(element), f"ink-{hue(ink)}"])


def _classes(element: Tag) -> list[str]:
    given: str | list[str] = element.get("class") or []
    return given.split() if isinstance(given, str) else list(map(str, given))


def _declarations(text: str) -> Iterator[tuple[str, str]]:
    for rule in text.split(";"):
        name, colon, value = rule.partition(":")
        if colon:
            yield name.strip().lower(), value.replace("!important", "").strip().lower()
