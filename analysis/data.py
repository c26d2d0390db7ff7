"""The verified data package: tables checked as they are read, observations with their origin."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import Any

import pandas as pd

from analysis import checks, corrections, descriptor, outlines, reading
from analysis.descriptor import root as root
from analysis.errors import DataError, unknown
from analysis.moments import known_by as known_by
from analysis.reading import SUBJECTS as SUBJECTS
from analysis.reading import State
from analysis.reading import read as read

_YEAR = r"\d{4}"
_Asked = tuple[str, tuple[tuple[str, tuple[str, ...]], ...], bool, date | None]


def table(name: str) -> pd.DataFrame:
    """Return a verified table with its corrections applied; a copy, so that nothing leaks back."""
    return reading.verified(root(), name).copy()


def observations(
    subject: str,
    indicator: str,
    *,
    entity: str | Sequence[str] | None = None,
    reporter: str | Sequence[str] | None = None,
    source: str | Sequence[str] | None = None,
    period: str | Sequence[str] | None = None,
    annual: bool = True,
    as_of: date | None = None,
) -> pd.DataFrame:
    """Return the rows of one indicator, sorted by entity, period and date of publication.

    `annual` keeps whole calendar years and adds the integer column `year`, so that part-years
    never pose as years; `as_of` keeps what was public by the end of that day. The result may be
    empty. DataError names the nearest subject, indicator, entity, reporter or source.
    """
    if subject not in SUBJECTS:
        raise DataError(unknown("subject", subject, SUBJECTS))
    given = {"entity": entity, "reporter": reporter, "source": source, "period": period}
    only = tuple((key, _wanted(key, value)) for key, value in given.items() if value is not None)
    asked = (indicator, only, annual, as_of)
    return _observed(root(), subject, asked, reading.state(root(), subject)).copy()


def boundaries() -> list[outlines.Ring]:
    """Return coasts and borders as closed rings of (longitude, latitude), verified; a copy."""
    return [list(ring) for ring in reading.outlined(root(), "boundaries")]


def entity_name(entity: str) -> str:
    """Return an entity's name in prose; DataError names the nearest entity."""
    return str(_record("entities", "entity", entity)["name"])


def records(rows: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows as mappings from column to value, in their order."""
    names = [str(name) for name in rows.columns]
    cells = rows.to_numpy(dtype=object).tolist()
    return [dict(zip(names, row, strict=True)) for row in cells]


def reporter_name(reporter: str) -> str:
    """Return a reporter's name in prose; DataError names the nearest reporter."""
    return str(_record("reporters", "reporter", reporter)["name"])


def source(name: str) -> Mapping[str, str]:
    """Return one source: publisher, title, edition, address, licence, accessed."""
    return _record("sources", "source", name)


def fingerprint(names: Collection[str] | None = None) -> str:
    """Return the SHA-256 over the hashes of tables and files, all when none is named."""
    found = {name: one for name, one in hashes().items() if names is None or name in names}
    lines = "".join(f"{name} {one}\n" for name, one in sorted(found.items()))
    return hashlib.sha256(lines.encode()).hexdigest()


def hashes() -> dict[str, str]:
    """Return the SHA-256 each table and file was sealed with, by name."""
    tables, files = descriptor.tables(root()), descriptor.files(root())
    found = {name: one.sha256 for name, one in tables.items()}
    return found | {name: one.sha256 for name, one in files.items()}


def verify() -> None:
    """Read every table and file once; DataError when one is not as declared."""
    for name in descriptor.tables(root()):
        reading.verified(root(), name)
    for one in descriptor.files(root()).values():
        checks.sealed(one, checks.content(root(), one))


def warm() -> None:
    """Read every table ahead, for processes forked from this one; none counts as read."""
    with reading.ahead():
        for name in descriptor.tables(root()):
            reading.verified(root(), name)
        for subject in SUBJECTS:
            _ordered(root(), subject, reading.state(root(), subject))


def seal(root: Path) -> list[str]:
    """Record the size and hash of meant edits and return the names of those that changed.

    All are checked first, apart from their hashes; DataError leaves datapackage.json untouched.
    """
    declared = descriptor.tables(root)
    frames = {name: checks.frame(one, checks.content(root, one)) for name, one in declared.items()}
    for name, one in declared.items():
        checks.linked(one, frames[name], frames)
        if name in SUBJECTS:
            corrections.applied(name, frames[name], frames["corrections"])
    for file in descriptor.files(root).values():
        outlines.rings(file.path, checks.content(root, file))
    package = descriptor.document(root)
    changed = [str(one["name"]) for one in package["resources"] if _reseal(root, one)]
    if changed:
        descriptor.write(root, package)
    return changed


@cache
def _observed(root: Path, subject: str, asked: _Asked, state: State) -> pd.DataFrame:
    """Return the rows of one indicator; reports ask for the same ones again and again."""
    indicator, only, annual, as_of = asked
    rows, undated, cells, places = _ordered(root, subject, state)
    _known("indicator", [indicator], places)
    until = (as_of or date.max).toordinal()
    day, year = cells["day"], cells["year"]
    kept = [n for n in places[indicator] if day[n] <= until and (year[n] or not annual)]
    for column, names in only:
        kept = [n for n in kept if cells[column][n] in names]
    found = (rows if annual else undated).take(kept)
    found.index = pd.RangeIndex(len(found))
    return found


@cache
def _ordered(
    root: Path, subject: str, _state: State
) -> tuple[pd.DataFrame, pd.DataFrame, Mapping[str, list[Any]], Mapping[str, range]]:
    """Return a subject's rows by indicator, as `observations` sorts them, their cells and places.

    The rows come with their years and without. `year` is 0 for what is no whole year; `day` is for
    sorting: 2025 would come before 2025-04.
    """
    rows = reading.verified(root, subject)
    public = {text: known_by(text).toordinal() for text in set(rows["published"])}
    years = [int(text) if re.fullmatch(_YEAR, text) else 0 for text in rows["period"]]
    keys = ["indicator", "entity", "period", "day", "reporter", "source"]
    days = rows["published"].map(public)
    rows = rows.assign(day=days, year=years).sort_values(keys, ignore_index=True)
    cells = {str(name): column.tolist() for name, column in rows.items()}
    counts = Counter(cells["indicator"])  # in their order
    ends = zip(counts, accumulate(counts.values()), strict=True)
    places = {one: range(end - counts[one], end) for one, end in ends}
    rows = rows.drop(columns="day")
    return rows, rows.drop(columns="year"), cells, places


def _wanted(column: str, value: str | Sequence[str]) -> tuple[str, ...]:
    wanted = (value,) if isinstance(value, str) else tuple(value)
    if column != "period":
        plural = "entities" if column == "entity" else f"{column}s"
        _known(column, wanted, _index(plural, column))
    return wanted


def _known(kind: str, names: Iterable[str], known: Collection[str]) -> None:
    for name in names:
        if name not in known:
            raise DataError(unknown(kind, name, known))


def _record(name: str, key: str, value: str) -> Mapping[str, str]:
    found = _index(name, key)
    _known(key, [value], found)
    return found[value]


def _index(name: str, key: str) -> Mapping[str, Mapping[str, str]]:
    return _indexed(root(), name, key, reading.state(root(), name))


@cache
def _indexed(root: Path, name: str, key: str, _state: State) -> dict[str, dict[str, str]]:
    rows = records(reading.verified(root, name))
    return {str(row[key]): {column: str(cell) for column, cell in row.items()} for row in rows}


def _reseal(root: Path, resource: dict[str, Any]) -> bool:
    raw = (root / str(resource["path"])).read_bytes()
    fresh = {"bytes": len(raw), "hash": f"sha256:{checks.digest(raw)}"}
    changed = any(resource.get(key) != value for key, value in fresh.items())
    resource.update(fresh)
    return changed
