"""What a notebook's metadata says about its report, each on one line whatever it holds."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")
_PARTS = re.compile(r"([A-Za-z]{2,3})(?:-[A-Za-z]{4})?(?:-([A-Za-z]{2}))?(?:-.*)?")
# PDF/A allows 32,767 bytes in a string, which all names together become
LONGEST = 500
LONGEST_NAME, MOST_NAMES = 100, 60


@dataclass(frozen=True, slots=True)
class Imprint:
    """Who says what, when, and in which language; what is not said is empty."""

    title: str
    subtitle: str
    description: str
    lang: str
    authors: tuple[str, ...]
    keywords: tuple[str, ...]
    date: str
    edition: str
    toc: bool

    @property
    def spoken(self) -> str:
        """Return the language alone, without script and region: zh of zh-Hans-CN."""
        match = _PARTS.fullmatch(self.lang)
        return match[1].lower() if match else "en"

    @property
    def region(self) -> str:
        """Return the region of the language, as in CN, or nothing."""
        match = _PARTS.fullmatch(self.lang)
        return (match[2] or "").upper() if match else ""


def imprint(metadata: Mapping[str, Any], language: str) -> Imprint:
    """Return the imprint of a notebook; `language` is that of a notebook that names none."""
    lang = line(metadata.get("lang"))
    return Imprint(
        title=line(metadata.get("title")),
        subtitle=line(metadata.get("subtitle")),
        description=line(metadata.get("description")),
        lang=lang if _LANGUAGE.fullmatch(lang) else language,
        authors=tuple(_names(metadata.get("authors", metadata.get("author")))),
        keywords=tuple(_names(metadata.get("keywords"))),
        date=line(metadata.get("date")),
        edition=line(metadata.get("edition")),
        toc=metadata.get("toc") is not False,  # JupyterLab keeps settings of its own there
    )


def line(value: object) -> str:
    """Return a text or number on one line, and no endless one; anything else says nothing."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    text = " ".join(str(value).split())
    return text if len(text) <= LONGEST else f"{text[:LONGEST]} …"


def _names(value: object) -> Iterator[str]:
    """Yield the names in a text, or in a list of texts or of {"name": …} (Jupyter's way)."""
    for item in value[:MOST_NAMES] if isinstance(value, list | tuple) else [value]:
        name = line(item.get("name") if isinstance(item, Mapping) else item)
        if name:
            yield name[:LONGEST_NAME]
