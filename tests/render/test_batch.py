from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from nbformat.v4 import new_notebook

from analysis.errors import ReportError
from analysis.render import batch, engine, formats, manifest
from analysis.render.batch import Order
from analysis.render.catalogue import Report
from analysis.render.engine import ReportFailed
from analysis.render.index import Shared
from analysis.render.manifest import Edition

EDITION = Edition("2025-06-18", "0.1.0+abc", {}, {})


class Told:
    """Notes what a build says."""

    def __init__(self) -> None:
        self.did: list[str] = []
        self.files: list[str] = []
        self.failures: list[tuple[str, Path | None]] = []

    def doing(self, text: str) -> None:
        self.did.append(text)

    def wrote(self, path: Path) -> None:
        self.files.append(path.name)

    def failed(self, failure: ReportFailed, kept: Path | None) -> None:
        self.failures.append((str(failure), kept))


@pytest.fixture
def report(tmp_path: Path) -> Report:
    (tmp_path / "tiny.ipynb").write_text("{}")
    return Report("tiny", "Tiny", tmp_path / "tiny.ipynb", {}, {})


@pytest.fixture
def order(tmp_path: Path) -> Order:
    return Order(tmp_path / "out", ("html", "pdf"), EDITION)


@pytest.fixture(autouse=True)
def _no_kernel(monkeypatch: pytest.MonkeyPatch) -> None:
    def execute(_report: Report, _day: str, on_cell: Callable[[int, int], None]) -> Any:
        on_cell(1, 2)
        return new_notebook()

    def exported(_nb: Any, wanted: list[str], report: Report, edition: Edition) -> dict[str, bytes]:
        made = {formats.file_name(report.name, name): name for name in wanted}
        return {file: f"{name} {edition.code}".encode() for file, name in made.items()}

    monkeypatch.setattr(engine, "execute", execute)
    monkeypatch.setattr(formats, "exported", exported)


def names(order: Order) -> set[str]:
    return {path.name for path in order.out.iterdir()}


def outputs(order: Order) -> list[str]:
    return list(json.loads((order.out / "tiny.json").read_text())["outputs"])


def test_a_folder_in_the_way_stops_the_build_before_any_kernel(
    report: Report, order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "execute", lambda *_: pytest.fail("a kernel was started"))
    (order.out / "tiny.pdf").mkdir(parents=True)
    with pytest.raises(ReportError, match="in the way"):
        batch.build([report], order, Told())


def test_an_exporter_that_fails_is_the_failure_of_one_report(
    report: Report, order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: object) -> None:
        raise RecursionError("too deep\nand more")

    monkeypatch.setattr(formats, "exported", fail)
    told = Told()
    assert batch.build([report], order, told) == 1
    message = "report 'tiny' ran, but cannot be exported: RecursionError: too deep"
    assert told.failures == [(message, order.out / "tiny.failed.ipynb")]
    assert names(order) == {"tiny.failed.ipynb"}


def test_a_kernel_that_could_not_start_leaves_nothing(
    report: Report, order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: object) -> None:
        raise ReportFailed("no kernel", None)

    monkeypatch.setattr(engine, "execute", fail)
    told = Told()
    assert batch.build([report], order, told) == 1
    assert told.failures == [("no kernel", None)]
    assert names(order) == set()


def test_a_failure_keeps_the_older_report_and_the_others_are_built(
    report: Report, order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch.build([report], order, Told())
    before = {path.name: path.read_bytes() for path in order.out.iterdir()}
    good = engine.execute

    def fail_tiny(report: Report, *more: Any) -> Any:
        if report.name == "tiny":
            raise ReportFailed("it failed", new_notebook())
        return good(report, *more)

    monkeypatch.setattr(engine, "execute", fail_tiny)
    other = dataclasses.replace(report, name="other")
    assert batch.build([report, other], order, Told()) == 1
    kept = {name: (order.out / name).read_bytes() for name in before if name != "index.html"}
    assert kept == {name: content for name, content in before.items() if name != "index.html"}
    assert names(order) - before.keys() == {
        "tiny.failed.ipynb",
        "other.html",
        "other.pdf",
        "other.json",
    }


def test_a_later_success_takes_the_failure_away(report: Report, order: Order) -> None:
    order.out.mkdir()
    (order.out / "tiny.failed.ipynb").write_text("{}")
    batch.build([report], order, Told())
    assert names(order) == {"tiny.html", "tiny.pdf", "tiny.json", "index.html"}


def test_stopping_lists_what_was_finished_and_leaves_no_half_file(
    report: Report, order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = dataclasses.replace(report, name="other")
    place = batch.files.place

    def stop_at_other(folder: Path, contents: dict[str, bytes]) -> list[Path]:
        if "other.html" in contents:
            monkeypatch.setattr(Path, "replace", stop)
        return place(folder, contents)

    def stop(*_args: object) -> None:
        monkeypatch.undo()
        raise KeyboardInterrupt

    monkeypatch.setattr(batch.files, "place", stop_at_other)
    with pytest.raises(KeyboardInterrupt):
        batch.build([report, other], order, Told())
    assert names(order) == {"tiny.html", "tiny.pdf", "tiny.json", "index.html"}


def test_a_build_says_what_it_does_and_what_it_wrote(report: Report, order: Order) -> None:
    told = Told()
    assert batch.build([report], order, told) == 0
    assert told.did == ["tiny: starting", "tiny: cell 1 of 2", "tiny: writing html, pdf"]
    assert told.files == ["tiny.html", "tiny.pdf", "tiny.json", "index.html"]


def test_an_index_that_would_be_the_same_is_left_alone(report: Report, order: Order) -> None:
    batch.build([report], order, Told())
    told = Told()
    batch.build([report], order, told)
    assert told.files == ["tiny.html", "tiny.pdf", "tiny.json"]


def test_a_format_of_the_same_edition_stays_in_the_manifest(report: Report, order: Order) -> None:
    batch.build([report], order, Told())
    batch.build([report], dataclasses.replace(order, formats=("html",)), Told())
    assert outputs(order) == ["tiny.html", "tiny.pdf"]


def test_a_format_of_another_edition_is_cleared_away(report: Report, order: Order) -> None:
    batch.build([report], order, Told())
    later = dataclasses.replace(EDITION, code="0.2.0+def")
    batch.build([report], Order(order.out, ("html",), later), Told())
    assert outputs(order) == ["tiny.html"]
    assert names(order) == {"tiny.html", "tiny.json", "index.html"}


def test_a_page_that_someone_edited_is_neither_listed_nor_removed(
    report: Report, order: Order
) -> None:
    batch.build([report], order, Told())
    (order.out / "tiny.pdf").write_bytes(b"mine")
    later = dataclasses.replace(EDITION, code="0.2.0+def")
    batch.build([report], Order(order.out, ("html",), later), Told())
    assert outputs(order) == ["tiny.html"]
    assert (order.out / "tiny.pdf").read_bytes() == b"mine"


@pytest.mark.parametrize("file", ["tiny-data.zip", "claims.jsonld", "index.html"])
def test_a_folder_in_the_way_of_any_file_stops_the_build(
    report: Report, order: Order, file: str
) -> None:
    (order.out / file).mkdir(parents=True)
    shared = (Shared("claims.jsonld", "Verdicts", "All of them.", b"{}"),)
    order = dataclasses.replace(order, formats=("html", "data"), shared=shared)
    with pytest.raises(ReportError, match=f"{file}: a folder of that name is in the way"):
        batch.build([report], order, Told())


def test_the_data_is_described_like_a_page_and_cleared_away_like_one(
    report: Report, order: Order
) -> None:
    batch.build([report], dataclasses.replace(order, formats=("html", "data")), Told())
    assert outputs(order) == ["tiny-data.zip", "tiny.html"]
    later = dataclasses.replace(EDITION, code="0.2.0+def")
    batch.build([report], Order(order.out, ("html",), later), Told())
    assert outputs(order) == ["tiny.html"]
    assert names(order) == {"tiny.html", "tiny.json", "index.html"}


def test_a_shared_file_is_written_once_and_only_when_a_report_was(
    report: Report, order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    shared = (Shared("claims.jsonld", "Verdicts", "All of them.", b"{}"),)
    order = dataclasses.replace(order, shared=shared)
    told = Told()
    batch.build([report], order, told)
    assert told.files[-2:] == ["claims.jsonld", "index.html"]
    assert (order.out / "claims.jsonld").read_bytes() == b"{}"
    assert "All of them." in (order.out / "index.html").read_text()
    again = Told()
    batch.build([report], order, again)
    assert "claims.jsonld" not in again.files
    (order.out / "claims.jsonld").unlink()
    monkeypatch.setattr(
        engine, "execute", lambda *_: (_ for _ in ()).throw(ReportFailed("no", None))
    )
    batch.build([report], order, Told())
    assert not (order.out / "claims.jsonld").exists()


def test_a_manifest_describes_the_files_beside_it(report: Report, order: Order) -> None:
    batch.build([report], order, Told())
    document = manifest.read(order.out / "tiny.json")
    assert manifest.intact(order.out, document) == document["outputs"]
