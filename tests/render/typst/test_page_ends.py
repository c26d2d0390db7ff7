"""What stands at the end of a page, seen by which page carries which words."""

import io
from collections.abc import Callable
from typing import Any

import nbformat.v4 as v4
import pypdf
import pytest

from analysis.render.exporter import TypstPDFExporter

WIDTH = 595  # points, of a page
BREAK = '<hr class="page-break">'
SECTIONS = "\n\n".join(f"# Part {part}\n\nWords of part {part}." for part in range(1, 6))


def pages(notebook: Any) -> list[str]:
    made, _ = TypstPDFExporter(exclude_input=True).from_notebook_node(notebook, {})
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(made)).pages]


def places(notebook: Any, *words: str) -> list[tuple[float, float]]:
    """Return how far from the left and how high texts begin on their first page, in points."""
    made, _ = TypstPDFExporter(exclude_input=True).from_notebook_node(notebook, {})
    found: list[tuple[str, float, float]] = []

    def note(text: str, cm: Any, tm: Any, *_: Any) -> None:
        found.append((text, cm[4] + cm[0] * tm[4], cm[5] + cm[3] * tm[5]))

    for page in pypdf.PdfReader(io.BytesIO(made)).pages:
        page.extract_text(visitor_text=note)
    return [next((x, y) for text, x, y in found if word in text) for word in words]


def heights(notebook: Any, *words: str) -> list[float]:
    """Return how high texts stand on their first page, in points."""
    return [y for _, y in places(notebook, *words)]


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
        title, head = heights(cells, "Rows", "Name")
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


def with_end(end: str) -> str:
    return table(12).replace('<p class="source">', f"{end}<p class='source'>")


@pytest.mark.parametrize("lines", range(20, 38))
def test_no_page_begins_with_what_is_said_below_a_table_or_its_last_two_rows(
    notebook: Callable[..., Any], shows: Callable[[str], Any], lines: int
) -> None:
    end = f"<p>{'Said below. ' * 40}Noted</p><p class='source'>{'An office. ' * 90}</p>"
    made = pages(notebook(filled(lines), shows(with_end(end))))
    ends = [
        {word in page for word in ("row 9", "row 10", "row 11", "Noted", "Somebody")}
        for page in made
    ]
    assert all(len(found) == 1 for found in ends)
    assert sum(map(max, ends)) == 1


@pytest.mark.parametrize(
    "end",
    [
        f"<p>{'Immovable ' * 600}</p>",
        f"<p class='source'>{'Immovable ' * 600}</p>",
        f"<p class='source'>{'<br>' * 600}</p>",
        "<table><tr><td>another</td></tr></table>",
    ],
)
def test_an_end_too_high_for_a_page_is_printed_whole_below_the_table(
    notebook: Callable[..., Any], shows: Callable[[str], Any], end: str
) -> None:
    words = "".join(pages(notebook(filled(30), shows(with_end(f"{end}<p>The last.</p>")))))
    assert words.count("Immovable") == end.count("Immovable")
    assert words.index("row 11") < words.index("The last.") < words.index("Somebody")


def test_rows_that_a_cell_joins_are_not_parted_by_the_end_of_their_table(
    notebook: Callable[..., Any], shows: Callable[[str], Any]
) -> None:
    joined = table(12).replace("<td>row 3</td>", "<td rowspan=9>row 3</td>")
    for row in range(4, 12):
        joined = joined.replace(f"<td>row {row}</td>", "")
    words = "".join(pages(notebook(filled(30), shows(joined))))
    assert words.index("row 2") < words.index("row 3") < words.index("Somebody")


def facts(*said: str) -> str:
    return (
        "<dl>"
        + "".join(f"<dt>t{at}</dt><dd>{words}</dd>" for at, words in enumerate(said))
        + "</dl>"
    )


@pytest.mark.parametrize("lines", range(33, 43))
def test_a_list_of_definitions_never_parts_one_entry_from_the_others_or_from_itself(
    notebook: Callable[..., Any], shows: Callable[[str], Any], lines: int
) -> None:
    said = [f"begun{at} {'words ' * 30}ended{at}" for at in range(6)]
    for page in pages(notebook(filled(lines), shows(facts(*said)))):
        entries = [at for at in range(6) if f"begun{at}" in page]
        assert entries == [at for at in range(6) if f"ended{at}" in page]
        assert len(entries) in (0, 2, 3, 4, 6)
        assert entries != [0, 1]  # two that begin a list have a third below


@pytest.mark.parametrize("long", ["words " * 3_000, "words<br>" * 200, "<pre>words</pre>" * 100])
def test_an_entry_longer_than_a_page_breaks_and_is_printed_whole(
    notebook: Callable[..., Any], shows: Callable[[str], Any], long: str
) -> None:
    made = pages(notebook(shows(facts(long, long, "the last"))))
    assert len(made) > 2
    assert sum(page.count("words") for page in made) == 2 * long.count("words")
    assert "the last" in made[-1]


@pytest.mark.parametrize("next_", ["$$1234$$", "\\begin{align}1234\\end{align}"])
@pytest.mark.parametrize("lines", range(45, 50))
def test_words_before_a_displayed_formula_never_end_a_page(
    notebook: Callable[..., Any], lines: int, next_: str
) -> None:
    source = "\n\n".join(["line"] * lines + ["It leads there.", next_, "more"])
    made = pages(notebook(v4.new_markdown_cell(source)))
    assert ["1234" in page for page in made] == ["leads there" in page for page in made]


@pytest.mark.parametrize("lines", range(45, 50))
def test_words_with_a_colon_at_their_end_stay_with_what_they_announce(
    notebook: Callable[..., Any], lines: int
) -> None:
    source = "\n\n".join(["line"] * lines + ["These:", "1. first\n2. second"])
    made = pages(notebook(v4.new_markdown_cell(source)))
    assert ["first" in page for page in made] == ["These" in page for page in made]


def test_what_is_said_below_a_table_stands_as_near_whether_it_may_break_or_not(
    notebook: Callable[..., Any], shows: Callable[[str], Any]
) -> None:
    gaps = []
    for rows in (3, 12):
        noted = table(rows).replace('<p class="source">', '<p>Noted</p><p class="source">')
        above, note, source = heights(
            notebook(shows(noted)), f"row {rows - 1}", "Noted", "Somebody"
        )
        gaps += [(above - note, note - source)]
    assert gaps[0] == pytest.approx(gaps[1], abs=0.5)  # points


@pytest.mark.parametrize(("lines", "columns"), [(10, 1), (37, 2), (45, 0)])
def test_contents_stand_on_a_front_page_in_as_many_columns_as_fit(
    notebook: Callable[..., Any], shows: Callable[[str], Any], lines: int, columns: int
) -> None:
    sections = "\n\n".join(f"# Part {part}\n\n{'Words. ' * 400}" for part in range(1, 13))
    book = notebook(filled(lines), shows(BREAK), v4.new_markdown_cell(sections))
    assert ("Contents" in pages(book)[0]) == (columns > 0)
    if columns:
        first, last = heights(book, "Part 1", "Part 12")
        entries = [heights(book, f"Part {part}")[0] for part in range(1, 13)]
        assert len({round(height) for height in entries}) == 12 / columns
        assert first > last


@pytest.mark.parametrize(
    "title", ["Part", "A title so long that half a page does not take it in a line. Part"]
)
@pytest.mark.parametrize("parts", range(5, 13))
def test_contents_in_two_columns_leave_nothing_out(
    notebook: Callable[..., Any], shows: Callable[[str], Any], parts: int, title: str
) -> None:
    sections = "\n\n".join(f"# {title} {part}.\n\nWords." for part in range(parts))
    book = notebook(filled(44 - parts // 2), shows(BREAK), v4.new_markdown_cell(sections))
    found = [x for x, _ in places(book, *(f"Part {part}." for part in range(parts)))]
    halves = {round(x / WIDTH * 2) for x in found}
    assert halves == ({0, 1} if title == "Part" else {0})


@pytest.mark.parametrize("lines", range(26, 44, 2))
def test_two_rows_stand_below_the_header_of_a_table_however_high_they_are(
    notebook: Callable[..., Any], shows: Callable[[str], Any], lines: int
) -> None:
    high = "".join(f"<tr><td>row {row}</td><td>{'high ' * 80}</td></tr>" for row in range(9))
    made = pages(notebook(filled(lines), shows(f"<table><tr><th>Name<th>Value</tr>{high}</table>")))
    started = next(page for page in made if "Value" in page)
    assert "row 0" in started
    assert "row 1" in started


@pytest.mark.parametrize("count", [8, 80])
def test_a_list_of_sources_fills_the_page_where_it_is_long(
    notebook: Callable[..., Any], shows: Callable[[str], Any], count: int
) -> None:
    listed = "<br>".join(f"Source {at}: a title of an article" for at in range(count))
    made = pages(notebook(filled(46), shows(f'<p class="source">{listed}</p>')))
    assert ("Source 0:" in made[0]) == (count == 80)
    assert f"Source {count - 1}:" in made[-1]
