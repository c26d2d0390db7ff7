"""What a quoted number says: the wording, and the readings of its precision.

A hedge ("over", "approaching") fixes which values make the claim true; `u`, the unit of the last
stated place, is read from the quoted text itself. After Ferson et al. 2015, "Natural language of
uncertainty", Int. J. Approximate Reasoning.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from enum import StrEnum

from analysis.errors import DataError, unknown


class Kind(StrEnum):
    """The kinds of test a claim can ask for."""

    AT = "at"
    OVER = "over"
    APPROACHING = "approaching"
    NEARLY = "nearly"
    ABOUT = "about"
    GROWTH = "growth"
    RECORD = "record"
    RANK = "rank"
    INCREASING = "increasing"
    EVENT = "event"
    UNDEFINED = "undefined"


LEVELS = frozenset({Kind.AT, Kind.OVER, Kind.APPROACHING, Kind.NEARLY, Kind.ABOUT})
NUMERIC = LEVELS | {Kind.GROWTH}
_HEDGES = {
    "over": Kind.OVER,
    "more than": Kind.OVER,
    "exceeding": Kind.OVER,
    "approaching": Kind.APPROACHING,
    "almost": Kind.NEARLY,
    "nearly": Kind.NEARLY,
    "about": Kind.ABOUT,
    "up": Kind.GROWTH,
}
_WORDS = {
    "record": Kind.RECORD,
    "rank 1": Kind.RANK,
    "increasing": Kind.INCREASING,
    "event": Kind.EVENT,
    "significant": Kind.UNDEFINED,
}
_NUMBER = re.compile(r"(?P<digits>\d[\d,\u202f\u2009 ]*)(?:\.(?P<decimals>\d+))?\s*%?")


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a quoted number: its value and `u`, the unit of its last stated place."""

    value: float
    unit: float
    name: str

    @property
    def low(self) -> float:
        """The smallest value that rounds to the quoted one."""
        return self.value - self.unit / 2

    @property
    def high(self) -> float:
        """The first value above that no longer does."""
        return self.value + self.unit / 2


@dataclass(frozen=True, slots=True)
class Test:
    """One test of a claim: its kind, the words as quoted, and the readings of its number."""

    kind: Kind
    words: str
    readings: tuple[Reading, ...] = ()


def readings(text: str, companions: tuple[str, ...] = ()) -> tuple[Reading, ...]:
    """Return the readings of a quoted number, the one to judge by first.

    95 is to the unit and 95.0 to the tenth. Trailing zeros leave two readings, to the last non-zero
    place and to the unit: a companion in the same sentence with a finer place (17 %, 7 %) decides
    for the finer, otherwise the coarser comes first. Raises DataError when the text is no number.
    """
    digits, decimals = _split(text)
    value = float(f"{digits}.{decimals}" if decimals else digits)
    if decimals:
        return (Reading(value, 10.0 ** -len(decimals), _place(-len(decimals))),)
    zeros = len(digits) - len(digits.rstrip("0")) if int(digits) else 0
    unit = Reading(value, 1.0, _place(0))
    if not zeros:
        return (unit,)
    coarse = Reading(value, 10.0**zeros, _place(zeros))
    finest = min((_last_place(companion) for companion in companions), default=zeros)
    return (unit, coarse) if finest < zeros else (coarse, unit)


def parse(wording: str, companions: tuple[str, ...] = ()) -> tuple[Test, ...]:
    """Return the tests that a claim's wording asks for.

    A wording is such as "95; record" or "over 211,000; up 12 %". Raises DataError for a word that
    is none of the known ones.
    """
    return tuple(_test(part.strip(), companions) for part in wording.split(";"))


def _test(words: str, companions: tuple[str, ...]) -> Test:
    if words in _WORDS:
        return Test(_WORDS[words], words)
    hedge, _, number = words.rpartition(" ") if not words.endswith("%") else _cut_percent(words)
    if hedge and hedge not in _HEDGES:
        raise DataError(unknown("wording", hedge, [*_HEDGES, *_WORDS]))
    if not hedge and not _NUMBER.fullmatch(number):
        raise DataError(unknown("wording", words, [*_HEDGES, *_WORDS]))
    return Test(_HEDGES.get(hedge, Kind.AT), words, readings(number, companions))


def _cut_percent(words: str) -> tuple[str, str, str]:
    return words.removesuffix("%").rstrip().rpartition(" ")


def _split(text: str) -> tuple[str, str]:
    found = _NUMBER.fullmatch(text.strip())
    if not found:
        raise DataError(f"quoted number {text!r} is not a number such as 95, 95.0 or 211,000")
    return re.sub(r"\D", "", found["digits"]), found["decimals"] or ""


def _last_place(text: str) -> int:
    """Return the power of ten of the last stated place, taking trailing zeros as unstated."""
    digits, decimals = _split(text)
    if decimals:
        return -len(decimals)
    return len(digits) - len(digits.rstrip("0")) if int(digits) else 0


def _place(power: int) -> str:
    names = {-1: "tenth", 0: "unit", 1: "ten", 2: "hundred", 3: "thousand", 6: "million"}
    return f"to the {names.get(power, f'{10.0**power:g}')}"


def bounds(test: Test, reading: Reading) -> tuple[float, float]:
    """Return the interval of values that make a numeric test true, in the claim's unit.

    The low end belongs to it except for "over"; the high end does not, except for "about".
    """
    if test.kind is Kind.OVER:
        return reading.value, math.inf
    if test.kind in (Kind.APPROACHING, Kind.NEARLY):
        return reading.low, reading.high
    if test.kind is Kind.ABOUT:
        return reading.value - 2 * reading.unit, reading.value + 2 * reading.unit
    return reading.low, reading.high
