"""One hostile notebook through both exporters, and what came of it."""

from __future__ import annotations

import copy
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from unittest import mock

import nbformat
from nbformat.validator import NotebookValidationError

from analysis.errors import SummitError
from analysis.render.exporter import TypstPDFExporter
from analysis.render.html import ReportHTMLExporter
from analysis.render.typst import compiler
from tests.fuzz import hostile, judge
from tests.fuzz.payloads import CANARY

FORMATS = ("html", "pdf")
_REFUSALS = (SummitError, NotebookValidationError)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one exporter made of one notebook; `faults` are what it should not have."""

    number: int
    exporter: str
    outcome: str  # whole, refused or crash
    seconds: float  # of a processor: others may be at work, too
    faults: tuple[str, ...]
    reason: str = ""  # why it was refused


def tried(
    number: int, home: Path, formats: Sequence[str] = FORMATS, *, giants: float = 0.02
) -> Iterator[Verdict]:
    """Yield the verdict on each exporter for notebook `number`, in a furnished folder."""
    made = nbformat.from_dict(hostile.notebook(number, giants=giants))
    if "html" in formats:
        yield _verdict(number, "html", made, home, ReportHTMLExporter, judge.faults_of_page)
    if "pdf" in formats:
        with _canary_beside_the_source():
            yield _verdict(number, "pdf", made, home, TypstPDFExporter, judge.faults_of_document)


def _verdict(
    number: int,
    name: str,
    notebook: Any,
    home: Path,
    exporter: Callable[[], Any],
    faults: Callable[[Any], Iterator[str]],
) -> Verdict:
    start = time.process_time()
    found: tuple[str, ...] = ()
    reason = ""
    try:
        resources = {"metadata": {"path": str(home), "name": "hostile"}}
        output, _ = _made(exporter).from_notebook_node(copy.deepcopy(notebook), resources)
        outcome = "whole"
    except _REFUSALS as error:
        outcome, reason = "refused", str(error).strip()
        if not reason:
            found = ("crash: refused without a word",)
    except Exception as error:  # that it does not happen is what is tried here
        outcome, found = "crash", (f"crash: {type(error).__name__}: {str(error)[:200]}",)
    seconds = time.process_time() - start
    if outcome == "whole":
        found = tuple(faults(output))
    return Verdict(number, name, outcome, seconds, found, reason)


@cache
def _made(exporter: Callable[[], Any]) -> Any:
    return exporter()


@contextmanager
def _canary_beside_the_source() -> Iterator[None]:
    """Put a file beside each source that is compiled; a document that reads it gives it away."""
    real = compiler.pdf

    def with_canary(source: str, files: Mapping[str, bytes], *more: Any, **named: Any) -> Any:
        return real(source, {**files, "canary.txt": CANARY.encode()}, *more, **named)

    with mock.patch.object(compiler, "pdf", with_canary):
        yield
