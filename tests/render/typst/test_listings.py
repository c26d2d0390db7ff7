import pytest

from analysis.render.typst import listings
from analysis.render.typst.document import Document


def test_terminal_text_loses_controls_and_overwritten_lines(document: Document) -> None:
    text = "\x1b[0mred\x1b]8;;x\x07\r\n1%\r100%\n"
    assert listings.printed(text, document, "f") == '#f("red\\n100%")'
    assert listings.printed(" \n", document, "f") == ""


def test_terminal_colours_are_inks_of_pieces_of_a_line(document: Document) -> None:
    text = 'plain\n\x1b[31m"red\x1b[0m\tx'
    pieces = '("ink-red", "\\"red"), ("", "    x"),'
    written = '#f("plain\\n\\"red    x", inks: ("2": (' + pieces + ")))"
    assert listings.printed(text, document, "f") == written


def test_a_coloured_line_that_is_broken_keeps_its_colours(document: Document) -> None:
    written = listings.printed("\x1b[1mword " + "x" * 200, document, "f")
    assert written.count('("ansi-strong", "') == 2
    assert '"2": (("", "    "), ("ansi-strong", "x' in written


def test_a_program_without_end_is_cut_with_a_visible_note(document: Document) -> None:
    written = listings.code("x\n" * (listings.CODE_LIMIT + 2), document, "python")
    assert "2 more lines are not printed" in written
    assert document.warnings


def test_long_text_is_cut_with_a_note(document: Document) -> None:
    written = listings.printed("line\n" * 1000, document, "f")
    assert "… 800 lines left out …" in written
    assert document.warnings == ["the notebook: text cut: 800 lines left out"]


@pytest.mark.parametrize(("length", "left"), [(90_000, "88,000"), (900_000, "100,000")])
def test_a_long_line_is_cut_with_a_mark_and_a_warning(
    length: int, left: str, document: Document
) -> None:
    written = listings.printed("x" * length, document, "f")
    assert f"… {left} characters left out …" in written
    assert len(written) < 5_000
    assert f"the notebook: text cut: {left} characters left out" in document.warnings


def test_long_lines_are_broken_at_blanks_or_anywhere(document: Document) -> None:
    written = listings.printed("word " * 40 + "\n" + "y" * 250, document, "f")
    assert all(
        len(line) <= listings.CHARACTERS * document.width for line in written[4:-2].split("\\n")
    )


def test_lines_in_a_list_are_shorter(document: Document) -> None:
    with document.boxed(), document.boxed():
        written = listings.printed("y" * 250, document, "f")
    assert max(map(len, written[4:-2].split("\\n"))) <= listings.CHARACTERS * (document.width - 20)
