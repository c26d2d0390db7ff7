"""From observations to items of evidence: nothing is combined without saying so."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd

from analysis import data
from analysis.claims.evidence import Item, Match
from analysis.claims.wording import Kind
from analysis.errors import NoData
from analysis.moments import written_loosely
from analysis.units import convert


def from_row(row: Mapping[str, Any], label: str, unit: str = "", **more: Any) -> Item:
    """Return one published value as an item, in the unit asked for (default: its own)."""
    return from_rows(pd.DataFrame([row]), float(row["value"]), label, unit, **more)


def from_rows(
    rows: pd.DataFrame,
    value: float,
    label: str,
    unit: str = "",
    *,
    kind: Kind = Kind.AT,
    match: Match = Match.DECLARED,
    **more: Any,
) -> Item:
    """Return a value computed from rows as an item, as recent as the latest of them.

    `unit`, when given, is that of the item; the value comes in the unit of the rows and is
    converted unless the rows' own unit has another dimension and the caller computed a new
    quantity.
    """
    if rows.empty:
        raise NoData(f"no observation for {label}")
    own = str(rows["unit"].iloc[0])
    return Item(
        kind=kind,
        match=match,
        reporter=_joined(rows["reporter"]),
        source=_joined(rows["source"]),
        published=max(rows["published"], key=data.known_by),
        grade=str(rows["grade"].iloc[0]) if len(rows) == 1 else "derived",
        period=_joined(rows["period"]),
        value=value if unit in ("", own, "percent") else convert(value, own, unit),
        unit=unit or own,
        label=label,
        **more,
    )


def share(parts: pd.DataFrame, whole: pd.DataFrame, label: str, **more: Any) -> Item:
    """Return the parts' sum as a percentage of the whole, which is one row of the same unit."""
    if whole.empty or parts.empty:
        raise NoData(f"no observation for {label}")
    total = float(whole["value"].iloc[0])
    rows = pd.concat([parts, whole])
    value = parts["value"].sum(skipna=False) / total * 100 if total else float("nan")
    unit = str(whole["unit"].iloc[0])
    return from_rows(rows, value, label, "percent", whole=total, whole_unit=unit, **more)


def events(as_of: date | None, *names: str, fulfilled: tuple[str, ...]) -> list[Item]:
    """Return reported events as items: one that reached a fulfilling status has happened."""
    rows = data.table("events")
    rows = rows[rows["event"].isin(names)]
    if as_of is not None:
        rows = rows.loc[[data.known_by(one) <= as_of for one in rows["published"]]]
    rows = rows.assign(period=rows["date"], unit="", value=float("nan"))
    return [
        from_row(
            row,
            f"{row['name']} {row['status']} on {written_loosely(row['date'])}",
            kind=Kind.EVENT,
            happened=row["status"] in fulfilled,
            reason="" if pd.isna(row["note"]) else str(row["note"]),
        )
        for row in data.records(rows)
    ]


def _joined(column: pd.Series[Any]) -> str:
    return "; ".join(dict.fromkeys(column.astype(str)))
