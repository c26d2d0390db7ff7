"""The claims as declared in the data package, before any value was looked at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from analysis import data
from analysis.claims.wording import Test, parse
from analysis.errors import DataError, unknown
from analysis.kept import kept


@dataclass(frozen=True, slots=True)
class Claim:
    """One claim of a statement, as declared before any value was looked at."""

    id: str
    statement: str
    subject: str
    stated: date
    key: int
    title: str
    text: str
    wording: str
    companions: tuple[str, ...]
    unit: str
    period: str
    scope: str
    definition: str
    admissible: tuple[str, ...]

    @property
    def tests(self) -> tuple[Test, ...]:
        """The tests its wording asks for."""
        return parse(self.wording, self.companions)


@kept
def claims(statement: str | None = None) -> Mapping[str, Claim]:
    """Return the declared claims by id, in the order of the statement."""
    rows = data.table("claims").sort_values("rank")
    if statement is not None:
        known = list(data.table("statements")["statement"])
        if statement not in known:
            raise DataError(unknown("statement", statement, known))
        rows = rows[rows["statement"] == statement]
    days = data.table("statements").set_index("statement")["date"].astype(str)
    return {row["claim"]: _claim(row, days[row["statement"]]) for row in data.records(rows)}


def _claim(row: Mapping[str, Any], stated: str) -> Claim:
    def several(text: Any) -> tuple[str, ...]:
        return () if pd.isna(text) else tuple(p for p in str(text).split(";") if p)

    names = ("statement", "subject", "title", "text", "wording", "period", "scope", "definition")
    return Claim(
        id=row["claim"],
        stated=date.fromisoformat(stated[:10]),
        key=int(row["key"]),
        companions=several(row["companions"]),
        admissible=several(row["admissible"]),
        unit="" if pd.isna(row["unit"]) else row["unit"],
        **{name: str(row[name]) for name in names},
    )
