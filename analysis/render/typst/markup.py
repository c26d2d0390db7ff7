"""HTML fragments → Typst: what cells print as HTML, and HTML blocks in markdown."""

import base64
import re
from collections.abc import Callable
from functools import partial

from bs4.element import NavigableString, PageElement, PreformattedString, Tag

from analysis.render.soup import parsed
from analysis.render.typst import cuts, ends, grids, listings, sheets, turned, vocabulary
from analysis.render.typst.colours import inked
from analysis.render.typst.document import Document
from analysis.render.typst.fragment import Fragment, classes, style
from analysis.render.typst.inline import FUNCTIONS
from analysis.render.typst.tokens import LEAD_LIMIT

DEPTH_LIMIT = 40

# one that is never closed takes all that follows, and is refused
_DRAWING = re.compile(r"<svg\b([^>]*)>.*?(?:</svg\s*>|\Z)", re.DOTALL | re.IGNORECASE)
_UNSEEN = re.compile(r"display:\s*none|(?:width|height)\s*[:=]\s*[\"']?0\b|\bhidden\b")
_XMLNS = 'xmlns="http://www.w3.org/2000/svg"'
# nothing of these is ever content
_DROPPED = frozenset(
    [
        *["script", "style", "head", "title", "template", "noscript", "iframe", "object", "embed"],
        *["svg", "form", "button", "input", "select", "textarea", "link", "meta", "audio", "video"],
    ]
)


def typst(html: str, document: Document, *, maths: bool = False) -> str:
    """Return an HTML fragment as Typst; scripts, styles and unknown tags never come through.

    With `maths` it is a part of markdown, where dollars enclose formulas.
    """
    # taken out as written: the parser of HTML would spell the names of SVG in small letters
    soup = parsed(document.budget.tags(_DRAWING.sub(_taken, document.budget.html(html))))
    styles = sheets.stylesheet(soup)
    for tag in soup(lambda tag: tag.name in _DROPPED):
        tag.decompose()
    return _Walk(document, styles, maths=maths).inside(soup).strip()


def around(opening: str, closing: str, body: str, document: Document) -> str:
    """Return the element that a tag opens and another closes, around a body that is Typst."""
    word = "enclosed"
    while word in opening:
        word += "x"
    return typst(f"{opening}{word}{closing}", document).replace(word, body)


def _taken(found: re.Match[str]) -> str:
    """Return an img element in place of a drawing; nothing for one that shows nothing."""
    if _UNSEEN.search(found[1]):
        return ""
    source = found[0] if "xmlns=" in found[1] else found[0].replace("<svg", f"<svg {_XMLNS}", 1)
    address = base64.b64encode(source.encode("utf-8", "replace")).decode("ascii")
    return f'<img alt="Drawing" src="data:image/svg+xml;base64,{address}">'


class _Walk(Fragment):
    """One fragment on its way: walks the tree and hands each element to its rule."""

    def inside(self, parent: Tag) -> str:
        """Return the content of an element, its elements by their rules."""
        if self.depth >= DEPTH_LIMIT:
            self.document.warn("HTML nested too deeply: shown as plain text")
            return self.plain(parent)
        self.depth += 1
        body = "".join(self.node(child) for child in parent.children)
        self.depth -= 1
        return body

    def node(self, node: PageElement) -> str:
        """Return one element or text; comments and declarations are nothing."""
        if isinstance(node, Tag):
            if _is_hidden(node) or not self.document.budget.takes(node.name):
                return ""
            return _styled(node, _rule(node)(self, node))
        if isinstance(node, PreformattedString) or not isinstance(node, NavigableString):
            return ""
        return self.words(node)


Rule = Callable[[Fragment, Tag], str]


def _is_hidden(tag: Tag) -> bool:
    return tag.has_attr("hidden") or style(tag).get("display") == "none"


def _styled(tag: Tag, body: str) -> str:
    """Return the content of an element in its own colour, and on its own side of the page."""
    if tag.name not in _STYLED or not body.strip():
        return body
    declared = style(tag)
    ink = inked(declared.get("color") or str(tag.get("color", "")))
    if ink:
        body = f"{ink}[{body}]"
    side = declared.get("text-align") or str(tag.get("align", "")).lower()
    side = "center" if tag.name == "center" else side
    return f"\n\n#align({side})[{body}]\n\n" if side in {"center", "right"} else body


def _rule(tag: Tag) -> Rule:
    for name in classes(tag):
        rule = vocabulary.RULES.get((tag.name, name))
        if rule is not None:
            return rule
    return _RULES.get(tag.name, _transparent)


def _transparent(fragment: Fragment, tag: Tag) -> str:
    return fragment.inside(tag)


def _block(fragment: Fragment, tag: Tag) -> str:
    body = fragment.inside(tag)
    anchor = fragment.anchor(tag)
    return f"\n\n{anchor}{body}\n\n" if body.strip() else anchor


def _paragraph(fragment: Fragment, tag: Tag) -> str:
    """Return a paragraph; a short one under a heading stays with what follows it."""
    above, below = tag.find_previous_sibling(True), tag.find_next_sibling(True)
    leads = isinstance(above, Tag) and re.fullmatch("h[1-6]", above.name) and below is not None
    if not leads or fragment.document.boxes or len(tag.get_text()) >= LEAD_LIMIT:
        return _block(fragment, tag)
    body, anchor = fragment.inside(tag), fragment.anchor(tag)
    return f"\n\n{anchor}#rp-lead[{body}]\n\n" if body.strip() else anchor


def _wrapped(function: str, fragment: Fragment, tag: Tag) -> str:
    body = fragment.inside(tag)
    return f"#{function}[{body}]" if body.strip() else body


def _summary(fragment: Fragment, tag: Tag) -> str:
    return f"\n\n#rp-minor[{fragment.boxed(tag)}]\n\n"


def _fixed(text: str, _fragment: Fragment, _tag: Tag) -> str:
    return text


def _heading(fragment: Fragment, tag: Tag) -> str:
    body, plain = fragment.boxed(tag), tag.get_text(" ")
    return fragment.document.heading(int(tag.name[1]), body, plain, str(tag.get("id", "")))


def _preformatted(fragment: Fragment, tag: Tag) -> str:
    words = (part for part in tag.descendants if type(part) is NavigableString)
    budget = fragment.document.budget
    spans = ((budget.text(str(part)), listings.terminal_style(part, tag)) for part in words)
    return f"\n\n{listings.styled(spans, fragment.document, 'rp-stream')}\n\n"


def _link(fragment: Fragment, tag: Tag) -> str:
    if tag.has_attr("download"):
        return vocabulary.attachment(fragment, tag)
    anchor = fragment.document.anchor(str(tag.get("id") or tag.get("name") or ""))
    fragment.frames -= 1  # no page stands inside a link
    with fragment.document.linking(tag.has_attr("href")):
        body = fragment.inside(tag)
    fragment.frames += 1
    return anchor + fragment.document.link(str(tag.get("href", "")), body)


def _abbreviation(fragment: Fragment, tag: Tag) -> str:
    title = fragment.document.abbreviation(str(tag.get("title", "")))
    return f"{title}[{fragment.inside(tag)}]"


def _picture(fragment: Fragment, tag: Tag) -> str:
    return fragment.picture(tag)


def _list(function: str, fragment: Fragment, tag: Tag) -> str:
    shown, note = cuts.listed(fragment.document, tag.find_all("li", recursive=False))
    items = [fragment.boxed(item) for item in shown]
    if "list-inline" in classes(tag):  # as R shows a vector
        return f"\n\n{' · '.join(items)}\n\n{note}"
    body = "".join(f"[{item}], " for item in items)
    start = re.fullmatch(r"[0-9]{1,6}", str(tag.get("start", ""))) if function == "enum" else None
    body = f"start: {int(start[0])}, {body}" if start else body
    return f"\n\n#{function}({body})\n\n{note}" if items else note


def _definitions(fragment: Fragment, tag: Tag) -> str:
    rows: list[tuple[str, str]] = []
    found = tag.find_all(["dt", "dd"])
    parts = [part for part in found if part.find_parent(["dl", "dt", "dd"]) is tag]
    for part in parts:
        body = fragment.boxed(part)
        if part.name == "dt":
            rows.append((body, ""))
        else:
            term = rows.pop()[0] if rows and not rows[-1][1] else ""
            rows.append((term, body))
    items = ", ".join(f"([{term}], [{fact}])" for term, fact in rows)
    short = "" if all(map(ends.is_short, parts)) else "short: false, "
    return f"\n\n#rp-facts({short}{items},)\n\n" if rows else ""


def _quote(fragment: Fragment, tag: Tag) -> str:
    return f"\n\n#quote(block: true)[{fragment.boxed(tag)}]\n\n"


def _table(fragment: Fragment, tag: Tag) -> str:
    caption = tag.find("caption", recursive=False)
    if fragment.document.boxes:
        return f"\n\n{grids.table(fragment, tag)}\n\n"
    fragment.turned, fragment.rows = False, 0
    table = grids.table(fragment, tag)
    shown = _captioned(fragment, caption, tag, table) if isinstance(caption, Tag) else table
    return f"\n\n{turned.page(shown) if fragment.turned else shown}\n\n"


def _captioned(fragment: Fragment, caption: Tag, tag: Tag, table: str) -> str:
    title = fragment.boxed(caption)
    mark = fragment.document.exhibit_mark(str(tag.get("id") or ""))
    arguments = f"kind: table, title: [{title}], rows: {fragment.rows}, mark: {mark}"
    return f"#rp-exhibit({arguments})[{table}]"


_STYLED = frozenset(["p", "div", "center", "span", "font"])
_RULES: dict[str, Rule] = {
    **{tag: partial(_wrapped, function) for tag, function in FUNCTIONS.items()},
    **dict.fromkeys(["h1", "h2", "h3", "h4", "h5", "h6"], _heading),
    **dict.fromkeys(["pre", "listing", "xmp"], _preformatted),
    "p": _paragraph,
    **dict.fromkeys(["div", "section", "article", "aside", "main", "header"], _block),
    **dict.fromkeys(["footer", "figcaption", "details", "caption", "center"], _block),
    **dict.fromkeys(["address", "li", "dt", "dd", "fieldset", "nav"], _block),
    "a": _link,
    "abbr": _abbreviation,
    "blockquote": _quote,
    "br": partial(_fixed, "#linebreak()"),
    "dl": _definitions,
    "figure": vocabulary.exhibit,
    "hr": partial(_fixed, "\n\n#rp-rule()\n\n"),
    "img": _picture,
    "ol": partial(_list, "enum"),
    "summary": _summary,
    "table": _table,
    "ul": partial(_list, "list"),
}
