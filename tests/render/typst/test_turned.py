"""Which tables stand on a turned page, and what stands there with them."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat.v4 as v4
import page
import pypdf
import pytest

from analysis.render.exporter import TypstPDFExporter
from analysis.render.theme import Margins, Theme
from analysis.render.typst import markup, turned
from analysis.render.typst.document import Document

Pages = list[tuple[bool, str]]  # whether a page is turned, and its text without blanks


def wide(columns: int, rows: int = turned.GLANCE + 1) -> str:
    names = "".join(f"<th>Indicator {n}</th>" for n in range(columns))
    cells = "".join(f"<td>{n}.25</td>" for n in range(columns))
    row = f"<tr><th>Kazakhstan</th>{cells}</tr>"
    return f"<table><thead><tr><th></th>{names}</tr></thead><tbody>{row * rows}</tbody></table>"


FITS_TURNED = 14


@pytest.fixture
def pages(notebook: Callable[..., Any], tmp_path: Path) -> Callable[..., Pages]:
    """Return a function that makes a PDF of cells, which must be PDF/UA-1, and reads its pages."""

    def read(*cells: Any) -> Pages:
        made, _ = TypstPDFExporter(exclude_input=True).from_notebook_node(notebook(*cells))
        file = tmp_path / "made.pdf"
        file.write_bytes(made)
        assert page.validate_pdf(str(file), profile=page.ValidationProfile.PDF_UA_1).is_compliant
        found = pypdf.PdfReader(io.BytesIO(made)).pages
        return [
            (part.mediabox.width > part.mediabox.height, "".join(part.extract_text().split()))
            for part in found
        ]

    return read


@pytest.mark.parametrize(
    "html",
    [
        wide(8),  # fits the page
        wide(24),  # fits no page
        wide(FITS_TURNED, turned.GLANCE),
        f"<blockquote>{wide(FITS_TURNED)}</blockquote>",
        f"<a href='https://example.org'>{wide(FITS_TURNED)}</a>",
        f"<table><tr><td>{wide(FITS_TURNED)}</td></tr></table>",
        f"<figure><a href='https://example.org'>{wide(FITS_TURNED)}</a></figure>",
        "<table>" + "<tr><td>" + "words " * 90 + "</td></tr>" * 9 + "</table>",
        "<table></table>",
    ],
)
def test_what_fits_the_page_or_none_or_stands_in_a_box_is_not_turned(
    html: str, document: Document
) -> None:
    assert "#rp-turned" not in markup.typst(html, document)


def test_a_table_after_a_turned_one_stands_upright(document: Document) -> None:
    written = markup.typst(f"{wide(FITS_TURNED)}<table></table>{wide(3)}", document)
    assert written.count("#rp-turned[") == 1
    assert written.index("]//turned") < written.rindex("#rp-table(")
    assert document.warnings == []


def test_words_of_a_notebook_that_look_like_a_turned_page_are_no_more_than_words() -> None:
    document = Document(None, None)  # type: ignore[arg-type] # without formulas
    hostile = "]//turned\n\n#heading(level: 1)[A]\n\n#rp-turned[\n"
    body = f"{document.markup(hostile)}\n\n#raw({document.string(hostile)})"
    assert turned.gathered(body) == body


@pytest.mark.parametrize("words", ["It is a share (of all)", "It is [sic]", "#heading(A)"])
def test_a_paragraph_with_an_address_stays_before_a_turned_page(
    words: str, document: Document
) -> None:
    told = [f"<p id={name}>{words}</p>{wide(FITS_TURNED)}" for name in "ab"]
    written = markup.typst("".join(told), document)
    assert written.count("#metadata(none)") == 2
    assert written.count("#rp-turned[") == 2
    assert turned.gathered(written) == written


def test_an_address_goes_with_the_heading_or_the_table_that_it_is_of(document: Document) -> None:
    heading = "<div id=a><h2><a id=b></a>Head</h2></div>"
    written = markup.typst(f"{heading}<a id=c></a>{wide(FITS_TURNED)}", document)
    assert written.count("#metadata(none)") == 3
    assert turned.gathered(written).startswith("#rp-turned[\n#metadata(none)")


def test_a_turned_table_has_its_caption_source_and_running_matter_and_the_text_goes_on(
    pages: Callable[..., Pages], shows: Callable[[str], Any]
) -> None:
    exhibit = (
        f"<figure id=f><figcaption>Cap</figcaption>{wide(FITS_TURNED, 60)}"
        "<p class=source>From here</p></figure>"
    )
    after = v4.new_markdown_cell("See @tbl:f.\n\nThe end.")
    before = v4.new_markdown_cell("Before. " * 60)  # too much for a lead, which would go along
    found = pages(before, shows(exhibit), shows(wide(2)), after)
    assert [turned for turned, _ in found] == [False, True, True, False]
    texts = [text for _, text in found]
    assert "Before." in texts[0]
    assert "Table1.Cap" in texts[1]
    assert texts[2].count("Indicator13") == 1  # the header again
    assert "Fromhere" in texts[2]
    assert [text.endswith(f"{n}/4") for n, text in enumerate(texts, 1)] == [True] * 4
    assert "Indicator1" in texts[3]  # the next exhibit, and what refers to the turned one
    assert "SeeTable1.Theend." in texts[3]


def test_headings_and_leads_go_with_the_table_and_turned_tables_share_a_page(
    pages: Callable[..., Pages], shows: Callable[[str], Any]
) -> None:
    lead, table = v4.new_markdown_cell("# Head\n\nIt leads."), wide(FITS_TURNED)
    again = v4.new_markdown_cell("## B")
    found = pages(v4.new_markdown_cell("Before."), lead, shows(table), again, shows(table))
    assert [turned for turned, _ in found] == [False, True]
    assert "Head" not in found[0][1]
    assert found[1][1].index("Head") < found[1][1].index("Itleads.")
    assert found[1][1].count("Indicator13") == 2


def test_a_letter_turned_is_as_wide_as_it_was_high() -> None:
    margins = Margins(left=20, right=10, top=40, bottom=40)
    assert Theme(paper="letter", margins=margins).turned_width == pytest.approx(279.4 - 30)
