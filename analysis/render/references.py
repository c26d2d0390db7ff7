"""References in prose: to exhibits by name, and to notes that another cell defines."""

import re
from collections.abc import Iterable, Mapping
from functools import cache

from mistune import Markdown
from mistune.util import unikey

from analysis.render import dialect

# a full stop or comma after the name is the sentence's
REFERENCE = re.compile(
    r"(?<![\w@./&-])@(?P<kind>fig:|tbl:|exhibit-)(?P<name>[A-Za-z0-9]\w*(?:[-.]\w+)*)"
)
UNDEFINED = re.compile(r"\[\^[^\]\s]{1,500}\]")  # all the parser leaves of a note without words
_NOTE = re.compile(r"\[\^([^\]\s]{1,500})\](:?)")
LENGTH_LIMIT = 200_000  # characters of a text in which definitions, labels, headings are looked for


def candidates(kind: str, name: str) -> tuple[str, ...]:
    """Return the ids that a reference may mean, the likeliest first.

    >>> candidates("fig:", "oil")
    ('fig:oil', 'fig-oil', 'exhibit-oil', 'oil')
    """
    if kind == "exhibit-":
        return (f"exhibit-{name}",)
    return (f"{kind}{name}", f"{kind[:-1]}-{name}", f"exhibit-{name}", name)


@cache
def _parser() -> Markdown:
    return dialect.parser(None)


def notes(sources: Iterable[str]) -> dict[str, str]:
    """Return every note that markdown texts define, key → words; the first definition holds."""
    found: dict[str, str] = {}
    for source in sources:
        if len(source) <= LENGTH_LIMIT and "]:" in source and "[^" in source:
            for key, words in _defined(source).items():
                found.setdefault(key, words)
    return found


def completed(source: str, known: Mapping[str, str]) -> str:
    """Return a text with the definitions added that it lacks and another cell has."""
    if not known or "[^" not in source or len(source) > LENGTH_LIMIT:
        return source
    used = {unikey(key) for key, colon in _NOTE.findall(source) if not colon}
    lacking = used & known.keys() - _defined(source).keys()
    added = "".join(f"\n\n[^{key}]: {known[key].strip()}" for key in sorted(lacking))
    return source + added


def _defined(source: str) -> dict[str, str]:
    try:
        _, state = _parser().parse(source)
    except RecursionError:
        return {}  # the exporters say so where the text itself is set
    return {key: str(words) for key, words in state.env.get("ref_footnotes", {}).items()}
