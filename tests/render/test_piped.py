"""Tables of markdown: a cell too few or too many costs no table, and no word."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.render.dialect import parser


def rows(text: str) -> list[list[str]]:
    """Return the words of the cells of the first table in a markdown text, its head first."""
    found = next((token for token in tokens(text) if token["type"] == "table"), None)
    if found is None:
        return []
    head, body = found["children"]
    lines = [head["children"], *(row["children"] for row in body["children"])]
    return [["".join(map(words, cell["children"])) for cell in line] for line in lines]


def tokens(text: str) -> list[dict[str, Any]]:
    """Return all tokens of a markdown text, those in lists and quotations too."""
    found: list[dict[str, Any]] = []

    def walk(token: dict[str, Any]) -> None:
        found.append(token)
        for child in token.get("children", []):
            walk(child)

    for token in parser(None)(text):
        assert isinstance(token, dict)
        walk(token)
    return found


def words(token: dict[str, Any]) -> str:
    """Return what a token says."""
    return str(token.get("raw", "")) or "".join(map(words, token.get("children", [])))


@pytest.mark.parametrize(
    "text", ["a | b\nc | d\n", "| a | b |\n|---|\n| 1 | 2 |\n", "a\n---\n", "| a |\n| x- |\n"]
)
def test_bars_alone_make_no_table(text: str) -> None:
    assert rows(text) == []


def test_cells_that_lack_are_empty_and_those_beyond_stay_in_the_last() -> None:
    text = "| a | b |\n|--|:-:|\n| 1 |\n| 2 | 3 | 4 |\n| 5 | 6 |\nafter"
    assert rows(text) == [["a", "b"], ["1", ""], ["2", "3 | 4"], ["5", "6"]]


def test_outer_bars_may_be_left_out() -> None:
    assert rows("a|b\n-|-\n1|2\n| 3 | 4\n") == [["a", "b"], ["1", "2"], ["3", "4"]]


def test_bars_in_formulas_part_no_cells() -> None:
    text = "| s | m |\n|---|---|\n| $|x|$ | $P(X | Y)$ |\n| $$|y|$$ | z |\n| $5 | $6 |\n"
    assert rows(text)[1:] == [["|x|", "P(X | Y)"], ["|y|", "z"], ["$5", "$6"]]


def test_signs_of_money_join_no_cells() -> None:
    assert rows("| A ($) | B ($) |\n|---|---|\n| 1 | 2 |\n") == [["A ($)", "B ($)"], ["1", "2"]]


@pytest.mark.parametrize("lead", ["> ", "- item\n\n  "])
def test_tables_stand_in_lists_and_quotations(lead: str) -> None:
    text = f"{lead}| a | b |\n{lead[-2:]}|---|---|\n{lead[-2:]}| 1 | 2 |\n"
    assert rows(text) == [["a", "b"], ["1", "2"]]


@given(st.lists(st.text("ab |\\$`-", max_size=12), max_size=4))
def test_every_row_has_the_cells_of_the_head(lines: list[str]) -> None:
    found = rows("\n".join(["|a|b|", "|-|-|", *lines]))
    assert all(len(line) == 2 for line in found)
