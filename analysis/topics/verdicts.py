"""Each claim in full, and how far each number is from its claim."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd
from markupsafe import Markup

from analysis import blocks, claims, data, tables
from analysis.blocks import Block
from analysis.charts.ranges import dot_range
from analysis.claims import Match, Result, bounds
from analysis.claims.outcome import ends
from analysis.errors import NoData
from analysis.exhibits import COLUMNS, Exhibit, cite, exhibit, made_public
from analysis.moments import day
from analysis.numbers import counted, plain, signed
from analysis.tables import Column

_KINDS = {
    Match.DECLARED: "declared",
    Match.RIVAL: "declared",
    Match.DEFINITION: "other definition",
    Match.VINTAGE: "older vintage",
    Match.LATER: "later",
}


def claim(claim_id: str, as_of: str, show_details: bool) -> Block:
    """Show one claim in full: what was said, the verdict and why, and the evidence by source.

    >>> verdicts.claim("oil", "latest", show_details=True)
    """
    return Block(_block(claims.verdict(claim_id, day(as_of)), show_details))


def all_claims(as_of: str, show_details: bool) -> Block:
    """Show every claim in full, in the order of the statement.

    >>> verdicts.all_claims("latest", show_details=False)
    """
    return Block(Markup("").join(_block(result, show_details) for result in _results(as_of)))


def method(as_of: str) -> Block:
    """Say how the verdicts came about, with the numbers of this edition.

    >>> verdicts.method("latest")
    """
    results = _results(as_of)
    values = sum(len(result.evidence.items) for result in results)
    return blocks.callout(
        "What was done",
        [
            f"{counted(len(results), 'claim')} were written down with their definition and their"
            f" admissible reporters before any value was looked at, and {counted(values, 'item')}"
            f" of evidence held against them. A miss by a factor of {claims.THRESHOLD:g} or more"
            f" counts as a contradiction. That factor is a convention; {_robust(results)}."
        ],
    )


def _robust(results: Sequence[Result]) -> str:
    """Say which verdicts would be others if contradiction began at another factor."""
    moved = [
        f"{result.claim.title} at {other:g}"
        for other in claims.OTHER_THRESHOLDS
        for result in results
        if result.beyond(other) is not result.verdict
    ]
    if moved:
        return f"with another, these verdicts change: {', '.join(moved)}"
    return f"no verdict changes at {' or '.join(f'{one:g}' for one in claims.OTHER_THRESHOLDS)}"


def _results(as_of: str) -> list[Result]:
    return claims.verdicts(day(as_of))


def _block(result: Result, show_details: bool) -> Markup:
    claim = result.claim
    return Markup(
        '<section class="claim" id="claim-{}"><h3>{}</h3><p>“{}” {}</p><p>{}</p>{}{}</section>'
    ).format(
        claim.id,
        claim.title,
        claim.text,
        blocks.mark(result.verdict),
        result.why,
        _terms(result, show_details),
        _evidence(result) if show_details else "",
    )


def _terms(result: Result, show_details: bool) -> Markup:
    claim = result.claim
    brief = [
        ("Safe to repeat", result.safe),
        ("Flags", ", ".join(result.flags)),
        *((f"Read {name}", verdict.value) for name, verdict in result.readings.items()),
    ]
    full = [
        ("To be true", result.needed),
        ("Implies", result.implied),
        ("Gap", "" if result.gap is None else f"{signed(result.gap)} % of the claim"),
        ("Flips at", _flip(result)),
        ("Definition", claim.definition),
        ("Notes", " ".join(result.evidence.notes)),
    ]
    return blocks.terms([*brief, *full] if show_details else brief)


def _flip(result: Result) -> str:
    if result.flip is None:
        return ""
    change, weakest = result.flip
    return f"a change of {plain(change * 100)} % in {weakest.label}"


def _evidence(result: Result) -> Markup:
    if not result.rows:
        return Markup("")
    columns = [
        Column("label", "Evidence"),
        Column("found", "Gives", align="right"),
        Column("source", "Reporter and source"),
        Column("public", "Public"),
        Column("definition_match", "Definition"),
        Column("outcome", "Says"),
    ]
    shown = [
        {**row, "source": _origin(row), "public": made_public(row).partition(",")[0]}
        for row in result.rows
    ]
    return tables.table(shown, columns, kind="evidence")


def _origin(row: Mapping[str, Any]) -> Markup:
    """Return who reported an item, and where it was read unless that is the reporter's own."""
    reporters = "; ".join(data.reporter_name(one) for one in row["reporter"].split("; "))
    sources = cite(row["source"])
    read = Markup("; ").join(tables.link(one["address"], one["publisher"]) for one in sources)
    own = [one["publisher"] for one in sources] == [reporters]
    return read if own else Markup("{}, in {}").format(reporters, read)


@exhibit
def distance_from_claims(as_of: str) -> Exhibit:
    """Show every numeric claim as evidence divided by claim: 1 is the claim as stated."""
    results = [r for r in _results(as_of) if r.claim.tests[0].readings]
    rows = [row for result in results for row in _dots(result)]
    measured = {
        row["label"]: row["ratio"] for row in reversed(rows) if not math.isnan(row["ratio"])
    }
    if not measured:
        raise NoData("no admissible figure for any numeric claim was public on that day")
    far = max(measured, key=lambda label: abs(math.log(measured[label])))
    return Exhibit(
        title=_distance_title(far, measured[far]),
        subtitle="Evidence divided by the claimed number, each claim in its own unit and period;"
        " 1 is the claim",
        chart=dot_range(pd.DataFrame(rows)),
        numbers=evidence_rows(results),
        alt=_distance_alt(rows),
    )


def _distance_title(far: str, ratio: float) -> str:
    times = plain(1 / ratio, 1) if ratio < 1 else plain(ratio, 1)
    direction = "overstates" if ratio < 1 else "understates"
    return f"{far} is furthest off: the claim {direction} the evidence {times} times"


def _distance_alt(rows: list[dict[str, Any]]) -> str:
    said = [
        f"{row['label']} {plain(row['ratio'])}"
        if row["ratio"] == row["ratio"]
        else f"{row['label']} no figure"
        for row in rows
        if row["kind"] == "declared"
    ]
    return f"Evidence divided by claim: {'; '.join(said)}."


def _dots(result: Result) -> Iterable[dict[str, Any]]:
    part = result.parts[0]
    reading = part.reading
    if reading is None:
        return
    low, high = bounds(part.test, reading)
    base = {
        "label": result.claim.title,
        "tone": blocks.MARKS[result.verdict][1],
        "note": result.verdict.value,
        "band_low": low / reading.value,
        "band_high": high / reading.value if math.isfinite(high) else math.nan,
    }
    items = [item for item, _ in part.outcomes if item.unit == result.claim.unit]
    for item in items:
        least, most = ends(item)
        yield {
            **base,
            "ratio": item.value / reading.value,
            "low": least / reading.value if least != most else math.nan,
            "high": most / reading.value if least != most else math.nan,
            "kind": _KINDS[item.match],
        }
    if not items:
        yield {**base, "ratio": math.nan, "low": math.nan, "high": math.nan, "kind": "declared"}


def evidence_rows(results: list[Result]) -> pd.DataFrame:
    """Return all evidence values of the results as rows for a data file, each with its origin."""
    rows = [
        {
            "entity": result.claim.id,
            "indicator": f"{result.claim.wording} {result.claim.unit}".strip(),
            "period": item.period,
            "value": item.value,
            "unit": item.unit or "yes or no",
            "reporter": item.reporter,
            "source": item.source,
            "published": item.published,
            "grade": item.grade,
            "note": f"{item.label}; {item.match.value}; {said.value}; {item.reason}".rstrip("; "),
        }
        for result in results
        for part in result.parts
        for item, said in part.outcomes
    ]
    return pd.DataFrame(rows, columns=COLUMNS)
