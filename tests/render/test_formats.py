from __future__ import annotations

from pathlib import Path

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from analysis.errors import ReportError
from analysis.render import formats
from analysis.render.catalogue import Report
from analysis.render.manifest import Edition

EDITION = Edition("2025-06-18", "0.1.0+abc", {}, {})


def report(title: str) -> Report:
    return Report("brief", title, Path("notebook.ipynb"), {}, {})


@pytest.mark.parametrize(
    ("text", "message"),
    [("htm", "unknown format 'htm'. Did you mean 'html'?"), ("html,docx", "'docx'"), (",", "no f")],
)
def test_an_unknown_format_is_named(text: str, message: str) -> None:
    with pytest.raises(ReportError) as caught:
        formats.chosen(text)
    assert message in str(caught.value)


def test_formats_are_kept_once_and_in_our_order() -> None:
    assert formats.chosen("data,PDF, html,pdf") == ("html", "pdf", "data")


def test_the_numbers_are_a_zip_beside_the_pages_when_there_are_any() -> None:
    html = '<a download="x.csv" href="data:text/csv;base64,YQox">Data</a>'
    cell = new_code_cell(outputs=[new_output("display_data", {"text/html": html})])
    notebook = new_notebook(cells=[cell])
    assert list(formats.exported(notebook, ("data",), report("A"), EDITION)) == ["brief-data.zip"]
    assert formats.exported(new_notebook(), ("data",), report("A"), EDITION) == {}


def test_pages_carry_title_date_and_edition_and_leave_the_notebook_as_it_was() -> None:
    notebook = new_notebook(cells=[new_markdown_cell("Prose.")])
    pages = formats.exported(notebook, ("html", "pdf"), report("A title & more"), EDITION)
    assert list(pages) == ["brief.html", "brief.pdf"]
    assert b"<title>A title &amp; more</title>" in pages["brief.html"]
    assert b"2025-06-18" in pages["brief.html"]
    assert b"0.1.0+abc" in pages["brief.html"]
    assert pages["brief.pdf"].startswith(b"%PDF-")
    assert notebook.metadata == {}


@pytest.mark.parametrize("before", [None, "7"])
def test_the_editions_date_goes_before_the_users_and_leaves_it_as_it_was(
    before: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(formats.EPOCH, raising=False)
    if before:
        monkeypatch.setenv(formats.EPOCH, before)
    pages = formats.exported(new_notebook(), ("pdf",), report("A title"), EDITION)
    assert b"2025-06-18" in pages["brief.pdf"] or b"20250618" in pages["brief.pdf"]
    assert formats.os.environ.get(formats.EPOCH) == before


def test_the_name_of_a_file_is_no_title() -> None:
    notebook = new_notebook(cells=[new_markdown_cell("# Its heading")])
    pages = formats.exported(notebook, ("html",), report("notebook"), EDITION)
    assert b"<title>Its heading</title>" in pages["brief.html"]
