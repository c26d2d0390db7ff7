"""The HTML page of a notebook: complete in one file, in order, accessible, the same each time."""

from __future__ import annotations

import base64
import logging
import os
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import nbformat
import pytest
from bs4 import BeautifulSoup, Tag
from hypothesis import given, settings
from hypothesis import strategies as st
from nbformat import NotebookNode
from nbformat.v4 import (
    new_code_cell,
    new_markdown_cell,
    new_notebook,
    new_output,
    new_raw_cell,
)

from analysis.render.html import ReportHTMLExporter, listings, styles
from analysis.render.typst.manuscript import Options, manuscript

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10"><path d="M0 0h9"/></svg>'
SVG_ADDRESS = "data:image/svg+xml;base64," + base64.b64encode(SVG.encode()).decode()
PNG = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9Q"
    "DwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
CHART = f'<img src="{SVG_ADDRESS}" alt="A line that rises" style="width:160mm">'
TABLE = (
    "<table><thead><tr><th></th><th>2024</th><th>Unit</th></tr></thead><tbody>"
    "<tr><th>China</th><td>94.8</td><td>bn</td></tr><tr><th>Other</th><td>–</td><td>bn</td></tr>"
    "</tbody></table>"
)


def shown(data: dict[str, Any], **metadata: Any) -> NotebookNode:
    """Return a code cell that has displayed `data`."""
    cell = new_code_cell("exhibit()")
    cell.outputs = [new_output("display_data", data, metadata=metadata)]
    return cell


def markup(text: str) -> NotebookNode:
    return shown({"text/html": text, "text/plain": "plain"})


def exhibit(body: str, title: str = "Trade grew") -> str:
    return (
        f'<figure class="exhibit"><figcaption><strong class="title">{title}</strong></figcaption>'
        f'{body}<p class="source">Source: customs.</p></figure>'
    )


def export(*cells: NotebookNode, exporter: dict[str, Any] | None = None, **metadata: Any) -> str:
    """Return the page of a notebook of some cells."""
    notebook = new_notebook(cells=list(cells))
    notebook.metadata.update({"title": "Title", **metadata})
    text, _ = ReportHTMLExporter(**(exporter or {})).from_notebook_node(notebook)
    return str(text)


def page(*cells: NotebookNode, **metadata: Any) -> BeautifulSoup:
    return BeautifulSoup(export(*cells, **metadata), "html.parser")


def main(*cells: NotebookNode, **metadata: Any) -> Tag:
    found = page(*cells, **metadata).main
    assert isinstance(found, Tag)
    return found


# the head and the frame


def test_a_page_may_load_nothing_and_run_nothing() -> None:
    soup = page(new_markdown_cell("text"))
    policy = soup.find("meta", attrs={"http-equiv": "Content-Security-Policy"})
    assert isinstance(policy, Tag)
    wanted = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"
    assert str(policy["content"]).startswith(wanted)
    assert not soup.find_all(["script", "link", "iframe"])
    assert "url(" not in str(soup.style)
    assert "@import" not in str(soup.style)


def test_the_policy_stands_before_all_that_it_rules() -> None:
    head = page(new_markdown_cell("text")).head
    assert head is not None
    first, second = head.find_all(True)[:2]
    assert "charset" in first.attrs
    assert second["http-equiv"] == "Content-Security-Policy"


def test_metadata_fill_the_head_and_are_escaped() -> None:
    soup = page(
        title="<b>A & B</b>",
        subtitle='"sub"',
        description="What it is",
        lang="kk",
        authors=[{"name": "A. <i>"}, "B"],
        keywords=["one", "two"],
        date="17 June 2025",
        edition="Edition 1",
    )
    assert soup.html is not None
    assert soup.html["lang"] == "kk"
    assert soup.title is not None
    assert soup.title.get_text() == "<b>A & B</b>"
    named = {str(m.get("name")): m["content"] for m in soup.find_all("meta", attrs={"name": True})}
    assert named["description"] == "What it is"
    assert named["keywords"] == "one, two"
    assert soup.header is not None
    assert "A. <i>, B · 17 June 2025 · Edition 1" in soup.header.get_text()
    assert not soup.find_all(["b", "i"])


@pytest.mark.parametrize("value", [None, [], {}, [None, 1], ["<script>"], {"name": []}, True])
def test_strange_metadata_do_no_harm(value: Any) -> None:
    # title and authors are not among them: nbconvert itself refuses any that are no text and list
    names = ["subtitle", "lang", "keywords", "date", "edition", "description", "toc"]
    soup = page(new_markdown_cell("text"), **dict.fromkeys(names, value))
    assert len(soup.find_all("h1")) == 1
    assert soup.html is not None
    assert soup.html["lang"] == "en"
    assert not soup.find_all("script")


def test_the_language_of_a_notebook_without_one_can_be_set() -> None:
    assert '<html lang="ru">' in export(exporter={"language": "ru"})


def test_a_page_has_landmarks_and_a_way_past_the_header() -> None:
    soup = page(new_markdown_cell("text"))
    for name in ("header", "main", "footer"):
        assert len(soup.find_all(name)) == 1
    skip = soup.body.find("a") if soup.body else None
    assert isinstance(skip, Tag)
    assert skip["href"] == "#main"


def test_the_description_is_the_bottom_line_cut_at_a_word() -> None:
    soup = page(markup(f'<p>x</p><p class="lede">{"word " * 80}</p>'))
    description = soup.find("meta", attrs={"name": "description"})
    assert isinstance(description, Tag)
    assert str(description["content"]).endswith("word …")
    assert len(str(description["content"])) < 250


# headings and contents


def test_the_first_heading_is_the_title_where_none_is_declared() -> None:
    soup = page(new_markdown_cell("# The *title*\n\ntext"), title="")
    assert [h.get_text() for h in soup.find_all("h1")] == ["The title"]
    assert soup.main is not None
    assert "The title" not in soup.main.get_text()


def test_a_notebook_without_any_title_is_a_report() -> None:
    assert "<title>Report</title>" in export(new_markdown_cell("text"), title="")


def test_a_heading_that_repeats_the_title_is_not_printed_twice() -> None:
    assert not main(new_markdown_cell("# Title\n\ntext")).find_all(["h1", "h2"])


def test_levels_are_not_skipped_and_there_is_one_h1() -> None:
    soup = page(new_markdown_cell("# A\n\n#### B\n\n###### C\n\n## D\n\n# E\n\n#\n"))
    levels = [(h.name, h.get_text()) for h in soup.find_all(["h1", "h2", "h3", "h4"])]
    wanted = [("h1", "Title"), ("h2", "A"), ("h3", "B"), ("h4", "C"), ("h3", "D"), ("h2", "E")]
    assert [level for level in levels if level[1]] == wanted


def test_contents_follow_page_one_and_lead_to_their_sections() -> None:
    soup = page(
        markup('<p class="lede">Bottom line</p><h2>On page one</h2><hr class="page-break">'),
        new_markdown_cell("## Größe & more\n\n### Part\n\n## Größe & more"),
    )
    assert soup.nav is not None
    assert soup.main is not None
    links = {unquote(str(a["href"]))[1:]: a.get_text() for a in soup.nav.find_all("a")}
    assert list(links.values()) == ["On page one", "Größe & more", "Part", "Größe & more"]
    assert all(soup.find(id=anchor) for anchor in links)
    after = soup.nav.find_next_sibling()
    assert isinstance(after, Tag)
    assert after.name == "hr"


def test_contents_draw_the_formulas_of_headings_and_keep_nothing_else_of_their_markup() -> None:
    heading = r"## The *rate* $\frac{a}{b}$ &lt;b&gt;x <small>y</small>"
    soup = page(new_markdown_cell(f"{heading}\n\ntext\n\n## End"))
    assert soup.nav is not None
    line = soup.nav.find("a")
    assert isinstance(line, Tag)
    assert [each.name for each in line.find_all(True, recursive=False)] == ["math"]
    assert line.mfrac is not None
    assert line.get_text(" ", strip=True) == "The rate a b <b>x y"


def test_contents_stand_before_the_first_section_without_a_page_break() -> None:
    soup = page(new_markdown_cell("text\n\n## A\n\ntext\n\n## B"))
    assert soup.nav is not None
    following = soup.nav.find_next_sibling()
    assert isinstance(following, Tag)
    assert following.get_text() == "A"


@pytest.mark.parametrize(("cells", "toc"), [("## A\n\n## B", False), ("## A", True)])
def test_contents_can_be_dropped_and_one_section_needs_none(cells: str, toc: bool) -> None:
    assert page(new_markdown_cell(cells), toc=toc).nav is None


def test_long_contents_are_folded() -> None:
    short, long = (
        page(new_markdown_cell("\n\n".join(f"## {n}" for n in range(k)))) for k in (3, 40)
    )
    assert short.details is not None
    assert "open" in short.details.attrs
    assert long.details is not None
    assert "open" not in long.details.attrs


def test_ids_are_unique_and_links_follow_them() -> None:
    note = 'a[^1] <i id="main">x</i>\n\n[^1]: note'
    soup = page(
        new_markdown_cell(note),
        new_markdown_cell(note),
        markup('<p id="claim oil">x</p><p id=" ">y</p>'),
    )
    ids = [str(element["id"]) for element in soup.find_all(id=True)]
    assert len(ids) == len(set(ids))
    assert {"main", "main-2", "main-3", "fn-1", "fn-2", "claim-oil", "part"} <= set(ids)
    assert soup.find("a", href="#fn-2") is not None


def test_ever_the_same_id_and_name_are_numbered_on() -> None:
    many = 10_000
    body = main(
        markup("<i id=x>a</i>" * many),
        markup("<section aria-label=y>b</section>" * many),
        toc=False,
    )
    assert body.find(id=f"x-{many}") is not None
    assert body.find("section", attrs={"aria-label": f"y ({many})"}) is not None


def test_a_heading_of_strange_characters_has_an_address_that_works() -> None:
    soup = page(new_markdown_cell(f"## a\ud800b\n\n## {'long ' * 100}"))
    assert soup.nav is not None
    for link in soup.nav.find_all("a"):
        anchor = unquote(str(link["href"]))[1:]
        assert len(anchor) <= 200
        assert soup.find(id=anchor) is not None


# text


def test_markdown_becomes_text_maths_and_coloured_code() -> None:
    text = "**b** $x$ $5 and $10\n\n$$y$$\n\n\\begin{align}z\\end{align}\n\n"
    text += "```python\ndef f(): 1\n```\n"
    body = main(new_markdown_cell(text))
    assert [math["alttext"] for math in body.find_all("math")][:2] == ["x", "y"]
    assert "$5 and $10" in body.get_text()
    assert body.find("span", class_="k") is not None


def test_a_formula_that_cannot_be_drawn_is_shown_as_source_and_warned_of(
    caplog: pytest.LogCaptureFixture,
) -> None:
    exporter = ReportHTMLExporter(log=logging.getLogger("html"))
    notebook = new_notebook(cells=[new_markdown_cell("a"), new_markdown_cell(r"$\frac{1$")])
    assert r'<code class="tex">\frac{1</code>' in exporter.from_notebook_node(notebook)[0]
    assert caplog.messages == ["cell 2: formula kept as TeX: '\\\\frac{1'"]


def test_code_in_an_unknown_language_is_plain() -> None:
    body = main(new_markdown_cell("```nosuch\n<b>\n```\n\n    indented\n"))
    assert [code.get_text() for code in body.find_all("code")] == ["<b>", "indented"]


def test_a_picture_beside_the_notebook_is_embedded_and_one_above_it_is_not(tmp_path: Path) -> None:
    folder = tmp_path / "notebooks"
    folder.mkdir()
    for place in (folder, tmp_path):
        (place / "chart.png").write_bytes(base64.b64decode(PNG))
    text = '![A](chart.png) ![B](../chart.png) <img src="chart.png" alt="C">'
    nbformat.write(new_notebook(cells=[new_markdown_cell(text)]), folder / "n.ipynb")
    page, _ = ReportHTMLExporter().from_filename(str(folder / "n.ipynb"))
    assert page.count(f"data:image/png;base64,{PNG}") == 2
    assert "[B: not shown" in page


def test_an_attachment_is_embedded() -> None:
    cell = new_markdown_cell("![x](attachment:a.png)")
    cell.attachments = {"a.png": {"image/png": PNG}}
    assert PNG in export(cell)


def test_raw_cells_for_a_page_are_shown_and_others_not() -> None:
    cells = [new_raw_cell("<i>h</i>"), new_raw_cell("*m*"), new_raw_cell("tex"), new_raw_cell("r")]
    cells[0].metadata.raw_mimetype = "text/html"
    cells[1].metadata.format = "text/markdown"
    cells[2].metadata.raw_mimetype = "text/latex"
    assert main(*cells).get_text(" ", strip=True) == "h m"


# code and outputs


def test_code_is_hidden_on_request_and_by_its_tag() -> None:
    tagged = new_code_cell("tagged = 1")
    tagged.metadata.tags = ["remove-input"]
    cells = [new_code_cell("plain = 1"), tagged, new_code_cell(" ")]
    assert "exclude" not in export(*cells)
    text = main(*cells).get_text()
    assert "plain = 1" in text
    assert "tagged" not in text
    assert (
        "plain = 1"
        not in BeautifulSoup(
            export(*cells, exporter={"exclude_input": True}), "html.parser"
        ).get_text()
    )


@pytest.mark.parametrize(
    "switch", ["exclude_markdown", "exclude_code_cell", "exclude_output", "exclude_raw"]
)
def test_nbconverts_switches_are_obeyed(switch: str) -> None:
    raw = new_raw_cell("raw-words")
    raw.metadata.format = "text/markdown"
    cells = [new_markdown_cell("markdown-words"), markup("output-words"), raw]
    text = export(*cells, exporter={switch: True})
    gone = {
        "exclude_markdown": "markdown-words",
        "exclude_code_cell": "output-words",
        "exclude_output": "output-words",
        "exclude_raw": "raw-words",
    }[switch]
    words = {"markdown-words", "output-words", "raw-words"}
    assert {word for word in words if word in text} == words - {gone}


@pytest.mark.parametrize(
    ("data", "wanted"),
    [
        ({"text/html": "<i>x</i>", "image/png": PNG}, "<i>x</i>"),
        ({"text/html": "<script>chart()</script>", "image/png": PNG}, PNG),
        ({"image/svg+xml": SVG, "image/png": PNG}, SVG_ADDRESS),
        ({"image/svg+xml": "<svg><script/></svg>", "image/png": PNG}, PNG),
        ({"image/png": "not base64", "text/plain": "fallen back"}, "fallen back"),
        ({"text/markdown": "*m*"}, "<em>m</em>"),
        ({"text/latex": r"$\displaystyle x$"}, 'alttext="x"'),
        ({"text/plain": ["a\n", "b"]}, "a\nb"),
    ],
)
def test_the_richest_form_that_shows_something_is_taken(data: dict[str, Any], wanted: str) -> None:
    assert wanted in export(shown(data))


def test_an_output_of_no_known_form_is_named() -> None:
    text = main(shown({"application/x-unknown": "x"})).get_text()
    assert "[output: not shown, application/x-unknown]" in text


def test_alternative_text_of_a_picture_comes_from_its_metadata() -> None:
    assert 'alt="A &lt;line&gt;"' in export(
        shown({"image/png": PNG}, **{"image/png": {"alt": "A <line>"}})
    )
    assert 'alt="B"' in export(shown({"image/png": PNG}, alt="B", **{"image/png": 1}))
    assert 'alt="Output"' in export(shown({"image/png": PNG}))


def test_printed_text_loses_terminal_colours_and_what_was_overwritten() -> None:
    cell = new_code_cell("x")
    cell.outputs = [
        new_output("stream", name="stdout", text="\x1b[31mred\x1b[0m\n 1%\r99%\r100%\r\n\x07<b>"),
        new_output("stream", name="stderr", text="careful"),
    ]
    body = main(cell)
    text = body.find("pre", class_="stdout")
    assert isinstance(text, Tag)
    assert text.get_text() == "red\n100%\n<b>"
    assert body.find("pre", class_="stderr") is not None


def test_endless_printing_is_cut_with_a_note() -> None:
    assert "The rest is not shown: 1 characters." in listings.printed("x" * 100_001, "stdout")


def test_an_error_is_a_block_that_can_be_linked_to() -> None:
    cell = new_code_cell("1/0")
    cell.outputs = [
        new_output(
            "error", ename="Error", evalue="<b>", traceback=["\x1b[31mline 1\x1b[0m", "line 2"]
        )
    ]
    body = main(cell)
    block = body.find(id="error")
    assert isinstance(block, Tag)
    assert block.get_text(" ", strip=True) == "Error: <b> line 1 line 2"


# tables and exhibits


def test_exhibits_are_numbered_by_what_they_show() -> None:
    body = main(
        markup(exhibit(TABLE, "First")),
        markup(exhibit(CHART, "Second")),
        markup(exhibit('<img src="https://x.org/a.png" alt="gone">', "Third")),
        markup(f'<figure class="exhibit">{TABLE}</figure>'),
        markup(exhibit("<p>neither</p>", "Fifth")),
    )
    captions = [" ".join(c.get_text().split()) for c in body.find_all("figcaption")]
    wanted = ["Table 1. First", "Figure 1. Second", "Figure 2. Third", "Table 2.", "Fifth"]
    assert captions == wanted


def test_an_exhibit_keeps_its_alternative_text_and_scrolls_by_keyboard() -> None:
    image = main(markup(exhibit(CHART))).img
    assert image is not None
    assert image["alt"] == "A line that rises"
    assert image.parent is not None
    assert image.parent["tabindex"] == "0"
    assert image.parent["aria-label"] == "Figure 1"


def test_headers_have_a_scope_and_an_empty_one_is_a_cell() -> None:
    table = main(markup(TABLE)).table
    assert table is not None
    assert [(h.get_text(), h["scope"]) for h in table.find_all("th")] == [
        ("2024", "col"),
        ("Unit", "col"),
        ("China", "row"),
        ("Other", "row"),
    ]


def test_a_declared_scope_stays() -> None:
    body = main(markup('<table><tr><th scope="colgroup">a</th><td>b</td></tr></table>'))
    assert body.th is not None
    assert body.th["scope"] == "colgroup"


def test_columns_of_numbers_are_marked_unless_cells_span() -> None:
    numeric = main(markup(TABLE)).find_all(class_="numeric")
    assert [cell.get_text() for cell in numeric] == ["2024", "94.8", "–"]
    spanning = TABLE.replace("<td>bn", '<td class="x" rowspan="2">bn', 1)
    assert not main(markup(spanning)).find_all(class_="numeric")


def test_each_table_scrolls_in_a_region_with_a_name_of_its_own() -> None:
    captioned = TABLE.replace("<thead>", "<caption>Shares</caption><thead>")
    nested = f"<table><tr><td>{TABLE}</td></tr></table>"
    body = main(*map(markup, [exhibit(TABLE), captioned, captioned, TABLE, nested]))
    regions = body.find_all(role="region")
    names = [str(region["aria-label"]) for region in regions]
    assert names[:3] == ["Table 1. Trade grew", "Shares", "Shares (table 1)"]
    assert len(set(names)) == len(regions) == 5
    assert all(region["tabindex"] == "0" for region in regions)


def test_boxes_of_one_name_are_told_apart() -> None:
    box = "<aside aria-label='Box'>a</aside>"
    boxes = main(markup(box * 2), markup(f"{box}<aside aria-label='Box (2)'>b</aside>"))
    names = [str(each["aria-label"]) for each in boxes.find_all("aside")]
    assert names == ["Box", "Box (2)", "Box (3)", "Box (2) (2)"]


def test_a_download_stays_a_link_with_its_data() -> None:
    link = main(
        markup('<p class="data"><a download="t.csv" href="data:text/csv;base64,YQ==">Data</a>')
    ).a
    assert link is not None
    assert link.attrs == {"download": "t.csv", "href": "data:text/csv;base64,YQ=="}


# strangers, repetition, time

HOSTILE = st.sampled_from(
    [
        "<script>alert(1)</script>",
        '"><img src=x onerror=alert(1)>',
        "[a](javascript:alert(1))",
        "![a](https://example.org/x.png)",
        "{{ 7*7 }}{% raw %}",
        "</main></style><style>@import url(//example.org)</style>",
        "$\\text{</math><script>alert(1)</script>}$",
        "<p style='background:url(//example.org)'>",
        "\ud800",
        "\x00\x1b[31m\u202e",
    ]
) | st.text(max_size=20)


@settings(max_examples=60)
@given(*[HOSTILE] * 4)
def test_a_strangers_words_never_come_alive(source: str, label: str, about: str, out: str) -> None:
    error = new_code_cell(label)
    error.outputs = [
        new_output("error", ename=out, evalue=label, traceback=[out]),
        new_output("display_data", {"text/latex": out}),
        new_output("display_data", {"image/png": PNG}, metadata={"alt": label}),
    ]
    text = export(
        new_markdown_cell(source),
        markup(exhibit(CHART, label) + out),
        error,
        subtitle=about,
        authors=[about],
        lang=about,
    )
    soup = BeautifulSoup(text.encode(), "html.parser")
    assert not soup.find_all(["script", "iframe", "object", "embed", "base", "link", "form", "svg"])
    assert len(soup.find_all("style")) == len(soup.find_all("main")) == 1
    for element in soup.find_all(True):
        assert not any(name.startswith("on") for name in element.attrs)
        address = str(element.get("href", element.get("src", "#"))).lower()
        assert address.startswith(("#", "data:", "https://", "http://", "mailto:"))
        assert element.name == "a" or address.startswith(("#", "data:image/"))
        assert "(" not in str(element.get("style", ""))


def report(pages: int = 10) -> NotebookNode:
    """Return a notebook of about so many pages: text, a chart and two tables on each."""
    cells = [new_markdown_cell("# Report")]
    rows = "<tr><th>a</th>" + "<td>1.5</td>" * 8 + "</tr>"
    wide = f"<table><thead>{rows}</thead><tbody>{rows * 14}</tbody></table>"
    drawing = SVG.replace("M0 0", "M0 0" + "h1" * 10_000)
    data = base64.b64encode(drawing.encode()).decode()
    chart = f'<img src="data:image/svg+xml;base64,{data}" alt="A line">'
    for number in range(pages):
        cells.append(
            new_markdown_cell(f"## Part {number}\n\n" + "A sentence. " * 200 + "And $x^2$. " * 5)
        )
        cells.extend(map(markup, [exhibit(chart), exhibit(wide), wide]))
    return new_notebook(cells=cells)


def test_ten_pages_take_a_moment() -> None:
    exporter, notebook = ReportHTMLExporter(exclude_input=True), report()
    exporter.from_notebook_node(notebook)
    times = []
    for _ in range(3):
        start = time.process_time()
        exporter.from_notebook_node(notebook)
        times.append(time.process_time() - start)
    assert min(times) < 1  # 0.2 without coverage's tracing


def test_the_same_notebook_gives_the_same_bytes_anywhere(tmp_path: Path) -> None:
    notebook = tmp_path / "n.ipynb"
    nbformat.write(report(1), notebook)
    program = (
        "import sys; from analysis.render.html import ReportHTMLExporter;"
        "sys.stdout.buffer.write(ReportHTMLExporter().from_filename(sys.argv[1])[0].encode())"
    )
    root = str(Path(__file__).parents[2])
    pages = set()
    for seed in ("1", "2"):
        folder = tmp_path / seed
        folder.mkdir()
        variables = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": root}
        command = [sys.executable, "-c", program, str(notebook)]
        pages.add(
            subprocess.run(
                command, cwd=folder, env=variables, capture_output=True, check=True
            ).stdout
        )
    assert len(pages) == 1
    assert len(pages.pop()) > 10_000


def test_the_notebook_given_is_left_as_it_was() -> None:
    notebook = report(1)
    before = nbformat.writes(notebook)
    ReportHTMLExporter().from_notebook_node(notebook)
    assert nbformat.writes(notebook) == before


@pytest.mark.parametrize("heading", ["<h1>Careful</h1>", "<h4>Careful</h4>"])
@pytest.mark.parametrize(
    "box",
    [
        '<div class="alert alert-info">{}<p>x</p></div>',
        '<aside class="callout">{}<p>x</p></aside>',
        '<div class="callout">\n\n{}\n\nx\n\n</div>',
        '<section class="admonition">{}<p>x</p></section>',
        '<section class="strap">{}</section>',
        "<blockquote>{}</blockquote>",
        "<dl><dt>{}<dd>x</dl>",
        "<dl><dt>x<dd>{}</dl>",
        "<figure><figcaption>{}</figcaption><table><tr><td>1</table></figure>",
        "<details><summary>{}</summary>x</details>",
        "<table><caption>{}</caption><tr><td>1</table>",
        "<ul><li>{}</ul>",
    ],
)
def test_headings_in_a_box_head_no_part_of_the_page_and_are_not_its_title(
    box: str, heading: str
) -> None:
    cells = [new_markdown_cell(f"{box.format(heading)}\n\n# Title\n\n## Part")]
    page, _ = ReportHTMLExporter().from_notebook_node(new_notebook(cells=cells))
    soup = BeautifulSoup(page, "html.parser")
    headings = [heading.text for heading in soup.find_all(["h1", "h2", "h3", "h4"])]
    assert headings == ["Title", "Part"]
    assert soup.find("p", class_="callout-title") is not None
    printed = manuscript(new_notebook(cells=cells), "file", None, Options())
    assert printed.title == "Title"
    assert printed.body.count("#heading(") == 1
    assert "Careful" in printed.body


def test_a_title_keeps_its_formulas_and_nothing_else() -> None:
    source = "# A <b>&lt;b></b> [$\\frac{a}{b}$](https://example.org) `c`"
    page, _ = ReportHTMLExporter().from_notebook_node(
        new_notebook(cells=[new_markdown_cell(source)])
    )
    title = BeautifulSoup(page, "html.parser").h1
    assert title is not None
    assert title.get_text() == "A <b> ab c"
    inside = {tag.name for tag in title.find_all(True)}
    assert inside == {"math", "mrow", "mfrac", "mi"}


def test_boxes_of_other_tools_look_as_callouts_do_on_paper_too() -> None:
    css = (Path(styles.__file__).parents[1] / "templates/report-html/report.css").read_text()
    rules = re.findall(r"[^{}]*\.callout\b[^{}]*(?={)", css)
    assert len(rules) >= 6
    for rule in rules:
        title = "-title" if ".callout-title" in rule else ""
        assert f".admonition{title}" in rule
        assert title or ".alert" in rule


def test_first_rows_of_headers_alone_are_the_head_of_a_table() -> None:
    rows = "<tr><th>a</th><th>b</th></tr><tr><th>x</th><td>1</td></tr>"
    page, _ = ReportHTMLExporter().from_notebook_node(
        new_notebook(cells=[new_markdown_cell(f"<table>{rows}</table>")])
    )
    soup = BeautifulSoup(page, "html.parser")
    scopes = [(head.text, head["scope"]) for head in soup.find_all("th")]
    assert scopes == [("a", "col"), ("b", "col"), ("x", "row")]
    assert soup.thead is not None
    assert soup.thead.text == "ab"


def test_what_says_nothing_is_neither_heading_nor_link() -> None:
    source = (
        '# Title\n\n## \n\n<h2 id="here"></h2><a class="logo" href="https://x.org"></a>\n\nwords'
    )
    page, _ = ReportHTMLExporter().from_notebook_node(
        new_notebook(cells=[new_markdown_cell(source)])
    )
    main = BeautifulSoup(page, "html.parser").main
    assert main is not None
    assert main.find("h2") is None
    assert main.find(id="here") is not None
    assert main.find("a", href=True) is None
