from collections.abc import Iterator
from typing import Any

import nbformat
import nbformat.v4 as v4
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.render.exporter import TypstPDFExporter
from analysis.render.lenient import DEEPEST, MOST_VALUES, TOO_DEEP, TOO_MANY, repaired

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["cell_type", "source", "metadata", "outputs", "id", "output_type", "data", "tags"]
            )
            | st.text(max_size=3),
            inner,
            max_size=5,
        )
    ),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from(["cells", "metadata", "nbformat_minor"]), JSON, max_size=3))
def test_anything_becomes_a_valid_notebook(found: dict[str, Any]) -> None:
    nbformat.validate(repaired(found))


@pytest.mark.parametrize(
    "cell",
    [
        {},
        {"cell_type": "future", "source": "x"},
        {
            "cell_type": "code",
            "metadata": {"jupyter": "x", "collapsed": 5, "execution": [], "a": 1},
        },
        {"cell_type": "markdown", "source": ["a", 5, "b"], "id": "$", "metadata": {"tags": "x"}},
        {"cell_type": "raw", "source": "x", "attachments": {"a": {}}},
        {"cell_type": "code", "outputs": [{}, {"output_type": "stream", "text": ["a", "b"]}]},
        {"cell_type": "code", "outputs": 5, "execution_count": "9"},
        {
            "cell_type": "code",
            "outputs": [
                {"output_type": "error", "traceback": ["a", 5]},
                {
                    "output_type": "execute_result",
                    "data": {"text/plain": "x"},
                    "execution_count": "1",
                },
            ],
            "metadata": {"tags": ["a", 5]},
        },
    ],
)
def test_a_broken_cell_keeps_what_it_has(cell: dict[str, Any]) -> None:
    made = repaired({"cells": [cell], "metadata": {"kernelspec": 5, "language_info": {}}})
    nbformat.validate(made)
    page, _ = TypstPDFExporter().from_notebook_node(made)
    assert page.startswith(b"%PDF")


def test_metadata_of_the_wrong_kind_are_left_out_or_wrapped() -> None:
    found = {"metadata": {"title": 5, "orig_nbformat": "x", "authors": "A"}}
    assert repaired(found).metadata == {"authors": ["A"]}


def test_a_sound_notebook_stays_as_it_is() -> None:
    output = v4.new_output("execute_result", {"text/plain": "1"}, execution_count=1)
    cells = [v4.new_markdown_cell("a"), v4.new_code_cell("b", outputs=[output], execution_count=1)]
    notebook = v4.new_notebook(cells=cells, metadata={"title": "T"})
    assert repaired(notebook) == notebook


def test_what_nests_too_deeply_is_cut_off_and_says_so() -> None:
    deep: Any = 1
    for _ in range(100_000):
        deep = [deep]
    kept = repaired({"cells": [], "metadata": {"deep": deep, "title": "T"}}).metadata
    depth, level = 0, kept.deep
    while isinstance(level, list):
        depth, level = depth + 1, level[0]
    assert depth == DEEPEST - 1
    assert level == TOO_DEEP
    assert kept.title == "T"


def test_a_lone_surrogate_is_replaced_wherever_it_stands() -> None:
    output = {"output_type": "display_data", "data": {"text/plain": ["é\ud800"]}, "metadata": {}}
    cell = {"cell_type": "code", "source": "\udfff", "outputs": [output]}
    made = repaired({"cells": [cell], "metadata": {"\ud800": {"a": "\ud800"}}})
    assert made.cells[0].source == "?"
    assert made.cells[0].outputs[0].data["text/plain"] == "é?"
    assert made.metadata["?"].a == "?"


def test_attachments_that_are_none_are_left_out() -> None:
    held = {"a": [1], "b": {"image/png": ["x", "y"], "image/gif": 7}}
    cell = {"cell_type": "markdown", "source": "![](attachment:a)", "attachments": held}
    made = repaired({"cells": [cell], "metadata": {}}).cells[0].attachments
    assert made == {"b": {"image/png": "xy", "image/gif": ""}}


def test_values_beyond_what_anybody_reads_are_left_out() -> None:
    many = [[n, {"a": n}] for n in range(MOST_VALUES)]
    cell = {"cell_type": "code", "metadata": {"m": many}, "source": ""}
    data = {"application/json": many, "application/vnd.x+json": {"a": many}, "text/plain": ["a"]}
    cell["outputs"] = [{"output_type": "display_data", "data": data, "metadata": {"m": many}}]
    made = repaired({"cells": [cell], "metadata": {"big": dict.fromkeys(map(str, range(50_000)))}})
    assert sum(map(len, _lists(made))) < 6 * (MOST_VALUES + 9)
    assert made.cells[0].outputs[0].data["application/json"][-1] == TOO_MANY
    assert made.cells[0].outputs[0].data["text/plain"] == "a"
    assert TOO_MANY in made.metadata.big


def _lists(value: Any) -> Iterator[Any]:
    if isinstance(value, dict | list):
        yield value
        for part in value.values() if isinstance(value, dict) else value:
            yield from _lists(part)


def test_a_list_of_texts_stays_one_where_it_is_data() -> None:
    output = {"output_type": "display_data", "data": {"application/json": ["a", "b"]}}
    made = repaired({"cells": [{"cell_type": "code", "outputs": [output]}]})
    assert made.cells[0].outputs[0].data["application/json"] == ["a", "b"]


def test_forms_that_are_no_text_are_written_out_and_transient_is_what_it_should_be() -> None:
    data = {"text/plain": {"a": 1}, "text/html": 5, "image/png": [1], "text/latex": None}
    output = {"output_type": "display_data", "data": data, "metadata": {"image/png": {"width": 5}}}
    cell = {"cell_type": "code", "metadata": {"transient": [1]}, "outputs": [output]}
    made = repaired({"cells": [cell]}).cells[0]
    assert made.outputs[0].data["text/plain"] == '{"a": 1}'
    assert all(isinstance(form, str) for form in made.outputs[0].data.values())
    assert made.outputs[0].metadata["image/png"].width == 5
    assert "transient" not in made.metadata


def test_what_turns_the_letters_of_a_line_around_is_left_out() -> None:
    made = repaired({"cells": [{"cell_type": "markdown", "source": "a\u202eb\u2067c\u2069\u200f"}]})
    assert made.cells[0].source == "abc\u200f"


def test_cells_of_one_id_get_others() -> None:
    cells = [{"cell_type": "markdown", "id": name} for name in ("a", "a", "cell-2", "cell-4", "a")]
    ids = [cell.id for cell in repaired({"cells": cells}).cells]
    assert len(set(ids)) == 5
    assert ids[0] == "a"
    assert ids[3] == "cell-4"
