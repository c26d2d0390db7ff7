from pathlib import Path

import pytest

from analysis.render.typst.document import BOXED_WIDTH, Document
from analysis.render.typst.equations import Equations

DRAWING = "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' width='{}mm'>{}</svg>"


def test_links_that_could_run_or_break_out_are_text(document: Document) -> None:
    for address in ["javascript:x", "data:text/html,x", "file:///x", "http://a b", "//x", "x.html"]:
        assert document.link(address, "body") == "body"
    assert document.link("https://x/" + "a" * 3000, "body") == "body"
    assert document.link("https://x/", " ") == " "


def test_links_out_and_to_labels_are_links(document: Document) -> None:
    assert document.link(' HTTPS://x.org/"a ', "b") == '#link("HTTPS://x.org/\\"a")[b]'
    assert document.link("#Claim oil!", "b") == '#rp-ref("claim-oil")[b]'


def test_a_label_is_given_once(document: Document) -> None:
    assert document.mark("A b") == '"a-b"'
    assert document.mark("a-B") == "none"
    assert document.mark("!!") == "none"


def test_headings_never_skip_a_level(document: Document) -> None:
    document.takes_title = False
    levels = [document.heading(level, "x", f"h{n}")[18] for n, level in enumerate([4, 6, 5, 1, 3])]
    assert levels == ["1", "2", "2", "1", "2"]


def test_the_first_heading_is_the_title_where_there_is_none(document: Document) -> None:
    assert document.heading(2, "body", " the  title ") == ""
    assert document.title == "the title"
    assert document.heading(2, "body", "the title") != ""


def test_a_title_is_set_as_it_was_written_only_where_there_are_formulas_in_it(
    document: Document,
) -> None:
    document.heading(1, "#emph[body]", "body")
    assert document.title_set == ""
    document.title, document.takes_title = "On E=mc^2", True
    formula = document.formula("E=mc^2", display=False)
    assert document.heading(1, f"On {formula}", "On E=mc^2") == ""
    assert document.title_set == f"On {formula}"


def test_the_first_heading_is_left_out_when_it_repeats_the_title() -> None:
    document = Document(None, Equations(lambda _: True))
    document.title = "T"
    assert document.heading(1, "T", "T") == ""
    other = Document(None, Equations(lambda _: True))
    other.title = "T"
    assert "other" in other.heading(1, "other", "other")


def test_an_empty_heading_is_nothing_and_one_in_a_box_is_bold(document: Document) -> None:
    assert document.heading(1, "", " ") == ""
    with document.boxed():
        assert document.heading(1, "b", "b") == "\n\n#rp-minor[b]\n\n"


def test_anchors_in_a_heading_stand_before_it_as_the_contents_repeat_it(
    document: Document,
) -> None:
    anchor = document.anchor("toc")
    assert document.heading(1, f"{anchor}Title", "Title") == anchor
    other = document.anchor("eda")
    written = document.heading(2, f"Words {other}", "Words")
    assert written.startswith(f"\n\n{other}#heading(")
    assert written.count(other) == 1


def test_headings_are_numbered_from_the_first_page_break_if_asked(document: Document) -> None:
    document.takes_title = document.numbered = False
    assert "numbering: none" in document.heading(1, "a", "a")
    with document.boxed():
        assert document.page_break() == ""
    assert "#rp-front-contents(" in document.page_break()
    assert "#pagebreak(" in document.page_break()
    assert "numbering: none" not in document.heading(1, "b", "b")


def test_a_missing_character_is_named_with_its_cell_once(document: Document) -> None:
    document.cell = "cell 7"
    assert document.markup("中") == "\\[U\\+4E2D\\]"
    assert document.string("中") == '"[U+4E2D]"'
    (warning,) = document.warnings
    assert warning.startswith("cell 7: no font has '中' (U+4E2D CJK")


def test_a_formula_that_does_not_compile_is_its_source() -> None:
    document = Document(None, Equations(lambda _: False))
    assert document.formula("x#", display=True) == '\n\n#raw("x#", block: true)\n\n'
    assert document.formula(" ", display=True) == ""
    assert "kept as TeX" in document.warnings[0]


def test_a_formula_has_its_source_as_alternative_text(document: Document) -> None:
    assert 'alt: "x ^2"' in document.formula("x\n^2", display=False)


@pytest.mark.parametrize(
    ("own", "asked", "shown"), [(30, "", 30), (30, "20mm", 20), (999, "", 176)]
)
def test_a_picture_is_never_wider_than_the_text(
    own: int, asked: str, shown: int, document: Document
) -> None:
    assert f", {shown}mm)" in document.picture(DRAWING.format(own, ""), "alt", asked)


def test_a_picture_in_a_box_is_small_and_without_alt_says_so(document: Document) -> None:
    with document.boxed():
        written = document.picture(DRAWING.format(999, ""), " ")
    assert f"{BOXED_WIDTH}mm" in written
    assert "without a description" in written


def test_characters_no_font_has_are_replaced_in_drawings(document: Document) -> None:
    document.picture(DRAWING.format(1, "<text>中</text>"), "alt")
    (content,) = document.assets.files.values()
    assert b"[U+4E2D]" in content


def test_a_refused_picture_leaves_a_placeholder_and_a_warning(tmp_path: Path) -> None:
    document = Document(tmp_path, Equations(lambda _: True))
    assert document.picture("http://x/y.png", "a#").startswith(
        r"#rp-missing[\[a\#\: not shown\, image"
    )
    assert document.picture("y.png", "").startswith(r"#rp-missing[\[image\: not shown\, ")
    assert len(document.warnings) == 2


def test_a_picture_the_compiler_refused_before_is_a_placeholder(document: Document) -> None:
    document.picture(DRAWING.format(1, ""), "alt")
    document.assets.refused = frozenset(document.assets.files)
    shown = document.picture(DRAWING.format(1, ""), "alt")
    assert shown.startswith(r"#rp-missing[\[alt\: not shown\, svg that cannot be read")


def test_attached_data_is_named_and_described(document: Document) -> None:
    written = document.attach('a".csv', "data:text/csv,x", 'say "so"')
    (file,) = document.assets.files
    assert written == f'#rp-attach("a.csv", "{file}", "text/csv", "say \\"so\\"")'


def test_nothing_is_attached_where_the_standard_forbids_it(document: Document) -> None:
    document.carries_data = False
    assert document.attach("a.csv", "data:text/csv,x", "d") == ""
    assert document.warnings == []


def test_a_refused_attachment_is_a_warning(document: Document) -> None:
    assert document.attach("a.exe", "data:application/x-msdownload,x", "d") == ""
    assert "refused" in document.warnings[0]


def test_print_says_where_a_link_leads_unless_its_words_do(document: Document) -> None:
    address = "https://www.example.org/a/"
    document.targets = "footnote"
    noted = document.link(address, "the report")
    assert noted.endswith('#footnote[#rp-target("https://www.example.org/a/")]#label("rp--note-1")')
    assert document.link(address, "again").endswith('[again]#rp-again("rp--note-1")')
    for words in (document.markup("example.org/a"), document.markup(address), "#rp-picture(x)"):
        assert document.link(address, words) == f'#link("{address}")[{words}]'
    assert "footnote" not in document.link("https://x.org/" + "a" * 400, "long")
    with document.untargeted():
        assert "again" not in document.link(address, "b")
    document.targets = "inline"
    assert document.link("mailto:a@b.org", "me") == (
        '#link("mailto:a@b.org")[me]#rp-beside("mailto:a@b.org")'
    )


def test_an_abbreviation_is_spelt_out_once(document: Document) -> None:
    assert document.abbreviation(" ") == "#rp-plain"
    assert document.abbreviation("twenty-foot  unit") == '#rp-abbr("twenty-foot unit")'
    assert document.abbreviation("twenty-foot unit") == "#rp-plain"


def test_formulas_of_headings_cost_more_for_they_are_repeated(document: Document) -> None:
    document.budget.begin()
    document.takes_title = False
    shown = [document.heading(2, document.formula("x" * 3_000, True), "words") for _ in range(100)]
    drawn = sum("rp-equation" in heading for heading in shown)
    assert 5 < drawn < 50
    assert document.budget.takes("p", 1_000)
