"""JupyterLab in a real browser, as an analyst uses it: open, run, change, look, export."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pypdf
import pytest

from .conftest import desk

RUN = "window.jupyterapp.commands.execute('notebook:run-all-cells')"
# how many code cells have not run, and what went wrong in those that have
STATE = """() => {
  const panel = window.jupyterapp.shell.currentWidget;
  const cells = panel.content.model.sharedModel.cells.filter(cell => cell.cell_type === 'code');
  const errors = cells.flatMap(cell => cell.outputs).filter(one => one.output_type === 'error');
  return {
    idle: panel.sessionContext.session?.kernel?.status === 'idle',
    left: cells.filter(cell => cell.source.trim() && !cell.execution_count).length,
    errors: errors.map(one => one.ename + ': ' + one.evalue),
  };
}"""
TOP = """() => {
  const notebook = window.jupyterapp.shell.currentWidget.content;
  notebook.activeCellIndex = 0;
  return notebook.scrollToItem(0, 'start');
}"""
ENDED = f"(s => s.errors.length || (s.left === 0 && s.idle))(({STATE})())"


@pytest.fixture(scope="module")
def lab(serve: Callable[..., str], notebooks_copy: Path) -> str:
    """The address of a JupyterLab over the copy of our notebooks."""
    open_to_all = ["--ServerApp.token=", "--ServerApp.password=", "--expose-app-in-browser"]
    return serve("jupyterlab", notebooks_copy, "--allow-root", *open_to_all)


def _open(page: Any, lab: str, name: str) -> None:
    page.goto(f"{lab}/lab/tree/{name}?reset")
    page.wait_for_selector(".jp-Notebook .jp-Cell")
    page.wait_for_function(f"({STATE})().idle")


def _run(page: Any) -> list[str]:
    """Run all cells and return what went wrong."""
    page.evaluate(RUN)
    page.wait_for_function(ENDED)
    errors: list[str] = page.evaluate(STATE)["errors"]
    return errors


def _changed(page: Any, selector: str, before: str) -> None:
    """Wait until the first text a selector finds is no longer what it was."""
    script = "([css, was]) => (document.querySelector(css)?.textContent ?? was) !== was"
    page.wait_for_function(script, arg=[selector, before])


def _text(path: Path) -> str:
    return "".join(sheet.extract_text() for sheet in pypdf.PdfReader(path).pages)


@pytest.fixture(scope="module")
def started(browser: Any, lab: str) -> Iterator[Any]:
    """The welcome notebook, opened and run from top to bottom."""
    with desk(browser) as page:
        _open(page, lab, "start.ipynb")
        assert _run(page) == []
        yield page


def test_exhibits_have_title_source_and_a_crisp_chart_with_alternative_text(started: Any) -> None:
    started.evaluate(TOP)  # JupyterLab keeps only the cells in sight in the page
    exhibit = started.locator("figure.exhibit").first
    assert exhibit.locator(".title").text_content()
    assert exhibit.locator(".source").text_content().startswith("Reporter, source and date:")
    image = exhibit.locator("img")
    assert image.get_attribute("alt")
    assert image.get_attribute("src").startswith("data:image/svg+xml")
    assert image.evaluate("image => image.complete && image.naturalWidth > 300")


def test_the_menu_exports_the_open_notebook_as_a_pdf(started: Any, tmp_path: Path) -> None:
    started.evaluate("window.jupyterapp.commands.execute('docmanager:save')")
    started.click(".lm-MenuBar-item:has-text('File')")
    started.hover(".lm-Menu-item:has-text('Save and Export Notebook As')")
    with started.expect_download() as download:
        started.click(".lm-Menu-item:has-text('Typstpdf')")
    download.value.save_as(tmp_path / "start.pdf")
    text = _text(tmp_path / "start.pdf")
    assert "Start here" in text
    assert "A claim explained" in text


def test_a_changed_parameter_changes_the_exhibits(started: Any) -> None:
    started.evaluate(TOP)
    before = started.locator("figcaption .title").first.text_content()
    cell = started.locator(".jp-CodeCell .cm-content").first
    changed = cell.inner_text().replace("last_year: int = 2025", "last_year: int = 2022")
    cell.click()
    started.keyboard.press("Control+A")
    started.keyboard.insert_text(changed)
    assert _run(started) == []
    started.evaluate(TOP)
    _changed(started, "figcaption .title", before)
    assert "2022" in started.locator("figcaption .title").first.text_content()


@pytest.mark.parametrize("name", ["brief.ipynb"])
def test_a_report_s_notebook_runs_top_to_bottom(page: Any, lab: str, name: str) -> None:
    _open(page, lab, name)
    assert _run(page) == []


def test_a_moved_control_changes_the_exhibit_and_the_button_builds_what_is_seen(
    page: Any, lab: str, tmp_path: Path
) -> None:
    _open(page, lab, "explore.ipynb")
    assert _run(page) == []
    page.get_by_label("report", exact=True).select_option("kazakhstan: Kazakhstan: country profile")
    page.get_by_label("exhibit", exact=True).select_option("Trade with China: china trade")
    page.wait_for_selector(".widget-html-content figure.exhibit")
    before = page.text_content(".widget-html-content figure .title")
    page.get_by_label("country", exact=True).select_option("UZB")
    _changed(page, ".widget-html-content figure .title", before)
    with page.expect_download() as download:
        page.click("button:has-text('Build HTML and PDF')")
        page.click("a[download='kazakhstan.pdf']")
    download.value.save_as(tmp_path / "explored.pdf")
    assert "Uzbekistan" in _text(tmp_path / "explored.pdf")
