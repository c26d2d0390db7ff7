from __future__ import annotations

import copy

from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from analysis.render.canonical import canonical


def executed(*, styler: str, address: str, clock: str):
    table = f'<style>#T_{styler} {{}}</style><table id="T_{styler}"></table>T_0abc1fff'
    cell = new_code_cell(
        "show()",
        execution_count=2,
        metadata={"papermill": {"start_time": clock}, "execution": {"x": clock}, "tags": []},
        outputs=[
            new_output("display_data", {"text/html": table, "application/json": {"n": [1, None]}}),
            new_output("stream", name="stdout", text=f"<object object at {address}>\n"),
        ],
    )
    notebook = new_notebook(cells=[new_markdown_cell("# Title"), cell])
    notebook.metadata.update(papermill={"duration": clock}, language_info={"version": "3.11.7"})
    return notebook


def test_two_runs_of_the_same_notebook_have_the_same_form() -> None:
    one = executed(styler="0abc1", address="0x7f00aa11", clock="2025-06-17T10:00")
    two = executed(styler="fedc9", address="0x7f11bb22cc", clock="2026-11-24T11:00")
    assert canonical(one) == canonical(two)


def test_what_the_notebook_says_is_kept() -> None:
    notebook = executed(styler="0abc1", address="0x7f00aa11", clock="10:00")
    notebook.cells[1].metadata["tags"] = ["hide-input"]
    first, second = canonical(copy.deepcopy(notebook)).cells
    assert first.source == "# Title"
    assert second.metadata == {"tags": ["hide-input"]}
    assert second.execution_count == 2
    # read by attribute, as the exporters do
    html = second.outputs[0].data["text/html"]
    assert html == '<style>#T_00000 {}</style><table id="T_00000"></table>T_0abc1fff'
    assert second.outputs[0].data["application/json"] == {"n": [1, None]}
    assert second.outputs[1].text == "<object object at 0x0>\n"


def test_two_tables_keep_two_names() -> None:
    notebook = executed(styler="0abc1", address="0x7f00aa11", clock="10:00")
    notebook.cells[1].outputs[1].text = "T_fedc9 T_0abc1"
    assert canonical(notebook).cells[1].outputs[1].text == "T_00001 T_00000"
