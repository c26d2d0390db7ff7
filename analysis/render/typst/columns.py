"""How the columns of a table are set: numbers in line, and widths that suit their words."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

SHORT = 26  # characters that never need to wrap
UNBROKEN = 36  # characters of the longest word that is given room
LINE = 118  # characters across the page
GAP = 2  # characters between columns
BOLD = 1.08  # how much wider row headers are
MANY = 8  # columns from which the whole table is made smaller instead

_NUMBER = re.compile(r"[+−-]?[$€£¥]?\s?\d[\d,. \u2009\u202f\u00a0]*(?:[eE][+-]?\d+)?\s?%?")
_BREAK = re.compile(r"\s+|(?<=-)(?=[A-Za-z])")
_NO_VALUE = re.compile(r"(?:nan|nat|none|no data|<na>|n/a|[-–—…]|[+-]?inf)?", re.IGNORECASE)
_PLAIN_NUMBER = re.compile(r"[+−-]?[\d, \u2009\u202f\u00a0]*\d(?:\.(\d+))?")


@dataclass(frozen=True, slots=True)
class Column:
    """What the words of a column ask for; `decimals` are those of its longest number."""

    numeric: bool
    decimals: int
    longest: int
    narrowest: float
    wished: float

    @classmethod
    def of(cls, words: Sequence[str], head: str = "") -> "Column":
        """Return the column with these words in its cells, and this one at its head.

        >>> Column.of(["1.5", "–", "12"]).numeric
        True
        """
        numbers = [word for word in words if not _NO_VALUE.fullmatch(word)]
        numeric = bool(numbers) and all(map(_NUMBER.fullmatch, numbers))
        plain = [match for match in map(_PLAIN_NUMBER.fullmatch, numbers) if match]
        aligned = numeric and len(plain) == len(numbers)
        decimals = max(len(match[1] or "") for match in plain) if aligned else 0
        lengths = [len(word) for word in (*words, head)]
        unbroken = max(len(part) for word in (*words, head) for part in _BREAK.split(word))
        narrowest = max(lengths) if max(lengths) <= SHORT else min(unbroken, UNBROKEN)
        # between the mean, which wastes no space, and the longest, which wraps nothing
        mixed = (sum(lengths) / len(lengths) * max(lengths)) ** 0.5
        return cls(numeric, decimals, max(lengths), narrowest * BOLD + GAP, mixed)

    def padding(self, words: str) -> str:
        """Return the blank that stands for decimals a number does not have."""
        plain = _PLAIN_NUMBER.fullmatch(words) if self.decimals else None
        lacking = self.decimals - len(plain[1] or "") if plain else 0
        point = "true" if plain and not plain[1] else "false"
        return f"#rp-pad({lacking}, point: {point})" if lacking else ""


def widths(columns: Sequence[Column]) -> str:
    """Return the columns argument of a table: their number, or shares where lines must wrap.

    Each share is at least the longest word; what is left goes where most is still to be said.
    """
    left = LINE - sum(column.narrowest for column in columns)
    natural = sum(column.longest + GAP for column in columns)
    if natural <= LINE or left < 0 or len(columns) >= MANY:
        return str(len(columns))
    wishes = [max(0.0, column.wished - column.narrowest) for column in columns]
    scale = left / (sum(wishes) or 1.0)
    shares = (c.narrowest + wish * scale for c, wish in zip(columns, wishes, strict=True))
    return f"({', '.join(f'{share:.3g}fr' for share in shares)},)"
