import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat.v4 as v4
import page
import pypdf
import pytest

from analysis.render.exporter import TypstPDFExporter
from analysis.render.typst import markdown
from analysis.render.typst.compiler import formula_compiles
from analysis.render.typst.document import Document
from analysis.render.typst.equations import Equations


def typst(equations: Equations, tex: str, *, display: bool = False) -> str | None:
    return equations.typst(tex, equations.macros.expanded(tex), display)


def test_a_formula_that_cannot_be_read_or_does_not_compile_is_none() -> None:
    assert typst(Equations(lambda _: True), r"\unknown{x}{t}") is None
    assert typst(Equations(lambda _: False), "x") is None


@pytest.mark.parametrize(
    "definition",
    [
        r"\newcommand{\R}{\mathbb{R}}",
        r"\renewcommand\R{\mathbb{R}}",
        r"\def\R{\mathbb R}",
        r"\DeclareMathOperator{\R}{R}",
    ],
)
def test_a_macro_holds_for_the_formulas_that_follow_and_shows_nothing(definition: str) -> None:
    equations = Equations(formula_compiles)
    assert typst(equations, definition, display=True) == ""
    found = typst(equations, r"x \in \R")
    assert found is not None
    assert any(sign in found.partition("block")[2] for sign in ("R", "ℝ"))


def test_a_macro_may_use_another_and_take_arguments() -> None:
    equations = Equations(formula_compiles)
    typst(equations, r"\newcommand{\v}[1]{\mathbf{#1}} \newcommand{\w}{\v{w}}", display=True)
    found = typst(equations, r"\w + \v{u}")
    assert found is not None
    assert "$𝐰 \\+ 𝐮$" in found


def test_macros_that_use_themselves_end(document: Document) -> None:
    document.formula(r"\newcommand{\a}{\b} \newcommand{\b}{\a}", display=True)
    assert document.formula(r"\a", display=False)


@pytest.mark.parametrize(
    "endless",
    ["\\newcommand" + " " * 900_000, "\\newcommand{\\a}{" + "{x" * 400_000, "\\def" * 300_000],
)
def test_a_formula_without_end_is_not_searched_for_macros(endless: str) -> None:
    # a search in it would take hours: its time grows with the square of the length
    assert typst(Equations(lambda _: True), endless, display=True) is None


def test_a_formula_in_a_heading_stands_in_its_line(document: Document) -> None:
    markdown.typst("# On $$x^2$$", document)
    assert "block: false" in document.title_set
    written = markdown.typst("## On $$x^2$$ more\n\n$$y$$", document)
    assert written.startswith("#heading(level: 1)[On #rp-equation(")
    assert written.index("block: false") < written.index(" more]") < written.index("block: true")


def test_titles_and_headings_with_formulas_are_accessible_and_have_bookmarks_of_words(
    notebook: Callable[..., Any], tmp_path: Path
) -> None:
    text = "# Mass $m_0$\n\n## Energy $E=mc^2$\n\nx\n\n## Rate $$\\frac{a}{b}$$"
    made, _ = TypstPDFExporter().from_notebook_node(notebook(v4.new_markdown_cell(text), title=""))
    file = tmp_path / "made.pdf"
    file.write_bytes(made)
    assert page.validate_pdf(str(file), profile=page.ValidationProfile.PDF_UA_1).is_compliant
    reader = pypdf.PdfReader(io.BytesIO(made))
    marks = [mark.title for mark in reader.outline if not isinstance(mark, list)]
    assert [str(mark).split()[1:3] for mark in marks] == [["Energy", "E"], ["Rate", "ab"]]
    shown = "".join(reader.pages[0].extract_text().split())
    assert shown.startswith("Mass")
    assert "_0" not in shown
    assert "^" not in shown
