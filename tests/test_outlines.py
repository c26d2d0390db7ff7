"""GeoJSON as rings, and what is no such thing."""

from __future__ import annotations

import json

import pytest

from analysis import outlines
from analysis.errors import DataError

SQUARE = [[0, 0], [0, 1], [1, 1], [0, 0]]


def _written(kind: str, coordinates: object) -> bytes:
    geometry = {"type": kind, "coordinates": coordinates}
    return json.dumps({"features": [{"geometry": geometry}]}).encode()


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (b"", "no GeoJSON collection of polygons"),
        (b"\xff", "no GeoJSON collection of polygons"),
        (b"[" * 100_000, "no GeoJSON collection of polygons"),
        (b"{}", "KeyError 'features'"),
        (b"[]", "no GeoJSON collection of polygons"),
        (b'{"features": [{"geometry": null}]}', "no GeoJSON collection of polygons"),
        (_written("Point", [0, 0]), "found Point"),
        (_written("Polygon", [[[0, 0, 0]]]), "no GeoJSON collection of polygons"),
        (_written("Polygon", [[["a", 0]]]), "no GeoJSON collection of polygons"),
        (_written("Polygon", [[]]), "is not closed"),
        (_written("Polygon", [[[0, 0], [0, 1], [0, 0]]]), "is not closed"),
        (_written("Polygon", [[[0, 0], [0, 1], [1, 1], [1, 0]]]), "is not closed"),
        (_written("Polygon", [[[0, 0], [0, 91], [1, 1], [0, 0]]]), "no place on Earth"),
        (_written("Polygon", [[[0, 0], [-181, 1], [1, 1], [0, 0]]]), "no place on Earth"),
        (_written("Polygon", [[[0, 0], [0, float("nan")], [1, 1], [0, 0]]]), "no place on Earth"),
    ],
)
def test_what_is_no_collection_of_polygons_is_told_in_one_line(raw: bytes, told: str) -> None:
    with pytest.raises(DataError) as refused:
        outlines.rings("map.geojson", raw)
    assert told in str(refused.value)
    assert "data/map.geojson" in str(refused.value)
    assert "\n" not in str(refused.value)


def test_polygons_and_their_collections_become_rings() -> None:
    ring = [(0.0, 0.0), (0.0, 1.0), (1.0, 1.0), (0.0, 0.0)]
    assert outlines.rings("m", _written("Polygon", [SQUARE])) == [ring]
    assert outlines.rings("m", _written("MultiPolygon", [[SQUARE, SQUARE], [SQUARE]])) == [ring] * 3
