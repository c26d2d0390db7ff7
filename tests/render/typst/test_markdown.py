from collections.abc import Callable
from typing import Any

import nbformat.v4 as v4
import pytest

from analysis.render.budget import Budget
from analysis.render.typst import cuts, markdown
from analysis.render.typst.document import Document
from analysis.render.typst.manuscript import Options, manuscript


@pytest.mark.parametrize(
    "source",
    [
        '#read("/etc/passwd")',
        '#import "@preview/x:1.0.0"',
        "`#read(x)` and ``#a`b``",
        "[x](javascript:alert(1)) $#x$ \\#",
        "<script>alert(1)</script>text",
        "[#a](#b) ![#c](d#e)",
        "</p></div>]]#[",
        "| #a |\n|--|\n| #b |",
    ],
)
def test_code_in_markdown_is_text(source: str, document: Document) -> None:
    written = markdown.typst(source, document)
    bare = written.replace("\\#", "")
    assert "#read" not in bare.replace('raw("#read(x)")', "")
    assert "#import" not in bare
    assert "javascript" not in bare
    assert "alert(1)" not in bare


def test_endless_nesting_ends_as_text(document: Document) -> None:
    for source in [">" * 3000 + "x", "- " * 800 + "x", "*" * 9000 + "x", "[" * 3000]:
        assert markdown.typst(source, document)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("*a* **b** ~~c~~ `d`", '#emph[a] #strong[b] #strike[c] #raw("d")'),
        ("a  \nb\nc", "a#linebreak()b c"),
        ("[a](https://x.org/)", '#link("https://x.org/")[a]'),
        ("[a](#B%20c)", '#rp-ref("b-c")[a]'),
        ("x<sub>2</sub> <b>bold</b>", "x#sub[2] #strong[bold]"),
        ('<span class="verdict" data-tone="bad">no</span>', '#rp-verdict("bad")[no]'),
        ('<span data-tone="bad">no</span>', "#rp-plain[no]"),
        ('<a href="https://x.org">x</a>', '#link("https://x.org")[x]'),
        ('<a href="javascript:x">x</a>', "x"),
        ("a<br>b <b>never closed", "a#linebreak()b never closed"),
        ("stray</b> x</q>", "stray x"),
        ("&copy; &#8364; &lt;b&gt; a&nbsp;b", "© € \\<b\\> a\u00a0b"),
        ("<a id='here'></a>x", '#metadata(none)#label("here")#rp-plain[]x'),
        ("a\n: b\n: c", "#terms(terms.item([a], [b#parbreak()c]))"),
        ("- a\n- b", "#list(tight: true, [a], [b])"),
        ("3. a\n\n4. b", "#enum(start: 3, tight: false, [a], [b])"),
        ("- [x] a\n- [ ] b", "#list(tight: true, [☑ a], [☐ b])"),
        ("> q", "#quote(block: true)[q]"),
        ("---", "#rp-rule()"),
        ("```py x\n#a\n```", '#rp-code("#a", "py")'),
        ("a\n: b", "#terms(terms.item([a], [b]))"),
        ("| a | b |\n|--:|---|\n| 1 | *x* |", "table.header([a], [b]), [1], [#emph[x]]"),
        ("it cost $5 and $6", "it cost \\$5 and \\$6"),
    ],
)
def test_markdown_becomes_typst(source: str, expected: str, document: Document) -> None:
    assert expected in markdown.typst(source, document)


def test_a_heading_is_labelled_by_its_words_without_markup(document: Document) -> None:
    document.takes_title = False
    written = markdown.typst("# *a* <b>`b`</b><br>c\n\nsetext\nheading\n===", document)
    assert '#label("a-bc")' in written
    assert '#label("setext-heading")' in written


def test_a_note_is_set_where_it_is_called_and_never_inside_itself(document: Document) -> None:
    written = markdown.typst("a[^1] b[^2]\n\n[^1]: note [^1] *x*\n", document)
    assert "a#footnote[note  #emph[x]]" in written
    assert "b\\[\\^2\\]" in written


@pytest.mark.parametrize(
    "source",
    ["$$x^2$$", "\\begin{equation}x\\end{equation}", "\\begin{align}a&=b\\end{align}"],
)
def test_displayed_formulas_are_equations(source: str, document: Document) -> None:
    assert "math.equation(" in markdown.typst(source, document)
    assert "block: true" in markdown.typst(source, document)


def test_a_bad_formula_shows_its_source(document: Document) -> None:
    assert '#raw("\\\\nope{x", block: false)' in markdown.typst("a $\\nope{x$ b", document)
    assert "kept as TeX" in document.warnings[0]


def test_too_much_of_a_table_or_list_is_counted_in_a_note(document: Document) -> None:
    table = "|a|b|\n|-|-|\n" + "|1|2|\n" * (cuts.ROW_LIMIT + 7)
    assert "7 more rows are not printed" in markdown.typst(table, document)
    wide = "|a" * 69 + "|\n" + "|-" * 69 + "|\n" + "|1" * 69 + "|\n"
    written = markdown.typst(wide, document)
    assert f"columns: {cuts.COLUMN_LIMIT}, " in written
    assert "9 more columns are not printed" in written
    assert written.count("[1]") == cuts.COLUMN_LIMIT
    document.budget = Budget({"li": 10_000, "": 0})
    document.budget.left = 39_000
    assert document.budget.begin()
    written = markdown.typst("- x\n- x\n\ntext\n\n1. x\n2. x\n3. x\n", document)
    assert written.count("[x]") == 3
    assert "2 more items are not printed" in written
    assert len(document.warnings) == 3


def test_the_cells_of_all_tables_are_counted_together(document: Document) -> None:
    document.budget = Budget({"td": 1_000})
    document.budget.left = 6_990
    assert document.budget.begin()
    table = "|a|b|\n|-|-|\n|1|2|\n|1|2|\n|1|2|\n"
    assert "not printed" not in markdown.typst("|a|\n|-|\n|1|\n", document)
    assert "1 more rows are not printed" in markdown.typst(table, document)


def test_a_picture_alone_is_a_figure_with_its_title_as_caption(document: Document) -> None:
    written = markdown.typst('![alt](no.png "Title")\n\ntext ![a](b.png)', document)
    assert '#rp-shown(caption: [Title], alt: "alt")[#rp-missing[\\[alt\\: not shown' in written
    assert len(document.warnings) == 2


def test_all_of_markdown_reaches_the_page(words: Callable[..., str]) -> None:
    source = (
        "# H\n\n*a* `b`\n\n- c\n  1. d\n\n> e\n\n"
        "| f |\n|---|\n| g |\n\nh\n: i\n\n---\n\nj[^1]\n\n[^1]: k"
    )
    text = words(v4.new_markdown_cell(source))
    assert all(letter in text for letter in "Habcdefghijk")


def _exhibit(name: str, body: str) -> str:
    caption = f"<figcaption><strong class='title'>{name}</strong></figcaption>"
    return f"<figure class='exhibit' id='exhibit-{name}'>{caption}{body}</figure>"


def test_a_reference_to_no_exhibit_stays_as_typed_and_is_warned_of(
    words: Callable[..., str], notebook: Callable[..., Any]
) -> None:
    cell = v4.new_markdown_cell("See @fig:gone, [](#exhibit-gone) and `@fig:a`.")
    assert "See@fig:gone,#exhibit-goneand@fig:a." in words(cell)
    made = manuscript(notebook(cell), "n", None, Options())
    assert made.document.warnings == [
        "cell 1: no exhibit is called '@fig:gone'",
        "cell 1: no exhibit is called '#exhibit-gone'",
    ]


def test_a_reference_is_the_number_of_its_exhibit_wherever_it_stands(
    words: Callable[..., str], shows: Callable[[str], Any]
) -> None:
    prose = (
        "A @fig:a, B @tbl:b, C @exhibit-b, D [](#exhibit-a), E [@fig:a](#exhibit-a)\n\n# F @fig:a"
    )
    table = "<table><tr><td>cell</td></tr></table>"
    shown = words(
        v4.new_markdown_cell(prose), shows(_exhibit("a", "<p>x</p>")), shows(_exhibit("b", table))
    )
    for said in ("AFigure1,", "BTable1,", "CTable1,", "DFigure1,", "E@fig:a", "F@fig:a"):
        assert said in shown


def test_a_note_nothing_defines_stays_as_typed_and_is_warned_of(
    words: Callable[..., str], notebook: Callable[..., Any]
) -> None:
    cell = v4.new_markdown_cell("Said[^who].")
    assert "Said[^who]." in words(cell)
    warnings = manuscript(notebook(cell), "n", None, Options()).document.warnings
    assert warnings == ["cell 1: the note [^who] is not defined"]


def test_notes_are_numbered_through_the_document_and_may_be_defined_in_another_cell(
    words: Callable[..., str],
) -> None:
    shown = words(
        v4.new_markdown_cell("One[^a] two[^b]"),
        v4.new_markdown_cell("three[^c] again[^a]\n\n[^c]: ccc"),
        v4.new_markdown_cell("[^a]: aaa\n\n[^b]: bbb"),
    )
    assert "One1two2three3again1" in shown
    assert "1aaa2bbb3ccc" in shown
    assert shown.count("aaa") == 1


def test_abbreviations_are_spelt_out_in_markdown_and_html(
    words: Callable[..., str], shows: Callable[[str], Any]
) -> None:
    abbreviation = "<abbr title='twenty-foot equivalent unit'>TEU</abbr>"
    shown = words(
        v4.new_markdown_cell(f"A {abbreviation}. <abbr>GDP</abbr>"), shows(f"<p>B {abbreviation}.")
    )
    assert "ATEU(twenty-footequivalentunit).GDPBTEU." in shown


def test_only_a_short_last_paragraph_under_a_heading_leads(document: Document) -> None:
    document.takes_title = False
    assert "#rp-lead[Short]" in markdown.typst("## Head\n\nShort\n", document)
    for source in ("Alone", "## Head\n\nA\n\nB", "## Head\n\n" + "long " * 100, "## Head"):
        assert "rp-lead" not in markdown.typst(source, document)
    assert "rp-lead" not in markdown.typst("> ## Head\n>\n> Short", document)


def test_markdown_in_an_html_box_stands_in_the_box(document: Document) -> None:
    source = '<div class="alert alert-info">\n\n**Note** enclosed\n\n* item\n\n</div>\n\nafter'
    written = markdown.typst(source, document)
    box, _, after = written.partition("#strong[Note]")
    assert box.strip().startswith("#rp-callout(")
    assert "enclosed" in after.partition("after")[0]
    assert "#list(" in after.partition("after")[0]
    follows = '<hr><div class="alert"><b>Tip</b>\n\n* one\n\n</div><p>behind</p>\n\nlast'
    written = "".join(markdown.typst(follows, document).split())
    assert written.startswith("#rp-rule()#rp-callout(title:none,mark:none)[#strong[Tip]#list(")
    assert written.endswith("])]behindlast")
    centred = markdown.typst("<center>\n\nwords\n\n</center>", document)
    assert "".join(centred.split()) == "#align(center)[words]"


@pytest.mark.parametrize(
    "opening",
    ['<div title="', '<div title="enclosed">x', "<div><abbr title='", "<div", "<div>\n<!--"],
)
def test_an_element_that_is_no_plain_tag_encloses_nothing(opening: str, document: Document) -> None:
    written = markdown.typst(f"{opening}\n\nsee #read(*x*)\n\n</div>\n\nafter", document)
    assert written.count("#read") == 1
    assert written.count("\n\nsee \\#read\\(#emph[x]\\)\n\n") == 1
    assert written.endswith("\n\nafter")


def test_what_is_hidden_hides_what_it_encloses(document: Document) -> None:
    hidden = '<div style="display:none">\n\nsecret\n\n</div>\n\nshown'
    assert markdown.typst(hidden, document) == "shown"
