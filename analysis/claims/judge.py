"""The rules: a claim's tests and its evidence in, a verdict out. Nothing here knows a subject.

Strict reading decides truth; hedge bands only raise flags. See the README's method section.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from analysis.claims.evidence import Evidence, Item, Match, Outcome
from analysis.claims.outcome import decides, factor, is_loose, outcome
from analysis.claims.wording import Kind, Reading, Test

THRESHOLD = 1.5
"""A miss by this factor is a contradiction: a convention, and the others give the same verdicts."""
OTHER_THRESHOLDS = (1.25, 2.0)
"""Where contradiction might as well begin; a test holds that no verdict changes there."""


class Verdict(StrEnum):
    """The scale, from the best to the worst a compound claim can have."""

    SUPPORTED = "supported"
    CAVEAT = "supported with caveat"
    UNCHECKED = "cannot be checked"
    CONFLICT = "sources conflict"
    NOT_SUPPORTED = "not supported"
    CONTRADICTED = "contradicted"


class Flag(StrEnum):
    """What a careful reader should know beside the verdict."""

    UNIT = "unit ambiguous"
    MIXED = "mixed numerator and denominator"
    BASE_YEAR = "base-year choice"
    STALE = "stale vintage"
    SUPERSEDED = "superseded since"
    SINGLE = "single source"
    DRIFT = "paraphrase drift"
    PENDING = "event not yet occurred"
    LOOSE = "true but loose"
    PASSED = "already passed"


ORDER = list(Verdict)
_GOOD = frozenset({Outcome.HOLDS, Outcome.PASSED})


@dataclass(frozen=True, slots=True)
class Part:
    """One test of a claim under one reading of its number, and the items its verdict rests on."""

    test: Test
    reading: Reading | None
    verdict: Verdict
    outcomes: tuple[tuple[Item, Outcome], ...]
    flags: frozenset[Flag]


def judge(
    tests: Sequence[Test], evidence: Evidence, *, primary: bool = True, threshold: float = THRESHOLD
) -> tuple[Part, ...]:
    """Return one judged part per test; `primary=False` takes the other of two readings."""
    return tuple(_part(test, _reading(test, primary), evidence, threshold) for test in tests)


def overall(parts: Sequence[Part]) -> Verdict:
    """Return the verdict on the whole claim: a compound claim is as good as its worst part."""
    return max((part.verdict for part in parts), key=ORDER.index)


def _reading(test: Test, primary: bool) -> Reading | None:
    return test.readings[0 if primary else -1] if test.readings else None


def _part(test: Test, reading: Reading | None, evidence: Evidence, threshold: float) -> Part:
    items = [item for item in evidence.items if _answers(item, test)]
    outcomes = tuple((item, outcome(test, reading, item)) for item in items)
    verdict = _verdict(test, reading, outcomes, threshold)
    if verdict is Verdict.SUPPORTED and _reserved(outcomes, evidence):
        verdict = Verdict.CAVEAT
    return Part(test, reading, verdict, outcomes, _flags(test, reading, outcomes))


def _answers(item: Item, test: Test) -> bool:
    """An item gathered for a level answers whichever hedge the claim's wording puts on it."""
    return item.kind is test.kind or (item.kind is Kind.AT and test.kind in _HEDGED)


_HEDGED = frozenset({Kind.OVER, Kind.APPROACHING, Kind.NEARLY, Kind.ABOUT})


def _verdict(
    test: Test,
    reading: Reading | None,
    outcomes: Sequence[tuple[Item, Outcome]],
    threshold: float,
) -> Verdict:
    decisive = [(item, said) for item, said in outcomes if decides(item)]
    said = {result for _, result in decisive}
    if not said or said <= {Outcome.OPEN, Outcome.PENDING}:
        return Verdict.UNCHECKED
    if said & _GOOD:
        return _agreement(decisive)
    return _failure(test, reading, outcomes, threshold)


def _agreement(decisive: Sequence[tuple[Item, Outcome]]) -> Verdict:
    """Some evidence holds: how far does the rest contradict it?"""
    against = [item for item, said in decisive if said in (Outcome.FAILS, Outcome.PENDING)]
    if any(not item.reason for item in against):
        return Verdict.CONFLICT
    return Verdict.CAVEAT if against else Verdict.SUPPORTED


def _failure(
    test: Test,
    reading: Reading | None,
    outcomes: Sequence[tuple[Item, Outcome]],
    threshold: float,
) -> Verdict:
    """No admissible evidence holds: contradicted only if nothing else comes near either."""
    near = any(
        said is not Outcome.FAILS or factor(test, reading, item) < threshold
        for item, said in outcomes
        if item.match is not Match.LATER and said is not Outcome.APART
    )
    return Verdict.NOT_SUPPORTED if near else Verdict.CONTRADICTED


def _reserved(outcomes: Sequence[tuple[Item, Outcome]], evidence: Evidence) -> bool:
    unsure = (Outcome.PASSED, Outcome.OPEN)
    return bool(evidence.caveats) or any(s in unsure for item, s in outcomes if decides(item))


def _flags(
    test: Test, reading: Reading | None, outcomes: Sequence[tuple[Item, Outcome]]
) -> frozenset[Flag]:
    decisive = [(item, said) for item, said in outcomes if decides(item)]
    said = {result for _, result in decisive}
    other = {(item.match, result) for item, result in outcomes}
    older_fits = any((Match.VINTAGE, fit) in other for fit in (*_GOOD, Outcome.OPEN))
    raised = {
        Flag.SINGLE: len({item.reporter for item, _ in decisive}) == 1,
        Flag.PENDING: Outcome.PENDING in said,
        Flag.PASSED: Outcome.PASSED in said,
        Flag.STALE: bool(said) and not said & _GOOD and older_fits,
        Flag.SUPERSEDED: any(match is Match.LATER for match, _ in other),
        Flag.LOOSE: bool(decisive)
        and said == {Outcome.HOLDS}
        and all(is_loose(test, reading, item) for item, _ in decisive),
    }
    return frozenset(flag for flag, holds in raised.items() if holds)
