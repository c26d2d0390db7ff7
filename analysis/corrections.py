"""A source's known errors, put right only while it still publishes them."""

from __future__ import annotations

import pandas as pd

from analysis.errors import DataError

KEY = ["entity", "indicator", "period", "reporter", "source"]


def applied(name: str, rows: pd.DataFrame, known: pd.DataFrame) -> pd.DataFrame:
    """Return the rows with a source's known errors put right, each said so in its note.

    DataError when the published value is no longer the one the correction was written for.
    """
    result = rows.copy()
    for wrong in known[known["table"] == name].itertuples(index=False):
        key = [str(getattr(wrong, name)) for name in KEY]
        at = (result[KEY] == key).all(axis=1).to_numpy()
        found = list(result["value"][at])
        if found != [wrong.old_value]:
            raise DataError(
                f"data/corrections.csv: expected {wrong.old_value} for {' '.join(key)}, "
                f"found {found or 'no such row'}. If the source mended it, delete the correction"
            )
        place = int(at.argmax())
        told = f"corrected from {wrong.old_value}: {wrong.reason}"
        result.loc[place, "value"] = float(str(wrong.new_value))
        result.loc[place, "note"] = _joined(str(result["note"][place]), told)
    return result


def _joined(*notes: str) -> str:
    return "; ".join(note for note in notes if note)
