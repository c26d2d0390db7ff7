"""Notebooks that nobody here wrote: everything they may hold is shown, or its absence is."""

from __future__ import annotations

import base64
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest
from bs4 import BeautifulSoup, Tag
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from analysis.render.exporter import TypstExporter, TypstPDFExporter
from analysis.render.html import ReportHTMLExporter, prose

ROOT = str(Path(__file__).parents[2])
PNG = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9Q"
    "DwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
GIF = "R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="20"><path d="M0 0h9"/></svg>'
EXHIBIT = (
    '<figure class="exhibit" id="exhibit-{0}"><figcaption><strong class="title">{0}</strong>'
    "</figcaption><table><tr><td>a</td></tr></table></figure>"
)


def displayed(*outputs: dict[str, Any]) -> NotebookNode:
    """Return a code cell that has displayed these outputs."""
    cell = new_code_cell("")
    cell.outputs = [new_output("display_data", data) for data in outputs]
    return cell


def main(*cells: NotebookNode | str, **metadata: Any) -> Tag:
    """Return the text of the page of some cells; a text is a markdown cell."""
    made = [new_markdown_cell(cell) if isinstance(cell, str) else cell for cell in cells]
    notebook = new_notebook(cells=made)
    notebook.metadata.update({"title": "Title", **metadata})
    found = BeautifulSoup(ReportHTMLExporter().from_notebook_node(notebook)[0], "html.parser").main
    assert isinstance(found, Tag)
    return found


# what cannot be shown


@pytest.mark.parametrize(
    ("data", "wanted"),
    [
        ({"image/png": "!", "text/plain": "words"}, "words"),
        (
            {"image/png": "!", "text/plain": "words"},
            "[image/png: not shown, image is not valid base64]",
        ),
        ({"application/pdf": "x"}, "[output: not shown, application/pdf]"),
        (
            {"application/vnd.jupyter.widget-view+json": {}, "text/plain": "IntSlider()"},
            "IntSlider()\nInteractive in the notebook: this page shows its description.",
        ),
        (
            {
                "application/vnd.plotly.v1+json": {},
                "image/png": PNG,
                "text/html": "<script></script>",
            },
            "Interactive in the notebook: this page shows its picture.",
        ),
        (
            {
                "application/javascript": "x",
                "text/plain": "<IPython.core.display.Javascript object>",
            },
            "[output: not shown, application/javascript, text/plain]",
        ),
        ({"text/plain": "<IPython.core.display.HTML object>"}, "[output: not shown, text/plain]"),
        ({"application/vnd.bokehjs_load.v0+json": "", "application/javascript": "x"}, ""),
        ({"text/plain": ""}, ""),
        ({"application/pdf": "\n"}, ""),
        ({}, ""),
    ],
)
def test_what_a_page_cannot_show_is_said_beside_what_it_can(
    data: dict[str, Any], wanted: str
) -> None:
    text = main(displayed(data)).get_text().strip()
    assert wanted in text
    assert bool(text) == bool(wanted)


def test_a_warning_names_cell_output_and_reason(caplog: pytest.LogCaptureFixture) -> None:
    main("![Chart](https://example.org/x.png)", displayed({"text/plain": "a"}, {"image/png": "!"}))
    assert (
        "cell 1: [Chart: not shown, image 'https://example.org/x.png' is not fetched" in caplog.text
    )
    assert "cell 2, output 2: [image/png: not shown, image is not valid base64]" in caplog.text


def test_a_text_that_breaks_a_parser_is_shown_as_it_was_written(
    caplog: pytest.LogCaptureFixture,
) -> None:
    deep = ">" * 3_000 + "words"
    text = main(deep, "after").get_text()
    assert "words" in text
    assert "after" in text
    assert not caplog.text or "cell 1" in caplog.text


def test_a_parser_that_fails_costs_one_text(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RecursionError

    monkeypatch.setattr(prose, "parser", fail)
    text = main("words", displayed({"text/plain": "kept"})).get_text()
    assert "[cell 1: not shown, RecursionError in reading it]" in text
    assert "words" in text
    assert "kept" in text


def test_an_output_of_a_later_format_is_no_crash() -> None:
    cell = displayed({"text/plain": "a"})
    notebook = new_notebook(cells=[cell, new_markdown_cell("after")])
    cell.outputs[0]["output_type"] = "future"
    del cell.outputs[0]["data"]
    notebook.nbformat_minor = 99
    assert "after" in ReportHTMLExporter().from_notebook_node(notebook)[0]


# references and notes


def test_notes_are_numbered_through_the_document_and_stand_at_its_end() -> None:
    cells = ["a[^x] and[^y]\n\n[^x]: first\n\n[^y]: second", "b[^z]", "[^z]: defined elsewhere"]
    body = main(*cells, "last")
    assert [sup.get_text() for sup in body.find_all("sup")] == ["1", "2", "3"]
    section = body.find("section", class_="footnotes")
    assert isinstance(section, Tag)
    assert section["aria-label"] == "Notes"
    assert [str(item["id"]) for item in section.find_all("li")] == ["fn-1", "fn-2", "fn-3"]
    assert section.find_next_sibling() is None
    assert "defined elsewhere" in section.get_text()
    for link in body.find_all("a"):
        assert body.find(id=str(link["href"])[1:]) is not None


def test_a_note_of_several_paragraphs_keeps_them() -> None:
    note = main("a[^1]\n\n[^1]: one\n\n    two\n\n    - three\n").find(id="fn-1")
    assert isinstance(note, Tag)
    assert [p.get_text() for p in note.find_all("p")] == ["one", "two"]
    assert note.find("a", href="#fnref-1") is not None


def test_references_lead_to_exhibits_before_and_after_them(
    caplog: pytest.LogCaptureFixture,
) -> None:
    exhibits = displayed({"text/html": EXHIBIT.format("oil") + EXHIBIT.format("gas")})
    prose_cell = "See @exhibit-gas, @fig:oil. Not `@exhibit-gas`, a@exhibit-gas or @exhibit-tea."
    body = main(prose_cell, exhibits, "## Trade {#t}\n\n@jovyan <i id='exhibit-x'>y</i> @exhibit-x")
    links = {a.get_text(): a["href"] for a in body.find_all("a", class_="reference")}
    assert links == {
        "Table\xa02": "#exhibit-gas",
        "Table\xa01": "#exhibit-oil",
        "@exhibit-x": "#exhibit-x",
    }
    assert "@exhibit-tea" in body.get_text()
    assert "@exhibit-tea refers to nothing on this page" in caplog.text


def test_a_reference_to_a_part_is_its_heading() -> None:
    part = displayed({"text/html": '<section id="exhibit-part"><h3>The part</h3></section>'})
    link = main("@exhibit-part", part).find("a", class_="reference")
    assert isinstance(link, Tag)
    assert link.get_text() == "The part"


# forms of content


def test_every_construct_of_nbconverts_markdown_is_shown() -> None:
    text = (
        "- [x] done\n- [ ] open\n\n~~gone~~ https://example.org\n\nterm\n: meaning\n\n"
        "| a | b |\n|:-|-:|\n| 1 | 2 |\n\n1. x\n   - y\n\n> q\n\n---\n\n<kbd>k</kbd> a  \nb\n"
    )
    body = main(text)
    assert [item.get_text().strip() for item in body.find_all("li", class_="task")] == [
        "☑ done",
        "☐ open",
    ]
    names = {element.name for element in body.find_all(True)}
    assert {"del", "dl", "dt", "dd", "table", "ol", "blockquote", "hr", "kbd", "br"} <= names
    assert body.find("a", href="https://example.org") is not None


@pytest.mark.parametrize(
    ("data", "wanted"),
    [
        ({"image/gif": GIF}, "data:image/gif"),
        ({"image/jpg": GIF}, "data:image/gif"),  # as some write it; what it is, its bytes say
        ({"image/svg+xml": base64.b64encode(SVG.encode()).decode()}, "data:image/svg+xml"),
        ({"application/json": {"a": [1]}}, '"a"'),
        ({"text/latex": r"Let $x$ be \begin{align}y\end{align}"}, 'alttext="x"'),
        ({"text/latex": r"$$\displaystyle z$$"}, 'alttext="z"'),
        ({"text/plain": "مرحبا 你好 Қазақстан"}, "你好"),
    ],
)
def test_every_form_of_output_is_shown(data: dict[str, Any], wanted: str) -> None:
    assert wanted in main(displayed(data)).decode(formatter="minimal").replace("&quot;", '"')


@pytest.mark.parametrize(
    ("markup", "tex"),
    [
        ("<center>Let $x$ be, and CO$_2$.</center>", ["x", "_2"]),
        (
            r"<div>$$a &lt; b$$ \begin{align}c\end{align}</div>",
            ["a < b", r"\begin{align}c\end{align}"],
        ),
        ("<table><tr><td>$a$</td></tr></table>", ["a"]),
        ("<p>costs $5 and $6; $a <b>b$</b></p>", []),
        ("<pre>$a$ $$b$$</pre><p title='$c$'>d <code>$e$</code><tt>$g$</tt><!-- $f$ --></p>", []),
        ("<p>&#xe010;1&#xe011; $a</p>", []),
    ],
)
def test_formulas_in_html_of_markdown_are_drawn_but_those_in_tags_and_programs(
    markup: str, tex: list[str]
) -> None:
    assert [one["alttext"] for one in main(markup).find_all("math")] == tex
    notebook = new_notebook(cells=[new_markdown_cell(markup)])
    source, _ = TypstExporter().from_notebook_node(notebook)
    assert source.count("#rp-equation(math.equation(alt: ") == len(tex)
    assert TypstPDFExporter().from_notebook_node(notebook)[0].startswith(b"%PDF")


def test_old_formats_are_read(tmp_path: Path) -> None:
    from nbformat import v3

    sheet = v3.new_worksheet(cells=[v3.new_text_cell("markdown", source="*old*")])
    path = tmp_path / "old.ipynb"
    path.write_text(nbformat.v3.writes_json(v3.new_notebook(worksheets=[sheet])))
    assert "<em>old</em>" in ReportHTMLExporter().from_filename(str(path))[0]


def everything() -> NotebookNode:
    """Return a notebook with something of every kind."""
    coloured = new_code_cell("x = 1")
    coloured.outputs = [
        new_output("stream", name="stdout", text="\x1b[31mred\x1b[0m"),
        new_output("error", ename="E", evalue="v", traceback=["\x1b[0;31mE\x1b[0m"]),
    ]
    styled = "<style>#T_0_a {background-color:#440154}</style><table><td id='T_0_a'>1</td></table>"
    return new_notebook(
        cells=[
            new_markdown_cell("# Everything\n\na[^1] $x^2$ @exhibit-oil\n\n[^1]: note"),
            coloured,
            displayed({"text/html": EXHIBIT.format("oil") + styled}, {"image/png": PNG}),
        ]
    )


def test_nbconvert_writes_one_file_that_is_the_same_anywhere(tmp_path: Path) -> None:
    pages = set()
    for number, (zone, locale) in enumerate([("Asia/Almaty", "C"), ("UTC", "C.UTF-8")]):
        folder = tmp_path / f"folder {number}"
        folder.mkdir()
        nbformat.write(everything(), folder / "n.ipynb")
        settings = {"TZ": zone, "LC_ALL": locale, "PYTHONHASHSEED": str(number), "PYTHONPATH": ROOT}
        command = [sys.executable, "-m", "nbconvert", "--to", "reporthtml", "n.ipynb"]
        subprocess.run(
            command, cwd=folder, env={**os.environ, **settings}, check=True, capture_output=True
        )
        assert sorted(path.name for path in folder.iterdir()) == ["n.html", "n.ipynb"]
        pages.add((folder / "n.html").read_bytes())
    assert len(pages) == 1
    assert b"Everything" in pages.pop()


def test_jupyterlabs_menu_lists_the_page_and_gets_a_name_and_a_type() -> None:
    from nbconvert.exporters import get_export_names, get_exporter

    assert "reporthtml" in get_export_names()
    exporter = get_exporter("reporthtml")
    assert exporter.export_from_notebook == "Report (HTML)"
    assert exporter.output_mimetype == "text/html"
    resources = ReportHTMLExporter().from_notebook_node(everything())[1]
    assert resources["output_extension"] == ".html"
    assert not resources.get("outputs")


def test_a_notebook_that_breaks_its_schema_is_shown() -> None:
    notebook = new_notebook(cells=[new_markdown_cell("words")])
    notebook.metadata.kernelspec = {"display_name": "x"}
    notebook.cells[0].pop("metadata")
    assert "words" in ReportHTMLExporter().from_notebook_node(notebook)[0]


def test_what_nests_beyond_measure_is_cut_off_with_a_note() -> None:
    deep: dict[str, Any] = {}
    for _ in range(5_000):
        deep = {"a": deep}
    notebook = new_notebook()
    dict.__setitem__(notebook.metadata, "x", deep)
    output = new_output("display_data")
    dict.__setitem__(output, "data", {"application/json": deep})
    notebook.cells = [new_code_cell("x", outputs=[output]), new_markdown_cell("words")]
    made = str(ReportHTMLExporter().from_notebook_node(notebook)[0])
    assert "The rest is not shown: nested more than 100 levels deep." in made
    assert "words" in made


@pytest.mark.parametrize("name", ["title", "subtitle", "date", "edition", "lang", "description"])
def test_endless_metadata_are_cut_and_never_keep_a_notebook_from_its_pdf(name: str) -> None:
    notebook = new_notebook(metadata={"title": "T", name: "é" * 40_000})
    page = str(ReportHTMLExporter().from_notebook_node(notebook)[0])
    assert len(page) < 30_000
    assert TypstPDFExporter().from_notebook_node(notebook)[0].startswith(b"%PDF")


def test_endless_names_are_cut_and_never_keep_a_notebook_from_its_pdf() -> None:
    names = ["é" * 40_000, *(100 * ["a name"])]
    notebook = new_notebook(metadata={"title": "T", "authors": names, "keywords": names})
    assert TypstPDFExporter().from_notebook_node(notebook)[0].startswith(b"%PDF")
