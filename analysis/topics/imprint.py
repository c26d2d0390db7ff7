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


def statement() -> dict[str, Any]:
    """Return the statement that is judged, as its row."""
    return data.records(data.table("statements"))[0]


def spoken() -> date:
    """Return the day the statement was made."""
    return date.fromisoformat(statement()["date"])


def cut_off(as_of: str) -> date | None:
    """Return the day by which the newest observation used was public; None when there is none."""
    published = {one for subject in data.SUBJECTS for one in set(data.table(subject)["published"])}
    days = [data.known_by(one) for one in published]
    last = day(as_of)
    return max((one for one in days if last is None or one <= last), default=None)


def strap(as_of: str, **parameters: object) -> Block:
    """Say what this edition is: the statement, the date it is judged on, data, parameters."""
    row, moment = statement(), day(as_of)
    basis = f"what was public on {written(moment)}" if moment else "everything in the data package"
    newest = cut_off(as_of)
    reach = f"newest figure public by {written(newest)}" if newest else "no figure was public then"
    return blocks.strap(
        [
            f"{row['title']}, {row['place']}, {written(spoken())}. Judged on {basis}; {reach}.",
            f"Edition {provenance.code_version()} · data {data.fingerprint()[:12]} · parameters:"
            f" {_written(as_of=as_of, **parameters)}",
        ]
    )


def sources() -> Block:
    """List every source that an exhibit or a claim shown above rests on, by licence and publisher.

    Within a licence the publishers stand in the order of the alphabet.
    """
    rows = data.table("sources")
    rows = rows[rows["source"].isin(CITED)].sort_values(["publisher", "source"])
    groups = rows.groupby("licence", sort=False)
    return blocks.small_print(
        _licensed(str(licence), data.records(group)) for licence, group in groups
    )


def _licensed(licence: str, rows: Iterable[Mapping[str, Any]]) -> Markup:
    """Return the sources under one licence, each publisher named once."""
    works: dict[str, list[Markup]] = {}
    for row in rows:
        title = tables.link(row["address"], row["title"])
        works.setdefault(row["publisher"], []).append(
            Markup("{} ({})").format(title, row["edition"])
        )
    named = [
        Markup("<strong>{}</strong>: {}").format(publisher, Markup("; ").join(several))
        for publisher, several in works.items()
    ]
    return Markup("<em>{}:</em> {}.").format(
        licence[0].upper() + licence[1:], Markup(". ").join(named)
    )


def colophon(**parameters: object) -> Block:
    """Say what the report was made from: parameters, data, code and packages."""
    packages = ", ".join(f"{name} {v}" for name, v in provenance.package_versions().items())
    return Block(
        blocks.terms(
            [
                ("Parameters", _written(**parameters)),
                ("Data", f"sha256 {data.fingerprint()}"),
                ("Code", provenance.code_version()),
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
    """Show the known errors of a source that were put right, with the reason."""
    rows = data.table("corrections")
    columns = [
        Column("entity", "Entity", data.entity_name),
        Column("period", "Period"),
        Column("old_value", "Published", _number, align="right"),
        Column("new_value", "Used here", _number, align="right"),
        Column("reason", "Why"),
    ]
    return Block(tables.table(data.records(rows), columns, kind="corrections"))


def _number(value: float) -> str:
    return "withdrawn" if pd.isna(value) else f"{value:g}"
