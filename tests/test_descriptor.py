"""What datapackage.json must hold before a table is looked at."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from analysis import descriptor
from analysis.errors import DataError

Change = Callable[[dict[str, Any]], object]


def _write(folder: Path, change: Change) -> Path:
    schema = {"fields": [{"name": "a", "type": "string"}], "primaryKey": ["a"]}
    resource = {"name": "one", "path": "one.csv", "hash": "sha256:0", "schema": schema}
    package: dict[str, Any] = {"resources": [resource]}
    change(package)
    (folder / "datapackage.json").write_text(json.dumps(package))
    return folder


def _resource(package: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = package["resources"][0]
    return found


def _refer_to(table: str) -> Change:
    reference = {"fields": ["a"], "reference": {"resource": table, "fields": ["a"]}}
    return lambda package: _resource(package)["schema"].update(foreignKeys=[reference])


def _constrain(**rules: object) -> Change:
    return lambda package: _resource(package)["schema"]["fields"][0].update(constraints=rules)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda package: package.pop("resources"), "does not describe its tables completely"),
        (lambda package: package.update(resources=[1]), "does not describe its tables completely"),
        (lambda package: _resource(package).pop("hash"), "each resource needs"),
        (lambda package: _resource(package).update(path="../x.csv"), "bare name of a .csv file"),
        (lambda package: _resource(package).update(path="x.txt"), "bare name of a .csv file"),
        (
            lambda package: _resource(package)["schema"]["fields"][0].update(type="sting"),
            "did you mean 'string'",
        ),
        (_constrain(pattern="("), "does not describe its tables completely"),
        (_constrain(minimum="low"), "does not describe its tables completely"),
        (_refer_to("ome"), "did you mean 'one'"),
    ],
)
def test_an_incomplete_description_is_told_in_one_line(
    tmp_path: Path, change: Change, told: str
) -> None:
    with pytest.raises(DataError) as refused:
        descriptor.tables(_write(tmp_path, change))
    assert told in str(refused.value).lower()
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("content", ["{", "[" * 100_000, "\ufeff{}", "nul", ""])
def test_a_broken_file_is_told_in_one_line(tmp_path: Path, content: str) -> None:
    (tmp_path / "datapackage.json").write_text(content, encoding="utf-8")
    with pytest.raises(DataError, match="is not JSON"):
        descriptor.tables(tmp_path)


def test_a_file_of_another_shape_is_told(tmp_path: Path) -> None:
    (tmp_path / "datapackage.json").write_text("[]")
    with pytest.raises(DataError, match="one JSON object, not list"):
        descriptor.tables(tmp_path)


def test_a_missing_file_is_told_with_how_to_get_it_back(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"git checkout data/datapackage\.json"):
        descriptor.tables(tmp_path)


def test_a_key_may_be_one_name_or_several(tmp_path: Path) -> None:
    root = _write(tmp_path, lambda package: _resource(package)["schema"].update(primaryKey="a"))
    assert descriptor.tables(root)["one"].key == ("a",)


def test_columns_links_and_limits_are_read(tmp_path: Path) -> None:
    def change(package: dict[str, Any]) -> None:
        _refer_to("one")(package)
        _constrain(required=True, enum=["x"], pattern="x", minimum=1, maximum=2)(package)

    table = descriptor.tables(_write(tmp_path, change))["one"]
    assert table.sha256 == "0"
    assert table.links == (descriptor.Link(("a",), "one", ("a",)),)
    assert table.columns == (descriptor.Column("a", "string", True, ("x",), "x", 1.0, 2.0),)


def test_a_file_that_is_no_table_is_kept_apart(tmp_path: Path) -> None:
    backdrop = {"name": "map", "type": "json", "path": "map.geojson", "hash": "sha256:1"}
    root = _write(tmp_path, lambda package: package["resources"].append(backdrop))
    assert set(descriptor.tables(root)) == {"one"}
    assert descriptor.files(root) == {"map": descriptor.File("map", "map.geojson", "1")}


@pytest.mark.parametrize("path", ["../map.geojson", "map.csv", "map.json"])
def test_a_file_elsewhere_or_of_another_kind_is_refused(tmp_path: Path, path: str) -> None:
    backdrop = {"name": "map", "type": "json", "path": path, "hash": "sha256:1"}
    root = _write(tmp_path, lambda package: package["resources"].append(backdrop))
    with pytest.raises(DataError, match=r"bare name of a \.geojson file"):
        descriptor.files(root)
