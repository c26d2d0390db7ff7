"""The title of a notebook that declares none: what its first reader would call it."""

from __future__ import annotations

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from analysis.render.html import ReportHTMLExporter
from analysis.render.titles import titled
from analysis.render.typst.manuscript import Options, manuscript


def titles(*sources: str, **metadata: object) -> tuple[str, str]:
    """Return the titles that the page and the PDF of some markdown cells have."""
    cells = [new_code_cell("x = 1"), *map(new_markdown_cell, sources)]
    notebook = new_notebook(cells=cells, metadata=metadata)
    page, _ = ReportHTMLExporter().from_notebook_node(notebook)
    made = manuscript(titled(notebook), "file", None, Options())
    return page.partition("<h1>")[2].partition("</h1>")[0], made.title


@pytest.mark.parametrize(
    ("sources", "title"),
    [
        (["##### Copyright", "# Clothes\ntext"], "Clothes"),
        (["### Course", "*Clothes*, `again`\n===\ntext"], "Clothes, again"),
        (["**Chapter 4 – Models**", "# Setup\ntext"], "Chapter 4 – Models"),
        (["__Models__\n\nby me", "## Setup"], "Models"),
        (["## Only\ntext", "### Smaller"], "Only"),
        (["# First", "# Second"], "First"),
        (["**Bold** words, then more", "# Setup"], "Setup"),
        (["#### a\n```\n# no heading\n```", "# Heading"], "Heading"),
        (["#### a\n```code``` in words", "# Heading"], "Heading"),
    ],
)
def test_the_title_is_a_bold_line_or_the_first_heading_of_the_first_level(
    sources: list[str], title: str
) -> None:
    assert titles(*sources) == (title, title)


def test_a_declared_title_goes_first_and_no_bold_line_is_touched() -> None:
    assert titles("**Bold**", "# Heading", title="Declared") == ("Declared", "Declared")


def test_a_heading_before_the_title_stays_a_heading() -> None:
    page, _ = ReportHTMLExporter().from_notebook_node(
        new_notebook(cells=[new_markdown_cell("##### Copyright\n\n# Clothes\n\n## Data")])
    )
    assert page.count("Clothes</h") == 1
    assert "Copyright</h2>" in page
