"""LaTeX formulas → Typst maths, by way of MathML."""

from functools import lru_cache

from analysis.render.tex import prepared
from analysis.render.typst import mathml
from analysis.render.typst.mathwords import UnsupportedError


@lru_cache(maxsize=2_000)
def typst(tex: str, display: bool) -> str:
    """Return the Typst maths of a LaTeX formula given without its dollars.

    Raises:
        UnsupportedError: latex2mathml or the mapping cannot read it; show the TeX instead.
    """
    from latex2mathml.converter import convert_to_element  # loaded only by notebooks with maths

    try:
        element = convert_to_element(prepared(tex), display="block" if display else "inline")
        body = mathml.lines(element) if display else mathml.typst(element)
    except UnsupportedError:
        raise
    except Exception as error:  # latex2mathml has no base class: IndexError, KeyError, its own, …
        raise UnsupportedError(f"{type(error).__name__}: {error}") from error
    if not body.strip():
        raise UnsupportedError("the formula shows nothing")
    return body.strip()
