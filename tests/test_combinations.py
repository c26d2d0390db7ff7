"""Every report under every pair of values of its parameters: it renders or says why it does not.

The values are the ends of ranges, all choices, both truths and days before and after the data. A
pairwise covering array holds every pair of them in few rows. The notebook's calls run here, without
a kernel; a call that was run with the same values of the names in it is not run again.
"""

from __future__ import annotations

import ast
import base64
import csv
import functools
import io
import itertools
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import provenance
from analysis.errors import ParameterError, SummitError
from analysis.render import catalogue, parameters, sweeps
from analysis.render.bounds import Choices, Range
from analysis.render.catalogue import Report
from analysis.render.kinds import Value
from analysis.render.parameters import Parameter

# before all data, the day of the speech, after it
DAYS = ["2000-01-01", "2025-06-17", "latest"]
# "None of them" begins a sentence, None alone is a gap nobody wrote
UNMEANT = re.compile(r"\b(?:nan|NaN|NaT|inf)\b|\bNone\b(?! of\b)|Traceback|\bobject at 0x|<NA>")

NAN_DRAWN = base64.b64encode(b"<svg>nan</svg>").decode()
NAN_WRITTEN = base64.b64encode(b"a,b\n1,nan").decode()

Pair = tuple[int, int, int, int]


def pairwise(sizes: Sequence[int]) -> list[tuple[int, ...]]:
    """Return rows of value numbers in which every two columns show every pair of their values."""
    if len(sizes) < 2:
        return [(n,) for n in range(sizes[0])] if sizes else [()]
    missing: dict[Pair, None] = dict.fromkeys(
        (i, a, j, b)
        for i, j in itertools.combinations(range(len(sizes)), 2)
        for a, b in itertools.product(range(sizes[i]), range(sizes[j]))
    )
    rows = []
    while missing:
        i, a, j, b = next(iter(missing))
        chosen = {i: a, j: b}
        for column in range(len(sizes)):
            if column not in chosen:
                values = range(sizes[column])
                gains = [len(_covered({**chosen, column: n}) & missing.keys()) for n in values]
                chosen[column] = gains.index(max(gains))
        for pair in _covered(chosen):
            missing.pop(pair, None)
        rows.append(tuple(chosen[column] for column in range(len(sizes))))
    return rows


def _covered(chosen: Mapping[int, int]) -> set[Pair]:
    return {(i, a, j, b) for (i, a), (j, b) in itertools.combinations(sorted(chosen.items()), 2)}


def values(parameter: Parameter) -> list[Value]:
    """Return the values of a parameter worth trying, its default first."""
    ends: list[Any] = []
    match parameter.bounds:
        case Choices(choices):
            ends = list(choices)
        case Range(low, high):
            ends = [low, high]
    if parameter.kind == "list":
        whole = [ends] if isinstance(parameter.bounds, Choices) else []
        ends = [[end] for end in ends] + whole
    elif parameter.kind == "bool":
        ends = [True, False]
    elif parameter.kind == "date":
        ends = list(DAYS)
    return [parameter.default, *(end for end in ends if end != parameter.default)]


def rows(declared: Mapping[str, Parameter]) -> list[dict[str, Value]]:
    """Return a covering array over a notebook's parameters, as parameters by name."""
    columns = [values(parameter) for parameter in declared.values()]
    numbers = pairwise([len(column) for column in columns])
    found = [[column[n] for column, n in zip(columns, row, strict=True)] for row in numbers]
    return [dict(zip(declared, row, strict=True)) for row in found]


def calls(notebook: Path) -> tuple[str, list[str]]:
    """Return the import cell and the calls of a notebook."""
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    code = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    return code[1], code[2:]


def ran(notebook: Path, given: Mapping[str, Value]) -> Iterator[tuple[str, str | SummitError]]:
    """Yield each call with what is shown of it, or with the error that refused it."""
    imports, code = calls(notebook)
    named: dict[str, str] = {}  # the cells that gave a name to something, by that name
    for call in code:
        (cell,) = ast.parse(call).body
        if isinstance(cell, ast.Assign):
            named[ast.unparse(cell.targets[0])] = call
            continue
        before = "\n".join(made for name, made in named.items() if name in names_in(call))
        used = {
            name: value for name, value in given.items() if name in names_in(f"{before}\n{call}")
        }
        yield call, _shown(imports, before, call, json.dumps(used))


@functools.cache
def names_in(code: str) -> set[str]:
    """Return the names that code reads or gives."""
    return {node.id for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Name)}


@functools.cache
def _shown(imports: str, before: str, call: str, used: str) -> str | SummitError:
    namespace: dict[str, Any] = json.loads(used)
    exec(imports, namespace)  # noqa: S102 - our own notebook, as a kernel would run it
    try:
        exec(before, namespace)  # noqa: S102 - the same
        html: str = eval(call, namespace)._repr_html_()  # noqa: S307 - the same
    except SummitError as refused:
        return refused
    return html


def faults(html: str) -> Iterator[str]:
    """Yield what nobody meant to print: in the text, in its pictures, in its numbers."""
    page = BeautifulSoup(html, "html.parser")
    texts = [page.get_text(" "), *(str(image.get("alt", "")) for image in page.find_all("img"))]
    for link in page.select("img[src^='data:image/svg'], a[download]"):
        address = str(link.get("src") or link.get("href"))
        content = base64.b64decode(address.partition("base64,")[2]).decode()
        if link.name == "img":
            texts.append(" ".join(ElementTree.fromstring(content).itertext()))  # noqa: S314 - our own
        else:
            texts += [cell for row in csv.reader(io.StringIO(content)) for cell in row]
    if not page.get_text(strip=True):
        yield "nothing is shown"
    for text in texts:
        if found := UNMEANT.search(text):
            yield f"{found[0]!r} in: {text[max(0, found.start() - 60) : found.end() + 60]}"


def refusal_faults(error: SummitError) -> Iterator[str]:
    """Yield what keeps a refusal from being one clear line."""
    reason = str(error)
    if "\n" in reason or len(reason.split()) < 4:
        yield f"a refusal is one line that says why, not {reason!r}"
    if UNMEANT.search(reason):
        yield f"a refusal prints what nobody meant: {reason!r}"


DECLARED = catalogue.declared(provenance.notebooks())
REPORTS = {report.name: report for report in sweeps.planned(DECLARED.values())}
NOTEBOOKS = {report.notebook.stem: report for report in REPORTS.values()}
COMBINATIONS = [
    pytest.param(report.notebook, row, id=f"{name}-{number}")
    for name, report in NOTEBOOKS.items()
    for number, row in enumerate(rows(report.declared))
]


@pytest.mark.parametrize("sizes", [[], [3], [2, 2], [3, 1, 4], [2] * 8, [3, 2, 6, 4, 3, 2]])
def test_every_pair_of_values_is_in_some_row(sizes: list[int]) -> None:
    array = pairwise(sizes)
    assert all(0 <= n < size for row in array for n, size in zip(row, sizes, strict=True))
    for i, j in itertools.combinations(range(len(sizes)), 2):
        pairs = {(row[i], row[j]) for row in array}
        assert pairs == {*itertools.product(range(sizes[i]), range(sizes[j]))}
    assert {row[:1] for row in array} == ({(n,) for n in range(sizes[0])} if sizes else {()})


@given(st.lists(st.integers(1, 5), min_size=2, max_size=6))
@settings(max_examples=30)
def test_an_array_is_far_smaller_than_all_combinations(sizes: list[int]) -> None:
    largest = sorted(sizes)[-2:]
    assert largest[0] * largest[1] <= len(pairwise(sizes)) <= 3 * largest[0] * largest[1] + 4


@pytest.mark.parametrize(
    ("parameter", "expected"),
    [
        (Parameter("p", "bool", True, "whether"), [True, False]),
        (Parameter("p", "date", "latest", "when"), ["latest", "2000-01-01", "2025-06-17"]),
        (Parameter("p", "int", 5, "how many", Range(1, 9)), [5, 1, 9]),
        (Parameter("p", "str", "b", "which", Choices(("a", "b"))), ["b", "a"]),
        (Parameter("p", "list", [], "which", Choices(("a", "b"))), [[], ["a"], ["b"], ["a", "b"]]),
        (Parameter("p", "list", [2], "when", Range(1, 9)), [[2], [1], [9]]),
        (Parameter("p", "str", "free", "any text"), ["free"]),
    ],
)
def test_the_values_tried_are_the_ends_and_the_parameter_takes_them(
    parameter: Parameter, expected: list[Value]
) -> None:
    assert values(parameter) == expected
    for value in expected:
        parameters.check({"p": value}, {"p": parameter}, "here")


@pytest.mark.parametrize(
    "html",
    [
        "",
        "<p>rose to nan bn</p>",
        "<p>None</p>",
        "<p>by inf %</p>",
        '<p>x</p><img alt="nan">',
        f'<p>x</p><img src="data:image/svg+xml;base64,{NAN_DRAWN}">',
        f'<a download="x" href="data:text/csv;base64,{NAN_WRITTEN}">x</a>',
    ],
)
def test_what_nobody_meant_to_print_is_found(html: str) -> None:
    assert list(faults(html))


def test_a_refusal_without_a_reason_is_found_and_prose_is_none() -> None:
    assert list(refusal_faults(ParameterError("no")))
    assert list(refusal_faults(ParameterError("one line\nand the next of it")))
    assert list(refusal_faults(ParameterError("the last year None is before the first")))
    assert not list(refusal_faults(ParameterError("last_year 2011 is before first_year 2024")))
    assert not list(faults("<p>None of them is financed; Finance and information.</p>"))


@pytest.mark.parametrize("report", REPORTS.values(), ids=REPORTS)
def test_a_report_as_declared_refuses_nothing(report: Report) -> None:
    refused = [
        f"{call}: {shown}"
        for call, shown in ran(report.notebook, report.parameters)
        if isinstance(shown, SummitError)
    ]
    assert refused == []


@pytest.mark.parametrize(("notebook", "row"), COMBINATIONS)
def test_each_call_renders_or_says_in_a_line_why_not(notebook: Path, row: dict[str, Value]) -> None:
    for call, shown in ran(notebook, row):
        found = refusal_faults(shown) if isinstance(shown, SummitError) else faults(shown)
        assert list(found) == [], f"{call} with {row}"
