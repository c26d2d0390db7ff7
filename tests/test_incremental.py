"""What a report is made of: a real run is listened to, then a copy of all edited part by part."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from analysis import data, provenance
from analysis.commands.edition import edition
from analysis.render import catalogue, engine, store
from analysis.render.catalogue import Report
from analysis.render.work import Result, Work

CLONE = Path(__file__).parents[1]
# listed as one part, whichever of its files changes
RENDER = "analysis/render"


@pytest.fixture(scope="module")
def run() -> Result:
    """The report on trade, run by a real kernel."""
    report = catalogue.declared(provenance.notebooks())["trade"].report
    result = engine.run(Work(report, ("html",), edition(show_code=False)))
    assert result.failure is None
    return result


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of code, data and notebooks, which an edition is made of from now on."""
    for name in ("analysis", "data", "notebooks"):
        ignored = shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints")
        shutil.copytree(CLONE / name, tmp_path / name, ignore=ignored)
    monkeypatch.setattr(provenance, "PACKAGE", tmp_path / "analysis")
    monkeypatch.setenv("SUMMIT_NOTEBOOKS", str(tmp_path / "notebooks"))
    monkeypatch.setenv("SUMMIT_DATA", str(tmp_path / "data"))
    return tmp_path


@pytest.fixture
def report(tree: Path, run: Result) -> Report:
    """The report on trade of the copy, in the folder `out` as if it had been run there."""
    report = catalogue.declared(tree / "notebooks")["trade"].report
    opened = frozenset(path.replace(str(CLONE), str(tree)) for path in run.opened)
    result = Result("trade", run.pages, opened)
    (tree / "out").mkdir()
    store.place(result, Work(report, ("html",), edition(show_code=False)), tree / "out")
    return report


def reasons(tree: Path, report: Report) -> list[str]:
    return store.reasons(report, edition(show_code=False), ("html",), tree / "out")


def parts(tree: Path) -> set[str]:
    return {*json.loads((tree / "out" / "trade.json").read_text())["parts"]}


def edits(tree: Path, names: set[str]) -> Iterator[str]:
    """Yield the name of each file in turn while it is another than it was; data is sealed."""
    for name in sorted(names):
        path = tree / name
        before = path.read_bytes()
        descriptor = (tree / "data" / "datapackage.json").read_bytes()
        path.write_bytes(before.replace(b'"title": "', b'"title": "A ', 1) + b"\n")
        if path.suffix == ".csv":
            path.write_bytes(_quoted(before))
            data.seal(tree / "data")
        yield name
        path.write_bytes(before)
        (tree / "data" / "datapackage.json").write_bytes(descriptor)


def _quoted(table: bytes) -> bytes:
    """Return a table that is another file and holds the same: its first name is quoted."""
    return b'"' + table.replace(b",", b'",', 1)


def test_every_part_counts_and_alone(tree: Path, report: Report) -> None:
    listed = {name for name in parts(tree) if (tree / name).is_file()}
    assert reasons(tree, report) == []
    for name in edits(tree, listed):
        assert reasons(tree, report) == [f"{name} changed"]
    assert reasons(tree, report) == []


def test_no_other_file_counts(tree: Path, report: Report) -> None:
    ours = [*tree.glob("analysis/**/*.py"), *tree.glob("notebooks/*"), *tree.glob("data/*.csv")]
    others = {path.relative_to(tree).as_posix() for path in ours} - parts(tree)
    others = {name for name in others if not name.startswith(f"{RENDER}/")}
    assert {"data/logistics.csv", "notebooks/brief.ipynb", "notebooks/reports.toml"} <= others
    assert {"analysis/topics/logistics/network.py", "analysis/charts/tornados.py"} <= others
    for _ in edits(tree, others):
        assert reasons(tree, report) == []


def test_whatever_makes_the_pages_counts(tree: Path, report: Report) -> None:
    names = ("render/store.py", "render/typst/cells.py", "render/templates/report-html/report.css")
    for _ in edits(tree, {f"analysis/{name}" for name in names}):
        assert reasons(tree, report) == [f"{RENDER} changed"]


def test_a_report_on_trade_is_made_of_the_tables_of_trade(tree: Path, report: Report) -> None:
    assert report
    found = parts(tree)
    assert {"data/trade.csv", "data/sources.csv", "data/corrections.csv"} <= found
    assert {"notebooks/trade.ipynb", "analysis/topics/trade/growth.py", RENDER} <= found
    assert not [name for name in found if "logistics" in name or "resources" in name]
    assert not [
        name for name in found if name.startswith("analysis/commands/") and "edit" not in name
    ]


def test_the_page_names_its_own_edition(tree: Path, report: Report) -> None:
    assert report
    document = json.loads((tree / "out" / "trade.json").read_text())
    assert document["edition"] in (tree / "out" / "trade.html").read_text(encoding="utf-8")
    assert document["outside"] == []
