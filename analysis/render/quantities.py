r"""Numbers, angles and units, as \num, \ang and \unit of siunitx read them, in plain TeX."""

import re
from collections.abc import Iterable

from analysis.render.macros import UnreadError

_DIGITS = r"(?:\d+(?:[.,]\d*)?|[.,]\d+)"
_NUMBER = re.compile(
    rf"(?P<digits>[-+]?{_DIGITS}(?:\(\d+\))?)?(?:(?:\\pm|\+-)(?P<error>{_DIGITS}))?"
    r"(?:[eEdD](?P<power>[-+]?\d+))?"
)
_NAME = re.compile(r"\\([A-Za-z]+)\s*(?:\{(-?\d{1,3})\}\s*)?")
_GAP = re.compile(r"(?<!\d)\.|\.(?!\d)|~")
_POWER = re.compile(r"\^([-+]?\d+)")


def _named(pairs: str) -> dict[str, str]:
    words = pairs.split()
    return dict(zip(words[::2], words[1::2], strict=True))


_PREFIXES = _named(
    r"exa E peta P tera T giga G mega M kilo k hecto h deca da deci d centi c milli m micro \mu{}"
    r" nano n pico p femto f atto a"
)
_UNITS = _named(
    r"meter m metre m second s gram g kilogram kg kelvin K ampere A mole mol newton N pascal Pa"
    r" joule J watt W volt V ohm \Omega{} hertz Hz tesla T coulomb C farad F liter L litre L"
    r" tonne t minute min hour h day d bar bar electronvolt eV percent \% candela cd radian rad"
    r" becquerel Bq decibel dB gray Gy hectare ha henry H lumen lm lux lx siemens S sievert Sv"
    r" steradian sr weber Wb dalton Da angstrom \mathring{A} celsius {}^\circ{}C"
    r" degreeCelsius {}^\circ{}C degree {}^\circ{} arcminute {}^\prime{}"
    r" arcsecond {}^{\prime\prime}{}"
)
# such as \km, \ms and \kWh
_SHORT = re.compile(r"([fpnumcdhkMGT]?)(eV|Hz|Pa|Wh|mol|ohm|[ACFHJKLNTVWglms])")
_AHEAD = {"per": -1, "square": 2, "cubic": 3}  # of the unit that follows
_BEHIND = {"squared": 2, "cubed": 3}
_AMONG_LETTERS = _named(r"per / squared ^2 cubed ^3 cdot \cdot")
_ANGLE = ("degree", "arcminute", "arcsecond")
_ANGLES = re.compile(rf"\s*\\(?:{'|'.join(_ANGLE)})\s*")  # stand at their number


def number(source: str, *, measured: bool = False) -> str:
    r"""Return a number as TeX, its power of ten written out; one with a unit is `measured`.

    >>> print(number("1,2e3"), number("2 +- 1", measured=True))
    1.2\times 10^{3} (2\pm 1)

    Raises:
        UnreadError: it says more than is read here.
    """
    found = _NUMBER.fullmatch("".join(source.split()))
    if not (found and found[0]) or (found["error"] and not found["digits"]):
        raise UnreadError(source)
    digits, error, power = found.groups()
    if error:
        digits = rf"{digits}\pm {error}"
        digits = f"({digits})" if measured or power else digits
    ten = rf"10^{{{power}}}" if power else ""
    return r"\times ".join(filter(None, [(digits or "").replace(",", "."), ten]))


def numbers(source: str) -> str:
    r"""Return a list of numbers, which semicolons part, as TeX.

    >>> print(numbers("1;2;3"))
    1, 2\text{ and }3

    Raises:
        UnreadError: one of them says more than is read here.
    """
    *others, last = map(number, source.split(";"))
    return r"\text{ and }".join(filter(None, [", ".join(others), last]))


def angle(source: str) -> str:
    r"""Return an angle in degrees, or in degrees, minutes and seconds, as TeX.

    >>> print(angle("45"), angle("6;7;6.5"))
    45{}^\circ{} 6{}^\circ{}7{}^\prime{}6.5{}^{\prime\prime}{}

    Raises:
        UnreadError: it is none.
    """
    parts = source.split(";")
    if len(parts) > len(_ANGLE):
        raise UnreadError(source)
    found = [(part, _UNITS[sign]) for part, sign in zip(parts, _ANGLE, strict=False) if part]
    if not found:
        raise UnreadError(source)
    return "".join(f"{number(part)}{sign}" for part, sign in found)


def unit(source: str) -> str:
    r"""Return a unit, given as names or as letters, as TeX.

    >>> print(unit(r"\kilo\gram\meter\per\second\squared"), unit("m/s^2"))
    \mathrm{kg\,m\,s^{-2}} \mathrm{m/s^{2}}

    Raises:
        UnreadError: it has a name that is not known here, or says nothing.
    """
    source = source.strip()
    names = _NAME.findall(source)
    if not source:
        raise UnreadError(source)
    if _NAME.sub("", source):
        spelt = _GAP.sub(r"\\,", _NAME.sub(_among_letters, source))
        spelt = _POWER.sub(r"^{\1}", spelt)
    else:
        spelt = _product(names)
    return rf"\mathrm{{{spelt}}}"


def beside(source: str) -> str:
    r"""Return a unit as it stands after its number.

    >>> print(beside(r"\metre"), beside(r"\degree"))
    \,\mathrm{m} \mathrm{{}^\circ{}}
    """
    return unit(source) if _ANGLES.fullmatch(source) else rf"\,{unit(source)}"


def _product(names: Iterable[tuple[str, str]]) -> str:
    factors: list[tuple[str, int]] = []
    prefix, power = "", 1
    for name, raised in names:
        if name in _AHEAD or (name == "raiseto" and raised):
            power *= _AHEAD.get(name) or int(raised)
        elif factors and (name in _BEHIND or (name == "tothe" and raised)):
            letters, before = factors.pop()
            factors.append((letters, before * (_BEHIND.get(name) or int(raised))))
        elif raised:
            raise UnreadError(name)
        elif name in _PREFIXES:
            prefix += _PREFIXES[name]
        else:
            factors.append((prefix + _letters(name), power))
            prefix, power = "", 1
    if prefix or power != 1:
        raise UnreadError("a unit without its name")
    return r"\,".join(f"{letters}^{{{n}}}" if n != 1 else letters for letters, n in factors)


def _among_letters(found: re.Match[str]) -> str:
    return f"{_AMONG_LETTERS.get(found[1]) or _letters(found[1])} {found[2] or ''}"


def _letters(name: str) -> str:
    known = _UNITS.get(name) or _PREFIXES.get(name)
    if known:
        return known
    short = _SHORT.fullmatch(name)
    if short is None:
        raise UnreadError(name)
    return short[1].replace("u", r"\mu{}") + _UNITS.get(short[2], short[2])
