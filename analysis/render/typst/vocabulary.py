"""The exhibit vocabulary → Typst: straps, ledes, cards, callouts, claims, verdicts and exhibits.

It is HTML any notebook may print: classes on common elements, which browsers show as they are.

Exhibits stand where they are shown, and do not float to fill the ends of pages. Set as floats that
are flushed before each heading, they left less white there (from 24 to 5 % of a page in one report,
from 19 to 15 % in another), but rose above the heading and the words that lead to them, which then
stood by themselves; a third report got a page of 96 % white. Nor do pictures shrink to the room
that is left: the compiler tells it only by introspection, where each exhibit waits for the one
before it, and it gives up after five rounds. Tables of some length break instead, and take what is
said at their end into their last rows.
"""

from collections.abc import Callable, Iterable
from itertools import product

from bs4.element import Tag

from analysis.render.typst import ends, turned
from analysis.render.typst.document import TEXT_WIDTH
from analysis.render.typst.escape import string
from analysis.render.typst.fragment import Fragment
from analysis.render.typst.inline import tone, verdict

SOURCE_LIMIT = 1_000  # characters of one that stands by itself and does not break
NOTE_LIMIT = 1_000  # characters of a paragraph that stays with the source below it

_BOXES = ("aside", "div", "p", "section")
_CARD_PARTS = ("label", "value", "unit", "verdict", "note")


def _found(tag: Tag, name: str) -> Tag | None:
    found = tag.find(class_=name)
    return found if isinstance(found, Tag) else None


def _attributes(tag: Tag) -> dict[str, str]:
    return {name: str(value) for name, value in tag.attrs.items()}


def _set(function: str) -> Callable[[Fragment, Tag], str]:
    def rule(fragment: Fragment, tag: Tag) -> str:
        return f"\n\n#{function}[{fragment.boxed(tag)}]\n\n"

    return rule


def _cards(fragment: Fragment, tag: Tag) -> str:
    cards = [_card(fragment, card) for card in tag.find_all("li", recursive=False)]
    return f"\n\n#rp-cards({', '.join(cards)})\n\n" if cards else ""


def _card(fragment: Fragment, tag: Tag) -> str:
    parts = {part: _found(tag, f"card-{part}") for part in _CARD_PARTS}
    shown = [f"{name}: [{fragment.boxed(part)}]" for name, part in parts.items() if part]
    if not shown:
        shown = [f"note: [{fragment.boxed(tag)}]"]
    judged = parts["verdict"]
    shade = tone(_attributes(judged)) if judged else "none"
    return f"rp-card(tone: {string(shade)}, {', '.join(shown)})"


def _callout(fragment: Fragment, tag: Tag) -> str:
    title = _found(tag, "callout-title") or _found(tag, "admonition-title")
    heading = "none"
    if title is not None:
        heading = f"[{fragment.boxed(title)}]"
        title.extract()
    return (
        f"\n\n#rp-callout(title: {heading}, mark: {fragment.mark(tag)})[{fragment.boxed(tag)}]\n\n"
    )


def _claim(fragment: Fragment, tag: Tag) -> str:
    # not a box: it may be longer than a page, and its heading stays with what follows
    heading = tag.find(["h2", "h3", "h4", "h5", "h6"])
    if isinstance(heading, Tag) and not heading.get("id"):
        heading["id"] = str(tag.get("id", ""))  # a link to the claim leads to its heading
        return f"\n\n{fragment.inside(tag)}\n\n"
    return f"\n\n{fragment.anchor(tag)}{fragment.inside(tag)}\n\n"


def _verdict_line(fragment: Fragment, tag: Tag) -> str:
    return f"\n\n#block(sticky: true){_bracketed(fragment, tag)}\n\n"


def _verdict(fragment: Fragment, tag: Tag) -> str:
    return f"{verdict(_attributes(tag))}[{fragment.boxed(tag)}]"


def _bracketed(fragment: Fragment, tag: Tag) -> str:
    return f"[{_verdict(fragment, tag)}]"


def _source(fragment: Fragment, tag: Tag) -> str:
    breaks = "(breaks: true)" if len(tag.get_text()) > SOURCE_LIMIT else ""
    return f"\n\n#rp-source{breaks}[{fragment.boxed(tag)}]\n\n"


def _page_break(fragment: Fragment, _tag: Tag) -> str:
    return fragment.document.page_break()


def exhibit(fragment: Fragment, tag: Tag) -> str:
    """Return a figure element: numbered, with title, subtitle, body, source and attached data."""
    if fragment.document.boxes:
        return f"\n\n{fragment.inside(tag)}\n\n"
    caption = tag.find("figcaption")
    title = subtitle = "none"
    alt = "Exhibit without a title"
    if isinstance(caption, Tag):
        alt = caption.get_text(" ", strip=True)
        title, subtitle = _caption(fragment, caption.extract())
    sources, data = _extracted(tag, "source"), _extracted(tag, "data")
    kind = "table" if tag.find("table") else "image"
    notes = _below(tag)
    end = (
        f"notes: {_joined(fragment, notes, '', '#rp-lead')}, "
        f"source: {_joined(fragment, sources, '#linebreak()')}, "
        f"data: {_joined(fragment, data, ' · ')}"
    )
    body, end = _body(fragment, tag, end, ends.suits(tag, [*notes, *sources, *data]))
    if kind == "table" or "#rp-picture(" in body:
        alt = ""  # the table reads itself, the picture has its own
    mark = fragment.document.exhibit_mark(str(tag.get("id") or ""))
    arguments = (
        f"kind: {kind}, title: {title}, subtitle: {subtitle}, rows: {fragment.rows}, "
        f"alt: {string(alt)}, {end}mark: {mark}"
    )
    shown = f"#rp-exhibit({arguments})[{body}]"
    return f"\n\n{turned.page(shown) if fragment.turned else shown}\n\n"


def _body(fragment: Fragment, tag: Tag, end: str, suits: bool) -> tuple[str, str]:
    """Return what an exhibit shows, and of its end what its table does not take.

    The table may need a turned page, where pictures do not fit.
    """
    fragment.turned, fragment.rows, fragment.end = False, 0, end if suits else ""
    fragment.frames = 0 if tag.find("img") else 1
    body = fragment.boxed(tag, TEXT_WIDTH)
    taken, fragment.frames, fragment.end = suits and not fragment.end, 0, ""
    return body, "" if taken else f"{end}, "


def _below(tag: Tag) -> list[Tag]:
    """Return the paragraphs that end an exhibit, taken from below its table."""
    table = tag.find("table", recursive=False)
    parts = [part for part in table.next_siblings if str(part).strip()] if table else []
    notes = [part for part in parts if isinstance(part, Tag) and _is_short(part)]
    return [note.extract() for note in notes] if len(notes) == len(parts) else []


def _is_short(tag: Tag) -> bool:
    return tag.name == "p" and len(tag.get_text()) < NOTE_LIMIT


def _joined(fragment: Fragment, tags: Iterable[Tag], by: str, function: str = "") -> str:
    parts = [body for tag in tags if (body := fragment.boxed(tag))]
    shown = by.join(f"{function}[{body}]" if function else body for body in parts)
    return f"[{shown}]" if parts else "none"


def _caption(fragment: Fragment, caption: Tag) -> tuple[str, str]:
    """Return message title and subtitle; a caption without parts is a title."""
    title, subtitle = _found(caption, "title"), _found(caption, "subtitle")
    if title is None:
        return f"[{fragment.boxed(caption)}]", "none"
    below = f"[{fragment.boxed(subtitle)}]" if subtitle else "none"
    return f"[{fragment.boxed(title)}]", below


def _extracted(tag: Tag, name: str) -> list[Tag]:
    return [part.extract() for part in tag.find_all(class_=name) if isinstance(part, Tag)]


def attachment(fragment: Fragment, tag: Tag) -> str:
    """Return a download link: its data travels in the PDF, and only its name is printed."""
    name = str(tag.get("download") or "data")
    description = str(tag.get("title") or tag.get_text(" ", strip=True) or name)
    return fragment.document.attach(name, str(tag.get("href", "")), description)


RULES: dict[tuple[str, str], Callable[[Fragment, Tag], str]] = {
    ("section", "strap"): _set("rp-strap"),
    ("p", "lede"): _set("rp-lede"),
    ("ul", "cards"): _cards,
    **dict.fromkeys(product(_BOXES, ("callout", "alert", "admonition")), _callout),
    ("section", "claim"): _claim,
    ("p", "verdict"): _verdict_line,
    ("span", "verdict"): _verdict,
    ("hr", "page-break"): _page_break,
    ("p", "source"): _source,
}
