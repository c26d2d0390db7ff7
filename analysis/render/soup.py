"""A stranger's HTML as a tree, whatever it holds."""

import re

from bs4 import BeautifulSoup

# Browsers take `<![…>` for a comment; html.parser refuses the whole text for some of them.
_MARKED_SECTION = re.compile(r"<!\[[^>]*>?")


def parsed(html: str) -> BeautifulSoup:
    """Return the tree of some HTML."""
    return BeautifulSoup(_MARKED_SECTION.sub("", html), "html.parser")
