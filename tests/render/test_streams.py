from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbclient.client import _RGX_CARRIAGERETURN
from nbformat.v4 import new_output

from analysis.render.streams import _shown, coalesced


def said(name: str, text: str) -> Any:
    return new_output("stream", name=name, text=text)


SHOWN = new_output("display_data", {"text/plain": "x"})


def test_a_stream_comes_in_one_piece_where_its_first_was() -> None:
    found = coalesced([said("stdout", "a"), SHOWN, said("stdout", "b"), said("stderr", "e")])
    assert found == [said("stdout", "ab"), SHOWN, said("stderr", "e")]


def test_two_streams_that_meet_stand_in_the_same_order_whichever_came_first() -> None:
    one, other = said("stdout", "o"), said("stderr", "e")
    assert coalesced([SHOWN, other, one]) == coalesced([SHOWN, one, other]) == [SHOWN, one, other]
    assert coalesced([]) == []


def test_a_long_line_takes_no_longer_than_many_short_ones() -> None:
    text = "x" * 3_000_000 + "\r" + "y" * 3_000_000
    assert _shown(text) == "y" * 3_000_000


@pytest.mark.parametrize(
    ("text", "shown"),
    [("10%\r20%\r\n", "20%\r\n"), ("a\rb", "b"), ("a\r", "a\r")],
)
def test_a_line_that_is_written_over_shows_what_was_written_last(text: str, shown: str) -> None:
    assert _shown(text) == shown


@given(st.text("ab\r\n", max_size=20))
def test_it_shows_what_nbclient_would(text: str) -> None:
    assert _shown(text) == _RGX_CARRIAGERETURN.sub("", text)
