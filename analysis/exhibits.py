"""An exhibit: a chart or a table with its message, its numbers, its sources and its alternative text."""

from __future__ import annotations

import base64
import functools
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ParamSpec

import pandas as pd
from markupsafe import Markup

from analysis import data, style
from analysis.errors import DataError, NoData
from analysis.numbers import counted, listed

if TYPE_CHECKING:
    from matplotlib.figure import Figure

P = ParamSpec("P")

COLUMNS = [
    "entity",
    "indicator",
    "period",
    "value",
    "unit",
    "reporter",
    "source",
    "published",
    "grade",
    "note",
]
"""The columns of the numbers behind an exhibit: the same as in `data/`, so a row can be traced back."""
_NAMED = 4  # sources named under an exhibit before the rest is counted


@dataclass(frozen=True)
class Exhibit:
    """A titled chart or table. `alt` says the finding to those who do not see it."""

    title: str
    subtitle: str
    numbers: pd.DataFrame
    alt: str = ""
    chart: Figure | None = None
    table: Markup | None = None
    note: str = ""
    name: str = ""

    @property
    def csv(self) -> bytes:
        """The numbers as a CSV file."""
        return self.numbers[COLUMNS].to_csv(index=False, lineterminator="\n").encode()

    def _repr_html_(self) -> str:
        return str(
            Markup(
                '<figure class="exhibit" id="exhibit-{}"><figcaption><strong class="title">{}</strong> '
                '<span class="subtitle">{}</span></figcaption>{}{}<p class="source">{}</p>{}</figure>'
            ).format(
                self.name,
                self.title,
                self.subtitle,
                self._body(),
                Markup('<p class="note">{}</p>').format(self.note) if self.note else "",
                provenance(self.numbers),
                self._download(),
            )
        )

    def __repr__(self) -> str:
        return f"{self.title} ({self.subtitle})"

    def _body(self) -> Markup:
        if self.table is not None:
            return self.table
        if self.chart is None:
            return Markup("<p>{}</p>").format(self.alt)
        image = base64.b64encode(style.svg(self.chart).encode()).decode()
        return Markup(
            '<img alt="{}" src="data:image/svg+xml;base64,{}" style="width:{}mm">'
        ).format(self.alt, image, style.TEXT_WIDTH_MM)

    def _download(self) -> Markup:
        if self.numbers.empty:
            return Markup("")
        return Markup(
            '<p class="data"><a download="{0}.csv" title="The numbers behind: {1}" '
            'href="data:text/csv;base64,{2}">Data (CSV)</a></p>'
        ).format(self.name, self.title, base64.b64encode(self.csv).decode())


def exhibit(function: Callable[P, Exhibit]) -> Callable[P, Exhibit]:
    """Name an exhibit after its function, and show the gap where no data were public on the date asked for."""

    @functools.wraps(function)
    def named(*args: P.args, **kwargs: P.kwargs) -> Exhibit:
        name = function.__name__.replace("_", "-")
        try:
            return replace(function(*args, **kwargs), name=name)
        except NoData as gap:
            return Exhibit(
                "No data to show", str(gap), numbers([]), alt=f"No data: {gap}", name=name
            )

    EXHIBITS[f"{function.__module__.rpartition('.')[2]}.{function.__name__}"] = named
    return named


EXHIBITS: dict[str, Callable[..., Exhibit]] = {}
"""Every exhibit by subject and name, for the tests that hold them to the rules."""


def numbers(frames: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """Return the rows behind an exhibit in one frame; raises DataError for a row without unit or source."""
    kept = [frame[COLUMNS] for frame in frames if not frame.empty]
    if not kept:
        return pd.DataFrame(columns=COLUMNS)
    rows = pd.concat(kept, ignore_index=True)
    if rows[["unit", "reporter", "source", "grade"]].isna().any(axis=None):
        raise DataError("an exhibit has a number without unit, reporter, source or grade")
    return rows.drop_duplicates(ignore_index=True)


def derived(rows: pd.DataFrame, value: float, formula: str, **changes: str) -> pd.DataFrame:
    """Return one derived row: it takes over what its inputs share, and says how it was computed.

    Its vintage is the latest of its inputs; its sources and reporters are all of theirs.
    """
    if rows.empty:
        raise NoData("nothing to derive from")

    def joined(column: str) -> str:
        return "; ".join(dict.fromkeys(rows[column].astype(str)))

    row = {column: joined(column) for column in COLUMNS if column not in ("value", "note")}
    row |= {"published": max(rows["published"], key=data.known_by)}
    row |= {"grade": "derived", "note": formula, **changes}
    return pd.DataFrame([{**row, "value": value}])[COLUMNS]


def provenance(rows: pd.DataFrame) -> str:
    """Return the line under an exhibit: who reported, in which publication, when it became public."""
    if rows.empty:
        return "Source: none public on the date asked for."
    origins = list(dict.fromkeys(_origins(rows)))
    named, rest = origins[:_NAMED], len(origins) - _NAMED
    more = [f"{counted(rest, 'more', 'more')} in the data file"] if rest > 0 else []
    return f"Source: {'; '.join([*named, *more])}."


def _origins(rows: pd.DataFrame) -> Iterable[str]:
    """Yield "reporter, in publisher, published" once for each published row; derived rows name their inputs."""
    frame = rows.sort_values("published", key=lambda column: column.map(data.known_by))
    for reporter, source, published in zip(
        frame["reporter"], frame["source"], frame["published"], strict=True
    ):
        for each in str(source).split("; "):
            if ";" not in str(reporter):
                yield f"{data.reporter_name(reporter)} ({_publisher(each, reporter)}{published})"


def _publisher(source: str, reporter: str) -> str:
    publisher = str(data.source(source)["publisher"])
    return "" if publisher == data.reporter_name(reporter) else f"{publisher}, "


def titled(text: str) -> str:
    """Return a title with its first letter raised; the words after keep theirs."""
    return text[:1].upper() + text[1:]


__all__ = [
    "COLUMNS",
    "EXHIBITS",
    "Exhibit",
    "derived",
    "exhibit",
    "listed",
    "numbers",
    "provenance",
]
