"""Evidence for the claims on containers, the overland share and Kuryk."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pandas as pd

from analysis import data, measures
from analysis.claims import Evidence, Flag, Item, Match, claims, evidence
from analysis.claims.items import events, from_row, from_rows, share
from analysis.moments import span, written_loosely
from analysis.numbers import plain
from analysis.topics.logistics.rail import beyond_transit
from analysis.topics.logistics.series import MONTHS, months, nearby, trains, year_before


@evidence("containers")
def _containers(as_of: date | None) -> Evidence:
    year = claims()["containers"].period
    items = [_nearby_item(label, rows) for label, rows in nearby(as_of)]
    absence = "The statement names no series, unit or mode"
    safe = f"No series of containers from China through Central Asia in {year} was public."
    if items:
        low, high = (choose(items, key=lambda item: item.value) for choose in (min, max))
        absence += (
            f", and no published series fits: those of {year} run from {plain(low.value, 0)} to"
            f" {plain(high.value, 0)} TEU"
        )
        safe = (
            f"No published series counts containers from China through Central Asia in {year};"
            f" those nearby count other flows, from {plain(low.value, 0)} TEU ({_counted(low)})"
            f" to {plain(high.value, 0)} TEU ({_counted(high)})."
        )
    return Evidence(
        tuple(items),
        safe,
        absence=f"{absence}.",
        flags=(Flag.UNIT, Flag.DRIFT),
        notes=tuple(_coincidence(as_of)),
    )


def _counted(item: Item) -> str:
    """Return what a nearby series counts and who reports it."""
    what = item.label.partition(", ")[0]
    return f"{what}, {data.reporter_name(item.reporter)}"


def _nearby_item(label: str, rows: pd.DataFrame) -> Item:
    (row,) = data.records(rows)
    return from_row(
        row,
        f"{label}, {span(row['period'])}",
        match=Match.DEFINITION,
        comparable=False,
        reason="counts TEU of another flow",
    )


def _coincidence(as_of: date | None) -> Iterator[str]:
    """Yield other years in which a nearby series came within a unit or two of the number quoted."""
    claim = claims()["containers"]
    quoted = claim.tests[0].readings[0]
    rows = data.observations("logistics", "kaz_container_transit", as_of=as_of)
    for row in data.records(rows):
        near = abs(row["value"] - quoted.value) < quoted.unit * 2
        if near and row["period"] != claim.period:
            yield (
                f"Kazakhstan’s whole container transit was {plain(row['value'], 0)} TEU in"
                f" {row['period']}: close to the number quoted, in another year, and of another"
                " kind."
            )


@evidence("land-share")
def _land_share(as_of: date | None) -> Evidence:
    items = [*_west_corridor(as_of), *_via_kazakhstan(as_of), *_teu_share(as_of)]
    decided = [item for item in items if item.match is Match.DECLARED]
    safe = "No count of China–Europe trains by border crossing was public."
    if decided:
        lead = decided[0]
        safe = (
            f"About {plain(lead.value, 0)} % of China–Europe trains crossed between China and"
            f" Kazakhstan in {span(lead.period)} ({data.reporter_name(lead.reporter)})."
        )
    return Evidence(
        tuple(items),
        safe,
        absence="No count of trains by border crossing was public.",
        flags=(Flag.DRIFT,),
        notes=(*beyond_transit(as_of), *_restated(as_of)),
    )


def _west_corridor(as_of: date | None) -> Iterator[Item]:
    """Yield China Railway's own split by border corridor."""
    for row in data.records(trains("CRE-WEST", as_of)):
        everything = trains("CRE", as_of, row["period"])
        if len(everything):
            label = f"China State Railway, trains by the west, {span(row['period'])}"
            yield share(pd.DataFrame([row]), everything, label)


def _via_kazakhstan(as_of: date | None) -> Iterator[Item]:
    """Yield the stated count of trains through Kazakhstan over two readings of all trains.

    All trains of those months are not published: the year's count pro rata, and the count of the
    same months of the year before, enclose the share.
    """
    for row in data.records(trains("CRE-VIA-KAZ", as_of)):
        before = trains("CRE", as_of, year_before(row["period"]))
        year = trains("CRE", as_of, row["period"][:4])
        if len(before) and len(year):
            pro_rata = float(year["value"].iloc[0]) * months(row["period"]) / MONTHS
            wholes = (pro_rata, float(before["value"].iloc[0]))
            low, high = sorted(measures.share(row["value"], whole) for whole in wholes)
            yield from_rows(
                pd.concat([pd.DataFrame([row]), before, year]),
                low,
                f"Trains through Kazakhstan, {span(row['period'])}",
                "percent",
                low=low,
                high=high,
                whole=pro_rata,
                whole_unit="trains",
            )


def _teu_share(as_of: date | None) -> Iterator[Item]:
    rows = data.observations("logistics", "teu_share_via_kazakhstan", as_of=as_of)
    for row in data.records(rows):
        label = f"ERAI, containers via Kazakhstan, {row['period']}"
        yield from_row(row, label, match=Match.VINTAGE, reason="counts TEU, and is years older")


def _restated(as_of: date | None) -> Iterator[str]:
    rows = data.observations("logistics", "land_transit_share_stated", as_of=as_of)
    for row in data.records(rows):
        yield (
            f"The President’s press service repeated {plain(row['value'], 0)} % in"
            f" {written_loosely(row['published'])} for “continental” transport, without naming a"
            " statistic: the definition drifts."
        )


@evidence("kuryk")
def _kuryk(as_of: date | None) -> Evidence:
    items = events(as_of, "kuryk-terminal", fulfilled=("proposed", "negotiated", "signed"))
    return Evidence(
        tuple(items),
        _kuryk_safe(items),
        absence="No report of the proposal was public.",
        notes=tuple(_kuryk_use(as_of)),
    )


def _kuryk_safe(items: list[Item]) -> str:
    if not items:
        return "No report of a proposal for a joint cargo terminal at Kuryk was public."
    first, last = (choose(items, key=lambda item: item.period) for choose in (min, max))
    text = (
        "A cargo terminal of Kazakhstan and China at Kuryk on the Caspian was proposed on"
        f" {written_loosely(first.period)} ({data.reporter_name(first.reporter)})"
    )
    if any("signed" in item.label for item in items):
        return f"{text}, and an agreement on it has been signed."
    return f"{text}; no agreement on it was reported by {written_loosely(last.period)}."


def _kuryk_use(as_of: date | None) -> Iterator[str]:
    expected = data.observations("logistics", "port_cargo_expected", entity="KURYK", as_of=as_of)
    able = data.observations("logistics", "cargo_capacity", entity="KURYK", as_of=as_of)
    if len(expected) and len(able):
        used = measures.share(float(expected["value"].iloc[-1]), float(able["value"].iloc[-1]))
        yield (
            f"The existing port was expected to use about {plain(used, 0)} % of its capacity in"
            f" {expected['year'].iloc[-1]}."
        )
