"""Every id of a page once, and links that still lead where they led."""

import re

from bs4 import Tag

LONGEST = 200
RESERVED = frozenset({"contents", "main"})


class Anchors:
    """The ids a page has so far; texts are added one after the other."""

    def __init__(self) -> None:
        self._taken = set(RESERVED)
        self._counts: dict[str, int] = {}

    def claim(self, wanted: str) -> str:
        """Return `wanted`, or the first of wanted-2, wanted-3, … that is free, and take it."""
        # a lone surrogate, which JSON allows, cannot stand in an address
        known = wanted.strip()[:LONGEST].encode("utf-8", "replace").decode("utf-8")
        base = re.sub(r"\s+", "-", known) or "part"
        name, count = base, self._counts.get(base, 1)
        while name in self._taken:
            count += 1
            name = f"{base}-{count}"
        self._taken.add(name)
        self._counts[base] = count
        return name

    def settle(self, text: Tag) -> None:
        """Make the ids of a text unlike those before it, and its own links follow."""
        moved: dict[str, str] = {}
        for element in text.find_all(id=True):
            old = str(element["id"])
            element["id"] = self.claim(old)
            moved.setdefault(f"#{old}", f"#{element['id']}")
        for link in text.find_all("a", href=True):
            link["href"] = moved.get(str(link["href"]), link["href"])
