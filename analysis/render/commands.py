r"""Commands of TeX packages that notebooks use as if they were TeX's own, in its own words.

Of mhchem, which JupyterLab knows too, \ce; of physics, braket and siunitx what is met most.
"""

import re
from collections.abc import Callable
from functools import partial
from itertools import pairwise

from analysis.render.chemistry import equation
from analysis.render.macros import LONGEST, UnreadError, group
from analysis.render.quantities import angle, beside, number, numbers, unit

_MOST = 3  # arguments
# by name and number of arguments; #0 is the order of a derivative
_MEANINGS = {
    ("abs", 1): r"\left|#1\right|",
    ("norm", 1): r"\left\|#1\right\|",
    ("Bra", 1): r"\left\langle #1\right|",
    ("Ket", 1): r"\left|#1\right\rangle ",
    ("Braket", 1): r"\left\langle #1\right\rangle ",
    ("braket", 2): r"\left\langle #1\middle|#2\right\rangle ",
    ("ketbra", 2): r"\left|#1\right\rangle\left\langle #2\right|",
    ("comm", 2): r"\left[#1,#2\right]",
    ("vb", 1): r"\mathbf{#1}",
    ("vu", 1): r"\hat{\mathbf{#1}}",
    ("dv", 1): r"\frac{d#0}{d #1#0}",
    ("dv", 2): r"\frac{d#0 #1}{d #2#0}",
    ("pdv", 1): r"\frac{\partial#0}{\partial #1#0}",
    ("pdv", 2): r"\frac{\partial#0 #1}{\partial #2#0}",
    ("pdv", 3): r"\frac{\partial^2 #1}{\partial #2\,\partial #3}",
    ("qty", 1): r"\left\{#1\right\}",
    **dict.fromkeys([(name, 1) for name in ("ce", "num", "numlist", "ang", "si", "unit")], "{#1}"),
    **dict.fromkeys([("SI", 2), ("qty", 2)], "{#1#2}"),
    ("numrange", 2): r"{#1\text{ to }#2}",
    **dict.fromkeys([("SIrange", 3), ("qtyrange", 3)], r"{#1#3\text{ to }#2#3}"),
}
_QUANTITY = partial(number, measured=True)
# how arguments are read that are not TeX
_READERS: dict[tuple[str, int], tuple[Callable[[str], str], ...]] = {
    ("ce", 1): (equation,),
    ("num", 1): (number,),
    ("numlist", 1): (numbers,),
    ("ang", 1): (angle,),
    **dict.fromkeys([("si", 1), ("unit", 1)], (unit,)),
    **dict.fromkeys([("SI", 2), ("qty", 2)], (_QUANTITY, beside)),
    ("numrange", 2): (number, number),
    **dict.fromkeys([("SIrange", 3), ("qtyrange", 3)], (_QUANTITY, _QUANTITY, beside)),
}
_NAMES = "|".join(sorted({name for name, _ in _MEANINGS}))
# the end of a row, two backslashes, begins no name
_COMMAND = re.compile(rf"\\(?:\\|({_NAMES})(?![A-Za-z])\*?\s*(?:\[([^\[\]{{}}]*)\]\s*)?(?=\{{))")
_PLACE = re.compile(r"#(\d)")


def unpacked(tex: str) -> str:
    r"""Return a formula in TeX's own words; a command that says more than is read here stays.

    >>> print(unpacked(r"\dv[2]{x}{t} = \abs{\ce{H2O}}"))
    \frac{d^{2} x}{d t^{2}} = \left|{\mathrm{H}_{2}\mathrm{O}}\right|
    """
    at, source = 0, tex
    while found := _COMMAND.search(tex, at):
        at = found.end()
        try:
            meaning, end = _meaning(found, tex)
        except UnreadError:
            continue
        tex = f"{tex[: found.start()]}{meaning}{tex[end:]}"
        at = found.start()
        if len(tex) > LONGEST:
            return source
    return tex


def _meaning(found: re.Match[str], tex: str) -> tuple[str, int]:
    """Return what a command with its arguments means, and where they end."""
    ends = [found.end()]
    while len(ends) <= _MOST and tex[ends[-1] : ends[-1] + 1] == "{":
        end = group(tex, ends[-1])
        if end < 0:
            break
        ends.append(end)
    name = found[1]
    count = next((n for n in range(len(ends) - 1, 0, -1) if (name, n) in _MEANINGS), 0)
    if not count:
        raise UnreadError(name)
    given = [tex[start + 1 : end - 1] for start, end in pairwise(ends[: count + 1])]
    readers = _READERS.get((name, count), (str,) * count)
    given = [read(words) for read, words in zip(readers, given, strict=True)]
    order = f"^{{{found[2]}}}" if found[2] else ""
    filled = _PLACE.sub(lambda place: [order, *given][int(place[1])], _MEANINGS[name, count])
    return filled, ends[count]
