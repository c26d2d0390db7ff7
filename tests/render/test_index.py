from __future__ import annotations

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
    write(tmp_path, "brief", title="<script>alert(1)</script>", parameters={"<b>": "\"'<i>&"})
    page = soup(tmp_path)
    assert page.find(["script", "b", "i"]) is None
    assert page.h2.text == "<script>alert(1)</script>"
    assert [part.text for part in page.select("dt, dd")[:2]] == ["<b>", "\"'<i>&"]


def test_other_json_files_and_absent_pages_are_not_listed(tmp_path: Path) -> None:
    write(tmp_path, "brief")
    (tmp_path / "brief.pdf").unlink()
    (tmp_path / "other.json").write_text("[]")
    links = [a["href"] for a in soup(tmp_path).find_all("a")]
    assert links == ["brief.html", "brief-data.zip", "brief.json"]


def test_an_empty_folder_says_so(tmp_path: Path) -> None:
    assert "No report has been built" in soup(tmp_path).main.text


def test_every_report_is_listed_with_its_formats_parameters_and_origin(tmp_path: Path) -> None:
    write(tmp_path, "b")
    write(tmp_path, "a")
    page = soup(tmp_path)
    assert [heading.text for heading in page.find_all("h2")] == ["About a", "About b"]
    assert [a.text for a in page.article.find_all("a")] == [
        "HTML of About a",
        "PDF of About a",
        "Data (ZIP) of About a",
        "manifest of About a",
    ]
    terms = dict(zip(*([e.text for e in page.article(n)] for n in ("dt", "dd")), strict=True))
    assert terms == {
        "as_of": "latest",
        "detail": "true",
        "years": "[2023, 2024]",
        "built from": "brief.ipynb, edition 0.1.0+abc, data of 2025-06-18",
    }


def test_shared_files_are_listed_after_the_reports_as_text(tmp_path: Path) -> None:
    write(tmp_path, "a")
    shared = [index.Shared("claims.jsonld", "Verdicts", "<b>All</b> of them.", lambda: b"{}")]
    page = BeautifulSoup(index.page(tmp_path, shared), "html.parser")
    assert [heading.text for heading in page.find_all("h2")] == ["About a", "Verdicts"]
    last = page.find_all("article")[-1]
    assert last.p.text == "<b>All</b> of them."
    assert last.a["href"] == last.a.text == "claims.jsonld"
    assert last["aria-labelledby"] == last.h2["id"]


def test_the_page_needs_no_network_and_no_script(tmp_path: Path) -> None:
    write(tmp_path, "brief")
    page = soup(tmp_path)
    assert page.html["lang"] == "en"
    assert page.title.text
    assert page.find(["script", "link", "img"]) is None
    assert "default-src 'none'" in page.find("meta", {"http-equiv": True})["content"]
