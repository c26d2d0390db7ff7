"""`summit build --dry-run`: what would be built and why; nothing is run or written."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence

from analysis.commands.terminal import columns, say
from analysis.render.catalogue import Report
from analysis.render.kinds import Value
from analysis.render.names import shown

# a report → why it must be built, None when it is as it should be
Why = Callable[[Report], str | None]


def tell(reports: Sequence[Report], why: Why, *, as_json: bool) -> int:
    """Print each report that would be built; return the status to leave with."""
    meant = [(report, reason) for report in reports if (reason := why(report)) is not None]
    if as_json:
        for report, reason in meant:
            row = {"report": report.name, "why": reason, "parameters": report.parameters}
            say(json.dumps(row, ensure_ascii=False))
        return 0
    if meant:
        rows = [[report.name, reason, _given(report.parameters)] for report, reason in meant]
        say(columns(["report", "why", "parameters"], rows))
    say(f"{len(meant):,} of {len(reports):,} reports would be built")
    return 0


def _given(values: Mapping[str, Value]) -> str:
    return ", ".join(f"{name}={shown(value)}" for name, value in values.items())
