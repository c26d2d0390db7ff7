"""Documents, notebooks and readable PDFs for the tests of the Typst half."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat.v4 as v4
import pypdf
import pytest

from analysis.render.exporter import TypstPDFExporter
from analysis.render.typst.compiler import formula_compiles
from analysis.render.typst.document import Document
from analysis.render.typst.equations import Equations


@pytest.fixture
def document() -> Document:
    return Document(None, Equations(formula_compiles))


def _notebook(*cells: Any, **metadata: Any) -> Any:
    made = v4.new_notebook(cells=list(cells), metadata={"title": "T", **metadata})
    for number, cell in enumerate(made.cells):
        cell["id"] = f"c{number}"
    return made


def _shows(html: str) -> Any:
    output = v4.new_output("display_data", {"text/html": html, "text/plain": "plain"})
    return v4.new_code_cell("shown()", outputs=[output])


@pytest.fixture(scope="session")
def notebook() -> Callable[..., Any]:
    """Return a function that makes a notebook of cells and metadata."""
    return _notebook


@pytest.fixture(scope="session")
def shows() -> Callable[[str], Any]:
    """Return a function that makes a code cell whose output is HTML."""
    return _shows


@pytest.fixture
def words() -> Callable[..., str]:
    """Return the text of the PDF that cells make, without any blanks."""

    def read(*cells: Any, path: Path | None = None, **metadata: Any) -> str:
        resources = {"metadata": {"path": str(path)}} if path else {}
        page, _ = TypstPDFExporter(exclude_input=True).from_notebook_node(
            _notebook(*cells, **metadata), resources
        )
        reader = pypdf.PdfReader(io.BytesIO(page))
        return "".join("".join(part.extract_text() for part in reader.pages).split())

    return read
