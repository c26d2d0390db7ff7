"""The brief as a reader gets it: built once, in another folder, language and time zone."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from urllib.parse import unquote

import frictionless
import page
import pytest
from bs4 import BeautifulSoup
from pypdf import PdfReader

from analysis import claims, topics
from analysis.exhibits import COLUMNS, EXHIBITS
from analysis.topics import verdicts

CLONE = Path(__file__).parents[1]
SAMPLE = CLONE / "reports"
REMEDY = "the committed sample is not what the code builds: run `make sample` and commit it"
topics.load()
assert verdicts


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    folder = tmp_path_factory.mktemp("elsewhere")
    elsewhere = {
        "TZ": "Asia/Almaty",
        "LC_ALL": "C",
        "PYTHONHASHSEED": "7",
        "PYTHONPATH": str(CLONE),
    }
    subprocess.run(
        [sys.executable, "-m", "analysis", "build", "brief", "--out", str(folder)],
        cwd=folder,
        env={**os.environ, **elsewhere},
        check=True,
        capture_output=True,
    )
    return folder


@pytest.fixture(scope="module")
def pdf(built):
    return PdfReader(built / "brief.pdf")


@pytest.fixture(scope="module")
def html(built):
    return BeautifulSoup((built / "brief.html").read_text(encoding="utf-8"), "html.parser")


@pytest.mark.parametrize("name", ["brief.html", "brief.pdf"])
def test_the_committed_sample_is_what_the_code_builds_byte_for_byte(built, name):
    assert (built / name).read_bytes() == (SAMPLE / name).read_bytes(), REMEDY


def test_the_committed_manifest_is_the_same_but_for_the_python_that_ran(built):
    fresh, kept = (json.loads((one / "brief.json").read_text()) for one in (built, SAMPLE))
    assert fresh | {"python": ""} == kept | {"python": ""}, REMEDY


def test_the_picture_of_the_readme_is_the_exhibit_of_the_data():
    from analysis import style

    drawn = style.svg(verdicts.distance_from_claims("latest").chart)
    kept = (SAMPLE / "distance-from-claims.svg").read_text(encoding="utf-8")
    assert kept == drawn, REMEDY


@pytest.mark.parametrize(
    "profile", [page.ValidationProfile.PDF_UA_1, page.ValidationProfile.PDF_A_3A]
)
def test_the_pdf_passes_an_independent_validator(built, profile):
    result = page.validate_pdf(str(built / "brief.pdf"), profile=profile)
    assert result.is_compliant, result


def test_page_one_is_complete_in_itself_and_one_page(pdf):
    first, second = (" ".join(p.extract_text().split()) for p in pdf.pages[:2])
    for title in (result.claim.title for result in claims.verdicts()):
        assert title in first
    assert "Safe to repeat" in first
    assert "How to read it" in first
    assert "no source has the claim’s definition." in first
    assert second.startswith("What holds of the Astana summit’s figures 2026-11-24 Contents")


def test_every_page_is_a4(pdf):
    assert {(round(p.mediabox.width), round(p.mediabox.height)) for p in pdf.pages} == {(595, 842)}


def test_the_pdf_says_what_it_is(pdf):
    assert pdf.metadata.title == "What holds of the Astana summit’s figures"
    assert pdf.trailer["/Root"]["/Lang"] == "en"
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]


def test_the_numbers_behind_each_exhibit_are_attached(pdf):
    source = (CLONE / "notebooks" / "brief.ipynb").read_text(encoding="utf-8")
    shown = {name for name in EXHIBITS if re.search(rf'"{re.escape(name)}\(', source)}
    names = {f"{exhibit.partition('.')[2].replace('_', '-')}.csv" for exhibit in shown}
    assert len(names) == 6
    assert set(pdf.attachments) == names
    for name in names:
        (content,) = pdf.attachments[name]
        rows = list(csv.DictReader(io.StringIO(content.decode())))
        assert list(rows[0]) == COLUMNS
        assert all(row["unit"] and row["reporter"] and row["source"] for row in rows)
        assert all(row["grade"] for row in rows)


def test_the_data_file_holds_the_same_files_and_an_independent_validator_takes_it(
    built, pdf, tmp_path
):
    with zipfile.ZipFile(built / "brief-data.zip") as archive:
        archive.extractall(tmp_path)
        files = {name: archive.read(name) for name in archive.namelist()}
    package = json.loads(files.pop("datapackage.json"))
    assert {name: [content] for name, content in files.items()} == dict(pdf.attachments)
    assert all(resource["sources"] and resource["licenses"] for resource in package["resources"])
    cited = {source["name"] for source in package["sources"]}
    for content in files.values():
        rows = csv.DictReader(io.StringIO(content.decode()))
        assert {name for row in rows for name in row["source"].split("; ")} <= cited
    report = frictionless.Package(str(tmp_path / "datapackage.json")).validate()
    assert report.valid, report.flatten(["type", "note"])


def test_the_verdicts_lie_beside_the_brief_and_lead_to_its_sections(built, html):
    graph = json.loads((built / "claims.jsonld").read_text(encoding="utf-8"))["@graph"]
    for review in graph:
        page, _, fragment = review["url"].partition("#")
        assert page == "brief.html"
        section = html.find(id=fragment)
        verdict = section.find(class_="verdict").get_text()
        assert review["reviewRating"]["alternateName"] in verdict
    assert len(graph) == len(claims.verdicts())


def test_the_index_leads_to_every_file(built):
    index = BeautifulSoup((built / "index.html").read_text(encoding="utf-8"), "html.parser")
    linked = {link["href"] for link in index.find_all("a")}
    assert linked == {path.name for path in built.glob("[!.]*")} - {"index.html", "index.json"}


def test_the_page_offers_the_same_files_without_a_server(html, pdf):
    import base64

    links = html.find_all("a", download=True)
    assert {link["download"] for link in links} == set(pdf.attachments)
    for link in links:
        content = base64.b64decode(link["href"].partition("base64,")[2])
        assert [content] == pdf.attachments[link["download"]]


def test_the_page_asks_for_nothing_and_runs_nothing(html):
    assert html.find("script") is None
    assert html.find("link", rel="stylesheet") is None
    sources = [tag["src"] for tag in html.find_all(src=True)]
    assert all(source.startswith("data:image/") for source in sources)
    policy = html.find("meta", attrs={"http-equiv": "Content-Security-Policy"})["content"]
    assert "default-src 'none'" in policy


def test_code_is_hidden(html, pdf):
    assert "from analysis import" not in html.get_text()
    assert "from analysis import" not in "".join(p.extract_text() for p in pdf.pages)


def test_every_claim_can_be_linked_to_and_every_inner_link_leads_somewhere(html):
    ids = {tag["id"] for tag in html.find_all(id=True)}
    assert {f"claim-{claim}" for claim in claims.claims()} <= ids
    inner = [unquote(a["href"][1:]) for a in html.find_all("a", href=re.compile("^#"))]
    assert set(inner) <= ids


def test_both_pages_give_the_verdicts_of_the_command_line(html, pdf):
    text = " ".join(" ".join(p.extract_text().split()) for p in pdf.pages)
    for result in claims.verdicts():
        section = html.find(id=f"claim-{result.claim.id}")
        assert result.verdict.value in section.find(class_="verdict").get_text()
        assert result.verdict.value in text


def test_the_colophon_says_what_the_report_was_made_from(html, pdf, built):
    from analysis import data, provenance

    document = json.loads((built / "brief.json").read_text())
    text = html.get_text(" ")
    assert "as_of = latest, show_details = True" in text
    tables = [Path(name).stem for name in document["parts"] if name.startswith("data/")]
    read = sorted({*tables} - {"datapackage"})
    assert f"Tables read {', '.join(read)} " in " ".join(text.split())
    assert data.fingerprint(read) in text
    for shown in (text, pdf.pages[0].extract_text()):
        assert document["edition"] in shown
    assert all(
        f"{name} {version}" in text for name, version in provenance.package_versions().items()
    )
