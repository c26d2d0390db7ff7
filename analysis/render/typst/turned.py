"""Wide tables on pages turned on their side.

The rule: a table that even its smallest type does not fit between the margins of a page, but does
when the page is turned, stands on a turned page of its own, with its caption and source. Columns of
words count with what they need when they wrap. A table that does not fit a turned page either is
split into parts; so is one of a glance, a few rows whose parts stand together on the page anyhow.

The page is turned where the table stands, so exhibits keep their order: the page before it may end
early. What only leads to the table, a heading or a lead, goes with it, and turned tables one after
the other share their pages.
"""

import re
from collections.abc import Sequence

from analysis.render.typst import links
from analysis.render.typst.columns import Column
from analysis.render.typst.document import TEXT_WIDTH
from analysis.render.typst.fragment import Fragment
from analysis.render.typst.splits import WIDEST

GLANCE = 6  # rows at most of a table that is split rather than turned

# no text of a notebook begins a line so: in markup its signs are escaped, in strings its line ends
_LEAD = rf"(?:{links.ANCHOR})*+(?:#(?:heading\(|rp-lead\[)[^\n]*+)?(?<=[\])])\n++"
_BETWEEN = re.compile(rf"(?m)^\]//turned\n+((?:{_LEAD})*+)#rp-turned\[\n")
_BEFORE = re.compile(rf"(?m)^((?:{_LEAD})++)(#rp-turned\[\n)?")


def suits(fragment: Fragment, columns: Sequence[Column], rows: int) -> bool:
    """Tell whether a table of some rows below its header belongs on a turned page."""
    document = fragment.document
    if rows <= GLANCE or document.boxes > fragment.frames:
        return False
    needed = sum(column.narrowest for column in columns) * TEXT_WIDTH / WIDEST
    return document.width < needed <= document.turned


def page(body: str) -> str:
    """Return content on a turned page of its own."""
    return f"#rp-turned[\n{body}\n]//turned"


def gathered(body: str) -> str:
    """Return a whole body in which what leads to turned tables, and their like, is with them.

    >>> print(gathered("#heading(level: 1)[A]" + chr(10) + page("x")))
    #rp-turned[
    #heading(level: 1)[A]
    x
    ]//turned
    """
    return _BEFORE.sub(r"\2\1", _BETWEEN.sub(r"\n\1", body))
