"""The machine annex of a report: the numbers behind its exhibits, in one Data Package.

The files are those that the executed notebook offers for download, under the names the PDF attaches
them by. Nothing is known of what they hold, except that a column `source` names sources of the
edition, several joined by "; ".
"""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from analysis.render import columns
from analysis.render.catalogue import Report
from analysis.render.manifest import Edition, described, digest
from analysis.render.soup import parsed
from analysis.render.typst.assets import Assets

DESCRIPTOR = "datapackage.json"
PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
CSV = "text/csv"
SOURCE = "source"
UNIX, MODE = 3, 0o100644
_CREATIVE_COMMONS = re.compile(r"CC (BY(?:-[A-Z]{2})*) (\d\.\d)")


@dataclass(frozen=True, slots=True)
class Table:
    """One file offered for download: its name, what the link says of it, and its rows as text."""

    name: str
    title: str
    content: bytes
    header: list[str]
    rows: list[list[str]]


def packed(notebook: Any, report: Report, edition: Edition) -> bytes | None:
    """Return the zip over an executed notebook's data, None when it offers none.

    The bytes follow from the contents alone: names are sorted, the time is the edition's day, and
    nothing is compressed, since another zlib would compress otherwise.
    """
    tables = list(_tables(notebook))
    if not tables:
        return None
    descriptor = _descriptor(tables, notebook, report, edition)
    text = json.dumps(descriptor, indent=2, ensure_ascii=False, allow_nan=False) + "\n"
    files = {DESCRIPTOR: text.encode()} | {table.name: table.content for table in tables}
    day = date.fromisoformat(edition.day)
    return _zipped(files, (day.year, day.month, day.day, 0, 0, 0))


def _zipped(files: Mapping[str, bytes], moment: tuple[int, int, int, int, int, int]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, moment)
            # else the machine that packs would be told apart
            entry.create_system, entry.external_attr = UNIX, MODE << 16
            archive.writestr(entry, files[name])
    return buffer.getvalue()


def _tables(notebook: Any) -> Iterator[Table]:
    """Yield the CSV files of a notebook's outputs, in the order of reading."""
    assets = Assets()
    for html in _outputs(notebook):
        for link in parsed(html).find_all("a", download=True):
            found = assets.attachment(str(link["download"]), str(link.get("href", "")))
            if found is None or found[2] != CSV:
                continue
            file, name, _ = found
            title = str(link.get("title") or name.removesuffix(".csv"))
            yield _table(name, title, assets.files[file])


def _outputs(notebook: Any) -> Iterator[str]:
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            html = output.get("data", {}).get("text/html", "")
            yield html if isinstance(html, str) else "".join(html)


def _table(name: str, title: str, content: bytes) -> Table:
    try:
        rows = list(csv.reader(io.StringIO(content.decode("utf-8"), newline=""), strict=True))
    except (UnicodeDecodeError, csv.Error) as error:
        raise ValueError(f"{name} is no CSV file in UTF-8: {error}") from None
    header, *body = rows or [[]]
    if not header or not all(header) or len({*header}) != len(header):
        raise ValueError(f"{name} needs a header line with a name for each column, no name twice")
    if any(len(row) != len(header) for row in body):
        raise ValueError(f"{name} has a line with more or fewer cells than its header")
    return Table(name, title, content, header, body)


def _descriptor(
    tables: list[Table], notebook: Any, report: Report, edition: Edition
) -> dict[str, Any]:
    cited = list(dict.fromkeys(name for table in tables for name in _cited(table, edition)))
    authors = [author["name"] for author in notebook.metadata.get("authors", [])]
    document = {
        "$schema": PROFILE,
        "name": f"{report.name.lower()}-data",
        "title": f"{report.title}: the numbers behind the exhibits",
        "description": _described(report),
        "version": edition.code,
        "created": f"{edition.day}T00:00:00Z",
        "contributors": [{"title": name, "roles": ["author"]} for name in authors],
        "licenses": [dict(licence) for licence in edition.licences],
        "sources": [_source(name, edition) for name in cited],
        "parameters": report.parameters,
        "resources": [_resource(table, edition) for table in tables],
    }
    # the profile allows no empty list
    return {key: value for key, value in document.items() if value not in ([], {})}


def _described(report: Report) -> str:
    given = ", ".join(f"{name} = {value}" for name, value in report.parameters.items())
    with_given = f" with {given}" if given else ""
    return (
        f"A file for each exhibit of report '{report.name}'{with_given}."
        " Single figures keep the terms of their source."
    )


def _resource(table: Table, edition: Edition) -> dict[str, Any]:
    cells = list(zip(*table.rows, strict=True)) if table.rows else [()] * len(table.header)
    pairs = zip(table.header, cells, strict=True)
    fields = [columns.field(name, values, edition.columns.get(name, {})) for name, values in pairs]
    cited = _cited(table, edition)
    licences = dict.fromkeys(edition.sources[name].get("licence", "") for name in cited)
    found = {
        "name": table.name.removesuffix(".csv").lower(),
        "title": table.title,
        "path": table.name,
        "type": "table",
        "format": "csv",
        "mediatype": CSV,
        "encoding": "utf-8",
        "bytes": described(table.content)["bytes"],
        "hash": f"sha256:{digest(table.content)}",
        "schema": {"fields": fields, "missingValues": columns.MISSING},
        "sources": [_source(name, edition) for name in cited],
        "licenses": [_licence(text) for text in licences if text],
    }
    return {key: value for key, value in found.items() if value != []}


def _cited(table: Table, edition: Edition) -> list[str]:
    """Return the edition's sources that a table names, each once, in their order."""
    if SOURCE not in table.header:
        return []
    place = table.header.index(SOURCE)
    named = [name for row in table.rows for name in row[place].split("; ")]
    return [name for name in dict.fromkeys(named) if name in edition.sources]


def _source(name: str, edition: Edition) -> dict[str, str]:
    """Return a source as the profile writes it; besides, its name in the rows and its licence."""
    row = edition.sources[name]
    found = {
        "name": name,
        "title": ": ".join(row[key] for key in ("publisher", "title") if row.get(key)) or name,
        "path": row.get("address", ""),
        "version": row.get("edition", ""),
        "licence": row.get("licence", ""),
    }
    return {key: text for key, text in found.items() if text}


def _licence(text: str) -> dict[str, str]:
    """Return a publisher's licence; what is no public licence is closed, in its own words."""
    if not (known := _CREATIVE_COMMONS.fullmatch(text)):
        return {"name": "other-closed", "title": text}
    kind, version = known.groups()
    path = f"https://creativecommons.org/licenses/{kind.lower()}/{version}/"
    return {"name": f"CC-{kind}-{version}", "path": path, "title": text}
