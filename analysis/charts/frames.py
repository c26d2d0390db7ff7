"""What a chart asks of a frame before it draws it."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
import pandas as pd

from analysis.charts.words import clean


def need(
    frame: pd.DataFrame, columns: Sequence[str], optional: Collection[str] = ()
) -> pd.DataFrame:
    """Return the frame with just these columns, the optional ones added as missing.

    Raises:
        ValueError: the frame has no rows or lacks a column.
    """
    lacking = [name for name in columns if name not in frame.columns and name not in optional]
    if lacking:
        raise ValueError(f"the chart needs the columns {', '.join(lacking)}")
    if frame.empty:
        raise ValueError("nothing to draw: the frame has no rows")
    return frame.reindex(columns=list(columns)).reset_index(drop=True)


def numeric(frame: pd.DataFrame, least: int, most: int | None = None) -> pd.DataFrame:
    """Return a frame of numbers, with as many columns as the chart can hold.

    Raises:
        ValueError: no rows, the wrong number of columns, a label twice or no number at all.
    """
    if frame.empty:
        raise ValueError("nothing to draw: the frame has no rows")
    count = len(frame.columns)
    if count < least or (most is not None and count > most):
        wanted = f"{least}" if most else f"{least} or more"
        raise ValueError(f"the chart needs {wanted} columns, not {count}")
    if frame.index.has_duplicates:
        raise ValueError(f"{frame.index[frame.index.duplicated()][0]!r} labels two rows")
    numbers = frame.astype(float)
    if not np.isfinite(numbers.to_numpy()).any():
        raise ValueError("nothing to draw: every value is missing")
    return numbers


def extent(numbers: pd.DataFrame) -> tuple[float, float]:
    """Return the lowest and the highest value that is not missing."""
    values = numbers.to_numpy(dtype=float)
    return float(np.nanmin(values)), float(np.nanmax(values))


def by_year(series: pd.Series) -> list[tuple[int, float]]:
    """Return the years that have a value, each with it."""
    known = series.dropna()
    return [(int(year), float(known[year])) for year in known.index]


def text_of(note: object) -> str:
    """Return a cell as text; a missing one is empty."""
    return clean(note) if isinstance(note, str) else ""
