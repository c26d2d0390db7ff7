"""What a notebook's metadata says about its report, each on one line and of a known type."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

_LANGUAGE = re.compile(r"([A-Za-z]{2,3})(?:-[A-Za-z]{4})?(?:-([A-Za-z]{2}))?(?:-.*)?")
# PDF/A allows 32,767 bytes in a string, which all names together become
LONGEST = 500
LONGEST_NAME, MOST_NAMES = 100, 60


@dataclass(frozen=True, slots=True)
class Imprint:
    """Who says what, when, in which language; what is not said is empty."""

    title: str
    subtitle: str
    authors: tuple[str, ...]
    keywords: tuple[str, ...]
    date: str
    edition: str
    lang: str
    region: str
    toc: bool


def imprint(metadata: Mapping[str, Any], language: str) -> Imprint:
    """Return the imprint in a notebook's metadata; `language` is what one without has."""
    match = _LANGUAGE.fullmatch(line(metadata.get("lang"))) or _LANGUAGE.fullmatch(language)
    return Imprint(
        title=line(metadata.get("title")),
        subtitle=line(metadata.get("subtitle")),
        authors=tuple(_names(metadata.get("authors", metadata.get("author")))),
        keywords=tuple(_names(metadata.get("keywords"))),
        date=line(metadata.get("date")),
        edition=line(metadata.get("edition")),
        lang=match[1].lower() if match else "en",
        region=(match[2] or "").upper() if match else "",
        toc=metadata.get("toc") is not False,
    )


def line(value: object) -> str:
    """Return a text or number on one line, and no endless one; anything else says nothing."""
    text = " ".join(str(value).split()) if isinstance(value, str | int | float) else ""
    return text if len(text) <= LONGEST else f"{text[:LONGEST]} …"


def _names(value: object) -> Iterator[str]:
    for item in value[:MOST_NAMES] if isinstance(value, list | tuple) else [value]:
        name = line(item.get("name") if isinstance(item, Mapping) else item)
        if name:
            yield name[:LONGEST_NAME]
