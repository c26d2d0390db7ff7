"""The data of a report as one Data Package: what is refused, what it says, the same bytes."""

from __future__ import annotations

import base64
import io
import json
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import frictionless
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from analysis.render import annex
from analysis.render.catalogue import Report
from analysis.render.manifest import Edition

ROWS = "entity,value,source\nKAZ,43.8,gacc; imf\nUZB,,gacc\n"
REPORT = Report("Trade", "Trade & more", Path("trade.ipynb"), {"years": [2024]}, {})
EDITION = Edition(
    "2025-06-18",
    "0.1.0+abc",
    {},
    {},
    sources={
        "gacc": {
            "publisher": "China Customs",
            "title": "Trade by country",
            "edition": "May 2025",
            "address": "https://example.org/gacc",
            "licence": "publisher's terms",
        },
        "imf": {"publisher": "IMF", "title": "", "licence": "CC BY-SA 4.0"},
        "who": {"publisher": "WHO"},
    },
    columns={"value": {"type": "number", "description": "the number", "constraints": {}}},
    licences=[{"name": "CC-BY-4.0"}],
)


def link(
    text: str | bytes, name: str = "trade.csv", title: str = "", mime: str = "text/csv"
) -> str:
    content = text.encode() if isinstance(text, str) else text
    data = base64.b64encode(content).decode()
    return f'<p><a download="{name}" title="{title}" href="data:{mime};base64,{data}">Data</a></p>'


def notebook(*html: str, **metadata: Any) -> Any:
    outputs = [new_output("display_data", {"text/html": one}) for one in html]
    cells = [new_markdown_cell(link(ROWS, "prose.csv")), new_code_cell(outputs=outputs)]
    return new_notebook(cells=cells, metadata=metadata)


def unpacked(content: bytes | None) -> tuple[dict[str, Any], dict[str, bytes]]:
    assert content is not None
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    return json.loads(files.pop("datapackage.json")), files


@pytest.mark.parametrize(
    "html",
    [
        "<p>no link</p>",
        '<a href="data:text/csv;base64,YQ==">no download</a>',
        '<a download="x.csv">no address</a>',
        '<a download="x.csv" href="https://example.org/x.csv">elsewhere</a>',
        '<a download="x.csv" href="data:text/csv;base64,!">broken</a>',
        link("<b>", "x.html", mime="text/html"),
        link("{}", "x.json", mime="application/json"),
    ],
)
def test_a_notebook_that_offers_no_csv_file_has_no_annex(html: str) -> None:
    assert annex.packed(notebook(html), REPORT, EDITION) is None


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"a\n\xff\n", "no CSV file in UTF-8"),
        (b'a\n"x\n', "no CSV file in UTF-8"),
        (b"", "needs a header line"),
        (b"a,\n1,2\n", "needs a header line"),
        (b"a,a\n1,2\n", "no name twice"),
        (b"a,b\n1\n", "more or fewer cells"),
    ],
)
def test_a_file_that_is_no_table_is_named(content: bytes, reason: str) -> None:
    with pytest.raises(ValueError, match=rf"^trade\.csv .*{reason}"):
        annex.packed(notebook(link(content)), REPORT, EDITION)


def test_the_package_says_what_each_file_is_and_where_it_is_from() -> None:
    page = notebook(link(ROWS, title="The numbers behind: x < y"), authors=[{"name": "We"}])
    package, files = unpacked(annex.packed(page, REPORT, EDITION))
    assert files == {"trade.csv": ROWS.encode()}
    assert package["name"] == "trade-data"
    assert package["title"] == "Trade & more: the numbers behind the exhibits"
    assert "years = [2024]" in package["description"]
    assert package["created"] == "2025-06-18T00:00:00Z"
    assert package["version"] == "0.1.0+abc"
    assert package["contributors"] == [{"title": "We", "roles": ["author"]}]
    assert package["licenses"] == [{"name": "CC-BY-4.0"}]
    assert package["parameters"] == {"years": [2024]}
    (resource,) = package["resources"]
    assert (resource["name"], resource["path"]) == ("trade", "trade.csv")
    assert resource["title"] == "The numbers behind: x < y"
    assert resource["schema"] == {
        "fields": [
            {"name": "entity", "type": "string"},
            {"name": "value", "type": "number", "description": "the number"},
            {"name": "source", "type": "string"},
        ],
        "missingValues": [""],
    }
    assert resource["sources"] == package["sources"]
    assert package["sources"] == [
        {
            "name": "gacc",
            "title": "China Customs: Trade by country",
            "path": "https://example.org/gacc",
            "version": "May 2025",
            "licence": "publisher's terms",
        },
        {"name": "imf", "title": "IMF", "licence": "CC BY-SA 4.0"},
    ]
    assert resource["licenses"] == [
        {"name": "other-closed", "title": "publisher's terms"},
        {
            "name": "CC-BY-SA-4.0",
            "path": "https://creativecommons.org/licenses/by-sa/4.0/",
            "title": "CC BY-SA 4.0",
        },
    ]


def test_what_is_not_known_is_left_out_and_never_empty() -> None:
    page = notebook(link("a,source\n1,who\n2,nobody\n", "x.csv"), link("b\n", "y.csv"))
    bare = replace(EDITION, licences=(), columns={})
    package, _ = unpacked(annex.packed(page, replace(REPORT, parameters={}), bare))
    known, empty = package["resources"]
    assert not {"contributors", "licenses", "parameters"} & package.keys()
    assert known["sources"] == [{"name": "who", "title": "WHO"}]
    assert "licenses" not in known
    assert not {"sources", "licenses"} & empty.keys()
    assert empty["title"] == "y"
    assert empty["schema"]["fields"] == [{"name": "b", "type": "string"}]


def test_files_of_one_name_are_told_apart_as_in_the_pdf() -> None:
    page = notebook(link("a\n1\n"), link("a\n2\n") + link("a\n3\n", "../Häuser 1.csv"))
    package, files = unpacked(annex.packed(page, REPORT, EDITION))
    assert list(files) == ["Ha-user-1.csv", "trade-2.csv", "trade.csv"]
    order = [resource["path"] for resource in package["resources"]]
    assert order == ["trade.csv", "trade-2.csv", "Ha-user-1.csv"]


def test_equal_contents_give_equal_bytes_that_tell_nothing_of_the_machine() -> None:
    pages = [notebook(link(ROWS)), notebook(link("a\n1\n", "b.csv"), link(ROWS))]
    once, again = (annex.packed(pages[1], REPORT, EDITION) for _ in range(2))
    assert once == again != annex.packed(pages[0], REPORT, EDITION)
    with zipfile.ZipFile(io.BytesIO(once or b"")) as archive:
        entries = archive.infolist()
    assert [entry.filename for entry in entries] == ["b.csv", "datapackage.json", "trade.csv"]
    assert {entry.date_time for entry in entries} == {(2025, 6, 18, 0, 0, 0)}
    assert {entry.compress_type for entry in entries} == {zipfile.ZIP_STORED}
    assert {entry.create_system for entry in entries} == {3}
    assert {entry.external_attr >> 16 for entry in entries} == {0o100644}


def test_an_independent_validator_takes_the_package(tmp_path: Path) -> None:
    page = notebook(
        link(ROWS, "a.csv"),
        link("day,count,share,yes,code\n2025-06-17,1,0.5,true,007\n,,1e-05,False,\n", "b.csv"),
        authors=[{"name": "We"}],
    )
    content = annex.packed(page, REPORT, EDITION)
    with zipfile.ZipFile(io.BytesIO(content or b"")) as archive:
        archive.extractall(tmp_path)
    package = frictionless.Package(str(tmp_path / "datapackage.json"))
    report = package.validate()
    assert report.valid, report.flatten(["type", "note"])
    types = [field.type for field in package.get_resource("b").schema.fields]
    assert types == ["date", "integer", "number", "boolean", "string"]
