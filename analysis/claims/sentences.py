"""The sentences that explain a verdict, built from the judged items, so they follow the data."""

from __future__ import annotations

import math
from collections.abc import Sequence

from analysis.claims.evidence import Evidence, Item, Match, Outcome
from analysis.claims.judge import Part
from analysis.claims.outcome import decides, ends, factor
from analysis.claims.wording import LEVELS, Kind, Reading, Test, bounds
from analysis.numbers import counted, listed, plain, spread

_SUFFIXES = {"percent": " %", "tcm": " trillion m³"}
"""How a unit is written after a number, where not by its own name."""


def amount(value: float, unit: str, places: int | None = None) -> str:
    """Return a value with its unit: "94.8 bn USD", "8.88 %"."""
    return plain(value, places) + _unit(unit)


def found(item: Item) -> str:
    """Return what an item gives, as a value or an interval with its unit."""
    if item.happened is not None:
        return "occurred" if item.happened else "not yet occurred"
    if item.unit == "yes or no":
        return "yes" if item.value else "no"
    low, high = ends(item)
    return spread(low, high) + _unit(item.unit)


def shown(item: Item) -> str:
    """Return what an item gives as a table shows it: a rise with where it started."""
    if item.kind is Kind.INCREASING:
        return f"from {plain(min(item.against.values()))} to {found(item)}"
    return found(item)


def why(parts: Sequence[Part], evidence: Evidence) -> str:
    """Return one sentence that says what the verdict rests on."""
    clauses = [clause for index, part in enumerate(parts) for clause in _part(part, index == 0)]
    if not clauses:
        return (
            evidence.absence or "No admissible source gives a figure with the claim’s definition."
        )
    text = "; ".join([*clauses, *evidence.caveats])
    return text[0].upper() + text[1:] + "."


def _part(part: Part, leads: bool) -> list[str]:
    decisive = [(item, said) for item, said in part.outcomes if decides(item)]
    if all(said is Outcome.PENDING for _, said in decisive):
        return []
    good = [item for item, said in decisive if said in (Outcome.HOLDS, Outcome.PASSED)]
    rest = [item for item, said in decisive if item not in good]
    clauses = [_lead(part, good or rest, leads)]
    if good and rest:
        clauses.append(_dissent(rest))
    if not good:
        clauses += _nearest(part, rest[0])
    return clauses


def _lead(part: Part, same: Sequence[Item], leads: bool) -> str:
    lead = same[0]
    said = next(result for item, result in part.outcomes if item is lead)
    if part.test.kind is Kind.EVENT:
        return "; ".join(dict.fromkeys(item.label for item in same))
    if part.test.kind in (Kind.RECORD, Kind.RANK, Kind.INCREASING):
        named = f"{lead.label}: " if leads or part.test.kind is Kind.INCREASING else ""
        return _comparison(part.test, lead, said, f"{named}{found(lead)}")
    verb = "agree" if said in (Outcome.HOLDS, Outcome.PASSED) else "miss it"
    others = f" ({counted(len(same), 'source')} {verb})" if len(same) > 1 else ""
    return f"{lead.label}: {found(lead)}, {_relation(part, lead, said)}{others}"


def _relation(part: Part, item: Item, said: Outcome) -> str:
    reading = part.reading
    if reading is None or said is Outcome.OPEN:
        return "too wide to decide"
    value = plain(reading.value, _places(reading))
    words = {
        (Kind.OVER, Outcome.HOLDS): f"above {value}",
        (Kind.APPROACHING, Outcome.HOLDS): f"just below {value} and rising",
        (Kind.NEARLY, Outcome.HOLDS): f"just below {value}",
        (Kind.ABOUT, Outcome.HOLDS): f"about {value}",
        (part.test.kind, Outcome.PASSED): f"already past {value}",
    }
    held = f"which rounds to {value}"
    return words.get(
        (part.test.kind, said), held if said is Outcome.HOLDS else _miss(reading, item)
    )


def _miss(reading: Reading, item: Item) -> str:
    """Say how far a value is from the quoted one: as a factor when far, in percent when near."""
    low, high = ends(item)
    nearest = high if high < reading.value else low
    if low <= reading.value <= high:
        return "outside the claim"
    times = max(nearest, reading.value) / min(nearest, reading.value) if nearest > 0 else math.inf
    if times < 2:
        side = "above" if nearest > reading.value else "below"
        return f"{plain(abs(nearest / reading.value - 1) * 100, 0)} % {side} the claim"
    if nearest < reading.value:
        return f"the claim is {plain(times, 1)} times as much"
    return f"{plain(times, 1)} times the claim"


def _comparison(test: Test, item: Item, said: Outcome, subject: str) -> str:
    rival, value = max(item.against.items(), key=lambda pair: pair[1], default=("", math.nan))
    if said is Outcome.OPEN:
        return f"{item.label}: nothing comparable to set beside {found(item)}"
    holds, fails = {
        Kind.RECORD: ("is above every earlier year with a figure, at most", "is not above"),
        Kind.RANK: ("is ahead of", "is not ahead of"),
        Kind.INCREASING: ("is up from", "is not up from"),
    }[test.kind]
    other = f"{amount(value, item.unit)} ({rival})"
    return f"{subject} {holds if said is Outcome.HOLDS else fails} {other}"


def _dissent(items: Sequence[Item]) -> str:
    said = [
        f"{item.label} gives {found(item)}" + (f", {item.reason}" if item.reason else "")
        for item in items
    ]
    return listed(said)


def _nearest(part: Part, lead: Item) -> list[str]:
    """Name another definition or an older vintage that comes nearer than the admissible ones."""
    others = [
        (factor(part.test, part.reading, item), item)
        for item, said in part.outcomes
        if item.match in (Match.DEFINITION, Match.VINTAGE) and said is not Outcome.APART
    ]
    best, item = min(others, key=lambda pair: pair[0], default=(math.inf, lead))
    if best >= factor(part.test, part.reading, lead):
        return []
    return [f"nearest is {item.label}: {found(item)}, {item.match.value}"]


def needed(parts: Sequence[Part]) -> str:
    """Return what would have to be the case for the claim to be true as stated."""
    texts = [_needed(part) for part in parts if part.test.kind in LEVELS and part.reading]
    return " ".join(text for text in texts if text)


def _needed(part: Part) -> str:
    decisive = [(item, said) for item, said in part.outcomes if decides(item)]
    if not decisive or part.reading is None:
        return ""
    item, said = decisive[0]
    if said is Outcome.HOLDS:
        return f"It holds: {item.label} gives {found(item)}."
    low, high = bounds(part.test, part.reading)
    if part.test.kind in (Kind.APPROACHING, Kind.NEARLY):
        high = part.reading.value  # from here on the mark is passed
    if item.whole is None or not math.isfinite(item.whole):
        need = f"{_range(low, high)}{_unit(item.unit)}"
        return f"It would take {need}; {item.label} gives {found(item)}."
    share = item.whole / 100
    need = f"{_range(low * share, high * share)} of {amount(item.whole, item.whole_unit)}"
    return f"It would take {need}; {item.label} gives {plain(item.value * share)}."


def _range(low: float, high: float) -> str:
    if not math.isfinite(high):
        return f"more than {plain(low)}"
    return f"{plain(low)} to {plain(high)}"


def _unit(unit: str) -> str:
    return _SUFFIXES.get(unit, f" {unit}" if unit else "")


def gap(parts: Sequence[Part]) -> float | None:
    """Return the difference of the first deciding value from the quoted one, in percent."""
    for part in parts:
        values = [item.value for item, _ in part.outcomes if decides(item)]
        if part.reading and values and not math.isnan(values[0]):
            return (values[0] / part.reading.value - 1) * 100
    return None


def _places(reading: Reading) -> int:
    return max(0, round(-math.log10(reading.unit)))
