import base64
from typing import Any

import nbformat.v4 as v4
import pytest

from analysis.render.typst import cells
from analysis.render.typst.document import Document
from tests.fuzz.payloads import png

PNG = base64.b64encode(png(1, 1)).decode()
SVG = "<svg xmlns='http://www.w3.org/2000/svg' width='10mm'/>"


def shown(document: Document, **data: Any) -> str:
    bundle = {name.replace("__", "+").replace("_", "/"): value for name, value in data.items()}
    return cells.output(v4.new_output("display_data", bundle), {}, document)


def cell(made: Any, document: Document, *, code: bool = True) -> str:
    return cells.typst(made, document, code=code, language="python")


@pytest.mark.parametrize("kind", ["", "text/x-typst", "text/latex"])
def test_raw_cells_that_are_not_markdown_or_html_are_left_out(
    kind: str, document: Document
) -> None:
    raw = v4.new_raw_cell('#read("x")', metadata={"raw_mimetype": kind})
    assert cell(raw, document) == ""


def test_raw_cells_of_markdown_and_html_are_read(document: Document) -> None:
    for kind, source in [("text/markdown", "*a*"), ("text/html", "<em>a</em>")]:
        raw = v4.new_raw_cell(source, metadata={"format": kind})
        assert cell(raw, document) == "#emph[a]"


def test_code_is_shown_only_when_asked_and_never_empty(document: Document) -> None:
    made = v4.new_code_cell('x = "#"')
    assert cell(made, document) == '#rp-code("x = \\"#\\"", "python")'
    assert cell(made, document, code=False) == ""
    assert cell(v4.new_code_cell(" "), document) == ""


def test_a_failed_cell_is_a_visible_block_and_a_warning(document: Document) -> None:
    error = v4.new_output("error", ename="E", evalue="\x1b[1mwhy", traceback=["\x1b[0mTrace", "E"])
    assert cells.output(error, {}, document) == '#rp-error("E: why")[#rp-trace("Trace\\nE")]'
    assert "failed" in document.warnings[0]


@pytest.mark.parametrize(("name", "function"), [("stdout", "stream"), ("stderr", "warning")])
def test_streams_are_told_apart(name: str, function: str, document: Document) -> None:
    stream = v4.new_output("stream", name=name, text="t")
    assert cells.output(stream, {}, document) == f'#rp-{function}("t")'


def test_html_with_layout_goes_before_a_picture(document: Document) -> None:
    assert shown(document, text_html="<p>a</p>", text_plain="b") == "a"
    assert shown(document, text_html="just words", text_plain="b") == '#rp-stream("b")'
    assert shown(document, text_html="<p></p>", text_plain="b") == '#rp-stream("b")'


def test_pictures_have_the_plain_text_or_the_metadata_as_alternative(document: Document) -> None:
    assert '"words", 10mm' in shown(document, image_svg__xml=SVG, text_plain="words")
    assert '"Picture"' in shown(document, image_svg__xml=SVG, text_plain="<Figure>")
    output = v4.new_output("display_data", {"image/svg+xml": SVG}, metadata={"alt": "own"})
    assert '"own"' in cells.output(output, {}, document)
    assert '"cell"' in cells.output(
        v4.new_output("display_data", {"image/svg+xml": SVG}), {"alt": "cell"}, document
    )


def test_pictures_in_base64_are_read_and_broken_ones_are_placeholders(document: Document) -> None:
    coded = base64.b64encode(b"GIF89a\x0a\0\x0a\0").decode()
    assert "rp-picture" in shown(document, image_gif=coded)
    assert "rp-missing" in shown(document, image_png="!")
    assert "rp-missing" in shown(document, image_svg__xml="<svg><script/></svg>")


def test_markdown_latex_and_lists_of_lines_are_read(document: Document) -> None:
    assert shown(document, text_markdown=["*a", "*"]) == "#emph[a]"
    assert "math.equation" in shown(document, text_latex="$\\displaystyle x$")
    assert "math.equation" in shown(document, text_latex="\\begin{align}x\\end{align}")
    assert shown(document, text_latex="\\section{x}", text_plain="p") == '#rp-stream("p")'


def test_what_nothing_can_show_says_so(document: Document) -> None:
    written = cells.output(v4.new_output("display_data", {"application/x": "a"}), {}, document)
    assert written == r"#rp-note[\[output\: not shown\, application\/x\]]"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"application/vnd.plotly.v1+json": {"data": []}}, r"\[output\: not shown\, application"),
        ({"text/html": "<div><script>Plotly.newPlot()</script></div>"}, r"text\/html"),
        ({"text/html": "<script>x</script>"}, r"\[output\: not shown\, text\/html"),
        (
            {
                "application/javascript": "x",
                "text/plain": "<IPython.core.display.Javascript object>",
            },
            r"not shown\, application\/javascript\, text\/plain",
        ),
        ({"text/plain": "<IPython.core.display.HTML object>"}, r"not shown\, text\/plain"),
        ({"text/html": "<svg><g>"}, "not well"),
        ({"application/pdf": "JVBERi0="}, r"application\/pdf"),
        (
            {"application/vnd.jupyter.widget-view+json": {}, "text/plain": "HBox()"},
            "this page shows its description",
        ),
        ({"text/latex": r"\begin{tabular}{l} a \end{tabular}"}, "tabular"),
        ({"application/json": {"a": ["é"]}}, 'a\\": ['),
    ],
)
def test_an_output_that_cannot_be_shown_leaves_a_note_or_its_source(
    data: dict[str, Any], said: str, document: Document
) -> None:
    assert said in cells.output({"output_type": "display_data", "data": data}, {}, document)


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"text/plain": ""},
        {"text/html": "<div></div>", "application/vnd.bokehjs_load.v0+json": ""},
    ],
)
def test_scripts_that_only_prepare_a_page_leave_nothing(
    data: dict[str, Any], document: Document
) -> None:
    assert cells.output({"output_type": "display_data", "data": data}, {}, document) == ""
    assert document.warnings == []


def test_a_picture_stands_for_an_interactive_chart(document: Document) -> None:
    drawing = "<svg xmlns='http://www.w3.org/2000/svg' width='9mm' height='9mm'/>"
    data = {"application/vnd.plotly.v1+json": {}, "image/svg+xml": drawing, "text/plain": "Figure"}
    written = cells.output({"output_type": "display_data", "data": data}, {}, document)
    assert "rp-picture" in written
    assert "interactive" not in written


@pytest.mark.parametrize(
    "html",
    [
        "<div id='viz'></div><script>vegaEmbed()</script>",
        "<div><span>Trust this notebook</span><iframe srcdoc='x'></iframe></div>",
        "<div class='sk-top-container'><pre>X()</pre><b>please rerun this cell</b></div>",
    ],
)
def test_html_that_says_nothing_on_paper_gives_way_to_its_text(
    html: str, document: Document
) -> None:
    bundle = {"text/html": html, "text/plain": "X()"}
    written = cells.output(v4.new_output("display_data", bundle), {}, document)
    assert written.endswith('#rp-stream("X()")')
    assert document.labels == set()


def test_html_of_a_plot_without_another_form_leaves_a_note(document: Document) -> None:
    bundle = {"text/html": "<div id='p1' data-root-id='p1'></div>"}
    written = cells.output(v4.new_output("display_data", bundle), {}, document)
    assert r"output\: not shown" in written


def test_a_warning_names_the_output_it_is_about(document: Document) -> None:
    document.cell = "cell 7"
    bad = v4.new_output("display_data", {"image/png": "!"})
    cell(v4.new_code_cell("", outputs=[v4.new_output("stream", text="a"), bad]), document)
    words = "[image: not shown, image is not valid base64]"
    assert document.warnings == [f"cell 7, output 2: {words}"]
    assert document.cell == "cell 7"


def test_a_dense_picture_has_the_size_its_metadata_declare(document: Document) -> None:
    made = v4.new_output("display_data", {"image/png": PNG}, metadata={"image/png": {"width": 48}})
    assert ", 12.7mm)" in cells.output(made, {}, document)


def test_pieces_of_a_stream_are_one_and_a_long_line_is_read_once(document: Document) -> None:
    def printed(name: str, text: str) -> dict[str, Any]:
        return {"output_type": "stream", "name": name, "text": text}

    # nbconvert's own preprocessor looks for the end of such a line at each of its characters
    pieces = [printed("stdout", "a\r\n"), printed("stdout", "b" * 9_000_000)]
    others = [printed("stderr", "c"), printed("stdout", "d"), printed("stdout", "e")]
    cell = {"cell_type": "code", "source": "", "metadata": {}, "outputs": pieces + others}
    written = cells.typst(cell, document, code=False, language="python")
    assert written.count("#rp-stream(") == 2
    assert '#rp-stream("a\\nb' in written
    assert '#rp-warning("c")' in written
    assert '#rp-stream("de")' in written
    assert document.warnings[0].startswith("the notebook, output 1: text cut: ")
