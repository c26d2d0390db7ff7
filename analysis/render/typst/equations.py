"""Formulas of one notebook → Typst equations, with the macros that other cells define."""

from collections.abc import Callable
from dataclasses import dataclass, field

from analysis.render.macros import Macros
from analysis.render.typst import maths
from analysis.render.typst.escape import string
from analysis.render.typst.mathwords import UnsupportedError


@dataclass(slots=True)
class Equations:
    """What the formulas of a notebook have in common: macros, and how each is tried."""

    compiles: Callable[[str], bool]
    macros: Macros = field(default_factory=Macros)

    def typst(self, tex: str, display: bool) -> str | None:
        """Return an equation, empty where nothing is shown, None where it cannot be set."""
        if len(tex) > maths.LENGTH_LIMIT:
            return None
        bare = self.macros.expanded(tex)
        if bare is None or not bare.strip():
            return bare
        try:
            body = maths.typst(bare.strip(), display)
        except UnsupportedError:
            return None
        if not self.compiles(body):
            return None
        block = "true" if display else "false"
        padded = f" {body} " if display else body
        alt = string(" ".join(tex.split()))
        return f"#rp-equation(math.equation(alt: {alt}, block: {block}, ${padded}$))"
