"""What a cell printed, in one piece for each stream, as a terminal would show it.

nbclient can do the same, in a time that grows with the square of a line's length: one long line
would hold a build up for hours.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


def coalesced(outputs: Sequence[Any]) -> list[Any]:
    """Return a cell's outputs with each stream's pieces in the place of its first.

    In how many pieces and in which order they came is a matter of chance; so standard output goes
    before standard error where they meet. The outputs given may be changed.
    """
    pieces: dict[str, list[str]] = {}
    kept: list[Any] = []
    for output in outputs:
        if output["output_type"] == "stream":
            texts = pieces.setdefault(output["name"], [])
            texts.append(output["text"])
            if len(texts) > 1:
                continue
        kept.append(output)
    for place, output in enumerate(kept):
        if output["output_type"] == "stream":
            output["text"] = _shown("".join(pieces[output["name"]]))
            before = kept[place - 1] if place else {}
            if (before.get("name"), output["name"]) == ("stderr", "stdout"):
                kept[place - 1 : place + 1] = [output, before]
    return kept


def _shown(text: str) -> str:
    """Return a text after its carriage returns have done their work."""
    if "\r" in text:
        return "\n".join(line[_start(line) :] for line in text.split("\n"))
    return text


def _start(line: str) -> int:
    # a carriage return at the end overwrites nothing
    return line.rfind("\r", 0, max(0, len(line) - 1)) + 1
