import pytest

from analysis.render import references


@pytest.mark.parametrize(
    "words",
    [
        "me@fig:a",
        "a/@fig:a",
        "@fig:",
        "@fig: a",
        "@figure:a",
        "@exhibit",
        "@@fig:a",
        "x.@tbl:a",
        "@",
    ],
)
def test_what_is_no_reference_stays_text(words: str) -> None:
    assert references.REFERENCE.search(words) is None


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("@fig:a.", "a"),
        ("(@tbl:oil-and-gas)", "oil-and-gas"),
        ("@exhibit-a, b", "a"),
        ("@fig:a.b-c", "a.b-c"),
        ("«@fig:нефть»", None),
    ],
)
def test_a_reference_ends_where_its_name_ends(words: str, name: str | None) -> None:
    found = references.REFERENCE.search(words)
    assert (found and found["name"]) == name


def test_an_exhibit_may_be_called_by_its_id_or_by_its_name() -> None:
    assert references.candidates("exhibit-", "oil") == ("exhibit-oil",)
    assert references.candidates("tbl:", "a") == ("tbl:a", "tbl-a", "exhibit-a", "a")


def test_the_first_definition_of_a_note_holds() -> None:
    found = references.notes(["a[^1]\n\n[^1]: one", "b", "[^1]: two\n\n[^N]: *three*\n  lines\n"])
    assert {key: words.strip() for key, words in found.items()} == {
        "1": "one",
        "N": "*three*\n  lines",
    }


def test_a_text_is_given_only_the_notes_it_uses_and_lacks() -> None:
    known = {"A": "one", "B": "two"}
    assert references.completed("no notes", known) == "no notes"
    assert references.completed("x[^a]", {}) == "x[^a]"
    assert references.completed("x[^a] [^c]", known) == "x[^a] [^c]\n\n[^A]: one"
    assert references.completed("x[^a]\n\n[^a]: own", known) == "x[^a]\n\n[^a]: own"


def test_texts_too_long_or_too_deep_define_nothing() -> None:
    long = "[^1]: one" + " " * references.LENGTH_LIMIT
    assert references.notes([long, ">" * 3_000 + "[^1]: one"]) == {}
    assert references.completed(long, {"2": "two"}) == long


def test_a_text_the_parser_cannot_take_defines_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    class Deep:
        def parse(self, _: str) -> None:
            raise RecursionError

    monkeypatch.setattr(references, "_parser", Deep)
    assert references.notes(["x[^1]\n\n[^1]: one"]) == {}
