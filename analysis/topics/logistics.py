"""Containers, the overland share and Kuryk: the evidence for their claims, and the container scale."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pandas as pd

from analysis import charts, data
from analysis.claims import Evidence, Item, Match, claims, evidence, verdict
from analysis.claims.items import events, from_row, from_rows, share
from analysis.errors import NoData
from analysis.exhibits import Exhibit, exhibit, numbers
from analysis.moments import day, span
from analysis.numbers import plain, signed

# The published series nearest to "containers from China through Central Asia", and what each counts.
NEARBY = (
    ("cre_teu", "CRE", "China–Europe trains"),
    ("china_ca_teu", "CHN-CA", "China–Central Asia trains"),
    ("kaz_container_transit", "KAZ", "Transit through Kazakhstan"),
    ("rail_transit_teu_westbound", "UTLC", "UTLC ERA, westbound"),
    ("rail_transit_teu", "CEC-TRANSIT", "China–Europe–China transit, ERAI"),
    ("titr_teu", "TITR", "Trans-Caspian route"),
)
MONTHS = 12


def nearby(as_of: date | None) -> Iterator[tuple[str, pd.DataFrame]]:
    """Yield each nearby series' rows that lie in the claim's year, whole or in part, with what it counts."""
    year = claims()["containers"].period
    for indicator, entity, label in NEARBY:
        rows = data.observations("logistics", indicator, entity=entity, annual=False, as_of=as_of)
        rows = rows[rows["period"].str.startswith(year)]
        whole = rows[rows["period"] == year]
        best = whole if len(whole) else rows
        if len(best):
            yield label, best.tail(1)


@evidence("containers")
def _containers(as_of: date | None) -> Evidence:
    items = [
        from_row(
            rows.iloc[0],
            f"{label}, {span(rows['period'].iloc[0])}",
            match=Match.DEFINITION,
            comparable=False,
            reason="counts TEU of another flow",
        )
        for label, rows in nearby(as_of)
    ]
    values = [item.value for item in items]
    run = f"{plain(min(values), 0)} to {plain(max(values), 0)} TEU" if values else "nothing"
    return Evidence(
        tuple(items),
        safe=f"No published series counts these containers; the nearest ones for {claims()['containers'].period}"
        f" run from {run}, and none is the one meant.",
        absence=f"The statement names no series, unit or mode, and no published series fits: the nearest run from {run}.",
        flags=("unit ambiguous", "paraphrase drift"),
        notes=tuple(_coincidence(as_of)),
    )


def _coincidence(as_of: date | None) -> Iterator[str]:
    """Yield any other year in which a nearby series came close to the number quoted."""
    claim = claims()["containers"]
    quoted = claim.tests[0].readings[0]
    rows = data.observations("logistics", "kaz_container_transit", as_of=as_of)
    for row in rows[rows["year"] != int(claim.period)].itertuples():
        value = float(str(row.value))
        if abs(value / quoted.value - 1) < quoted.unit / quoted.value * 2:
            yield (
                f"Kazakhstan’s whole container transit was {plain(value, 0)} TEU in {row.year}: close to the number"
                " quoted, years earlier, and of another kind."
            )


@evidence("land-share")
def _land_share(as_of: date | None) -> Evidence:
    items = [*_west_corridor(as_of), *_via_kazakhstan(as_of), *_teu_share(as_of)]
    decided = [item for item in items if item.match is Match.DECLARED]
    lead = decided[0] if decided else None
    safe = (
        f"About {plain(lead.value, 0)} % of China–Europe trains crossed at the Kazakh border ({lead.label})."
        if lead
        else "No count of China–Europe trains by border crossing was public."
    )
    return Evidence(
        tuple(items),
        safe,
        absence="No count of trains by border crossing was public.",
        flags=("paraphrase drift",),
        notes=tuple(_land_notes(as_of)),
    )


def _trains(entity: str, period: str, as_of: date | None) -> pd.DataFrame:
    rows = data.observations(
        "logistics", "cre_trains", entity=entity, period=period, annual=False, as_of=as_of
    )
    return rows.tail(1)


def _west_corridor(as_of: date | None) -> Iterator[Item]:
    """Yield China Railway's own split by border corridor."""
    west = data.observations(
        "logistics", "cre_trains", entity="CRE-WEST", annual=False, as_of=as_of
    )
    for period in west["period"]:
        everything = _trains("CRE", period, as_of)
        if len(everything):
            parts = west[west["period"] == period]
            yield share(
                parts,
                everything,
                f"China State Railway, trains by the western crossings, {span(period)}",
            )


def _via_kazakhstan(as_of: date | None) -> Iterator[Item]:
    """Yield the stated count of trains through Kazakhstan over two readings of all trains in those months."""
    rows = data.observations(
        "logistics", "cre_trains", entity="CRE-VIA-KAZ", annual=False, as_of=as_of
    )
    for _, row in rows.iterrows():
        start, end = row["period"].split("/")
        months = int(end[-2:]) - int(start[-2:]) + 1
        before = _trains("CRE", _year_before(row["period"]), as_of)
        same = _trains("CRE", start[:4], as_of)
        if before.empty or same.empty:
            continue
        pro_rata = float(same["value"].iloc[0]) * months / MONTHS
        low, high = sorted(
            row["value"] / whole * 100 for whole in (pro_rata, before["value"].iloc[0])
        )
        yield from_rows(
            pd.concat([row.to_frame().T, before, same]),
            low,
            f"Trains through Kazakhstan, {span(row['period'])}",
            "percent",
            low=low,
            high=high,
            whole=pro_rata,
            whole_unit="trains",
        )


def _year_before(period: str) -> str:
    return "/".join(f"{int(month[:4]) - 1}{month[4:]}" for month in period.split("/"))


def _teu_share(as_of: date | None) -> Iterator[Item]:
    rows = data.observations("logistics", "teu_share_via_kazakhstan", as_of=as_of)
    for _, row in rows.iterrows():
        label = f"ERAI, containers via Kazakhstan, {row['period']}"
        yield from_row(row, label, match=Match.VINTAGE, reason="counts TEU, and is years older")


def _land_notes(as_of: date | None) -> Iterator[str]:
    claim = claims()["land-share"]
    quoted = claim.tests[0].readings[0].value
    teu = data.observations("logistics", "cre_teu", period=claim.period, as_of=as_of)
    transit = data.observations(
        "logistics", "kaz_container_transit", period=claim.period, as_of=as_of
    )
    if len(teu) and len(transit):
        implied, whole = teu["value"].iloc[0] * quoted / 100, transit["value"].iloc[0]
        verb = "would exceed" if implied > whole else "would stay below"
        yield (
            f"{plain(quoted, 0)} % of all containers on China–Europe trains, {plain(implied / 1e6)} million TEU, {verb}"
            f" the whole container transit of Kazakhstan’s railways, {plain(whole / 1e6)} million TEU."
        )
    stated = data.observations("logistics", "land_transit_share_stated", as_of=as_of)
    for row in stated.itertuples():
        yield (
            f"The President’s press service repeated {plain(float(str(row.value)), 0)} % later without naming a statistic,"
            " for “continental” transport: the definition drifts."
        )


@evidence("kuryk")
def _kuryk(as_of: date | None) -> Evidence:
    items = events(as_of, "kuryk-terminal", fulfilled=("proposed", "negotiated", "signed"))
    return Evidence(
        tuple(items),
        safe="A joint cargo terminal at Kuryk was proposed; the package holds no report that it was agreed."
        if not any("signed" in item.label for item in items)
        else "A joint cargo terminal at Kuryk was proposed, and an agreement on it signed.",
        absence="No report of the proposal was public.",
        notes=tuple(_kuryk_notes(as_of)),
    )


def _kuryk_notes(as_of: date | None) -> Iterator[str]:
    expected = data.observations("logistics", "port_cargo_expected", entity="KURYK", as_of=as_of)
    able = data.observations("logistics", "cargo_capacity", entity="KURYK", as_of=as_of)
    if len(expected) and len(able):
        used = expected["value"].iloc[-1] / able["value"].iloc[-1] * 100
        yield f"The existing port was expected to use about {plain(used, 0)} % of its capacity in {expected['year'].iloc[-1]}."


@exhibit
def containers_scale(as_of: str) -> Exhibit:
    """Show the number quoted on one scale with every published series it might mean."""
    series = list(nearby(day(as_of)))
    if not series:
        raise NoData("no container series for the claim’s year was public on that day")
    claim = claims()["containers"]
    quoted = claim.tests[0].readings[0].value
    points = pd.DataFrame(
        [
            {
                "label": label + ("" if _whole_year(rows) else f", {span(rows['period'].iloc[0])}"),
                "value": float(rows["value"].iloc[0]),
                "kind": "whole year" if _whole_year(rows) else "part of the year",
            }
            for label, rows in series
        ]
    )
    nearest = points.iloc[(points["value"] / quoted).map(_log_distance).argmin()]
    gap = (nearest["value"] / quoted - 1) * 100
    return Exhibit(
        title=f"None of {len(points)} published series is the {plain(quoted, 0)} containers quoted",
        subtitle=f"Containers in TEU, {claim.period}, log scale; nearest series {signed(gap, 0)} % from the number quoted",
        chart=charts.scale_strip(
            points, quoted, f"quoted: over {plain(quoted, 0)} containers", unit="TEU"
        ),
        numbers=numbers([rows for _, rows in series]),
        alt="; ".join(
            f"{row.label} {plain(float(str(row.value)), 0)} TEU" for row in points.itertuples()
        )
        + ".",
        note=f"A container may be one or two TEU. Level and growth together imply {verdict('containers').implied}.",
    )


def _whole_year(rows: pd.DataFrame) -> bool:
    return str(rows["period"].iloc[0]) == claims()["containers"].period


def _log_distance(ratio: float) -> float:
    return max(ratio, 1 / ratio)
