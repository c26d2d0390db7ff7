"""MathML elements → Typst maths, in a fixed vocabulary: no text from a formula is ever emitted raw.

What comes out is made of single letters, digits, escaped punctuation, string literals and the
function names of this file, so that a formula cannot reach Typst's code.
"""

from collections.abc import Callable, Iterable
from itertools import islice
from xml.etree.ElementTree import Element

from analysis.render.typst.colours import inked
from analysis.render.typst.mathwords import LEAVES, UnsupportedError, words

DEPTH_LIMIT = 60
CELL_LIMIT = 4_000  # of one matrix, whose rows are made equally long
_LINE = 40  # parts

_ACCENTS = {
    **dict.fromkeys("^ˆ", "hat"),
    **dict.fromkeys("~˜", "tilde"),
    **dict.fromkeys("¯ˉ", "macron"),
    **dict.fromkeys("→⃗", "arrow"),
    "˙": "dot",
    "¨": "dot.double",
    "ˇ": "caron",
    "˘": "breve",
    "´": "acute",
    "`": "grave",
    "˚": "circle",
}
_OVER = {
    "⏞": "overbrace",
    "︷": "overbrace",
    "⎴": "overbracket",
    **dict.fromkeys("_‾―", "overline"),
}
_UNDER = {
    "⏟": "underbrace",
    "︸": "underbrace",
    "⎵": "underbracket",
    **dict.fromkeys("_‾―¯̲", "underline"),
}


def typst(element: Element, depth: int = 0) -> str:
    """Return the Typst maths of one MathML element; empty when it shows nothing."""
    if depth > DEPTH_LIMIT:
        raise UnsupportedError("the formula is nested too deeply")
    tag = _tag(element)
    if tag in LEAVES:
        return LEAVES[tag](element)
    return _RULES.get(tag, _row)(element, depth + 1)


def _tag(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _parts(elements: Iterable[Element], depth: int) -> str:
    parts = filter(None, (typst(element, depth) for element in elements))
    return "\n".join(iter(lambda: " ".join(islice(parts, _LINE)), ""))


def _filled(element: Element, depth: int) -> str:
    return typst(element, depth) or '""'


def _row(element: Element, depth: int) -> str:
    children = list(element)
    body = _parts(children, depth)
    fenced = len(children) > 1 and (
        _is_fence(children[0], "prefix") or _is_fence(children[-1], "postfix")
    )
    return f"lr({body})" if fenced and body and "\\\n" not in body else body


def _is_fence(element: Element, form: str) -> bool:
    marked = element.get("form") == form or element.get("fence") == "true"
    return _tag(element) == "mo" and marked and element.get("stretchy") != "false"


def _first(element: Element, depth: int) -> str:
    return _parts(list(element)[:1], depth)


def _phantom(element: Element, depth: int) -> str:
    return f"#hide[$ {_row(element, depth)} $]"


def _enclosed(element: Element, depth: int) -> str:
    body, notation = _row(element, depth), element.get("notation", "")
    if "box" in notation and body:
        return f"#box(stroke: 0.5pt, inset: 3pt, baseline: 3pt)[${body}$]"
    return f"cancel({body})" if "strike" in notation and body else body


def _style(element: Element, depth: int) -> str:
    body = _parts(element, depth)
    ink = inked(element.get("mathcolor", ""))
    if body and ink:
        return f"{ink}[${body}$]"
    if not body or any(_tag(inner) == "mtable" for inner in element):
        return body
    size = {"true": "display", "false": "inline"}.get(element.get("displaystyle", ""))
    return f"{size}({body})" if size else body


def _fraction(element: Element, depth: int) -> str:
    above, below = (_filled(child, depth) for child in _several(element, 2))
    if element.get("linethickness", "").startswith("0"):
        return f"mat(delim: #none, {above}; {below})"
    return f"frac({above}, {below})"


def _several(element: Element, count: int) -> list[Element]:
    children = list(element)
    if len(children) != count:
        raise UnsupportedError(f"{_tag(element)} with {len(children)} parts")
    return children


def _square_root(element: Element, depth: int) -> str:
    return f"sqrt({_parts(element, depth) or chr(34) * 2})"


def _root(element: Element, depth: int) -> str:
    base, index = (_filled(child, depth) for child in _several(element, 2))
    return f"root({index}, {base})"


def _attached(base: str, below: str, above: str) -> str:
    lower = f", b: {below}" if below else ""
    upper = f", t: {above}" if above else ""
    return f"attach({base}{lower}{upper})"


def _subscript(element: Element, depth: int) -> str:
    base, below = _several(element, 2)
    return _attached(_filled(base, depth), typst(below, depth), "")


def _superscript(element: Element, depth: int) -> str:
    base, above = _several(element, 2)
    return _attached(_filled(base, depth), "", typst(above, depth))


def _both_scripts(element: Element, depth: int) -> str:
    base, below, above = _several(element, 3)
    return _attached(_filled(base, depth), typst(below, depth), typst(above, depth))


def _over(element: Element, depth: int) -> str:
    base, mark = _several(element, 2)
    sign, body = words(mark), _filled(base, depth)
    if sign in _ACCENTS:
        return f"accent({body}, {_ACCENTS[sign]})"
    if sign in _OVER:
        return f"{_OVER[sign]}({body})"
    return _attached(f"limits({body})", "", typst(mark, depth))


def _under(element: Element, depth: int) -> str:
    base, mark = _several(element, 2)
    sign, body = words(mark), _filled(base, depth)
    if sign in _UNDER:
        return f"{_UNDER[sign]}({body})"
    return _attached(f"limits({body})", typst(mark, depth), "")


def _under_and_over(element: Element, depth: int) -> str:
    base, below, above = _several(element, 3)
    return _attached(f"limits({_filled(base, depth)})", typst(below, depth), typst(above, depth))


def _table(element: Element, depth: int) -> str:
    rows = [[_filled(cell, depth) for cell in row] for row in element]
    width = max((len(row) for row in rows), default=0)
    if not width:
        return ""
    if width * len(rows) > CELL_LIMIT:
        raise UnsupportedError(f"a matrix of {width} times {len(rows)} cells")
    body = "; ".join(", ".join(row + ['""'] * (width - len(row))) for row in rows)
    alignments = {cell.get("columnalign") for row in element for cell in row}
    alignment = next(iter(alignments)) if len(alignments) == 1 else None
    side = alignment if alignment in {"left", "right"} else "center"
    return f"mat(delim: #none, align: #{side}, {body})"


def lines(element: Element) -> str:
    """Return a whole formula; equations aligned on top level keep their alignment points."""
    inner = element
    while len(inner) == 1 and _tag(inner) in {"math", "mrow", "mstyle"}:
        inner = inner[0]
    if _tag(inner) != "mtable" or inner.get("displaystyle") != "true":
        return typst(element)
    return " \\\n".join(" & ".join(typst(cell, 1) for cell in row) for row in inner)


_RULES: dict[str, Callable[[Element, int], str]] = {
    "semantics": _first,
    "maction": _first,
    "mphantom": _phantom,
    "menclose": _enclosed,
    "mstyle": _style,
    "mfrac": _fraction,
    "msqrt": _square_root,
    "mroot": _root,
    "msub": _subscript,
    "msup": _superscript,
    "msubsup": _both_scripts,
    "mover": _over,
    "munder": _under,
    "munderover": _under_and_over,
    "mtable": _table,
}
