from __future__ import annotations

from typing import Any

import pytest

from analysis.render import columns


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        ([], "string"),
        (["x", "1"], "string"),
        (["007"], "string"),
        (["-0.5", "1e-05", "3"], "number"),
        (["nan"], "string"),
        (["1.", ".5"], "string"),
        (["-12", "0"], "integer"),
        (["True", "false"], "boolean"),
        (["2025-06-17"], "date"),
        (["2025-02-30"], "string"),
        (["20250617"], "integer"),
        (["1٣"], "string"),
    ],
)
def test_the_narrowest_type_of_all_values_is_found(values: list[str], kind: str) -> None:
    assert columns.inferred(values) == kind


@pytest.mark.parametrize(
    ("values", "declared", "kind"),
    [
        (["2024"], {"type": "string"}, "string"),
        (["2024"], {"type": "number"}, "number"),
        (["none", "1"], {"type": "number"}, "string"),
        (["1"], {"type": "year"}, "integer"),
        (["", ""], {"type": "number"}, "number"),
        (["", "1"], {}, "integer"),
    ],
)
def test_a_declared_type_counts_where_the_values_allow_it(
    values: list[str], declared: dict[str, Any], kind: str
) -> None:
    assert columns.field("x", values, declared) == {"name": "x", "type": kind}


def test_a_declared_description_is_kept() -> None:
    field = columns.field("x", ["1"], {"type": "string", "description": "which"})
    assert field == {"name": "x", "type": "string", "description": "which"}
