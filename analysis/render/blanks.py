"""What stands in a cell of a table where there is no value."""

import re

_NO_VALUE = re.compile(
    r"(?:nan|nat|none|null|no data|<na>|na|n/a|[-–—…⋮⋯]|\.{2,3}|[+−-]?inf)?", re.IGNORECASE
)


def is_blank(words: str) -> bool:
    """Return whether a cell says that it has no value, or that some are left out.

    >>> [is_blank(words) for words in ("NaN", "<NA>", "...", "0")]
    [True, True, True, False]
    """
    return _NO_VALUE.fullmatch(words) is not None
