from __future__ import annotations

import base64
import hashlib
import json
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup

from analysis.render import index, manifest


def write(folder: Path, name: str, **more: Any) -> None:
    outputs = {}
    for file in (f"{name}-data.zip", f"{name}.html", f"{name}.pdf"):
        (folder / file).write_bytes(b"page")
        outputs[file] = manifest.described(b"page")
    document = {
        "report": name,
        "title": f"About {name}",
        "notebook": {"file": "brief.ipynb"},
        "parameters": {"as_of": "latest", "years": [2023, 2024], "detail": True},
        "date": "2025-06-18",
        "edition": "0.1.0+abc",
        "outputs": outputs,
    }
    (folder / f"{name}.json").write_text(json.dumps(document | more))


def soup(folder: Path) -> BeautifulSoup:
    return BeautifulSoup(index.page(folder), "html.parser")


def test_hostile_manifests_stay_text(tmp_path: Path) -> None:
    hostile = "\"'</option></script><i>&"
    write(tmp_path, "brief", title="<script>alert(1)</script>", parameters={"<b>": hostile})
    write(tmp_path, "other", parameters={"<b>": "x", "__proto__": "y"})
    page = soup(tmp_path)
    assert [script.string for script in page.find_all("script")] == [index.SCRIPT.read_text()]
    assert page.find(["b", "i"]) is None
    assert page.h3.text == "<script>alert(1)</script>"
    assert [part.text for part in page.select("dt, dd")[:2]] == ["<b>", hostile]
    assert page.select("[data-parameter]")[0]["data-parameter"] == "<b>"
    assert [option.get("value") for option in page.select("option")] == [None, hostile, "x"]


def test_the_name_of_a_file_leads_nowhere_else(tmp_path: Path) -> None:
    (tmp_path / "javascript:alert(1)?#.failed.html").write_text("x")
    assert [a["href"] for a in soup(tmp_path).find_all("a")] == [
        "javascript%3Aalert%281%29%3F%23.failed.html"
    ]


def test_only_the_one_script_of_the_page_may_run(tmp_path: Path) -> None:
    write(tmp_path, "brief")
    page = soup(tmp_path)
    (script,) = page.find_all("script")
    digest = base64.b64encode(hashlib.sha256(script.string.encode()).digest()).decode()
    policy = page.find("meta", {"http-equiv": True})["content"]
    assert f"default-src 'none'; script-src 'sha256-{digest}'; style-src" in policy
    assert "unsafe-inline'" not in policy.partition("style-src")[0]
    assert page.find(["link", "img", "iframe"]) is None
    assert not [name for tag in page.find_all(True) for name in tag.attrs if name.startswith("on")]


def test_other_json_files_and_absent_pages_are_not_listed(tmp_path: Path) -> None:
    write(tmp_path, "brief")
    (tmp_path / "brief.pdf").unlink()
    (tmp_path / "other.json").write_text("[]")
    page = soup(tmp_path)
    assert [a["href"] for a in page.find_all("a")] == ["brief.html", "brief-data.zip", "brief.json"]
    assert page.article["data-status"] == "incomplete"
    assert "a file is missing or was changed" in page.article.p.text


def test_an_empty_folder_says_so(tmp_path: Path) -> None:
    page = soup(tmp_path)
    assert "No report has been built" in page.main.text
    assert page.form is None


def test_a_failed_report_is_listed_with_what_failed(tmp_path: Path) -> None:
    write(tmp_path, "again")
    for name in ("again.failed.html", "again.failed.ipynb", "first.failed.html"):
        (tmp_path / name).write_text("failed")
    again, first = soup(tmp_path).find_all("article")
    assert [part["data-status"] for part in (again, first)] == ["failed", "failed"]
    assert [(a["href"], a.text) for a in first.find_all("a")] == [
        ("first.failed.html", "what failed")
    ]
    assert first.h3.text == "first"
    assert first.p.text == "Failed when it was last built"
    assert [a.text for a in again.find_all("a")] == [
        "what failed",
        "its notebook",
        "HTML",
        "PDF",
        "Data (ZIP)",
        "manifest",
    ]


def test_every_report_is_listed_with_its_formats_parameters_and_origin(tmp_path: Path) -> None:
    write(tmp_path, "b", notebook={"file": "b.ipynb"})
    write(tmp_path, "a", notebook={"file": "a.ipynb"})
    page = soup(tmp_path)
    assert [heading.text for heading in page.find_all("h2")] == ["All reports"]
    assert [heading.text for heading in page.find_all("h3")] == ["About a", "About b"]
    links = page.article.find_all("a")
    assert [a.text for a in links] == ["HTML", "PDF", "Data (ZIP)", "manifest"]
    assert {a["aria-describedby"] for a in links} == {page.article.h3["id"]}
    terms = dict(zip(*([e.text for e in page.article(n)] for n in ("dt", "dd")), strict=True))
    assert terms == {
        "as_of": "latest",
        "detail": "true",
        "years": "[2023, 2024]",
        "built from": "a.ipynb, edition 0.1.0+abc, data of 2025-06-18",
    }


def test_reports_of_one_notebook_stand_together_after_the_others(tmp_path: Path) -> None:
    for name in ("a", "c", "d"):
        write(tmp_path, name, notebook={"file": "country.ipynb"})
    write(tmp_path, "b")
    page = soup(tmp_path)
    assert [heading.text for heading in page.find_all("h2")] == [
        "Reports of a kind of their own",
        "country: 3 reports",
    ]
    assert [heading.text[-1] for heading in page.find_all("h3")] == ["b", "a", "c", "d"]
    made = page.find_all("section")[1].find(class_="made")
    assert made.text == "Built from country.ipynb, edition 0.1.0+abc, data of 2025-06-18."
    assert len({heading["id"] for heading in page.find_all("h3")}) == 4


def test_what_tells_reports_apart_can_be_chosen_numbers_by_size(tmp_path: Path) -> None:
    for number in (10, 9, 200):
        write(tmp_path, f"r{number}", parameters={"year": number, "as_of": "latest", "n": number})
    page = soup(tmp_path)
    assert [select["data-parameter"] for select in page.select("select")] == ["year", "n"]
    first = page.select("select")[0]
    assert [option.text for option in first.find_all("option")] == ["any", "9", "10", "200"]
    assert "hidden" in page.form.attrs, "without scripts a filter would do nothing"
    assert all(field.find_parent("label") for field in page.select("select, input"))


def test_of_too_many_values_none_is_offered(tmp_path: Path) -> None:
    for number in range(index.CHOICES + 1):
        write(tmp_path, f"r{number}", parameters={"seed": number})
    assert soup(tmp_path).select("select") == []


def test_what_is_there_is_for_the_caller_to_say(tmp_path: Path) -> None:
    write(tmp_path, "brief")
    text = index.page(tmp_path, (), lambda _folder, _document: {"brief.html": {}})
    links = BeautifulSoup(text, "html.parser").find_all("a")
    assert [a["href"] for a in links] == ["brief.html", "brief.json"]


def test_a_thousand_reports_make_less_than_a_megabyte(tmp_path: Path) -> None:
    values = {"country": "KAZ", "as_of": "2025-06-17", "first_year": 2000}
    for number in range(1000):
        title = "Kazakhstan: country profile (as_of 2025-06-17)"
        write(tmp_path, f"r{number}", title=title, parameters=values | {"last_year": number % 25})
    assert len(index.page(tmp_path)) < 1_000_000


def test_shared_files_are_listed_after_the_reports_as_text(tmp_path: Path) -> None:
    write(tmp_path, "a")
    shared = [index.Shared("claims.jsonld", "Verdicts", "<b>All</b> of them.", lambda: b"{}")]
    page = BeautifulSoup(index.page(tmp_path, shared), "html.parser")
    assert [heading.text for heading in page.find_all("h2")] == ["All reports", "Verdicts"]
    last = page.find_all("article")[-1]
    assert last.p.text == "<b>All</b> of them."
    assert last.a["href"] == last.a.text == "claims.jsonld"
    assert last["aria-labelledby"] == last.h2["id"]


def test_a_long_list_of_parameters_is_folded(tmp_path: Path) -> None:
    write(tmp_path, "short", parameters={"a": 1})
    write(tmp_path, "tall", parameters={f"p{number}": number for number in range(7)})
    (details,) = soup(tmp_path).find_all("details")
    assert details.summary.text == "7 parameters"
    assert details.find_parent("article").h3.text.endswith("tall")
