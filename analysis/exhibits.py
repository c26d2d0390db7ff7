"""An exhibit: a chart or a table with its message, numbers, sources and alternative text."""

from __future__ import annotations

import base64
import functools
import inspect
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, ParamSpec

import pandas as pd
from markupsafe import Markup

from analysis import data, look, style
from analysis.errors import DataError, NoData
from analysis.moments import written_loosely
from analysis.numbers import counted

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
"""The columns of the numbers behind an exhibit: those of `data/`, so a row can be traced back."""
_ORIGIN = ["reporter", "source", "published"]
_EXAMPLE = {
    "as_of": '"latest"',
    "first_year": "2019",
    "iso3": '"KAZ"',
    "kuryk_terminal": "True",
    "last_year": "2024",
    "series": '"transit"',
}  # what a docstring's call gives; `assumed` is made in the logistics report's second cell
_NAMED = 2  # places named per reporter before the rest is counted


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
        return look.styled(
            Markup(
                '<figure class="exhibit" id="exhibit-{}"><figcaption>'
                '<strong class="title">{}</strong> <span class="subtitle">{}</span></figcaption>'
                '{}{}<p class="source">{}</p>{}</figure>'
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
            return Markup("")  # the caption says what is missing
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
    """Name an exhibit after its function, and show the gap where no data were public that day."""

    @functools.wraps(function)
    def named(*args: P.args, **kwargs: P.kwargs) -> Exhibit:
        name = function.__name__.replace("_", "-")
        try:
            made = function(*args, **kwargs)
            # a copy: the function may keep what it made, and a reader may change what it gets
            return replace(made, name=name, numbers=made.numbers.copy())
        except NoData as gap:
            said = f"{gap}."
            return Exhibit(
                "No data to show", said[0].upper() + said[1:], numbers([]), alt=said, name=name
            )

    subject = function.__module__.removeprefix("analysis.topics.").partition(".")[0]
    EXHIBITS[f"{subject}.{function.__name__}"] = named
    named.__doc__ = _with_example(function, subject)
    return named


def _with_example(function: Callable[..., Exhibit], subject: str) -> str:
    """Return a docstring that ends in a call to copy, which a test runs."""
    parameters = inspect.signature(function).parameters.values()
    needed = [one.name for one in parameters if one.default is one.empty]
    call = f"{function.__name__}({', '.join(_EXAMPLE.get(one, one) for one in needed)})"
    imported = f">>> from analysis import {subject}\n>>> {subject}."
    said = inspect.cleandoc(function.__doc__ or "")
    return f"{said}\n\n{'>>> ' if subject == '__main__' else imported}{call}"


EXHIBITS: dict[str, Callable[..., Exhibit]] = {}
"""Every exhibit by subject and name, for the tests that hold them to the rules."""


CITED: set[str] = set()
"""The sources named by what was shown in this session, for the list at the end of a report."""


def cite(sources: str) -> list[Mapping[str, str]]:
    """Return the sources of a row, which may be several joined by "; ", and note them as cited."""
    names = sources.split("; ")
    CITED.update(names)
    return [data.source(name) for name in names]


def numbers(frames: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """Return the rows behind an exhibit in one frame.

    Raises DataError for a row without unit, reporter, source or grade.
    """
    kept = [one if [*one] == COLUMNS else one[COLUMNS] for one in frames if len(one)]
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
        return "; ".join(dict.fromkeys(rows[column]))

    row = {column: joined(column) for column in COLUMNS if column not in ("value", "note")}
    row |= {"published": max(rows["published"], key=data.known_by)}
    row |= {"grade": "derived", "note": formula, **changes}
    return pd.DataFrame([{**row, "value": value}], columns=COLUMNS)


def made_public(row: Mapping[str, Any]) -> str:
    """Return when a row was public, as prose; of a page without a date, when it was read."""
    read = {data.source(name)["accessed"] for name in row["source"].split("; ")}
    stamp = written_loosely(row["published"])
    return f"undated, read {stamp}" if row["published"] in read else stamp


def provenance(rows: pd.DataFrame) -> str:
    """Return the line under an exhibit: each reporter, where it was read, and when it was public.

    Derived rows of several reporters add nothing: their inputs are among the rows.
    """
    origins: dict[str, list[str]] = {}
    for row in data.records(rows[_ORIGIN].drop_duplicates()):
        sources = cite(row["source"])
        if "; " in row["reporter"]:
            continue
        read = f"{sources[0]['publisher']}, {made_public(row)}"
        found = origins.setdefault(data.reporter_name(row["reporter"]), [])
        if read not in found:
            found.append(read)
    if not origins:
        return "Source: none public on the date asked for."
    return f"Reporter, source and date: {'; '.join(map(_origin, origins.items()))}."


def _origin(origin: tuple[str, list[str]]) -> str:
    reporter, read = origin
    named, rest = read[:_NAMED], len(read) - _NAMED
    more = f", and {counted(rest, 'more', 'more')} in the data file" if rest > 0 else ""
    return f"{reporter} (in {'; '.join(named)}{more})"
