from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

import pytest

from analysis.errors import ReportError
from analysis.render import batch, engine, formats, hashes, lock, manifest
from analysis.render.batch import Order
from analysis.render.catalogue import Report
from analysis.render.hashes import Hashes
from analysis.render.index import Shared
from analysis.render.manifest import Edition
from analysis.render.work import Result, Work

EDITION = Edition("2025-06-18", "0.1.0+abc", {}, {})


class Told:
    """Notes what a build says."""

    def __init__(self) -> None:
        self.count = 0
        self.did: list[str] = []
        self.files: list[str] = []
        self.failures: list[tuple[str | None, Path | None]] = []

    def waits(self, folder: Path) -> None:
        self.did.append(f"waits for {folder.name}")

    def planned(self, count: int) -> None:
        self.count = count

    def started(self, name: str) -> None:
        self.did.append(f"started {name}")

    def finished(self, result: Result, paths: Sequence[Path]) -> None:
        self.did.append(f"finished {result.name}")
        self.files.extend(path.name for path in paths)

    def skipped(self, name: str, why: str) -> None:
        self.did.append(f"skipped {name}: {why}")

    def failed(self, result: Result, kept: Path | None) -> None:
        self.failures.append((result.failure, kept))

    def wrote(self, path: Path) -> None:
        self.files.append(path.name)


class Here:
    """A pool that runs each report in this very process."""

    def warming(self, _work: Work) -> AbstractContextManager[None]:
        return nullcontext()

    def results(self, works: Iterable[Work]) -> Generator[Result]:
        for work in works:
            yield engine.run(work)


def build(reports: Sequence[Report], order: Order, progress: Told) -> int:
    return batch.build(reports, order, progress, Here())


def failing(pages: dict[str, bytes], *names: str) -> Callable[..., Result]:
    """How an engine runs for which some reports, or all, fail with these pages."""
    good = engine.run

    def run(work: Work) -> Result:
        if names and work.report.name not in names:
            return good(work)
        return Result(work.report.name, pages, failure="it failed")

    return run


@pytest.fixture
def report(tmp_path: Path) -> Report:
    (tmp_path / "tiny.ipynb").write_text("{}")
    return Report("tiny", "Tiny", tmp_path / "tiny.ipynb", {}, {})


@pytest.fixture
def order(tmp_path: Path) -> Order:
    return Order(tmp_path / "out", ("html", "pdf"), EDITION)


@pytest.fixture(autouse=True)
def _no_kernel(monkeypatch: pytest.MonkeyPatch) -> None:
    def run(work: Work) -> Result:
        name, code = work.report.name, work.edition.code.encode()
        pages = {formats.file_name(name, one): one.encode() + code for one in work.formats}
        return Result(name, pages)

    monkeypatch.setattr(engine, "run", run)


def names(order: Order) -> set[str]:
    """Return what is there beside the hidden file of hashes, which is there always."""
    found = {path.name for path in order.out.iterdir()}
    return found - {hashes.FILE}


def outputs(order: Order) -> list[str]:
    return list(json.loads((order.out / "tiny.json").read_text())["outputs"])


def test_a_folder_in_the_way_stops_the_build_before_any_kernel(
    report: Report, order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "run", lambda *_: pytest.fail("a kernel was started"))
    (order.out / "tiny.pdf").mkdir(parents=True)
    with pytest.raises(ReportError, match="in the way"):
        build([report], order, Told())


def test_a_kernel_that_could_not_start_leaves_nothing(
    report: Report, order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "run", failing({}))
    told = Told()
    assert build([report], order, told) == 1
    assert told.failures == [("it failed", None)]
    assert names(order) == set()


def test_a_failure_keeps_the_older_report_and_the_others_are_built(
    report: Report, order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    build([report], order, Told())
    kept = ("tiny.html", "tiny.pdf", "tiny.json")
    before = {name: (order.out / name).read_bytes() for name in kept}
    pages = {"tiny.failed.ipynb": b"{}", "tiny.failed.html": b"broken"}
    monkeypatch.setattr(engine, "run", failing(pages, "tiny"))
    order = dataclasses.replace(order, force=True)
    other = dataclasses.replace(report, name="other")
    assert build([report, other], order, Told()) == 1
    assert before == {name: (order.out / name).read_bytes() for name in before}
    assert names(order) - before.keys() == {
        "index.html",
        "index.json",
        "tiny.failed.ipynb",
        "tiny.failed.html",
        "other.html",
        "other.pdf",
        "other.json",
    }


def test_a_later_success_takes_the_failure_away(report: Report, order: Order) -> None:
    order.out.mkdir()
    (order.out / "tiny.failed.ipynb").write_text("{}")
    (order.out / "tiny.failed.html").write_text("broken")
    build([report], order, Told())
    assert names(order) == {"tiny.html", "tiny.pdf", "tiny.json", "index.html", "index.json"}


def test_stopping_lists_what_was_finished_and_leaves_no_half_file(
    report: Report, order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = dataclasses.replace(report, name="other")
    place = batch.files.place

    def stop_at_other(folder: Path, contents: dict[str, bytes], *gone: object) -> list[Path]:
        if "other.html" in contents:
            monkeypatch.setattr(Path, "replace", stop)
        return place(folder, contents, *gone)

    def stop(*_args: object) -> None:
        monkeypatch.undo()
        raise KeyboardInterrupt

    monkeypatch.setattr(batch.files, "place", stop_at_other)
    with pytest.raises(KeyboardInterrupt):
        build([report, other], order, Told())
    assert names(order) == {"tiny.html", "tiny.pdf", "tiny.json", "index.html", "index.json"}


def test_stopping_waits_for_no_shared_file_and_the_next_build_makes_it(
    report: Report, order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    build([report], order, Told())
    with monkeypatch.context() as patch:
        patch.setattr(engine, "run", stopped)
        slow = Shared("claims.jsonld", "Verdicts", "All of them.", lambda: pytest.fail("waited"))
        order = dataclasses.replace(order, shared=(slow,))
        with pytest.raises(KeyboardInterrupt):
            build([report], dataclasses.replace(order, force=True), Told())
    quick = dataclasses.replace(slow, content=lambda: b"{}")
    told = Told()
    build([report], dataclasses.replace(order, shared=(quick,)), told)
    assert told.files == ["claims.jsonld"]


def stopped(_work: Work) -> Result:
    raise KeyboardInterrupt


def test_a_build_says_what_it_does_and_what_it_wrote(report: Report, order: Order) -> None:
    told = Told()
    assert build([report], order, told) == 0
    assert told.count == 1
    assert told.did == ["started tiny", "finished tiny"]
    assert told.files == ["tiny.html", "tiny.pdf", "tiny.json", "index.html"]


def test_an_index_that_would_be_the_same_is_left_alone(report: Report, order: Order) -> None:
    build([report], order, Told())
    told = Told()
    build([report], dataclasses.replace(order, force=True), told)
    assert told.files == ["tiny.html", "tiny.pdf", "tiny.json"]


def test_a_fresh_report_is_not_run_and_nothing_is_checked_or_written(
    report: Report, order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    build([report], order, Told())
    before = {path: path.stat().st_mtime_ns for path in order.out.glob("[!.]*")}
    monkeypatch.setattr(engine, "run", lambda *_: pytest.fail("a kernel was started"))
    told = Told()
    order = dataclasses.replace(order, check=lambda: pytest.fail("the data was read"))
    assert build([report], order, told) == 0
    assert (told.files, told.did) == ([], ["skipped tiny: fresh"])
    assert before == {path: path.stat().st_mtime_ns for path in order.out.glob("[!.]*")}


def test_data_that_cannot_be_read_stops_the_build_before_any_kernel(
    report: Report, order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse() -> None:
        raise ReportError("no such data")

    monkeypatch.setattr(engine, "run", lambda *_: pytest.fail("a kernel was started"))
    with pytest.raises(ReportError, match="no such data"):
        build([report], dataclasses.replace(order, check=refuse), Told())
    assert names(order) == set()


def test_a_format_of_the_same_edition_stays_in_the_manifest(report: Report, order: Order) -> None:
    build([report], order, Told())
    order = dataclasses.replace(order, force=True)
    build([report], dataclasses.replace(order, formats=("html",)), Told())
    assert outputs(order) == ["tiny.html", "tiny.pdf"]


def test_a_format_of_another_edition_is_cleared_away(report: Report, order: Order) -> None:
    build([report], order, Told())
    later = dataclasses.replace(EDITION, code="0.2.0+def")
    build([report], Order(order.out, ("html",), later), Told())
    assert outputs(order) == ["tiny.html"]
    assert names(order) == {"tiny.html", "tiny.json", "index.html", "index.json"}


def test_a_page_that_someone_edited_is_neither_listed_nor_removed(
    report: Report, order: Order
) -> None:
    build([report], order, Told())
    (order.out / "tiny.pdf").write_bytes(b"mine")
    later = dataclasses.replace(EDITION, code="0.2.0+def")
    build([report], Order(order.out, ("html",), later), Told())
    assert outputs(order) == ["tiny.html"]
    assert (order.out / "tiny.pdf").read_bytes() == b"mine"


@pytest.mark.parametrize("file", ["tiny-data.zip", "claims.jsonld", "index.html"])
def test_a_folder_in_the_way_of_any_file_stops_the_build(
    report: Report, order: Order, file: str
) -> None:
    (order.out / file).mkdir(parents=True)
    shared = (Shared("claims.jsonld", "Verdicts", "All of them.", lambda: b"{}"),)
    order = dataclasses.replace(order, formats=("html", "data"), shared=shared)
    with pytest.raises(ReportError, match=f"{file}: a folder of that name is in the way"):
        build([report], order, Told())


def test_the_data_is_described_like_a_page_and_cleared_away_like_one(
    report: Report, order: Order
) -> None:
    build([report], dataclasses.replace(order, formats=("html", "data")), Told())
    assert outputs(order) == ["tiny-data.zip", "tiny.html"]
    later = dataclasses.replace(EDITION, code="0.2.0+def")
    build([report], Order(order.out, ("html",), later), Told())
    assert outputs(order) == ["tiny.html"]
    assert names(order) == {"tiny.html", "tiny.json", "index.html", "index.json"}


def test_a_shared_file_is_written_once_and_put_back_when_it_is_lost(
    report: Report, order: Order
) -> None:
    made = []
    shared = (Shared("claims.jsonld", "Verdicts", "All of them.", lambda: made.append(1) or b"{}"),)
    order = dataclasses.replace(order, shared=shared)
    told = Told()
    build([report], order, told)
    assert told.files[-2:] == ["claims.jsonld", "index.html"]
    assert (order.out / "claims.jsonld").read_bytes() == b"{}"
    assert "All of them." in (order.out / "index.html").read_text()
    build([report], dataclasses.replace(order, force=True), Told())
    assert made == [1]
    (order.out / "claims.jsonld").unlink()
    again = Told()
    build([report], order, again)
    assert again.files == ["claims.jsonld"]
    assert made == [1, 1]


def test_the_index_follows_a_failure_and_its_repair(
    report: Report, order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(engine, "run", failing({"tiny.failed.html": b"broken"}))
        build([report], order, Told())
    assert "tiny.failed.html" in (order.out / "index.html").read_text()
    build([report], order, Told())
    assert "tiny.failed.html" not in (order.out / "index.html").read_text()


def test_a_folder_without_a_report_gets_no_shared_file(
    report: Report, order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    shared = (Shared("claims.jsonld", "Verdicts", "All of them.", lambda: b"{}"),)
    monkeypatch.setattr(engine, "run", failing({}))
    build([report], dataclasses.replace(order, shared=shared), Told())
    assert names(order) == set()


def test_a_manifest_describes_the_files_beside_it(report: Report, order: Order) -> None:
    build([report], order, Told())
    document = manifest.read(order.out / "tiny.json")
    assert manifest.intact(order.out, document) == document["outputs"]


@pytest.fixture
def others(report: Report) -> list[Report]:
    """Three reports of a small notebook, a larger and the largest."""
    found = []
    for size, name in enumerate(("small", "larger", "largest")):
        notebook = report.notebook.with_name(f"{name}.ipynb")
        notebook.write_text(f"{{{' ' * size}}}")
        found.append(dataclasses.replace(report, name=name, notebook=notebook))
    return found


def order_of(reports: Sequence[Report], order: Order) -> list[str]:
    """Return in which order the reports are run."""
    told = Told()
    build(reports, dataclasses.replace(order, force=True), told)
    return [text.removeprefix("started ") for text in told.did if text.startswith("started")]


def took(order: Order, seconds: dict[str, float]) -> None:
    """Let the folder know how long reports took."""
    path = order.out / hashes.FILE
    path.write_text(json.dumps(json.loads(path.read_text()) | {"seconds": seconds}))


def test_what_never_ran_is_run_by_the_size_of_its_notebook(
    others: list[Report], order: Order
) -> None:
    assert order_of(others, order) == ["largest", "larger", "small"]


def test_what_took_longest_last_time_is_run_first(others: list[Report], order: Order) -> None:
    build(others, order, Told())
    took(order, {"small": 3, "larger": 1, "largest": 2})
    assert order_of(others, order) == ["small", "largest", "larger"]


def test_what_never_ran_is_thought_to_take_as_long_as_others_of_its_notebook_else_long(
    others: list[Report], order: Order
) -> None:
    build(others[1:], order, Told())
    took(order, {"larger": 1, "largest": 2})
    sibling = dataclasses.replace(others[1], name="sibling")
    assert order_of([sibling, *others], order) == ["small", "largest", "sibling", "larger"]


def test_the_seconds_of_a_report_are_kept_for_the_next_build_and_not_in_its_manifest(
    report: Report, order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    build([report], order, Told())
    before = (order.out / "tiny.json").read_bytes()
    good = engine.run
    monkeypatch.setattr(engine, "run", lambda one: dataclasses.replace(good(one), seconds=7.0))
    build([report], dataclasses.replace(order, force=True), Told())
    assert Hashes(order.out).seconds("tiny") == 7
    assert (order.out / "tiny.json").read_bytes() == before


@pytest.mark.parametrize(("fail_fast", "built"), [(True, set()), (False, {"tiny.html"})])
def test_the_first_failure_is_the_last_report_only_when_asked(
    report: Report,
    order: Order,
    monkeypatch: pytest.MonkeyPatch,
    fail_fast: bool,
    built: set[str],
) -> None:
    monkeypatch.setattr(engine, "run", failing({}, "first"))
    order = dataclasses.replace(order, fail_fast=fail_fast)
    first = dataclasses.replace(report, name="first")
    assert build([first, report], order, Told()) == 1
    assert {name for name in names(order) if name == "tiny.html"} == built


def test_a_build_waits_for_another_into_its_folder_and_says_so(
    report: Report, order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lock, "_taken", lambda _file: False)
    monkeypatch.setattr(lock, "_wait", lambda _file: None)
    told = Told()
    build([report], order, told)
    assert told.did[0] == "waits for out"
