"""GeoJSON as plain rings of longitude and latitude, for a backdrop that states nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from analysis.errors import DataError

Ring = list[tuple[float, float]]
FEWEST = 4  # a closed ring that encloses anything


def rings(path: str, raw: bytes) -> list[Ring]:
    """Return every ring of every polygon; DataError when the file is no collection of polygons."""
    try:
        features = json.loads(raw.decode())["features"]
        found = [ring for one in features for ring in _of(one["geometry"])]
    except (KeyError, TypeError, ValueError, RecursionError) as problem:
        raise DataError(
            f"data/{path} is no GeoJSON collection of polygons "
            f"({type(problem).__name__} {problem}). To undo: git checkout data/{path}"
        ) from None
    for ring in found:
        _closed(path, ring)
    return found


def _of(geometry: dict[str, Any]) -> Iterator[Ring]:
    kind, coordinates = geometry["type"], geometry["coordinates"]
    if kind not in ("Polygon", "MultiPolygon"):
        raise ValueError(f"expected Polygon or MultiPolygon, found {kind}")
    for polygon in [coordinates] if kind == "Polygon" else coordinates:
        for ring in polygon:
            yield [(float(longitude), float(latitude)) for longitude, latitude in ring]


def _closed(path: str, ring: Ring) -> None:
    if len(ring) < FEWEST or ring[0] != ring[-1]:
        raise DataError(f"data/{path}: a ring that begins at {ring[:1]} is not closed")
    for longitude, latitude in ring:
        if not (-180 <= longitude <= 180 and -90 <= latitude <= 90):
            raise DataError(f"data/{path}: {longitude}, {latitude} is no place on Earth")
