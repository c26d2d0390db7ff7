"""The words that stand for what a document does not show: the same in HTML and in PDF."""

import re
from collections.abc import Mapping
from typing import Any

# what only sets up a page for scripts
_LOADING = re.compile(r"application/vnd\.(?:bokehjs|holoviews)_load")
_BARE_NAME = re.compile(r"<IPython\.[\w.]+ (?:object|at 0x[0-9a-f]+)>")


def logged(words: str) -> str:
    r"""Return a warning on one line, as a terminal shows and does not obey it.

    >>> print(logged("cell 1: " + chr(27) + chr(10) + chr(0x202E)))
    cell 1: \x1b\n\u202e
    """
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in words)


def missing(what: str, reason: str) -> str:
    """Return what stands in the place of something that is not shown.

    >>> missing("image", "it is missing")
    '[image: not shown, it is missing]'
    """
    return f"[{what}: not shown, {reason}]"


def formless(forms: Mapping[str, Any]) -> str:
    """Return what stands for an output none of whose forms can be shown, if it is to show any.

    >>> formless({"text/x": "a", "application/y": "b"}), formless({"text/plain": ""})
    ('[output: not shown, application/y, text/x]', '')
    """
    kinds = sorted(str(kind) for kind, form in forms.items() if str(form).strip())
    if not kinds or any(map(_LOADING.match, forms)):
        return ""
    return missing("output", ", ".join(kinds)[:200])


def rest(reason: str) -> str:
    """Return what stands where something was cut, and why or how much.

    >>> rest("7 more rows")
    'The rest is not shown: 7 more rows.'
    """
    return f"The rest is not shown: {reason}."


TOO_LONG = "the document is too long"


def too_much(count: int, what: str) -> str:
    """Return why a part of a document is cut that is too much for one, and what it has most of.

    >>> rest(too_much(1_250, "headings"))
    'The rest is not shown: too much for a part of a document, 1,250 headings so far.'
    """
    return f"too much for a part of a document, {count:,} {what} so far"


def cells_left_out(count: int) -> str:
    """Return what stands at the end of a document that is too long to be shown whole.

    >>> cells_left_out(7)
    'The rest is not shown: 7 more cells, as the document is too long.'
    """
    cells = "cell" if count == 1 else "cells"
    return rest(f"{count:,} more {cells}, as {TOO_LONG}")


def standing_in(form: str) -> str:
    """Return what goes with the form that stands in for an interactive output."""
    return f"Interactive in the notebook: this page shows its {form}."


def says_nothing(text: str) -> bool:
    """Return whether a text is but the name of an object whose other forms would say more.

    >>> says_nothing("<IPython.core.display.HTML object>")
    True
    """
    return _BARE_NAME.fullmatch(text.strip()) is not None
