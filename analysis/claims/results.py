"""From a declared claim and its evidence to a result: the verdict and all that explains it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from importlib import import_module
from typing import Any

from analysis.claims import flip, sentences
from analysis.claims.declared import Claim, claims
from analysis.claims.evidence import SOURCES, Evidence, Item, Outcome, Source
from analysis.claims.judge import Flag, Part, Verdict, judge, overall
from analysis.claims.outcome import decides
from analysis.claims.wording import Kind
from analysis.errors import DataError, unknown
from analysis.kept import kept
from analysis.measures import implied_base
from analysis.numbers import spread


@dataclass(frozen=True)
class Result:
    """One claim judged on the evidence public on one date; every property is derived from these."""

    claim: Claim
    evidence: Evidence
    as_of: date | None

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """The judged parts, under the reading to judge by."""
        return judge(self.claim.tests, self.evidence)

    @cached_property
    def verdict(self) -> Verdict:
        """The verdict on the whole claim."""
        return overall(self.parts)

    def beyond(self, threshold: float) -> Verdict:
        """Return the verdict if a miss by this factor were the least that contradicts."""
        return overall(judge(self.claim.tests, self.evidence, threshold=threshold))

    @property
    def when_stated(self) -> Verdict:
        """The verdict on what was public on the day the claim was made."""
        return verdict(self.claim.id, self.claim.stated).verdict

    @cached_property
    def readings(self) -> dict[str, Verdict]:
        """The verdict under each reading of the quoted number; empty when they agree."""
        numbers = [test.readings for test in self.claim.tests if test.readings]
        other = overall(judge(self.claim.tests, self.evidence, primary=False))
        if other is self.verdict or not numbers:
            return {}
        return {numbers[0][0].name: self.verdict, numbers[0][-1].name: other}

    @property
    def why(self) -> str:
        """One sentence on what the verdict rests on."""
        return sentences.why(self.parts, self.evidence)

    @cached_property
    def flags(self) -> list[str]:
        """What a careful reader should know beside the verdict, in a fixed order."""
        raised = {flag for part in self.parts for flag in part.flags}
        raised |= {Flag(flag) for flag in self.evidence.flags}
        return [flag.value for flag in Flag if flag in raised]

    @property
    def gap(self) -> float | None:
        """How far the first deciding value is from the quoted one, in percent of the claim."""
        return sentences.gap(self.parts)

    @cached_property
    def flip(self) -> tuple[float, Item] | None:
        """The smallest relative change of one value that changes the verdict, and that value."""
        return flip.flip_distance(self.claim.tests, self.evidence)

    @property
    def safe(self) -> str:
        """One sentence that may be repeated as it stands."""
        return self.evidence.safe

    @property
    def needed(self) -> str:
        """What would make the claim true."""
        return sentences.needed(self.parts)

    @property
    def implied(self) -> str:
        """What a level and its growth imply together: the base before; empty for other claims."""
        level = next((t for t in self.claim.tests if t.kind is Kind.OVER and t.readings), None)
        rise = next((t for t in self.claim.tests if t.kind is Kind.GROWTH), None)
        if level is None or rise is None:
            return ""
        top, growth = level.readings[0], rise.readings[0]
        low, high = implied_base((top.value, top.high), (growth.low, growth.high))
        year = f" in {int(self.claim.period) - 1}" if self.claim.period.isdigit() else ""
        return f"{spread(low / 1000, high / 1000, 1)} thousand {self.claim.unit}{year}"

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The evidence as plain rows, the deciding items first."""
        seen: dict[int, tuple[Item, Outcome]] = {}
        for part in self.parts:
            seen |= {id(item): (item, said) for item, said in part.outcomes}
        loose = [item for item in self.evidence.items if id(item) not in seen]
        pairs = [*seen.values(), *((item, Outcome.APART) for item in loose)]
        return [_row(item, said) for item, said in sorted(pairs, key=lambda p: not decides(p[0]))]

    def record(self) -> dict[str, Any]:
        """Return the result as plain values for JSON."""
        change, weakest = self.flip or (None, None)
        return {
            "id": self.claim.id,
            "title": self.claim.title,
            "claim": self.claim.text,
            "quoted": self.claim.wording,
            "verdict": self.verdict.value,
            "verdict_when_stated": self.when_stated.value,
            "why": self.why,
            "flags": self.flags,
            "readings": {name: verdict.value for name, verdict in self.readings.items()},
            "gap_percent": self.gap,
            "flip_distance_percent": None if change is None else change * 100,
            "weakest_input": weakest.label if weakest else None,
            "implied": self.implied or None,
            "safe_wording": self.safe,
            "what_would_make_it_true": self.needed or None,
            "definition": self.claim.definition,
            "admissible": list(self.claim.admissible),
            "as_of": self.as_of.isoformat() if self.as_of else "latest",
            "parts": [
                {"test": part.test.words, "verdict": part.verdict.value} for part in self.parts
            ],
            "evidence": self.rows,
            "notes": list(self.evidence.notes),
        }


def _row(item: Item, said: Outcome) -> dict[str, Any]:
    low, high = (item.low, item.high) if item.low == item.low else (item.value, item.value)
    known = item.value == item.value
    return {
        "label": item.label,
        "source": item.source,
        "reporter": item.reporter,
        "period": item.period,
        "published": item.published,
        "found": sentences.shown(item),
        "value": item.value if known else None,
        "low": low if known else None,
        "high": high if known else None,
        "unit": item.unit,
        "definition_match": item.match.value,
        "outcome": said.value,
        "grade": item.grade,
        "reason": item.reason,
    }


def verdict(claim: str, as_of: date | None = None) -> Result:
    """Return one claim judged on what was public on a date (`None`: on all there is).

    Raises DataError for an unknown claim, one without evidence function, and evidence that decides
    without being declared admissible.

    >>> verdict("kuryk").verdict.value
    'supported'
    """
    declared = claims()
    if claim not in declared:
        raise DataError(unknown("claim", claim, declared))
    _load(declared[claim].subject)
    if claim not in SOURCES:
        raise DataError(f"claim {claim!r} has no evidence function; add one beside its subject")
    return _result(declared[claim], SOURCES[claim], as_of)


@kept
def _result(claim: Claim, source: Source, as_of: date | None) -> Result:
    gathered = source(as_of)
    _admit(claim, gathered.items)
    return Result(claim, gathered, as_of)


def _load(subject: str) -> None:
    """Import the subject of a claim, which registers its evidence; one that is none has none."""
    topics = import_module("analysis.topics")  # a layer above this one, so by name
    if subject in topics.SUBJECTS:
        topics.load(subject)


def _admit(claim: Claim, items: Iterable[Item]) -> None:
    for item in items:
        if decides(item) and not set(item.reporter.split("; ")) <= set(claim.admissible):
            raise DataError(
                f"claim {claim.id!r}: {item.label} decides, but its reporter {item.reporter!r} is"
                f" not among the admissible ones: {', '.join(claim.admissible) or 'none'}"
            )


def verdicts(as_of: date | None = None, statement: str | None = None) -> list[Result]:
    """Return every claim judged on what was public on a date, in the order of the statement."""
    return [verdict(claim, as_of) for claim in claims(statement)]
