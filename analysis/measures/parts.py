"""Totals and shares, in which a missing part is never a small one."""

import math
from collections.abc import Iterable
from itertools import chain
from typing import Any, overload

import pandas as pd


@overload
def total(parts: pd.Series) -> float: ...
@overload
def total(parts: pd.DataFrame) -> pd.Series: ...
def total(parts: pd.Series | pd.DataFrame) -> float | pd.Series:
    """Return the sum of a series, or of each row of a frame; missing when any part is.

    Nothing sums to missing, not to zero.

    >>> total(pd.DataFrame({"a": [1.0, 2.0], "b": [3.0, None]})).tolist()
    [4.0, nan]
    """
    if isinstance(parts, pd.DataFrame):
        sums = parts.sum(axis=1, skipna=False).astype(float)
        return sums if len(parts.columns) else sums.where(sums != 0)
    return float(parts.sum(skipna=False)) if len(parts) else math.nan


@overload
def share(part: float, whole: float) -> float: ...
@overload
def share(part: pd.Series, whole: pd.Series | float) -> pd.Series: ...
def share(part: float | pd.Series, whole: float | pd.Series) -> float | pd.Series:
    """Return the part as a percentage of the whole; missing over zero.

    >>> share(4_324, 8_648)
    50.0

    Raises:
        ValueError: a part or a whole is negative.
    """
    if isinstance(part, pd.Series):
        wholes = whole if isinstance(whole, pd.Series) else pd.Series(whole, part.index)
        _refuse_negative(part, wholes)
        return part / wholes.where(wholes > 0) * 100
    _refuse_negative((part, whole))
    return part / whole * 100 if whole > 0 else math.nan


def required_numerator(share: float, whole: float) -> float:
    """Return what the part would have to be for its share, in percent, to be true.

    >>> round(required_numerator(17, 1_732.4), 1)
    294.5

    Raises:
        ValueError: the share or the whole is negative.
    """
    _refuse_negative((share, whole))
    return share / 100 * whole


def _refuse_negative(*numbers: Iterable[Any]) -> None:
    for value in chain(*numbers):
        if value < 0:
            raise ValueError(f"a share needs parts of zero or more, not {value:g}")
