r"""Chemical formulas and equations, as notebooks write them in \ce of mhchem, in plain TeX."""

import re

from analysis.render.macros import UnreadError

_ARROWS = {
    "<=>": "rightleftharpoons",
    "<-->": "rightleftarrows",
    "<->": "leftrightarrow",
    "-->": "rightarrow",
    "->": "rightarrow",
    "<-": "leftarrow",
}
_ARROW = "|".join(_ARROWS)
_SIGNS = {"v": r"\downarrow", "^": r"\uparrow", ".": r"\cdot ", "*": r"\cdot "}
# bonds without the room of operators; a sum may be written without blanks
_BONDS = {"-": r"\text{–}", "=": r"\text{=}", "#": r"\text{≡}", "+": " + "}
_WORD = re.compile(
    rf"(?P<arrow>{_ARROW})(?:\[(?P<above>[^\[\]]*)\])?(?:\[(?P<below>[^\[\]]*)\])?"
    rf"|(?P<sign>[-+=v^.*])(?=\s|\Z)|(?P<species>(?:\$[^$]*\$|(?!{_ARROW})[^\s$])+)|\s+"
)
_PART = re.compile(
    r"\^(?:\{(?P<over>[^{}]*)\}|(?P<charge>\d+[+-]?|[A-Za-z]*[+-]|[A-Za-z]+))"
    r"|_(?:\{(?P<below>[^{}]*)\}|(?P<index>\d+|[A-Za-z]))|(?P<letters>[A-Za-z]+)"
    r"|(?<=[A-Za-z)\]}])(?P<count>\d+)|(?P<amount>\d+(?:[./]\d+)?)"
    r"|(?P<ion>[+-])(?=\Z|[()\]])|(?P<bond>[-=#.*+])"
    r"|(?P<plain>[()\[\],]|\\[A-Za-z]+)|\$(?P<maths>[^$]*)\$"
)
_SHOWN = {
    **dict.fromkeys(["over", "charge", "ion"], "^{%s}"),
    **dict.fromkeys(["below", "index", "count"], "_{%s}"),
    "letters": r"\mathrm{%s}",
    "amount": r"%s\,",
    "maths": "{%s}",
    "plain": "%s ",
}


def equation(source: str) -> str:
    r"""Return a chemical formula or equation as TeX.

    >>> print(equation("SO4^2- + Ba^2+ -> BaSO4 v"))
    \mathrm{SO}_{4}^{2-} + \mathrm{Ba}^{2+} \rightarrow \mathrm{BaSO}_{4} \downarrow

    Raises:
        UnreadError: it says more than is read here.
    """
    return " ".join(filter(None, map(_word, _read(_WORD, source)))).strip()


def _read(pattern: re.Pattern[str], text: str) -> list[re.Match[str]]:
    found = list(pattern.finditer(text))
    if "".join(part[0] for part in found) != text:
        raise UnreadError(text)
    return found


def _word(found: re.Match[str]) -> str:
    if found["arrow"]:
        name = _ARROWS[found["arrow"]]
        above, below = (equation(found[side] or "") for side in ("above", "below"))
        return rf"\x{name}[{below}]{{{above}}}" if above or below else rf"\{name}"
    if found["sign"]:
        return _SIGNS.get(found["sign"], found["sign"])
    species = found["species"] or ""
    shown = "".join(map(_part, _read(_PART, species)))
    return f"{{}}{shown}" if species[:1] in {"^", "_"} else shown


def _part(found: re.Match[str]) -> str:
    kind = found.lastgroup or ""
    return {**_SIGNS, **_BONDS}[found[kind]] if kind == "bond" else _SHOWN[kind] % found[kind]
