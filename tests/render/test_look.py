"""A theme on a page: its colours in both schemes, its fonts, its logo, its paper."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from nbformat.v4 import new_markdown_cell, new_notebook

from analysis.errors import ReportError
from analysis.render.colours import colour, contrast
from analysis.render.html import ReportHTMLExporter
from analysis.render.html.look import compact, css
from analysis.render.theme import Colours, Fonts, Margins, Theme

LOGO = '<svg xmlns="http://www.w3.org/2000/svg" width="20"><path d="M0 0h9"/></svg>'


def test_the_usual_theme_changes_nothing() -> None:
    assert css(Theme()) == ""


def test_inks_are_lit_for_the_dark_scheme_and_grounds_stay() -> None:
    rules = css(Theme(colours=Colours(accent="#7a1f3d", light="#f5f5f5", bad="#000000")))
    light, dark, ground = rules.splitlines()
    assert light == ":root { --link: #7a1f3d; --panel: #f5f5f5; --bad: #000000; }"
    assert "--panel: #1e242b" in dark
    for ink in re.findall(r"--(?:link|bad): (#\w+)", dark):
        assert contrast(colour(ink) or (0, 0, 0), (0x1E, 0x24, 0x2B)) >= 4.5
    assert ground == ":root { --bad-ground: var(--panel); }"


def test_lines_alone_change_no_ink() -> None:
    light, dark = css(Theme(colours=Colours(hairline="#aaaaaa"))).splitlines()
    assert light == ":root { --line: #aaaaaa; }"
    assert "--line: #3a444f;" in dark


def test_fonts_have_a_spare_one() -> None:
    rules = css(Theme(fonts=Fonts(text=("Source Serif 4", "Noto"), code=("Mono",))))
    assert 'html { font-family: "Source Serif 4", "Noto", system-ui, sans-serif; }' in rules
    assert 'pre, code { font-family: "Mono", monospace; }' in rules


def test_paper_and_margins_are_for_print() -> None:
    rules = css(Theme(paper="letter", margins=Margins(left=25)))
    assert rules == "@media print { @page { margin: 17mm 17mm 17mm 25mm; size: letter; } }"


def test_the_sheet_that_each_page_carries_is_small() -> None:
    notebook = new_notebook(cells=[new_markdown_cell("# Title")])
    text, _ = ReportHTMLExporter().from_notebook_node(notebook)
    sheet = text[text.index("<style>") : text.index("</style>")]
    assert "/*" not in sheet
    assert len(sheet) < 11 * 1024
    assert compact("main > :is(p, ul) a { b: c d; }") == "main>:is(p,ul) a{b: c d}"


@pytest.mark.parametrize("logo", [True, False])
def test_a_page_shows_the_logo_or_the_name_of_the_organisation(tmp_path: Path, logo: bool) -> None:
    (tmp_path / "logo.svg").write_text(LOGO)
    file = tmp_path / "theme.toml"
    file.write_text('organisation = "A & B"\n' + ('logo = "logo.svg"\n' if logo else ""))
    notebook = new_notebook(cells=[new_markdown_cell("# Title")])
    text, _ = ReportHTMLExporter(theme=str(file)).from_notebook_node(notebook)
    header = text[text.index("<header>") : text.index("</header>")]
    assert ('alt="A &amp; B"' in header) == logo
    assert ('<p class="organisation">A &amp; B</p>' in header) != logo


def test_a_theme_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    exporter = ReportHTMLExporter(theme=str(tmp_path / "none.toml"))
    with pytest.raises(ReportError, match=r"none\.toml"):
        exporter.from_notebook_node(new_notebook())
