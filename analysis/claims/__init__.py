"""Claims: a number someone stated, the evidence held against it, and the verdict.

`verdicts()` judges all, `verdict("oil")` one, `explain("oil")` reads well in a notebook.
"""

from analysis.claims.declared import Claim, claims
from analysis.claims.evidence import SOURCES, Evidence, Item, Match, Outcome, evidence
from analysis.claims.explained import explain
from analysis.claims.judge import OTHER_THRESHOLDS, THRESHOLD, Flag, Part, Verdict, judge, overall
from analysis.claims.results import Result, verdict, verdicts
from analysis.claims.wording import Kind, Reading, Test, bounds, parse, readings

__all__ = [
    "OTHER_THRESHOLDS",
    "SOURCES",
    "THRESHOLD",
    "Claim",
    "Evidence",
    "Flag",
    "Item",
    "Kind",
    "Match",
    "Outcome",
    "Part",
    "Reading",
    "Result",
    "Test",
    "Verdict",
    "bounds",
    "claims",
    "evidence",
    "explain",
    "judge",
    "overall",
    "parse",
    "readings",
    "verdict",
    "verdicts",
]
