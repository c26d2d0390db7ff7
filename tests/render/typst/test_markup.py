import html
import io
from collections.abc import Callable
from typing import Any

import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nbformat.v4 import new_markdown_cell

from analysis.render.budget import Budget
from analysis.render.exporter import TypstPDFExporter
from analysis.render.typst import markdown, markup
from analysis.render.typst.document import Document
from analysis.render.typst.glyphs import printable


@pytest.mark.parametrize(
    "source",
    [
        "<script>#x</script>",
        "<style>#x{}</style>",
        "<!-- #x -->",
        "<svg><text>#x</text></svg>",
        "<form><input value='#x'></form>",
        "<p hidden>#x</p>",
        "<p style='display: none'>#x</p>",
        "<iframe src='#x'>#x</iframe>",
        "<![CDATA[#x]]>",
    ],
)
def test_what_is_no_content_is_not_shown(source: str, document: Document) -> None:
    assert "x" not in markup.typst(source, document)


def test_html_nested_too_deeply_is_text(document: Document) -> None:
    assert "x" in markup.typst("<div>" * 900 + "x", document)
    assert "x" in markup.typst("<table><tr><td>" * 200 + "x", document)
    assert len(document.warnings) == 2


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<b>a</b><i> </i><em>b</em>", "#strong[a] #emph[b]"),
        ("<code>#a</code>", "#rp-mono[\\#a]"),
        ("<p>a<br>b</p><hr>", "a#linebreak()b\n\n\n\n#rp-rule()"),
        ("<p> </p><div>c</div>", "c"),
        ("<unknown>d</unknown>", "d"),
        ("<pre>#e\n f</pre>", '#rp-stream("#e\\n f")'),
        ("<ul><li>a</li><li>b</li></ul><ol></ol>", "#list([a], [b], )"),
        ("<dl><dt>a</dt><dd>b</dd><dd>c</dd></dl><dl></dl>", "#rp-facts(([a], [b]), ([], [c]),)"),
        ("<dl><dt>a<dt>b<div><dd>c</div><dt>d</dl>", "(([a], []), ([b], [c]), ([d], []),)"),
        (
            "<dl><dt>a<dd><dl><dt>b<dd>c</dl><dd>d</dl>",
            "#rp-facts(([a], [#rp-facts(([b], [c]),)]), ([], [d]),)",
        ),
        ("<blockquote>q</blockquote>", "#quote(block: true)[q]"),
        ("<a href='mailto:a@b.c'>m</a>", '#link("mailto:a@b.c")[m]'),
        ("<a href='JavaScript:x'>m</a>", "m"),
        ("<h2 id='X y'>h</h2>", '#heading(level: 1)[h]#label("x-y")'),
        ("<p id='z'>p</p>", '#metadata(none)#label("z")p'),
        ("<img src='http://x/y.png' alt='al#t'>", "#rp-missing[\\[al\\#t\\: not shown"),
    ],
)
def test_html_becomes_typst(source: str, expected: str, document: Document) -> None:
    document.takes_title = False
    assert expected in markup.typst(source, document)


def test_a_caption_numbers_a_table_except_inside_a_box(document: Document) -> None:
    table = "<table id='t'><caption>Cap</caption><tr><td>1</td></tr></table>"
    assert 'title: [Cap], rows: 1, mark: "t")' in markup.typst(table, document)
    assert "rp-exhibit" not in markup.typst(f"<ul><li>{table}</li></ul>", document)


ODD = st.text(alphabet="#[]{}()$`*_<>@\"'\\/=+-~^|;:,.!?&%a1é中\n ", max_size=40)


@settings(max_examples=25)
@given(ODD, ODD, ODD)
def test_any_text_compiles_and_appears(
    notebook: Callable[..., Any], shows: Callable[[str], Any], one: str, two: str, three: str
) -> None:
    fragment = f"<p>{html.escape(one)}</p><table><tr><td>{html.escape(two)}</td></tr></table>"
    made = notebook(shows(fragment), new_markdown_cell(three))
    page, _ = TypstPDFExporter(exclude_input=True).from_notebook_node(made)
    pages = pypdf.PdfReader(io.BytesIO(page)).pages
    text = "".join("".join(part.extract_text() for part in pages).split())
    assert "".join(printable(one)[0].split()) in text
    assert "".join(printable(two)[0].split()) in text


def test_all_of_html_reaches_the_page(
    words: Callable[..., str], shows: Callable[[str], Any]
) -> None:
    source = (
        "<h1>A</h1><p>B</p><ul><li>C<ol><li>D</li></ol></li></ul><dl><dt>E<dd>F</dl><pre>G</pre>"
    )
    assert all(letter in words(shows(source)) for letter in "ABCDEFG")


def test_a_drawing_inside_html_is_a_picture(document: Document) -> None:
    shown = markup.typst("<div><svg viewBox='0 0 1 1'><rect/></svg></div>", document)
    assert "#rp-picture(" in shown
    (content,) = document.assets.files.values()
    assert b"viewBox" in content


@pytest.mark.parametrize("sheet", ["a" * 900_000, "a,{" * 300_000, "a{" * 400_000, "}" * 900_000])
def test_a_style_sheet_without_end_is_read_once(sheet: str, document: Document) -> None:
    # where a search for its rules began anew at each character, this took hours
    assert markup.typst(f"<style>{sheet}</style>word", document) == "word"


@pytest.mark.parametrize("svg", ["<svg style='display: none'><g/></svg>", "<svg width=0></svg>"])
def test_a_drawing_that_shows_nothing_is_nothing(svg: str, document: Document) -> None:
    assert markup.typst(svg, document) == ""
    assert not document.assets.files


def test_a_drawing_that_is_never_closed_leaves_a_placeholder(document: Document) -> None:
    shown = markup.typst("<p>before</p><svg><rect/>", document)
    assert shown.startswith("before")
    assert r"\[Drawing\: not shown\, SVG refused\: it is not well\-formed" in shown
    assert document.warnings


def test_items_beyond_the_limit_are_counted_in_a_note(document: Document) -> None:
    document.budget = Budget({"li": 40_000})
    written = markup.typst("<ul><li>a</li><li>b</li><li>c</li></ul>", document)
    assert "#list([a], )" in written
    assert "2 more items are not printed" in written


def test_a_drawing_that_reaches_out_leaves_a_placeholder(document: Document) -> None:
    shown = markup.typst("<svg><image href='https://x.org/a.png'/></svg>", document)
    assert "#rp-missing[" in shown
    assert not document.assets.files


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p align=center>a</p>", "#align(center)[\n\na\n\n]"),
        ("<center>a</center>", "#align(center)[\n\na\n\n]"),
        ("<div style='text-align: expression(1)'>a</div>", "a"),
        ("<font color=#00f>a</font>", '#text(fill: rgb("#0000ff"))[a]'),
        ("<ol start=3><li>a</li></ol>", "#enum(start: 3, [a], )"),
        ("<ol start='3, x'><li>a</li></ol>", "#enum([a], )"),
        ("<details><summary>a</summary>b</details>", "#rp-minor[a]"),
        ("<div class='alert alert-info'>a</div>", "#rp-callout(title: none, mark: none)[a]"),
        (
            "<pre>a <b>b</b></pre>",
            '#rp-stream("a b", inks: ("1": (("", "a "), ("ansi-strong", "b"),)))',
        ),
        (
            "<pre><span style='color: #008000'>x</span></pre>",
            '#rp-stream("x", inks: ("1": (("ink-green", "x"),)))',
        ),
        ("<a name='x'></a>", '#metadata(none)#label("x")'),
    ],
)
def test_what_html_says_of_looks_is_kept_where_it_has_a_meaning(
    html: str, expected: str, document: Document
) -> None:
    assert expected in markup.typst(html, document)


def test_a_picture_in_a_link_that_is_not_shown_is_the_words_of_the_link(
    document: Document,
) -> None:
    badge = '<a href="https://x.org"><img src="https://x.org/b.svg" alt="Open"></a>'
    for written in [markup.typst(badge, document), markdown.typst(badge, document)]:
        assert written == '#link("https://x.org")[Open]'
    assert document.warnings
    button = badge.replace(' alt="Open"', "")
    assert markup.typst(button, document) == '#link("https://x.org")[x\\.org]'
    assert (
        markup.typst(button.replace("</a>", "Run</a>"), document) == '#link("https://x.org")[Run]'
    )


def test_a_list_in_a_line_stays_in_one(document: Document) -> None:
    written = markup.typst("<ol class=list-inline><li>1</li><li>2</li></ol>", document)
    assert written == "1 · 2"


def test_a_short_paragraph_under_a_heading_of_an_output_stays_with_what_follows(
    document: Document,
) -> None:
    stays = "#rp-lead[a]"
    assert stays in markup.typst("<h3>H</h3><p>a</p><p>b</p>", document)
    assert stays not in markup.typst("<h3>H</h3><p>a</p>", document)
    assert stays not in markup.typst("<p>c</p><p>a</p><p>b</p>", document)
    assert "rp-lead" not in markup.typst(f"<h3>H</h3><p>{'long ' * 100}</p><p>b</p>", document)
    assert 'label("x")' in markup.typst('<h3>H</h3><p id="x"></p><p>b</p>', document)
