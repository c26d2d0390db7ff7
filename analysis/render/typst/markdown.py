"""Markdown → Typst, from the tokens of the notebooks' own dialect."""

import html
import re
from collections.abc import Callable
from contextlib import nullcontext
from functools import cache
from typing import cast

from mistune import Markdown

from analysis.render import dialect
from analysis.render.typst import cuts, fragment, listings, markup
from analysis.render.typst.columns import MANY
from analysis.render.typst.document import Document
from analysis.render.typst.escape import string, truth
from analysis.render.typst.inline import closed, opened
from analysis.render.typst.tokens import Token, destination, grouped, key, kind, mark_lead, plain

_BOXES = re.compile(r"<blockquote|alert|admonition|callout", re.IGNORECASE)


@cache
def _parser() -> Markdown:
    return dialect.parser(None)


def typst(source: str, document: Document) -> str:
    """Return markdown as Typst; what cannot be parsed is shown as it was written."""
    try:
        source = document.citations.completed(document.budget.markdown(source))
        return _Writer(document).document(cast("list[Token]", _parser().parse(source)[0])).strip()
    except RecursionError:
        document.warn("markdown nested too deeply: shown as plain text")
        return listings.printed(source[: fragment.TEXT_LIMIT], document, "rp-stream")


class _Writer:
    """Tokens of one markdown text → Typst."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._notes: dict[str, Token] = {}
        self._noting = False
        self._citing = True

    def document(self, tokens: list[Token]) -> str:
        """Return a whole text; its notes come last in the tokens and are collected first."""
        for token in tokens:
            if token["type"] == "footnotes":
                self._notes = {key(note): note for note in token["children"]}
        mark_lead(tokens, before_output=self._document.before_output)
        return self._all(tokens)

    def _shows(self, token: Token) -> bool:
        return self._document.budget.takes(kind(token))

    def _one(self, token: Token) -> str:
        if not self._shows(token):
            return ""
        return _TOKENS.get(token["type"], _Writer._children)(self, token)

    def _all(self, tokens: list[Token]) -> str:
        return "".join(map(self._one, grouped(tokens)))

    def _children(self, token: Token) -> str:
        words = self._document.markup(str(token.get("raw", "")))
        return self._all(token["children"]) if "children" in token else words

    def _inline(self, token: Token) -> str:
        """Return children in which HTML tags, which come one by one, open and close."""
        parts: list[tuple[str, list[str]]] = [("", [])]
        for child in token.get("children", ()):
            if child["type"] != "inline_html":
                parts[-1][1].append(self._one(child))
                continue
            if not self._shows(child):
                break
            opening, end = opened(child["raw"], self._document), closed(child["raw"])
            if opening:
                parts.append((opening, []))
            elif end and len(parts) > 1:
                start, body = parts.pop()
                parts[-1][1].append(f"{start}[{''.join(body)}]")
            elif not end:
                with self._document.linking(any("#link(" in start for start, _ in parts)):
                    parts[-1][1].append(markup.typst(child["raw"], self._document))
        # what was never closed is text without its tag
        return "".join("".join(body) for _, body in parts)

    def wrapped(self, function: str, token: Token) -> str:
        return f"#{function}[{self._inline(token)}]"

    def html(self, token: Token) -> str:
        return f"\n\n{markup.typst(token['raw'], self._document, maths=True)}\n\n"

    def element(self, token: Token) -> str:
        """Return an HTML element around markdown."""
        is_box = _BOXES.search(token["opening"])
        with self._document.boxed(self._document.frame) if is_box else nullcontext():
            body = self._all(token["children"]).strip()
        return markup.around(token["opening"], f"</{token['name']}>", body, self._document)

    def formula(self, tex: str, *, display: bool) -> str:
        # headings and links are lines
        return self._document.formula(tex, display and self._citing)

    def environment(self, attributes: dict[str, str]) -> str:
        tex = dialect.environment_source(attributes["name"], attributes["body"])
        return self.formula(tex, display=True)

    def text(self, token: Token) -> str:
        words = self._document.budget.text(html.unescape(token["raw"]))
        return self._document.prose(words) if self._citing else self._document.markup(words)

    def _uncited(self, token: Token) -> str:
        outside, self._citing = self._citing, False
        with self._document.untargeted():
            body = self._inline(token)
        self._citing = outside
        return body

    def link(self, token: Token) -> str:
        with self._document.linking():
            body = self._uncited(token)
        return self._document.link(destination(token["attrs"]["url"]), body)

    def image(self, token: Token) -> str:
        attributes = token["attrs"]
        alt = plain(token) or attributes.get("title") or ""
        return self._document.picture(attributes["url"], alt)

    def codespan(self, token: Token) -> str:
        return self._document.raw(token["raw"])

    def note(self, token: Token) -> str:
        note = self._notes.get(key(token))
        if note is None or self._noting:
            return ""  # a note inside a note would go round in circles
        self._noting = True
        with self._document.untargeted():
            body = self._boxed(note["children"])
        self._noting = False
        shown = self._document.citations.note(body)
        return shown if self._citing else f"#rp-once[{shown}]"

    def paragraph(self, token: Token) -> str:
        children = token.get("children", [])
        body = self._inline(token)
        if len(children) == 1 and children[0]["type"] == "image":
            title = children[0]["attrs"].get("title")
            caption = f"[{self._document.markup(title)}]" if title else "none"
            alt = "" if "#rp-picture(" in body else plain(children[0]) or title or "Picture"
            return f"\n\n#rp-shown(caption: {caption}, alt: {string(alt)})[{body}]\n\n"
        if token.get("leads") and not self._document.boxes:
            return f"\n\n#rp-lead[{body}]\n\n"
        return f"\n\n{body}\n\n"

    def heading(self, token: Token) -> str:
        return self._document.heading(token["attrs"]["level"], self._uncited(token), plain(token))

    def code(self, token: Token) -> str:
        language = re.sub(r"[^\w+#.-].*", "", (token.get("attrs") or {}).get("info") or "")
        return f"\n\n{listings.code(token['raw'], self._document, language[:30])}\n\n"

    def _boxed(self, tokens: list[Token]) -> str:
        with self._document.boxed():
            return self._all(tokens).strip()

    def quote(self, token: Token) -> str:
        return f"\n\n#quote(block: true)[{self._boxed(token['children'])}]\n\n"

    def list_(self, token: Token) -> str:
        attributes = token["attrs"]
        start = int(attributes.get("start") or 1)
        first = f"start: {min(start, 10**6)}, " if attributes.get("ordered") and start > 1 else ""
        tight = truth(token.get("tight", True))
        shown, note = cuts.listed(self._document, token["children"])
        items = ", ".join(f"[{self._item(item)}]" for item in shown)
        function = "enum" if attributes.get("ordered") else "list"
        return f"\n\n#{function}({first}tight: {tight}, {items})\n\n{note}"

    def _item(self, token: Token) -> str:
        body = self._boxed(token["children"]) if self._shows(token) else ""
        box = "☑ " if token.get("attrs", {}).get("checked") else "☐ "
        return box + body if token["type"] == "task_list_item" else body

    def table(self, token: Token) -> str:
        head, *bodies = token["children"]
        rows = [row["children"] for body in bodies for row in body["children"]]
        heads, rows, note = cuts.tabled(self._document, head["children"], rows)
        sides = [cell["attrs"].get("align") or "left" for cell in heads]
        heading = ", ".join(f"[{self._cell(cell)}]" for cell in heads)
        cells = "".join(f"[{self._cell(cell)}], " for row in rows for cell in row)
        shape = f"columns: {len(sides)}, align: ({', '.join(sides)},), heads: 1, rows: {len(rows)}"
        shape += f", shrinks: {truth(len(sides) >= MANY)}"
        return f"\n\n#rp-table({shape}, table.header({heading}), {cells})\n\n{note}"

    def _cell(self, token: Token) -> str:
        with self._document.boxed(), self._document.untargeted():
            return self._inline(token) if self._shows(token) else ""

    def definitions(self, token: Token) -> str:
        items: list[tuple[str, list[str]]] = []
        for child in token["children"]:
            if child["type"] == "def_list_head":
                items.append((self._inline(child), []))
            elif items:
                items[-1][1].append(self._boxed(child["children"]))
        written = (f"terms.item([{term}], [{'#parbreak()'.join(said)}])" for term, said in items)
        return f"\n\n#terms({', '.join(written)})\n\n"


def _fixed(text: str) -> Callable[[_Writer, Token], str]:
    return lambda _writer, _token: text


def _around(function: str) -> Callable[[_Writer, Token], str]:
    return lambda writer, token: writer.wrapped(function, token)


_TOKENS: dict[str, Callable[[_Writer, Token], str]] = {
    "block_code": _Writer.code,
    "block_html": lambda writer, token: writer.html(token),
    "block_math": lambda writer, token: writer.formula(token["raw"], display=True),
    "block_quote": _Writer.quote,
    "blank_line": _fixed(""),
    "codespan": _Writer.codespan,
    "def_list": _Writer.definitions,
    "element": _Writer.element,
    "emphasis": _around("emph"),
    "footnote_ref": _Writer.note,
    "footnotes": _fixed(""),
    "heading": _Writer.heading,
    "image": _Writer.image,
    "inline_math": lambda writer, token: writer.formula(token["raw"], display=False),
    "latex_environment": lambda writer, token: writer.environment(token["attrs"]),
    "linebreak": _fixed("#linebreak()"),
    "link": _Writer.link,
    "list": _Writer.list_,
    "newline": _fixed(""),
    "paragraph": _Writer.paragraph,
    "softbreak": _fixed(" "),
    "strikethrough": _around("strike"),
    "strong": _around("strong"),
    "table": _Writer.table,
    "text": _Writer.text,
    "thematic_break": _fixed("\n\n#rp-rule()\n\n"),
}
