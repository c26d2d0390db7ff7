"""What is kept of the data's results: computed once, and again as soon as a file is another."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from analysis import country
from analysis.kept import kept


def test_a_result_is_computed_again_for_other_arguments_other_data_or_after_an_edit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = []

    @kept
    def doubled(number: int, *, name: str = "a") -> int:
        """Return twice the number."""
        calls.append((number, name))
        return 2 * number

    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "table.csv").write_text("1\n")
    monkeypatch.setenv("SUMMIT_DATA", str(tmp_path / "one"))
    assert [doubled(3), doubled(3), doubled(4), doubled(3, name="b")] == [6, 6, 8, 6]
    assert calls == [(3, "a"), (4, "a"), (3, "b")]
    (tmp_path / "one" / "table.csv").write_text("12\n")
    assert [doubled(3), doubled(3)] == [6, 6]
    assert len(calls) == 4
    monkeypatch.setenv("SUMMIT_DATA", str(tmp_path / "two"))
    assert doubled(3) == 6
    assert len(calls) == 5
    assert doubled.__doc__ == "Return twice the number."


def test_what_fails_is_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SUMMIT_DATA", str(tmp_path))
    tried = []

    @kept
    def failing() -> None:
        tried.append(1)
        raise ValueError("no")

    for _ in range(2):
        with pytest.raises(ValueError, match="no"):
            failing()
    assert len(tried) == 2


def test_who_changes_the_numbers_of_an_exhibit_does_not_change_those_of_the_next_reader() -> None:
    asked = ("KAZ", "latest", 2024)
    first = country.logistics_index(*asked)
    before = first.numbers.copy()
    first.numbers["value"] = 0.0
    pd.testing.assert_frame_equal(country.logistics_index(*asked).numbers, before)
