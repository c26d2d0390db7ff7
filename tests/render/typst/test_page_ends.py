"""What stands at the end of a page, seen by which page carries which words."""

import io
from collections.abc import Callable
from typing import Any

import nbformat.v4 as v4
import pypdf
import pytest

from analysis.render.exporter import TypstPDFExporter

BREAK = '<hr class="page-break">'
SECTIONS = "\n\n".join(f"# Part {part}\n\nWords of part {part}." for part in range(1, 6))


def pages(notebook: Any) -> list[str]:
    made, _ = TypstPDFExporter(exclude_input=True).from_notebook_node(notebook, {})
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(made)).pages]


def table(rows: int) -> str:
    cells = "".join(f"<tr><td>row {row}</td><td>{row}</td></tr>" for row in range(rows))
    return (
        '<figure class="exhibit"><figcaption><strong class="title">Rows</strong></figcaption>'
        f"<table><thead><tr><th>Name</th><th>Value</th></tr></thead><tbody>{cells}</tbody></table>"
        '<p class="source">Somebody</p></figure>'
    )


def filled(lines: int) -> Any:
    return v4.new_markdown_cell("\n\n".join(f"line {line}" for line in range(lines)))


def test_a_full_front_page_is_followed_by_a_new_one(
    notebook: Callable[..., Any], shows: Callable[[str], Any]
) -> None:
    made = pages(notebook(filled(31), shows(BREAK), v4.new_markdown_cell(SECTIONS)))
    assert "Contents" in made[0]
    assert "Words of part 1" not in made[0]
    assert "Words of part 1" in made[1]


def test_what_follows_goes_on_below_the_contents_of_a_front_page_half_empty(
    notebook: Callable[..., Any], shows: Callable[[str], Any]
) -> None:
    made = pages(notebook(filled(10), shows(BREAK), v4.new_markdown_cell(SECTIONS)))
    assert len(made) == 1
    assert made[0].index("Contents") < made[0].index("Words of part 1")


def test_a_front_page_without_contents_stands_by_itself(
    notebook: Callable[..., Any], shows: Callable[[str], Any]
) -> None:
    made = pages(notebook(filled(2), shows(BREAK), v4.new_markdown_cell("after")))
    assert ["after" in page for page in made] == [False, True]


def test_a_small_table_moves_on_whole(
    notebook: Callable[..., Any], shows: Callable[[str], Any]
) -> None:
    made = pages(notebook(filled(43), shows(table(5))))
    assert "Rows" not in made[0]  # its caption, too
    assert all(f"row {row}" in made[1] for row in range(5))


@pytest.mark.parametrize("between", [[], [v4.new_code_cell("silent = 1")]])
@pytest.mark.parametrize("follows", ["output", "text"])
def test_words_that_lead_to_an_output_never_end_a_page_without_it(
    notebook: Callable[..., Any], shows: Callable[[str], Any], between: list[Any], follows: str
) -> None:
    lead = v4.new_markdown_cell("It leads there.")
    after = shows(table(5)) if follows == "output" else v4.new_markdown_cell(table(5))
    made = pages(notebook(filled(42), lead, *between, after))
    assert "Rows" in made[1]
    assert ("It leads there." in made[1]) == (follows == "output")


def test_a_longer_one_starts_on_the_page_and_repeats_its_header(
    notebook: Callable[..., Any], shows: Callable[[str], Any]
) -> None:
    made = pages(notebook(filled(37), shows(table(12))))
    assert all("Value" in page for page in made)
    assert "row 1\n" not in made[1]
    assert "row 11" not in made[0]


@pytest.mark.parametrize("lines", range(33, 43))
def test_a_source_never_leaves_the_last_row_of_its_table(
    notebook: Callable[..., Any], shows: Callable[[str], Any], lines: int
) -> None:
    made = pages(notebook(filled(lines), shows(table(12))))
    assert ["row 11" in page for page in made] == ["Somebody" in page for page in made]


def test_a_table_that_may_break_stands_as_near_to_its_title_as_one_that_may_not(
    notebook: Callable[..., Any], shows: Callable[[str], Any]
) -> None:
    gaps = []
    for rows in (3, 12):
        cells = notebook(v4.new_markdown_cell("x"), shows(table(rows)))
        made, _ = TypstPDFExporter(exclude_input=True).from_notebook_node(cells, {})
        found: list[tuple[str, float]] = []

        def note(text: str, cm: Any, tm: Any, *_: Any, found: list[Any] = found) -> None:
            found.append((text.strip(), cm[5] + cm[3] * tm[5]))

        pypdf.PdfReader(io.BytesIO(made)).pages[0].extract_text(visitor_text=note)
        title, head = (next(y for text, y in found if word in text) for word in ("Rows", "Name"))
        gaps.append(title - head)
    assert 10 < gaps[0] == pytest.approx(gaps[1], abs=0.5)  # points


@pytest.mark.parametrize("lines", range(28, 38))
def test_words_below_a_table_and_its_source_stay_together(
    notebook: Callable[..., Any], shows: Callable[[str], Any], lines: int
) -> None:
    below = f'<p>{"Said below. " * 40}Noted</p><p class="source">{"An office. " * 40}'
    noted = table(12).replace('<p class="source">', below)
    made = pages(notebook(filled(lines), shows(noted)))
    assert ["Noted" in page for page in made] == ["Somebody" in page for page in made]
