"""What every report says of itself: its strap, its sources, their known errors, its colophon."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import pandas as pd
from markupsafe import Markup

from analysis import blocks, data, provenance, tables
from analysis.blocks import Block
from analysis.exhibits import CITED
from analysis.moments import day, written
from analysis.tables import Column

EDITION = (
    "at the head of the report. Its manifest, the JSON file of the same name, lists every file of"
    " code and data that this report was made from, each with its hash."
)


def statement() -> dict[str, Any]:
    """Return the statement that is judged, as its row."""
    return data.records(data.table("statements"))[0]


def spoken() -> date:
    """Return the day the statement was made."""
    return date.fromisoformat(statement()["date"])


def cut_off(as_of: str) -> date | None:
    """Return the day by which the newest figure read so far was public; None when there is none."""
    subjects = [name for name in data.read() if name in data.SUBJECTS]
    published = {one for subject in subjects for one in set(data.table(subject)["published"])}
    days = [data.known_by(one) for one in published]
    last = day(as_of)
    return max((one for one in days if last is None or one <= last), default=None)


def strap(as_of: str, **parameters: object) -> Block:
    """Say what the report is about: the statement, the date it is judged on, the parameters.

    >>> imprint.strap("latest")
    """
    row, moment = statement(), day(as_of)
    basis = f"what was public on {written(moment)}" if moment else "everything in the data package"
    return blocks.strap(
        [
            f"{row['title']}, {row['place']}, {written(spoken())}. Judged on {basis}.",
            f"Parameters: {_written(as_of=as_of, **parameters)}",
        ]
    )


def sources(*, run_in: bool = False) -> Block:
    """List every source that an exhibit or a claim shown above rests on, by licence and publisher.

    Each publisher has a line of its own; `run_in` sets them one behind the other, to save room.

    >>> imprint.sources()
    """
    rows = data.table("sources")
    rows = rows[rows["source"].isin(CITED)].sort_values(["publisher", "source"])
    groups = rows.groupby("licence", sort=False)
    return blocks.small_print(
        _licensed(str(licence), data.records(group), Markup(" ") if run_in else Markup("<br>"))
        for licence, group in groups
    )


def _licensed(licence: str, rows: Iterable[Mapping[str, Any]], between: Markup) -> Markup:
    """Return the sources under one licence, each publisher named once."""
    works: dict[str, list[Markup]] = {}
    for row in rows:
        title = tables.link(row["address"], row["title"])
        works.setdefault(row["publisher"], []).append(
            Markup("{} ({})").format(title, row["edition"])
        )
    named = [
        Markup("<strong>{}</strong>: {}.").format(publisher, Markup("; ").join(several))
        for publisher, several in works.items()
    ]
    head = Markup("<em>{}:</em>").format(licence[0].upper() + licence[1:])
    return between.join([head, *named])


def colophon(*, as_of: str, **parameters: object) -> Block:
    """Say what the report was made from: parameters, the tables read until here, packages.

    >>> imprint.colophon(as_of="latest")
    """
    read, newest = data.read(), cut_off(as_of)
    packages = ", ".join(f"{name} {v}" for name, v in provenance.package_versions().items())
    return Block(
        blocks.terms(
            [
                ("Parameters", _written(as_of=as_of, **parameters)),
                ("Tables read", ", ".join(read)),
                ("Newest figure", f"public by {written(newest)}" if newest else "none by then"),
                ("Data", f"sha256 {data.fingerprint(read)}"),
                ("Edition", EDITION),
                ("Packages", packages),
            ]
        )
    )


def _written(**parameters: object) -> str:
    return ", ".join(f"{name} = {_plainly(value)}" for name, value in parameters.items())


def _plainly(value: object) -> str:
    """Return a parameter as it would be typed: a list without its brackets and quotes."""
    return " ".join(map(str, value)) if isinstance(value, list) else str(value)


def corrections() -> Block:
    """Show the known errors, in the tables read until here, that were put right, and why.

    >>> imprint.corrections()
    """
    read = data.read()
    rows = [row for row in data.records(data.table("corrections")) if row["table"] in read]
    if not rows:
        return Block(Markup("<p>No error is known in the tables that this report reads.</p>"))
    columns = [
        Column("what", "What"),
        Column("reporter", "Reporter", data.reporter_name),
        Column("period", "Period"),
        Column("old", "Published", align="right"),
        Column("new", "Used here", align="right"),
        Column("reason", "Why"),
    ]
    return Block(tables.table([_corrected(row) for row in rows], columns, kind="corrections"))


def _corrected(row: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a correction with what it is of in words, and both values with their unit."""
    names = data.table("indicators").set_index("indicator")["name"]
    series = data.table(row["table"])
    unit = series[series["indicator"] == row["indicator"]]["unit"].iloc[0]
    new = "withdrawn" if pd.isna(row["new_value"]) else f"{row['new_value']:g} {unit}"
    what = f"{names[row['indicator']]}, {data.entity_name(row['entity'])}"
    return {**row, "what": what, "old": f"{row['old_value']:g} {unit}", "new": new}
