"""Page one: what was said, what holds, and what may be repeated."""

from __future__ import annotations

from collections.abc import Callable

from markupsafe import Markup

from analysis import blocks, claims, data, tables
from analysis.blocks import Block, Card
from analysis.claims import Item, Kind, Result, Verdict
from analysis.claims.outcome import decides
from analysis.claims.sentences import found
from analysis.countries import COUNTRIES
from analysis.moments import day, span, written_loosely
from analysis.numbers import counted, listed, plain
from analysis.tables import Column
from analysis.topics import imprint

LONGEST = 60
"""Words of the bottom line at most."""


def bottom_line(as_of: str) -> Block:
    """Say in at most sixty words what holds and what does not.

    >>> statement.bottom_line("latest")
    """
    results = _results(as_of)
    full, short = _bottom_line(results, _measured), _bottom_line(results, _named)
    return blocks.lede(full if len(full.split()) <= LONGEST else short)


_FAILING = {
    Verdict.CONTRADICTED: ("is contradicted", "are contradicted"),
    Verdict.NOT_SUPPORTED: ("is not supported", "are not supported"),
    Verdict.CONFLICT: ("divides the sources", "divide the sources"),
    Verdict.UNCHECKED: ("cannot be checked", "cannot be checked"),
}


def _bottom_line(results: list[Result], name: Callable[[Result], str]) -> str:
    by = {verdict: [r for r in results if r.verdict is verdict] for verdict in Verdict}
    lines = [_held(len(by[Verdict.SUPPORTED]), len(by[Verdict.CAVEAT]), len(results))]
    for verdict, verbs in _FAILING.items():
        if failing := by[verdict]:
            names = listed([name(result) for result in failing])
            lines.append(f"{names[0].upper()}{names[1:]} {verbs[len(failing) > 1]}.")
    return " ".join(lines)


def _held(plainly: int, with_caveat: int, claims_made: int) -> str:
    held = plainly + with_caveat
    if not held:
        return f"Of {counted(claims_made, 'claim')}, none holds."
    caveats = f", {with_caveat} of them with a caveat" if with_caveat else ""
    return (
        f"Of {counted(claims_made, 'claim')}, {held} {'holds' if held == 1 else 'hold'}{caveats}."
    )


def _named(result: Result) -> str:
    """Return a claim's title as it stands inside a sentence; a place keeps its capital."""
    title = result.claim.title
    is_place = any(title.startswith(place.name) for place in COUNTRIES.values())
    return title if is_place else title[0].lower() + title[1:]


def _measured(result: Result) -> str:
    """Return a claim's title with what was found and what was said, where something was found."""
    lead = first(result)
    if lead is None or lead.value != lead.value:
        return _named(result)
    return f"{_named(result)} ({found(lead)}, not {_quoted(result)})"


def key_numbers(as_of: str) -> Block:
    """Show six key numbers with their unit, scope, year, verdict and where to read on.

    >>> statement.key_numbers("latest")
    """
    chosen = [result for result in _results(as_of) if result.claim.key]
    return blocks.cards([_card(one) for one in sorted(chosen, key=lambda one: one.claim.key)])


def _card(result: Result) -> Card:
    lead, scope = first(result), result.claim.scope
    origin = "no admissible figure"
    if lead:
        origin = f"{reporters(lead)}, {span(lead.period.partition('; ')[0])}"
    return Card(
        label=result.claim.title,
        value=found(lead) if lead else "no figure",
        unit=f"{scope[0].upper()}{scope[1:]} · {origin}",
        verdict=result.verdict,
        reference=Markup("Said: {} · {}").format(
            said(result), tables.link(f"#claim-{result.claim.id}", "evidence")
        ),
    )


def first(result: Result) -> Item | None:
    """Return the item that leads a claim's evidence, if any decides."""
    return next((item for item in result.evidence.items if decides(item)), None)


def reporters(item: Item) -> str:
    """Return the names of those who reported an item."""
    return listed([data.reporter_name(one) for one in item.reporter.split("; ")])


def said(result: Result) -> str:
    """Return what was said, short: the quoted words with their unit, or the claim's sentence."""
    claim = result.claim
    if not claim.tests[0].readings:
        return claim.text
    rest = [
        {Kind.RANK: "largest of the five"}.get(test.kind, test.words) for test in claim.tests[1:]
    ]
    return ", ".join([_quoted(result), *rest])


def _quoted(result: Result) -> str:
    unit = {"percent": "%"}.get(result.claim.unit, result.claim.unit)
    return f"{result.claim.tests[0].words} {unit}".rstrip()


def verdict_table(as_of: str) -> Block:
    """Show every claim with what was said, what was found and the verdict.

    >>> statement.verdict_table("latest")
    """
    columns = [
        Column("title", "Claim"),
        Column("said", "Said"),
        Column("found", "Found"),
        Column("verdict", "Verdict"),
    ]
    rows = [_row(result) for result in _results(as_of)]
    return Block(tables.table(rows, columns, kind="verdicts"))


def _row(result: Result) -> dict[str, str | Markup]:
    then = result.when_stated
    verdict = blocks.mark(result.verdict)
    if then is not result.verdict:
        verdict += Markup(" <small>(at the summit: {})</small>").format(then.value)
    return {
        "title": tables.link(f"#claim-{result.claim.id}", result.claim.title),
        "said": said(result),
        "found": _found(result),
        "verdict": verdict,
    }


def _found(result: Result) -> str:
    lead = first(result)
    if lead is None:
        return "nothing comparable"
    if lead.happened is not None:
        if lead.happened:
            return f"reported {written_loosely(lead.period)}"
        last = max(item.period for item in result.evidence.items if decides(item))
        return f"not yet, last report {written_loosely(last)}"
    if lead.kind is Kind.INCREASING:
        (start, before), *_ = lead.against.items()
        return f"{plain(before)} in {start}, {found(lead)} in {lead.period}, {reporters(lead)}"
    return f"{found(lead)}, {reporters(lead)}"


def safe_wordings(as_of: str) -> Block:
    """Show sentences to repeat: for the key numbers, and for numbers that do not hold.

    >>> statement.safe_wordings("latest")
    """
    results = [
        result
        for result in _results(as_of)
        if result.claim.key or (result.claim.tests[0].readings and result.verdict in _FAILING)
    ]
    return blocks.callout("Safe to repeat", [blocks.bullets(result.safe for result in results)])


def how_to_read() -> Block:
    """Say what the verdicts mean.

    >>> statement.how_to_read()
    """
    meanings = {
        Verdict.SUPPORTED: "admissible sources agree",
        Verdict.CAVEAT: "true, and read the reservation",
        Verdict.CONFLICT: "sources differ without a documented reason",
        Verdict.NOT_SUPPORTED: f"missed by less than a factor {claims.THRESHOLD:g},"
        " or only an older or other figure fits",
        Verdict.CONTRADICTED: f"every source misses it by a factor {claims.THRESHOLD:g} or more",
        Verdict.UNCHECKED: "no source has the claim’s definition",
    }
    marks = [Markup("{}: {}").format(blocks.mark(v), meaning) for v, meaning in meanings.items()]
    return blocks.callout("How to read it", [Markup("; ").join(marks) + "."])


def _results(as_of: str) -> list[Result]:
    return claims.verdicts(day(as_of), str(imprint.statement()["statement"]))
