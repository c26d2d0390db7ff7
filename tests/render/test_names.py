from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.errors import ReportError
from analysis.render import names
from analysis.render.kinds import Value

FORM = re.compile(r"[a-z0-9][a-z0-9_-]*")
SCALARS = st.one_of(
    st.text(), st.integers(), st.floats(allow_nan=False, allow_infinity=False), st.booleans()
)
VALUES = SCALARS | st.lists(SCALARS)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{conutry}", "unknown field 'conutry'. Did you mean 'country'?"),
        ("{country.__class__}", "unknown field 'country.__class__'"),
        ("{country[0]}", "unknown field"),
        ("{0}", "unknown field '0'"),
        ("{}", "unknown field ''"),
        ("{country!r}", "a field is a name in braces and nothing else"),
        ("{country:>9}", "a field is a name in braces and nothing else"),
        ("{country:{report}}", "a field is a name in braces and nothing else"),
        ("{country", "expected '}' before end of string"),
        ("a}", "Single '}'"),
        ("../{country}", "a name may hold letters, digits, - and _ beside its fields"),
        ("{report}/{country}", "a name may hold"),
        (".{country}", "a name may hold"),
        ("{report}\n", "a name may hold"),
        ("é{country}", "a name may hold"),
        ("{{x}}", "a name may hold"),
        ("", "a name is not empty"),
    ],
)
def test_a_template_that_is_not_of_the_form_is_refused(text: str, message: str) -> None:
    with pytest.raises(ReportError, match="^--name: .*" + re.escape(message)):
        names.safe_template(text, ["country"], "--name")


def test_a_template_is_filled_with_values_as_they_are_written_in_it() -> None:
    pieces = names.safe_template("p_{report}-{country}", ["country"], "--name")
    values: dict[str, Value] = {"report": "Profiles", "country": ["KAZ", "UZB"]}
    assert names.filled(pieces, values, names.word) == "p_profiles-kaz-uzb"
    assert names.filled(pieces, values, names.shown) == "p_Profiles-KAZ, UZB"


def test_braces_stand_for_themselves_when_they_are_doubled() -> None:
    assert names.filled(names.template("{{x}}", [], "title"), {}, names.shown) == "{x}"


@pytest.mark.parametrize(
    ("value", "word"),
    [
        ("KAZ", "kaz"),
        ("Trade & Logistics", "trade-logistics"),
        ("Köln – Zürich", "koln-zurich"),
        ("../../etc/passwd", "etc-passwd"),
        ("a_b", "a_b"),
        (2020, "2020"),
        (-5, "minus-5"),
        (0.5, "0_5"),
        (-0.25, "minus-0_25"),
        (2.0, "2"),
        (1e20, "1e20"),
        (1e-07, "1e-07"),
        (True, "true"),
        (["KAZ", "UZB"], "kaz-uzb"),
        ([], "none"),
        ("2025-06-17", "2025-06-17"),
    ],
)
def test_a_value_reads_as_itself_in_a_name(value: Value, word: str) -> None:
    assert names.word(value) == word


def test_letters_that_have_no_likeness_leave_a_hash_so_that_values_stay_apart() -> None:
    words = {names.word(text) for text in ("Қазақстан", "Ўзбекистон", "中国", "?", "!", "", "ø")}
    assert len(words) == 7
    assert all(FORM.fullmatch(word) for word in words)
    assert re.fullmatch(r"a-b-[0-9a-f]{8}", names.word("a ж b"))


@given(VALUES)
def test_any_value_makes_a_safe_word_and_the_same_one_again(value: Value) -> None:
    assert FORM.fullmatch(names.bounded(names.word(value)))
    assert names.word(value) == names.word(value)


@given(st.lists(st.integers() | st.floats(allow_nan=False, allow_infinity=False), min_size=2))
def test_numbers_that_differ_have_words_that_differ(numbers: list[float]) -> None:
    for kind in (int, float):
        of_kind = {number for number in numbers if type(number) is kind}
        if 0 in of_kind:  # as minus nought is nought
            of_kind = of_kind - {0} | {kind(0)}
        assert len({names.word(number) for number in of_kind}) == len(of_kind)


@given(st.from_regex(r"[A-Za-z0-9_-]{1,400}", fullmatch=True))
def test_any_name_is_bounded_safe_and_stays_once_it_is(name: str) -> None:
    bounded = names.bounded(name)
    assert FORM.fullmatch(bounded)
    assert len(bounded) <= names.LONGEST
    assert bounded not in names.RESERVED
    assert names.bounded(bounded) == bounded


@pytest.mark.parametrize("name", ["index", "CON", "nul", "com1", "LPT9", "-aux-"])
def test_a_name_that_something_else_has_a_use_for_gets_an_ending(name: str) -> None:
    assert names.bounded(name) == f"{name.strip('-').lower()}-report"


def test_long_names_with_a_common_beginning_stay_apart() -> None:
    one, other = (names.bounded("x" * 300 + end) for end in "ab")
    assert one != other
    assert one[:50] == other[:50] == "x" * 50
