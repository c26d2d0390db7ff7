"""The words that stand for what a document does not show: the same in HTML and in PDF."""

import re

_BARE_NAME = re.compile(r"<IPython\.[\w.]+ (?:object|at 0x[0-9a-f]+)>")


def missing(what: str, reason: str) -> str:
    """Return what stands in the place of something that is not shown.

    >>> missing("image", "it is missing")
    '[image: not shown, it is missing]'
    """
    return f"[{what}: not shown, {reason}]"


def rest(reason: str) -> str:
    """Return what stands where something was cut, and why or how much.

    >>> rest("7 more rows")
    'The rest is not shown: 7 more rows.'
    """
    return f"The rest is not shown: {reason}."


def standing_in(form: str) -> str:
    """Return what goes with the form that stands in for an interactive output."""
    return f"Interactive in the notebook: this page shows its {form}."


def says_nothing(text: str) -> bool:
    """Return whether a text is but the name of an object whose other forms would say more.

    >>> says_nothing("<IPython.core.display.HTML object>")
    True
    """
    return _BARE_NAME.fullmatch(text.strip()) is not None
