"""How the columns of a table are set: numbers in line, and widths that suit their words."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from analysis.render.blanks import is_blank
from analysis.render.typst.escape import truth

# lengths are in widths of a digit, 0.465 of the size of the type
SHORT = 26  # what never needs to wrap
UNBROKEN = 36  # of the longest word that is given room
LINE = 123  # across the usual page, less some for what is only estimated
GAP = 2.1  # between columns
BOLD = 1.12  # how much longer headers are
WRAPPED = 2 / 3  # how high a further line is, in rows of one line
MANY = 8  # columns from which the whole table is made smaller instead
SURE = 0.85  # of a line that words may fill, as estimated, so that they are sure to fit

_THIN = re.compile(r"[fijlrtIJ.,:;'’|!()\[\]{}/\s-]")
_BROAD = re.compile(r"[mwA-HK-Z%@&—]")
_FULL = re.compile(r"[\u1100-\u11ff\u2e80-\ud7ff\uf900-\ufaff\uff01-\uff60\U0001f000-\U0003ffff]")
_NUMBER = re.compile(r"[+−-]?[$€£¥]?\s?\d[\d,. \u2009\u202f\u00a0]*(?:[eE][+-]?\d+)?\s?%?")
_BREAK = re.compile(r"\s+|(?<=-)(?=[A-Za-z])")
_PLAIN_NUMBER = re.compile(r"[+−-]?[\d, \u2009\u202f\u00a0]*\d(?:\.(\d+))?")


@dataclass(frozen=True, slots=True)
class Column:
    """What the words of a column ask for; `decimals` are those of its longest number."""

    numeric: bool
    decimals: int
    longest: float
    narrowest: float
    wished: float

    @classmethod
    def of(cls, words: Sequence[str], head: str = "", *, bold: bool = False) -> "Column":
        """Return the column with these words in its cells, in bold or not, and this at its head.

        >>> Column.of(["1.5", "–", "12"]).numeric
        True
        """
        numbers = [word for word in words if not is_blank(word)]
        numeric = bool(numbers) and all(map(_NUMBER.fullmatch, numbers))
        plain = [match for match in map(_PLAIN_NUMBER.fullmatch, numbers) if match]
        aligned = numeric and len(plain) == len(numbers)
        decimals = max(len(match[1] or "") for match in plain) if aligned else 0
        drawn = BOLD if bold else 1.0
        lengths = [*(breadth(word) * drawn for word in words), breadth(head) * BOLD]
        longest = max(lengths)
        unbroken = max(
            *(breadth(part) * drawn for word in words for part in _BREAK.split(word)),
            *(breadth(part) * BOLD for part in _BREAK.split(head)),
            0.0,
        )
        narrowest = longest if longest <= SHORT else min(unbroken, UNBROKEN)
        # between the mean, which wastes no space, and the longest, which wraps nothing
        mixed = (sum(lengths) / len(lengths) * longest) ** 0.5
        return cls(numeric, decimals, longest, narrowest + GAP, mixed + GAP)

    def padding(self, words: str) -> str:
        """Return the blank that stands for decimals a number does not have."""
        plain = _PLAIN_NUMBER.fullmatch(words) if self.decimals else None
        lacking = self.decimals - len(plain[1] or "") if plain else 0
        point = truth(plain and not plain[1])
        return f"#rp-pad({lacking}, point: {point})" if lacking else ""


def breadth(words: str) -> float:
    """Return about how long words are in the report's type, in widths of a digit.

    >>> breadth("2025"), breadth("ill"), breadth("WWW")
    (4.0, 1.86, 4.2)
    """
    counted = len(words) - 0.38 * len(_THIN.findall(words)) + 0.4 * len(_BROAD.findall(words))
    return round(counted + 1.15 * len(_FULL.findall(words)), 2)


def shares(columns: Sequence[Column], line: float = LINE) -> list[float]:
    """Return the widths of a table's columns, none where it finds its own.

    Each is at least the longest word; what is left goes where most is still to be said.
    """
    left = line - sum(column.narrowest for column in columns)
    natural = sum(column.longest + GAP for column in columns)
    if natural <= line or left < 0 or len(columns) >= MANY:
        return []
    wishes = [max(0.0, column.wished - column.narrowest) for column in columns]
    scale = left / (sum(wishes) or 1.0)
    return [c.narrowest + wish * scale for c, wish in zip(columns, wishes, strict=True)]


def shrinks(columns: Sequence[Column], line: float = LINE, *, told: bool = True) -> bool:
    """Return whether a table may have to be made smaller, for which the compiler measures it.

    `told` says whether these words alone make it as wide as it is.
    """
    natural = sum(column.longest + GAP for column in columns)
    return len(columns) >= MANY and not (told and natural <= SURE * line)


def widths(columns: Sequence[Column], line: float = LINE) -> str:
    """Return the columns argument of a table: their number, or shares where lines must wrap."""
    found = shares(columns, line)
    return f"({', '.join(f'{share:.3g}fr' for share in found)},)" if found else str(len(columns))


def height(rows: Iterable[Mapping[int, str]], across: Mapping[int, float]) -> int:
    """Return how high rows of words by column are, in rows of one line, if columns are so wide."""
    total = 0.0
    for row in rows:
        room = {at: max(1.0, across[at] - GAP) for at in row.keys() & across.keys()}
        lines = max((ceil(breadth(row[at]) / room[at]) for at in room), default=1)
        total += 1 + (max(1, lines) - 1) * WRAPPED
    return round(total)
