"""What a notebook's metadata says about its page, as plain text on one line whatever it holds."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")
_LONGEST = 1_000


@dataclass(frozen=True, slots=True)
class Imprint:
    """Who says what, when, and in which language; what is not known is empty."""

    title: str
    subtitle: str
    description: str
    lang: str
    authors: tuple[str, ...]
    keywords: tuple[str, ...]
    date: str
    edition: str
    toc: bool


def imprint(metadata: Mapping[str, Any], language: str) -> Imprint:
    """Return the imprint of a notebook; `language` is that of a notebook that names none."""
    lang = _line(metadata.get("lang"))
    return Imprint(
        title=_line(metadata.get("title")),
        subtitle=_line(metadata.get("subtitle")),
        description=_line(metadata.get("description")),
        lang=lang if _LANGUAGE.fullmatch(lang) else language,
        authors=tuple(_names(metadata.get("authors"))),
        keywords=tuple(_names(metadata.get("keywords"))),
        date=_line(metadata.get("date")),
        edition=_line(metadata.get("edition")),
        toc=metadata.get("toc") is not False,  # JupyterLab keeps settings of its own there
    )


def _line(value: object) -> str:
    """Return a text or a number on one line, and no endless one; anything else says nothing."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    text = " ".join(str(value).split())
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]} …"


def _names(value: object) -> Iterator[str]:
    """Yield the names in a text, or in a list of texts or of {"name": …} (Jupyter's way)."""
    for item in value if isinstance(value, list) else [value]:
        name = _line(item.get("name") if isinstance(item, Mapping) else item)
        if name:
            yield name
