r"""Labels of formulas, numbered through the notebook, and what \ref and \eqref say of them."""

import re
from collections.abc import Iterable, Mapping
from itertools import pairwise

from analysis.render import dialect
from analysis.render.references import LENGTH_LIMIT

_LABEL = re.compile(r"\\label\s*\{([^{}\n]{1,200})\}")
_TAG = re.compile(r"\\tag\*?\s*\{([^{}\n]{1,200})\}")
_REFERENCE = re.compile(r"\\(eq)?ref\s*\{([^{}\n]{1,200})\}")
_ROW = re.compile(r"\\\\(?!\[|\])|\$\$|\\(?:begin|end)\{")  # what parts the rows of formulas
_CODE = re.compile(rf"{dialect.FENCED}|`[^`\n]*`", re.DOTALL | re.MULTILINE)


def numbered(sources: Iterable[str]) -> dict[str, str]:
    """Return what stands beside each labelled formula: its own tag, else its number."""
    found: dict[str, str] = {}
    for source in sources:
        if "\\label" not in source or len(source) > LENGTH_LIMIT:
            continue
        for row in _rows(_CODE.sub("", source)):
            tag = _TAG.search(row)
            for name in _LABEL.findall(row):
                found.setdefault(name, tag[1] if tag else "")
    count = 0
    for name, own in found.items():
        if not own:
            count += 1
            found[name] = str(count)
    return found


def resolved(source: str, known: Mapping[str, str]) -> str:
    """Return a markdown text whose labels are tags, and whose references say them; not in code."""
    if not known or len(source) > LENGTH_LIMIT or not ("\\label" in source or "ref" in source):
        return source
    shown, start = "", 0
    for code in _CODE.finditer(source):
        shown += _said(source[start : code.start()], known) + code[0]
        start = code.end()
    return shown + _said(source[start:], known)


def _said(text: str, known: Mapping[str, str]) -> str:
    def referred(found: re.Match[str]) -> str:
        number = known.get(found[2])
        return found[0] if number is None else f"({number})" if found[1] else number

    return _REFERENCE.sub(referred, "".join(_tagged(row, known) for row in _rows(text)))


def _tagged(row: str, known: Mapping[str, str]) -> str:
    tagged = _TAG.search(row)
    return _LABEL.sub(
        lambda label: "" if tagged or label[1] not in known else f"\\tag{{{known[label[1]]}}}", row
    )


def _rows(source: str) -> list[str]:
    """Return a text in pieces, none of which holds more than a row of a formula."""
    ends = [0, *(found.start() for found in _ROW.finditer(source)), len(source)]
    return [source[start:end] for start, end in pairwise(ends)]
