"""Formulas of one notebook → Typst equations, with the macros that other cells define."""

from collections.abc import Callable
from dataclasses import dataclass, field

from analysis.render.macros import Macros
from analysis.render.typst import maths
from analysis.render.typst.escape import string, truth
from analysis.render.typst.mathwords import UnsupportedError


@dataclass(slots=True)
class Equations:
    """What the formulas of a notebook have in common: macros, and how each is tried."""

    compiles: Callable[[str], bool]
    macros: Macros = field(default_factory=Macros)

    def typst(self, tex: str, bare: str | None, display: bool) -> str | None:
        """Return an equation, empty where nothing is shown, None where it cannot be set.

        Args:
            tex: the formula as it is written, which is its alternative text.
            bare: the same without its macros, None where it is too long.
            display: whether it stands by itself.
        """
        if bare is None or not bare.strip():
            return bare
        try:
            body = maths.typst(bare.strip(), display)
        except UnsupportedError:
            return None
        if not self.compiles(body):
            return None
        block = truth(display)
        padded = f" {body} " if display else body
        alt = string(" ".join(tex.split()))
        # on a line of its own: an error of the compiler's, one for each character, quotes its line
        return f"#rp-equation(math.equation(alt: {alt}, block: {block},\n${padded}$))"
