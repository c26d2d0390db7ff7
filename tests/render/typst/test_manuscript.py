import io
from collections.abc import Callable
from typing import Any

import nbformat.v4 as v4
import pypdf
import pytest

from analysis.render import budget
from analysis.render.exporter import TypstPDFExporter
from analysis.render.typst.manuscript import Options, manuscript, timestamp


def test_contents_need_enough_headings_and_leave(notebook: Callable[..., Any]) -> None:
    few, many = (v4.new_markdown_cell("\n\n".join(f"# h{k}" for k in range(n))) for n in (3, 4))
    assert not manuscript(notebook(few), "n", None, Options()).contents
    assert manuscript(notebook(many), "n", None, Options()).contents
    assert not manuscript(notebook(many, toc=False), "n", None, Options()).contents
    assert not manuscript(notebook(many), "n", None, Options(contents=False)).contents


def test_a_notebook_without_a_title_is_called_by_its_first_heading_or_name(
    notebook: Callable[..., Any],
) -> None:
    headed = notebook(v4.new_markdown_cell("# First"), title="")
    assert manuscript(headed, "name", None, Options()).title == "First"
    assert manuscript(notebook(title=""), "name", None, Options()).title == "name"


def test_numbering_may_start_after_page_one(notebook: Callable[..., Any]) -> None:
    cell = v4.new_markdown_cell("# a\n\n<hr class='page-break'>\n\n# b")
    made = manuscript(notebook(cell, numbering="after page one"), "n", None, Options())
    assert made.numbered
    assert made.body.count("numbering: none") == 1
    assert not manuscript(notebook(cell, numbering=False), "n", None, Options()).numbered


def test_a_cell_that_cannot_be_typeset_is_shown_as_written(notebook: Callable[..., Any]) -> None:
    cell = v4.new_markdown_cell("*a*")
    options = Options().without([], [1])
    made = manuscript(notebook(cell), "n", None, options)
    assert made.body == '#rp-warning("*a*")'
    assert made.document.warnings == ["cell 1: it cannot be typeset: shown as it was written"]


def test_a_source_hidden_by_its_tag_stays_hidden(notebook: Callable[..., Any]) -> None:
    cell = v4.new_code_cell("x", metadata={"transient": {"remove_source": True}})
    assert manuscript(notebook(cell), "n", None, Options()).body == ""


@pytest.mark.parametrize(
    ("epoch", "fixed", "date", "seconds"),
    [
        ("86400", "2001-01-01", "2002-01-01", 86_400),
        ("never", "1970-01-03", "2002-01-01", 172_800),
        ("", "", "1970-01-02 or so", 86_400),
        ("", "", "2025-99-99", 0),
        ("", "", "17 June", 0),
        ("", "", "1969-01-01", 0),
    ],
)
def test_the_date_of_the_file_is_never_the_clocks(
    epoch: str,
    fixed: str,
    date: str,
    seconds: int,
    monkeypatch: pytest.MonkeyPatch,
    notebook: Callable[..., Any],
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    assert timestamp(notebook(date=date), fixed) == seconds


def test_a_notebook_too_long_ends_with_a_visible_note(
    notebook: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(budget, "DOCUMENT", 2_000)
    cells = [v4.new_markdown_cell(f"words {n}") for n in range(100)]
    made = manuscript(notebook(*cells), "n", None, Options())
    assert 50 < len(made.pieces) < 90
    left = len(cells) - len(made.pieces) + 2
    note = f"The rest is not shown: {left:,} more cells, as the document is too long."
    assert made.pieces[-1] == f"#rp-note[{made.document.markup(f'[{note}]')}]"
    assert made.document.warnings[-1] == f"cell {len(made.pieces) - 1}: cut: {note}"


def test_no_heading_is_the_last_on_its_page(
    notebook: Callable[..., Any], shows: Callable[[str], Any]
) -> None:
    table = "<table><caption>Rows{}</caption>" + "<tr><td>Body{}</td></tr>" * 9 + "</table>"
    cells = []
    for n in range(10, 40):
        cells.append(v4.new_markdown_cell("filler " * (40 + 23 * n % 170) + f"\n\n## Head{n}"))
        shown = table.format(n, *[n] * 9)
        cells.append(shows(shown) if n % 3 else v4.new_markdown_cell(f"Body{n} " * 60))
    for number, cell in enumerate(cells):
        cell["id"] = f"c{number}"
    made, _ = TypstPDFExporter(exclude_input=True).from_notebook_node(notebook(*cells, toc=False))
    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(made)).pages]
    assert len(pages) > 6
    for n in range(10, 40):
        (there,) = [page for page in pages if f"Head{n}" in page]
        assert there.rindex(f"Body{n}") > there.index(f"Head{n}")


@pytest.mark.parametrize(
    "heading",
    [
        "# 1. Data",
        '## <a id="x"></a>2 | Data',
        "### **3) Data**",
        "# Chapter 4",
        "## Step 2: Clean",
        "<h2 align='center'>1. Data</h2>",
        "Exercise 3\n----------",
        '# <p style="x">1 | Data</p>',
    ],
)
def test_headings_with_numbers_of_their_own_get_no_others(heading: str) -> None:
    cells = [v4.new_markdown_cell("# Title"), v4.new_markdown_cell(heading)]
    assert not manuscript(v4.new_notebook(cells=cells), "n", None, Options()).numbered


@pytest.mark.parametrize(
    "heading", ["# 3D plots", "# Data in 2020", "# Day by day", "# 2020 – 2024"]
)
def test_a_number_in_its_words_numbers_no_heading(heading: str) -> None:
    cells = [v4.new_markdown_cell("# Title"), v4.new_markdown_cell(heading)]
    assert manuscript(v4.new_notebook(cells=cells), "n", None, Options()).numbered


def test_contents_repeat_no_note_of_a_heading(words: Callable[..., str]) -> None:
    headings = "\n\n".join(f"# h{number}" for number in range(3))
    cell = v4.new_markdown_cell(f"# Noted[^1]\n\n{headings}\n\n[^1]: onlyonce")
    assert words(cell).count("onlyonce") == 1
    assert words(cell).count("Noted") == 2
