"""Modules of ours that a zygote has imported for its kernels; each is had when it is imported.

A kernel takes a module from here as if it were read from its file: not before something imports
it, together with what that module imports and nothing else, and with every file told as opened, so
that a report still knows what it was made of. After an edit of a file there is nothing to take.
"""

from __future__ import annotations

import builtins
import importlib.util
import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, SourceFileLoader
from pathlib import Path
from types import ModuleType

WARM = "warm"
"""What a module may have to be called here: it reads ahead what its callers will ask for."""
Stamp = tuple[int, int]


class Shelf(MetaPathFinder):
    """The modules of one package, put here in the zygote and taken in a kernel."""

    def __init__(self, package: str) -> None:
        self.package = package
        self._clear()

    def _clear(self) -> None:
        self._modules: dict[str, ModuleType] = {}
        self._needs: dict[str, set[str]] = {}  # what each has imported
        self._named: set[str] = set()  # those that are an attribute of the package they are in
        self._stamps: dict[str, Stamp | None] = {}

    def fresh(self) -> bool:
        """Return whether the files are as they were when the modules were imported."""
        return all(_stamp(path) == stamp for path, stamp in self._stamps.items())

    def lacks(self, names: Iterable[str]) -> list[str]:
        """Return those of some modules that are not here, all when a file was edited."""
        if not self.fresh():
            self._clear()
        ours = {name for name in names if name.partition(".")[0] == self.package}
        return sorted(ours.difference(self._modules))

    def stock(self, names: Iterable[str]) -> None:
        """Import, in the zygote, modules that are lacking; all that comes with them is kept.

        One that cannot be imported is left to the kernel that asks for it to complain of.
        """
        before = self._sources()
        self._out(self._modules)
        with self._noting():
            for name in names:
                with suppress(Exception):
                    importlib.import_module(name)
        self._put_away()
        after = self._sources()
        if before == after:
            self._stamps = {path: after.get(path) for path in map(_file, self._modules.values())}
        else:  # edited meanwhile
            self._clear()

    def _sources(self) -> dict[str, Stamp | None]:
        found = importlib.util.find_spec(self.package)
        folders = (found and found.submodule_search_locations) or []
        paths = [str(path) for folder in folders for path in Path(folder).rglob("*.py")]
        return {path: _stamp(path) for path in paths}

    @contextmanager
    def _noting(self) -> Iterator[None]:
        """Note who imports what: of two that import the same, the second finds it there already."""
        plain = builtins.__import__

        def noting(
            name: str,
            globals: Mapping[str, object] | None = None,  # noqa: A002 - as Python calls them
            locals: Mapping[str, object] | None = None,  # noqa: A002
            fromlist: Sequence[str] | None = (),
            level: int = 0,
        ) -> ModuleType:
            found = plain(name, globals, locals, fromlist, level)
            shown = [getattr(found, one, None) for one in fromlist or ()]
            needs = self._needs.setdefault(str((globals or {}).get("__name__")), set())
            needs.add(found.__name__ if fromlist else name)
            needs.update(one.__name__ for one in shown if isinstance(one, ModuleType))
            return found

        builtins.__import__ = noting
        try:
            yield
        finally:
            builtins.__import__ = plain

    def _put_away(self) -> None:
        """Take the package's modules from where Python looks for them, and from their packages."""
        found = [name for name in sys.modules if name.partition(".")[0] == self.package]
        for module in [sys.modules[name] for name in found if name not in self._modules]:
            with suppress(Exception):
                getattr(module, WARM, lambda: None)()
        self._modules |= {name: sys.modules.pop(name) for name in found}
        for name, module in self._modules.items():
            parent, _, child = name.rpartition(".")
            if parent in self._modules and vars(self._modules[parent]).get(child) is module:
                delattr(self._modules[parent], child)
                self._named.add(name)

    def offer(self) -> None:
        """Let this process, a kernel, take modules from here."""
        if self._modules and self.fresh():
            sys.meta_path.insert(0, self)

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Return how to take a module; None when it is not here, or is to be run anew."""
        if target is not None or fullname not in self._modules:
            return None
        others = (one for one in sys.meta_path if one is not self)
        specs = (one.find_spec(fullname, path, None) for one in others)
        spec = next((one for one in specs if one), None)
        file = _file(self._modules[fullname])
        if spec is None or spec.origin != file:  # another of that name comes before ours
            return None
        spec.loader = Taking(fullname, file, self)
        return spec

    def take(self, name: str) -> None:
        """Put a module where Python looks for it, and with it all that importing it imports."""
        taken = self._with(name)
        for module in taken.values():
            # for who listens: nothing is opened now, but what is taken was read from there
            sys.audit("open", _file(module), "r", os.O_RDONLY)
        self._out(taken)
        for one in taken:  # a module that is imported once more is read once more
            self._modules.pop(one, None)

    def _with(self, name: str) -> dict[str, ModuleType]:
        """Return a module and those that importing it imports, as far as they are still here."""
        found: dict[str, ModuleType] = {}
        waiting = [name]
        while waiting:
            one = waiting.pop()
            if one in self._modules and one not in found:
                found[one] = self._modules[one]
                waiting += [*self._needs.get(one, ()), one.rpartition(".")[0]]
        return found

    def _out(self, modules: dict[str, ModuleType]) -> None:
        """Put modules where Python looks for them, and into the packages they belong to."""
        sys.modules.update(modules)
        for name in self._named.intersection(modules):
            parent, _, child = name.rpartition(".")
            setattr(sys.modules[parent], child, modules[name])


class Taking(SourceFileLoader):
    """A loader of a module's source that takes the module from a shelf instead of running it."""

    def __init__(self, fullname: str, path: str, shelf: Shelf) -> None:
        super().__init__(fullname, path)
        self._shelf = shelf

    def exec_module(self, module: ModuleType) -> None:
        """Let the module on the shelf take the place of a new one."""
        self._shelf.take(module.__name__)


def _file(module: ModuleType) -> str:
    return str(module.__file__)


def _stamp(path: str) -> Stamp | None:
    try:
        found = os.stat(path)  # noqa: PTH116 - of many files, before each fork
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size
