"""Modules kept for kernels: like read from their files in all that an importer can see."""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from analysis.render.shelf import Shelf

CLONE = Path(__file__).parents[2]
FILES = {
    "__init__": "",
    "base": "VALUE = 1",
    "one": "from toyland import base",
    "two": "import toyland.base\ndef later():\n    from toyland import late\n    return late",
    "late": "VALUE = 'late'",
    "inner/__init__": "from .leaf import leaf\nfrom . import twig",
    "inner/leaf": "def leaf(): ...",
    "inner/twig": "",
    "broken": "from toyland import base\n1 / 0",
    "ready": "STEPS = []\ndef warm():\n    STEPS.append(1)",
}
ALIKE = """
import atexit, builtins, decimal, importlib, json, locale, logging, os, pkgutil, signal, sys
import threading, warnings
from analysis.render import zygote
zygote.load([*zygote.PRELOAD, *zygote.LATER])
import matplotlib, matplotlib.units, numpy, pandas
import analysis
from analysis import reading
opened = []
sys.addaudithook(lambda event, given: opened.append(given[0]) if event == "open" else None)
def state():
    return {
        "environment": {**os.environ}, "folder": os.getcwd(), "path": sys.path,
        "matplotlib": sorted(map(repr, matplotlib.rcParams.items())),
        "units": sorted(map(repr, matplotlib.units.registry)),
        "styles": sorted(matplotlib.style.library), "colours": len(matplotlib.colormaps),
        "numpy": repr((numpy.geterr(), numpy.get_printoptions())),
        "pandas": pandas.options.d.__repr__(), "warnings": repr(warnings.filters),
        "signals": [repr(signal.getsignal(one)) for one in (2, 13, 15, 17)],
        "hooks": repr((sys.excepthook, sys.displayhook, sys.meta_path, sys.path_hooks)),
        "built in": sorted(vars(builtins)), "leaving": atexit._ncallbacks(),
        "threads": threading.active_count(), "decimals": repr(decimal.getcontext()),
        "locale": locale.setlocale(locale.LC_ALL), "logging": repr(logging.root.handlers),
    }
before = state()
tops = [one.name for one in pkgutil.iter_modules(analysis.__path__)]
kept = [f"analysis.{one}" for one in tops if one not in zygote.BUILDING]
below = [importlib.import_module(one) for one in kept]
paths = [(one.__path__, f"{one.__name__}.") for one in below if hasattr(one, "__path__")]
for path, prefix in paths:
    for one in pkgutil.walk_packages(path, prefix):
        importlib.import_module(one.name)
after = state()
print(json.dumps({
    "imported": sum(one.partition(".")[0] == "analysis" for one in sys.modules),
    "read": reading.read(),
    "opened": [one for one in opened if str(one).endswith((".csv", "datapackage.json"))],
    "changed": [name for name in before if before[name] != after[name]]}))
"""


@pytest.fixture
def toyland(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A package of small modules; the process is as before in the end."""
    found, modules = [*sys.meta_path], [*sys.modules]
    folder = tmp_path / "toyland"
    for name, text in FILES.items():
        path = folder / f"{name}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    yield folder
    sys.meta_path[:] = found
    for name in {*sys.modules}.difference(modules):
        if name.partition(".")[0] == "toyland":
            del sys.modules[name]


@pytest.fixture
def stocked(toyland: Path) -> Callable[..., Shelf]:
    """A shelf with some modules of the package."""

    def stock(*names: str) -> Shelf:
        shelf = Shelf(toyland.name)
        shelf.stock([f"{toyland.name}.{name}" for name in names])
        return shelf

    return stock


def there() -> set[str]:
    """Return what of the package is imported."""
    return {name.partition(".")[2] for name in sys.modules if name.startswith("toyland")}


def kept(shelf: Shelf) -> set[str]:
    return {name.partition(".")[2] for name in shelf._modules}


def test_a_module_that_fails_is_left_to_who_imports_it(stocked: Callable[..., Shelf]) -> None:
    shelf = stocked("broken", "absent")
    assert kept(shelf) == {"", "base"}
    shelf.offer()
    with pytest.raises(ZeroDivisionError):
        importlib.import_module("toyland.broken")
    with pytest.raises(ModuleNotFoundError):
        importlib.import_module("toyland.absent")


def test_after_an_edit_of_any_file_nothing_is_taken_and_all_is_lacking(
    stocked: Callable[..., Shelf], toyland: Path
) -> None:
    shelf = stocked("one")
    shelf.stock(["toyland.two"])
    (toyland / "base.py").write_text("VALUE = 'edited'")
    shelf.offer()
    assert shelf not in sys.meta_path
    assert shelf.lacks(["toyland.one", "toyland.two"]) == ["toyland.one", "toyland.two"]
    shelf.stock(["toyland.one"])
    shelf.offer()
    assert importlib.import_module("toyland.one").base.VALUE == "edited"
    assert kept(shelf) == set()  # two has gone with its old base


def test_a_file_that_has_gone_counts_as_edited(
    stocked: Callable[..., Shelf], toyland: Path
) -> None:
    shelf = stocked("one")
    (toyland / "base.py").unlink()
    assert not shelf.fresh()


def test_what_was_edited_while_it_was_imported_is_not_kept(
    stocked: Callable[..., Shelf], toyland: Path
) -> None:
    (toyland / "late.py").write_text(
        f"import pathlib\npathlib.Path({str(toyland / 'base.py')!r}).write_text('VALUE = 22')"
    )
    assert kept(stocked("one", "late")) == set()


def test_another_package_of_that_name_that_comes_first_is_what_is_imported(
    stocked: Callable[..., Shelf], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf = stocked("one", "base")
    (tmp_path / "before").mkdir()
    (tmp_path / "before" / "toyland.py").write_text("VALUE = 'another'")
    monkeypatch.syspath_prepend(tmp_path / "before")
    shelf.offer()
    assert importlib.import_module("toyland").VALUE == "another"


def test_a_module_comes_with_what_it_imports_and_not_before_it_is_imported(
    stocked: Callable[..., Shelf],
) -> None:
    shelf = stocked("one", "two", "late", "inner")
    assert there() == set()
    shelf.offer()
    assert not hasattr(importlib.import_module("toyland"), "base")
    assert there() == {""}
    two = importlib.import_module("toyland.two")  # which was not the first to import base
    assert there() == {"", "base", "two"}
    assert sys.modules["toyland"].base is sys.modules["toyland.base"]
    assert not hasattr(sys.modules["toyland"], "late")
    assert two.later().VALUE == "late"
    assert there() == {"", "base", "two", "late"}
    assert kept(shelf) == {"one", "inner", "inner.leaf", "inner.twig"}


def test_a_name_that_a_package_gives_to_something_else_than_its_module_stays(
    stocked: Callable[..., Shelf],
) -> None:
    stocked("inner").offer()
    inner = importlib.import_module("toyland.inner")
    assert there() == {"", "inner", "inner.leaf", "inner.twig"}
    assert callable(inner.leaf)
    assert inner.twig is sys.modules["toyland.inner.twig"]


def test_each_file_is_told_as_opened_when_its_module_is_taken(
    stocked: Callable[..., Shelf], monkeypatch: pytest.MonkeyPatch, toyland: Path
) -> None:
    shelf = stocked("one", "two", "inner")
    told: list[str] = []
    monkeypatch.setattr(sys, "audit", lambda event, path, *_: event == "open" and told.append(path))
    shelf.offer()
    importlib.import_module("toyland.two")
    assert {os.path.relpath(one, toyland) for one in told} == {"__init__.py", "two.py", "base.py"}


def test_a_module_looks_as_if_it_were_read_from_its_file(
    stocked: Callable[..., Shelf], toyland: Path
) -> None:
    stocked("one").offer()
    one = importlib.import_module("toyland.one")
    assert (one.__name__, one.__file__) == ("toyland.one", str(toyland / "one.py"))
    assert type(one.__loader__).__name__ == "SourceFileLoader"
    assert one.__spec__.loader is one.__loader__


def test_a_module_that_is_imported_again_or_reloaded_is_run_anew(
    stocked: Callable[..., Shelf],
) -> None:
    stocked("base").offer()
    base: Any = importlib.import_module("toyland.base")
    base.VALUE = 2
    assert importlib.reload(base).VALUE == 1
    base.VALUE = 2
    del sys.modules["toyland.base"]
    assert importlib.import_module("toyland.base").VALUE == 1
    assert base.VALUE == 2


def test_a_module_that_reads_ahead_is_let_do_so_once(stocked: Callable[..., Shelf]) -> None:
    shelf = stocked("ready")
    shelf.stock(["toyland.one"])
    shelf.offer()
    assert importlib.import_module("toyland.ready").STEPS == [1]


def test_importing_our_modules_changes_nothing_of_the_process_and_reads_no_data() -> None:
    """What a kernel finds when its zygote has imported them is what any kernel finds."""
    said = subprocess.run(
        [sys.executable, "-c", ALIKE], cwd=CLONE, check=True, capture_output=True, text=True
    ).stdout
    found = json.loads(said.splitlines()[-1])
    assert found.pop("imported") > 100
    assert found == {"read": [], "opened": [], "changed": []}
