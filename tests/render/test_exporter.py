import base64
import io
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import jinja2
import nbformat
import nbformat.v4 as v4
import page
import pypdf
import pytest
from fontTools.ttLib import TTFont
from nbconvert.exporters import get_exporter
from nbconvert.nbconvertapp import NbConvertApp

from analysis.errors import ReportError
from analysis.render.exporter import TypstExporter, TypstPDFExporter
from analysis.render.html import ReportHTMLExporter
from analysis.render.typst import compiler, glyphs, manuscript
from tests.fuzz.payloads import png

CHART = (
    "<svg xmlns='http://www.w3.org/2000/svg' width='160mm' height='60mm' viewBox='0 0 160 60'>"
    "<path d='M0 0L160 60' stroke='black'/><text x='5' y='9' font-size='4'>Ω – 中</text></svg>"
)
CSV = "data:text/csv;base64," + base64.b64encode(b"year,value\n2024,94.8\n").decode()


def html(body: str) -> Any:
    output = v4.new_output("display_data", {"text/html": body, "text/plain": "plain"})
    return v4.new_code_cell("show()", outputs=[output])


def figure(name: str, body: str) -> str:
    title = f'<strong class="title">Title {name}</strong> <span class="subtitle">bn USD</span>'
    data = f'<a download="{name}.csv" href="{CSV}" title="numbers">Data</a>'
    return (
        f'<figure class="exhibit" id="exhibit-{name}"><figcaption>{title}</figcaption>{body}'
        f'<p class="source">Source: x</p><p class="data">{data}</p></figure>'
    )


def table(rows: int) -> str:
    head = "<thead><tr><th>country</th><th colspan=2>value</th></tr></thead>"
    row = "<tr><th>Kazakhstan</th><td>1.5</td><td style='color:red'>2</td></tr>"
    return f"<table>{head}{row * rows}</table>"


def image() -> str:
    coded = base64.b64encode(CHART.encode()).decode()
    return f'<img alt="A falling line" style="width:150mm" src="data:image/svg+xml;base64,{coded}">'


def notebook(*cells: Any, **metadata: Any) -> Any:
    made = v4.new_notebook(cells=list(cells), metadata={"title": "A title", **metadata})
    for number, cell in enumerate(made.cells):
        cell["id"] = f"c{number}"
    return made


def everything() -> Any:
    """Return a notebook that uses every construct there is."""
    card = (
        '<li class="card"><p class="card-label">Trade</p><p class="card-value">94.8</p>'
        '<p class="card-unit">bn USD</p><p class="card-verdict" data-tone="good">✓ supported</p>'
        '<p class="card-note"><a href="#claim-a">why</a></p></li>'
    )
    claim = (
        '<section class="claim" id="claim-a"><h3>Claim</h3>'
        '<p class="verdict" data-tone="bad">✗ no</p>'
        "<p>Why. <a href='#exhibit-1'>see</a> <a href='#gone'>gone</a></p>"
        f"<dl><dt>t</dt><dd>d</dd></dl>{table(2)}</section>"
    )
    failed = v4.new_code_cell("1/0")
    failed.outputs = [
        v4.new_output("stream", name="stdout", text="out\n"),
        v4.new_output("stream", name="stderr", text="err\n"),
        v4.new_output("error", ename="E", evalue="v", traceback=["t"]),
        v4.new_output("display_data", {"image/svg+xml": CHART, "text/plain": "chart"}),
        v4.new_output("display_data", {"text/latex": "$$x^2$$"}),
    ]
    coded = base64.b64encode(CHART.encode()).decode()
    text = v4.new_markdown_cell(
        "# Top\n\nText[^1] $x_1$ and 中 [link](https://x.org) ![a](attachment:a.svg)\n\n"
        "## Lower\n\n$$\\frac{a}{b}$$\n\n- a\n  1. b\n\n> q\n\n"
        "| a |\n|--:|\n| 1 |\n\n```py\nx\n```\n\n"
        "term\n: meaning\n\n- [x] done\n\n---\n\n[^1]: Note.\n\n# Next\n\n### Third\n\n# Last"
    )
    text["attachments"] = {"a.svg": {"image/svg+xml": CHART}}
    return notebook(
        html('<section class="strap"><p>strap</p></section><p class="lede">lede</p>'),
        html(f'<ul class="cards">{card * 6}</ul>'),
        html('<aside class="callout"><p class="callout-title">Box</p><ul><li>a</li></ul></aside>'),
        html('<hr class="page-break">'),
        text,
        html(figure("1", image()) + figure("2", table(3)) + figure("3", table(80)) + claim),
        html("<table><caption>c</caption><tr><td>" + "w " * 900 + "</td><td>x</td></tr></table>"),
        html("<table><tr>" + "<td>1000.5</td>" * 20 + "</tr></table>"),
        html("<table><tr><th>a</th>" + "<td>1000000.5</td>" * 40 + "</tr></table>"),
        html("<p><abbr title='gross domestic product'>GDP</abbr></p><div>Plotly.react</div>"),
        v4.new_markdown_cell(
            "See @fig:1, @tbl:2, [](#exhibit-3) and @fig:none; [out](https://x.org/a/b), "
            "<abbr title='gross domestic product'>GDP</abbr>[^1] and[^late]\n\n"
            f'![d](data:image/svg+xml;base64,{coded} "A picture with a title")\n\n'
            "- [in a list](https://x.org/c)\n\n## Leads\n\nTo what follows."
        ),
        html(figure("4", image())),
        v4.new_markdown_cell("[^late]: Defined [late](https://x.org/d).\n"),
        failed,
        subtitle="Subtitle",
        authors=["An Author"],
        keywords=["one", "two"],
        lang="en-GB",
        date="2025-06-17",
        edition="Edition 1",
    )


def pdf(made: Any, **settings: Any) -> bytes:
    content, _ = TypstPDFExporter(**settings).from_notebook_node(made)
    assert isinstance(content, bytes)
    return content


def text(content: bytes) -> str:
    pages = pypdf.PdfReader(io.BytesIO(content)).pages
    return " ".join(" ".join(part.extract_text() for part in pages).split())


def test_a_template_that_does_not_ask_for_the_manuscript_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "conf.json").write_text('{"mimetypes": {"text/x-typst": true}}')
    (tmp_path / "own" / "index.typ.j2").write_text("nothing")
    exporter = TypstExporter(template_name="own", extra_template_basedirs=[str(tmp_path)])
    with pytest.raises(ReportError, match="manuscript"):
        exporter.from_notebook_node(notebook())


def test_a_notebook_nested_too_deeply_is_cut_off_there() -> None:
    deep: Any = []
    for _ in range(3_000):
        deep = [deep]
    assert "Title" in text(pdf({"cells": [], "metadata": {"title": "Title", "deep": deep}}))


@pytest.mark.parametrize("exporter", [ReportHTMLExporter, TypstExporter])
def test_the_templates_are_compiled_once_in_a_process(
    exporter: type[TypstExporter], monkeypatch: pytest.MonkeyPatch
) -> None:
    notebook = v4.new_notebook(cells=[v4.new_markdown_cell("text")])
    first, _ = exporter().from_notebook_node(notebook)
    monkeypatch.setattr(jinja2.Environment, "_generate", lambda *_: pytest.fail("compiled again"))
    assert exporter().from_notebook_node(notebook)[0] == first


def test_a_template_that_does_not_compile_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "conf.json").write_text('{"mimetypes": {"application/pdf": true}}')
    (tmp_path / "own" / "index.typ.j2").write_text("{% set x = manuscript(nb, resources) %}#nope")
    exporter = TypstPDFExporter(template_name="own", extra_template_basedirs=[str(tmp_path)])
    with pytest.raises(ReportError, match="unknown variable"):
        exporter.from_notebook_node(notebook(v4.new_markdown_cell("a")))


def test_a_picture_that_cannot_be_decoded_leaves_a_placeholder() -> None:
    broken = base64.b64encode(png(9, 9, b"not deflated")).decode()
    made = html(f'<p>before</p><img alt="odd" src="data:image/png;base64,{broken}"><p>after</p>')
    assert "before [odd: not shown, png that cannot be read] after" in text(pdf(notebook(made)))


def test_a_formula_the_compiler_refuses_is_shown_as_source_in_whatever_standard(
    caplog: pytest.LogCaptureFixture,
) -> None:
    made = notebook(v4.new_markdown_cell(r"before $\mathrm{中} + 7$ after $x$"))
    for standards in (["ua-1", "a-3a"], []):
        caplog.clear()
        shown = text(pdf(made, pdf_standards=standards))
        assert r"before \mathrm{[U+4E2D]} + 7 after" in shown
        assert "formula kept as TeX" in caplog.text


def test_formulas_are_compiled_by_themselves_only_where_the_whole_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[str] = []
    whole = manuscript.formula_compiles
    monkeypatch.setattr(manuscript, "formula_compiles", lambda f: asked.append(f) or whole(f))
    pdf(notebook(v4.new_markdown_cell("$a$ and $b$")))
    assert asked == []
    pdf(notebook(v4.new_markdown_cell(r"$a$ and $\text{中}$")))
    assert asked == ["a", '"中"']


def test_a_cell_the_compiler_refuses_does_not_take_the_others_with_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from analysis.render.typst import markdown

    written = markdown.typst
    monkeypatch.setattr(
        markdown, "typst", lambda source, d: "#nope" if source == "bad" else written(source, d)
    )
    cells = [v4.new_markdown_cell(source) for source in ("good", "bad", "fine")]
    assert "good bad fine" in text(pdf(notebook(*cells)))


@pytest.mark.parametrize("profile", ["PDF_UA_1", "PDF_A_3A"])
@pytest.mark.parametrize("hidden", [True, False])
def test_every_construct_passes_both_standards(profile: str, hidden: bool, tmp_path: Path) -> None:
    path = tmp_path / "all.pdf"
    path.write_bytes(pdf(everything(), exclude_input=hidden))
    result = page.validate_pdf(str(path), profile=getattr(page.ValidationProfile, profile))
    assert result.is_compliant, [str(failure) for failure in result.failures]


def test_metadata_reach_the_file() -> None:
    reader = pypdf.PdfReader(io.BytesIO(pdf(everything())))
    assert reader.metadata is not None
    assert (reader.metadata.title, reader.metadata.author) == ("A title", "An Author")
    assert "one" in str(reader.metadata["/Keywords"])
    assert str(reader.root_object["/Lang"]) == "en-GB"
    assert reader.metadata.creation_date_raw is not None
    assert reader.metadata.creation_date_raw.startswith("D:20250617")


def test_data_behind_exhibits_are_attached_and_named() -> None:
    content = pdf(everything())
    held = pypdf.PdfReader(io.BytesIO(content)).attachments
    assert sorted(held) == ["1.csv", "2.csv", "3.csv", "4.csv"]
    assert held["1.csv"] == [b"year,value\n2024,94.8\n"]
    assert "Data attached: 1.csv" in text(content)


def test_data_are_not_attached_where_the_standard_forbids_it() -> None:
    content = pdf(everything(), pdf_standards=["a-2b"])
    assert not pypdf.PdfReader(io.BytesIO(content)).attachments


def test_pages_figures_and_tables_are_numbered() -> None:
    shown = text(pdf(everything()))
    assert "Figure 1. Title 1" in shown
    assert "Table 1. Title 2" in shown
    assert "1 / " in shown
    assert "[U+4E2D]" in shown
    assert "\u2060" not in shown


def test_links_inside_lead_somewhere() -> None:
    reader = pypdf.PdfReader(io.BytesIO(pdf(everything())))
    links = [a.get_object() for part in reader.pages for a in part.get("/Annots", [])]
    inside = [link for link in links if "/Dest" in link or "/D" in link.get("/A", {})]
    assert len(inside) >= 7
    assert any("x.org" in str(link.get("/A", {}).get("/URI")) for link in links)


def test_the_same_notebook_gives_the_same_bytes_in_any_folder_with_any_seed(tmp_path: Path) -> None:
    nbformat.write(everything(), tmp_path / "n.ipynb")
    code = (
        "import sys, hashlib, nbformat; from analysis.render.exporter import TypstPDFExporter as E;"
        "made = E().from_notebook_node(nbformat.read(sys.argv[1], 4))[0];"
        "sys.stdout.write(hashlib.sha256(made).hexdigest())"
    )
    digests = set()
    root = str(Path(compiler.__file__).parents[3])
    for seed in ("1", "2"):
        folder = tmp_path / seed
        folder.mkdir()
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": root}
        command = [sys.executable, "-c", code, str(tmp_path / "n.ipynb")]
        run = subprocess.run(
            command, cwd=folder, env=environment, capture_output=True, text=True, check=True
        )
        digests.add(run.stdout)
    assert len(digests) == 1


def test_source_and_files_compile_on_their_own() -> None:
    source, resources = TypstExporter().from_notebook_node(everything())
    files = {name.removeprefix("./"): data for name, data in resources["outputs"].items()}
    assert files
    assert all("/" not in name for name in files)
    made, _ = compiler.pdf(source, files, compiler.STANDARDS, 0)
    assert made.startswith(b"%PDF")


def test_the_pdf_exporter_leaves_no_files_beside_the_pdf() -> None:
    _, resources = TypstPDFExporter().from_notebook_node(everything())
    assert "outputs" not in resources
    assert "attachments" not in resources
    assert resources["output_extension"] == ".pdf"


def test_tags_hide_cells_inputs_and_outputs() -> None:
    cells = [html("<p>keep</p>"), html("<p>gone</p>"), html("<p>silent</p>")]
    cells[0].metadata["tags"] = ["hide-input"]
    cells[1].metadata["tags"] = ["remove-cell"]
    cells[2].metadata["tags"] = ["hide-output"]
    shown = text(pdf(notebook(*cells)))
    assert "keep" in shown
    assert "gone" not in shown
    assert "silent" not in shown
    assert shown.count("show()") == 1


def test_nbconvert_writes_source_and_files_beside_each_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    nbformat.write(notebook(html(figure("a", image()))), tmp_path / "n.ipynb")
    monkeypatch.chdir(tmp_path)
    NbConvertApp.launch_instance(["n.ipynb", "--to=typst", "--log-level=ERROR"])
    NbConvertApp.clear_instance()
    names = sorted(path.suffix for path in tmp_path.iterdir())
    assert names == [".csv", ".ipynb", ".svg", ".typ"]


def test_nbconvert_finds_the_exporters_by_name() -> None:
    assert get_exporter("typst") is TypstExporter
    assert get_exporter("typstpdf").output_mimetype == "application/pdf"


def test_nothing_stays_in_the_temporary_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pdf(notebook())
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    pdf(notebook(v4.new_markdown_cell("a")))
    assert list(tmp_path.iterdir()) == []


def _themed(folder: Path) -> str:
    (folder / "logo.svg").write_text(CHART.replace("中", ""))
    (folder / "t.toml").write_text(
        "organisation = 'Ministry of Trade'\npaper = 'letter'\nlogo = 'logo.svg'\n"
        "[colours]\naccent = '#7a1f3d'\n[margins]\nleft = 25\nright = 25\n"
    )
    return str(folder / "t.toml")


def test_a_theme_that_is_wrong_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "t.toml").write_text("paper = 'a5'")
    with pytest.raises(ReportError, match="a5"):
        pdf(notebook(), theme=str(tmp_path / "t.toml"))


@pytest.mark.parametrize("profile", ["PDF_UA_1", "PDF_A_3A"])
def test_a_themed_letter_passes_both_standards(profile: str, tmp_path: Path) -> None:
    content = pdf(everything(), theme=_themed(tmp_path), link_targets="inline")
    path = tmp_path / "all.pdf"
    path.write_bytes(content)
    result = page.validate_pdf(str(path), profile=getattr(page.ValidationProfile, profile))
    assert result.is_compliant, [str(failure) for failure in result.failures]
    first = pypdf.PdfReader(str(path)).pages[0]
    assert (round(first.mediabox.width), round(first.mediabox.height)) == (612, 792)
    assert "Ministry of Trade" in text(content)


def test_fonts_by_configuration_draw_what_ours_cannot(tmp_path: Path) -> None:
    with TTFont(glyphs.folder() / "DejaVuSans.ttf") as font:
        for table in font["cmap"].tables:
            table.cmap = {ord("中"): "A"}
        for record in font["name"].names:
            record.string = str(record.string).replace("DejaVu Sans", "Small Han")
        font.save(tmp_path / "small.ttf")
    shown = text(pdf(notebook(v4.new_markdown_cell("a 中 b 文")), font_paths=[str(tmp_path)]))
    assert "a 中 b [U+6587]" in shown


@pytest.mark.parametrize(
    ("words", "contents", "goes_on"), [(10, 0, 0), (800, 0, 1), (1090, 0, 1), (1200, 1, 1)]
)
def test_contents_stand_on_the_front_page_where_there_is_room_and_text_below_where_there_is_much(
    words: int, contents: int, goes_on: int
) -> None:
    front = v4.new_markdown_cell("word " * words)
    parts = [v4.new_markdown_cell(f"## Part {number}\n\nx") for number in range(5)]
    parts[0].source = f'<hr class="page-break">\n\n{parts[0].source}'
    pages = pypdf.PdfReader(io.BytesIO(pdf(notebook(front, *parts)))).pages
    texts = [sheet.extract_text() for sheet in pages]
    assert [number for number, one in enumerate(texts) if "Contents" in one] == [contents]
    named = [one.count("Part 0") for one in texts]
    assert named[contents] == 1 + (contents == goes_on)
    assert sum(named[: goes_on + 1]) == sum(named) == 2


@pytest.mark.parametrize("words", [700, 880, 976])
def test_the_place_of_contents_does_not_depend_on_where_they_were_before(
    words: int, caplog: pytest.LogCaptureFixture
) -> None:
    parts = [v4.new_markdown_cell(f"## Part {number}\n\nx") for number in range(9)]
    parts[0].source = f'<hr class="page-break">\n\n{parts[0].source}'
    pdf(notebook(v4.new_markdown_cell("word " * words), *parts))
    assert "converge" not in caplog.text


def test_a_formula_within_the_words_that_lead_to_an_exhibit_is_drawn_and_parts_them(
    caplog: pytest.LogCaptureFixture,
) -> None:
    words = "Before:\n\\begin{equation}\nE = m\n\\end{equation}\nafter it"
    made = pdf(notebook(v4.new_markdown_cell(f"## Head\n\n{words}\n"), html(table(2))))
    said = text(made)
    assert said.index("Before") < said.index("𝐸") < said.index("after")
    assert made.count(b"/S/Formula") == 1
    assert "ignored" not in caplog.text
