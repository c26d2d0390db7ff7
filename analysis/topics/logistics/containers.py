"""The number of containers quoted: what it implies, and why no published series is it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd

from analysis import data, measures, tables
from analysis.charts.ranges import dot_range
from analysis.claims import claims
from analysis.claims.wording import Kind
from analysis.errors import NoData
from analysis.exhibits import Exhibit, derived, exhibit, numbers
from analysis.moments import day, span
from analysis.numbers import plain, signed
from analysis.numbers import spread as written_spread
from analysis.tables import Column
from analysis.topics.logistics.assumptions import Assumptions
from analysis.topics.logistics.series import NEARBY, nearby

_LONGEST = 2  # TEU in a forty-foot container


def quoted() -> tuple[float, float, float, float]:
    """Return the level quoted and what it rounds from at most, and the growth from and to."""
    tests = {test.kind: test for test in claims()["containers"].tests}
    level, growth = tests[Kind.OVER].readings[0], tests[Kind.GROWTH].readings[0]
    return level.value, level.high, growth.low, growth.high


@exhibit
def containers_unit_bounds(as_of: str, assumed: Assumptions) -> Exhibit:
    """Show each series against the claim, for containers of one to two TEU."""
    known = list(nearby(day(as_of)))
    if not known:
        raise NoData("no container series for the claim’s year was public on that day")
    level = quoted()[0]
    year = claims()["containers"].period
    frame = pd.DataFrame([_interval(label, rows, level, assumed) for label, rows in known])
    inside = [row["label"] for row in data.records(frame) if row["low"] <= 1 <= row["high"]]
    verb = "spans" if len(inside) == 1 else "span"
    per = plain(assumed.teu_per_container)
    return Exhibit(
        title=f"At one to two TEU a container, {len(inside) or 'none'} of {len(frame)} series"
        f" {verb} the claim",
        subtitle=f"Containers if one is {plain(assumed.teu_per_container)} TEU (dot), or one to two"
        f" (whisker), divided by the {plain(level, 0)} quoted, {year}",
        chart=dot_range(frame),
        numbers=numbers([rows for _, rows in known]),
        alt="; ".join(f"{row['label']}: {row['note']}" for row in data.records(frame)) + ".",
        note=f"The dot assumes {per} TEU a container. Spanning the claim is not being it: see the"
        " growth, the direction and the period of each series in the table.",
    )


def _interval(label: str, rows: pd.DataFrame, level: float, assumed: Assumptions) -> dict[str, Any]:
    (row,) = data.records(rows)
    low, high = row["value"] / _LONGEST / level, row["value"] / level
    return {
        "label": f"{label}, {span(row['period'])}",
        "ratio": row["value"] / assumed.teu_per_container / level,
        "low": low,
        "high": high,
        "tone": "none",
        "kind": "other definition",
        "note": f"{plain(row['value'] / assumed.teu_per_container, 0)} containers",
    }


@exhibit
def containers_why_none_fits(as_of: str, assumed: Assumptions) -> Exhibit:
    """Show for each published series what keeps it from being the number quoted."""
    moment = day(as_of)
    known = list(nearby(moment))
    if not known:
        raise NoData("no container series for the claim’s year was public on that day")
    before = {label: _year_before(label, moment) for label, _ in known}
    rows = [_reasons(label, found, before[label], assumed) for label, found in known]
    fitting = [row for row in rows if row["fits"]]
    base = _base_rows(known[0][1])
    low, high = base["value"]
    head = f"{len(fitting)} of {len(rows)} series" if fitting else f"None of {len(rows)} series"
    columns = [
        Column("label", "Series"),
        Column("value", "TEU", align="right"),
        Column("boxes", "Containers of 1–2 TEU", align="right"),
        Column("growth", "Growth, %", align="right"),
        Column("why", "Why it is not the number quoted"),
    ]
    return Exhibit(
        title=f"{head} has both the level and the growth quoted",
        subtitle=f"Published container series, {claims()['containers'].period}; growth on the year"
        " before where that year was published",
        table=tables.table(rows, columns),
        numbers=numbers([*(found for _, found in known), *before.values(), base]),
        alt="; ".join(f"{row['label']} {row['value']} TEU: {row['why']}" for row in rows) + ".",
        note=f"Level and growth quoted imply a base of {written_spread(low / 1e3, high / 1e3, 1)}"
        " thousand containers in the year before, or"
        f" {written_spread(low / 1e3, high * _LONGEST / 1e3, 1)} thousand TEU at one to two TEU"
        " each; no published series shows it.",
    )


def _base_rows(like: pd.DataFrame) -> pd.DataFrame:
    """Return the two ends of the base implied, as derived rows."""
    level, most, slow, fast = quoted()
    claim = claims()["containers"]
    base = measures.implied_base((level, most), (slow, fast))
    note = f"{plain(level, 0)} to {plain(most, 0)} over growth of {slow:g} to {fast:g} %"
    statement = data.records(data.table("statements"))[0]
    changes = {"unit": "containers", "period": str(int(claim.period) - 1), "grade": "derived"}
    changes |= {"indicator": "implied_base", "source": str(statement["source"])}
    ends = [derived(like, end, note, **changes) for end in base]
    return pd.concat(ends, ignore_index=True)


def _year_before(label: str, moment: date | None) -> pd.DataFrame:
    indicator, entity = next((one, other) for one, other, name in NEARBY if name == label)
    year = str(int(claims()["containers"].period) - 1)
    rows = data.observations("logistics", indicator, entity=entity, period=year, as_of=moment)
    return rows.tail(1)


def _reasons(
    label: str, rows: pd.DataFrame, before: pd.DataFrame, assumed: Assumptions
) -> dict[str, Any]:
    (row,) = data.records(rows)
    level, _, slow, fast = quoted()
    whole = row["period"] == claims()["containers"].period
    rate = None
    if whole and len(before):
        rate = measures.growth_between(float(before["value"].iloc[0]), row["value"])
    spans = row["value"] / _LONGEST <= level <= row["value"]
    grows = rate is not None and slow <= rate < fast
    gap = (row["value"] / assumed.teu_per_container / level - 1) * 100
    why = [] if whole else ["covers part of the year"]
    why.append(f"{signed(gap, 0)} % at {plain(assumed.teu_per_container)} TEU a container")
    if rate is None:
        why.append("its growth was not published on this count")
    elif not grows:
        why.append(f"grew {signed(rate)} %, not {plain((slow + fast) / 2)} %")
    return {
        "label": label if whole else f"{label}, {span(row['period'])}",
        "value": plain(row["value"], 0),
        "boxes": written_spread(row["value"] / _LONGEST, row["value"], 0),
        "growth": "not published" if rate is None else signed(rate),
        "why": "fits in both" if whole and spans and grows else "; ".join(why),
        "fits": whole and spans and grows,
    }
