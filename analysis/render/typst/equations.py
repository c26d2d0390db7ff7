"""Formulas of one notebook → Typst equations, with the macros that other cells define."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from analysis.render.typst import maths
from analysis.render.typst.escape import string
from analysis.render.typst.mathwords import UnsupportedError

_BRACED = r"\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}"
_DEFINITION = re.compile(
    rf"\\(?:(?:re)?newcommand|providecommand|DeclareMathOperator)\*?\s*\{{?\s*\\(?P<a>[A-Za-z]+)\s*\}}?"
    rf"\s*(?:\[\d\])?(?:\[[^\]]*\])?\s*{_BRACED}"
    rf"|\\def\s*\\(?P<b>[A-Za-z]+)(?:\s*#\d)*\s*{_BRACED}"
)
_USED = re.compile(r"\\([A-Za-z]+)")
_MACROS_LIMIT = 200


@dataclass(slots=True)
class Equations:
    """What the formulas of a notebook have in common: macros by name, and how each is tried."""

    compiles: Callable[[str], bool]
    macros: dict[str, str] = field(default_factory=dict)

    def typst(self, tex: str, display: bool) -> str | None:
        """Return an equation, empty where nothing is shown, None where it cannot be set."""
        bare = self._without_definitions(tex).strip()
        if not bare:
            return ""
        try:
            body = maths.typst(self._defined(bare), display)
        except UnsupportedError:
            return None
        if not self.compiles(body):
            return None
        block = "true" if display else "false"
        padded = f" {body} " if display else body
        alt = string(" ".join(tex.split()))
        return f"#rp-equation(math.equation(alt: {alt}, block: {block}, ${padded}$))"

    def _without_definitions(self, tex: str) -> str:
        """Return a formula without the macros it defines, which are kept for all that follow."""
        if "\\newcommand" not in tex and not _DEFINITION.search(tex):
            return tex
        for found in _DEFINITION.finditer(tex):
            if len(self.macros) < _MACROS_LIMIT:
                self.macros[found["a"] or found["b"]] = found[0].replace("\\re", "\\", 1)
        return _DEFINITION.sub("", tex)

    def _defined(self, tex: str) -> str:
        """Return a formula behind the definitions of the macros it uses, of theirs too."""
        needed: dict[str, str] = {}
        found = _USED.findall(tex)
        while found:
            name = found.pop()
            if name in self.macros and name not in needed:
                needed[name] = self.macros[name]
                found += _USED.findall(self.macros[name])
        return "".join(needed.values()) + tex
