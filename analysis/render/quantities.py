r"""Numbers and units, as \num, \SI and \unit of siunitx read them, in plain TeX."""

import re

from analysis.render.macros import UnreadError

_NUMBER = re.compile(r"\s*([-+]?[\d.,]*)\s*(?:[eE]([-+]?\d+))?\s*")
_NAME = re.compile(r"\\([A-Za-z]+)\s*")
_GAP_TOO_MUCH = re.compile(r"(?:\\,)+(?=[/^]|\Z)")


def _named(pairs: str) -> dict[str, str]:
    words = pairs.split()
    return dict(zip(words[::2], words[1::2], strict=True))


# what touches the unit after it, or before it
_BESIDE = _named(
    r"tera T giga G mega M kilo k hecto h deci d centi c milli m micro \mu{} nano n pico p"
    r" per / squared ^2 cubed ^3"
)
_UNITS = _named(
    r"meter m metre m second s gram g kilogram kg kelvin K ampere A mole mol newton N pascal Pa"
    r" joule J watt W volt V ohm \Omega{} hertz Hz tesla T coulomb C farad F liter L litre L"
    r" tonne t minute min hour h day d bar bar electronvolt eV percent \%"
    r" celsius {}^\circ{}C degreeCelsius {}^\circ{}C degree {}^\circ{}"
)


def number(source: str) -> str:
    r"""Return a number as TeX, its power of ten written out.

    >>> print(number("1.2e3"))
    1.2\times 10^{3}

    Raises:
        UnreadError: it says more than is read here.
    """
    found = _NUMBER.fullmatch(source)
    if found is None:
        raise UnreadError(source)
    digits, power = found.groups()
    ten = rf"10^{{{power}}}" if power else ""
    return rf"{digits}\times {ten}" if digits and ten else digits or ten


def unit(source: str) -> str:
    r"""Return a unit, given as names or as letters, as TeX.

    >>> print(unit(r"\kilo\gram\meter\per\second\squared"))
    \mathrm{kg\,m/s^2}

    Raises:
        UnreadError: it has a name that is not known here.
    """
    spelt = _NAME.sub(_spelt, source.replace(".", r"\,").strip())
    return rf"\mathrm{{{_GAP_TOO_MUCH.sub('', spelt)}}}"


def _spelt(found: re.Match[str]) -> str:
    name = found[1]
    if name not in _UNITS and name not in _BESIDE:
        raise UnreadError(name)
    return _BESIDE.get(name) or rf"{_UNITS[name]}\,"
