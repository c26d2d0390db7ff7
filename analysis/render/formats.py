"""The formats a report comes in, and the exporter of each."""

from __future__ import annotations

import copy
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from analysis.errors import ReportError, unknown
from analysis.render.catalogue import Report
from analysis.render.manifest import Edition, epoch_of

# what follows a report's name in the name of its file
ENDINGS = {"html": ".html", "pdf": ".pdf", "data": "-data.zip"}
FORMATS = tuple(ENDINGS)
# and in those of the notebook and the page that show its failure
FAILED = (".failed.ipynb", ".failed.html")
EPOCH = "SOURCE_DATE_EPOCH"


def chosen(text: str) -> tuple[str, ...]:
    """Return the formats that a text such as "html,pdf" names, each once and in our order."""
    names = [part.strip().lower() for part in text.split(",") if part.strip()]
    for name in names:
        if name not in FORMATS:
            raise ReportError(unknown("format", name, FORMATS))
    if not names:
        raise ReportError(f"no format named. Known: {', '.join(FORMATS)}.")
    return tuple(name for name in FORMATS if name in names)


def file_name(report: str, name: str) -> str:
    """Return the name of the file that a report is written to in a format."""
    return f"{report}{ENDINGS[name]}"


def exported(
    notebook: Any, formats: Sequence[str], report: Report, edition: Edition
) -> dict[str, bytes]:
    """Return what is made of an executed notebook, by file name.

    A notebook that offers no data has no data file.
    """
    notebook = _titled(notebook, report, edition)
    pages = {}
    with _dated(edition):
        for name in formats:
            pages[file_name(report.name, name)] = _made(name, notebook, report, edition)
    return {name: page for name, page in pages.items() if page is not None}


def _made(name: str, notebook: Any, report: Report, edition: Edition) -> bytes | None:
    if name == "data":
        from analysis.render import annex

        return annex.packed(notebook, report, edition)
    beside = {"metadata": {"path": str(report.notebook.parent)}}
    # an exporter may change what it is given
    page, _ = _exporter(name, edition).from_notebook_node(copy.deepcopy(notebook), beside)
    content: bytes = page.encode() if isinstance(page, str) else page
    return content


@contextmanager
def _dated(edition: Edition) -> Iterator[None]:
    """Let the exporters find the edition's date where one of the user's would go before it."""
    before = os.environ.get(EPOCH)
    os.environ[EPOCH] = str(epoch_of(edition.day))
    try:
        yield
    finally:
        del os.environ[EPOCH]
        os.environ |= {EPOCH: before} if before is not None else {}


def _titled(notebook: Any, report: Report, edition: Edition) -> Any:
    """Return a copy whose metadata say what the exporters print: title, date and edition."""
    notebook = copy.deepcopy(notebook)
    notebook.metadata.update(date=edition.day, edition=edition.code)
    if report.title != report.notebook.stem:  # a file's name is no title: a heading is better
        notebook.metadata["title"] = report.title
    return notebook


def _exporter(name: str, edition: Edition) -> Any:
    """Return a fresh exporter."""
    exporter: Any
    if name == "html":
        from analysis.render.html import ReportHTMLExporter

        exporter = ReportHTMLExporter
    else:
        from analysis.render.exporter import TypstPDFExporter

        exporter = TypstPDFExporter
    return exporter(exclude_input=not edition.show_code)
