"""The values that a parameter takes in turn, as a person types them or reports.toml lists them.

Values stand between commas, and a range is low..high or low..high..step. A list has commas of its
own: whole lists stand between semicolons. Text that has a comma is quoted as JSON quotes it.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from analysis.errors import ParameterError
from analysis.render import kinds, parameters
from analysis.render.kinds import Value
from analysis.render.parameters import Parameter

MOST = 100_000
TOLD = 10**12  # beyond it the number of combinations is only said to be larger
QUOTED = r'"(?:[^"\\]|\\.)*"'
# what may hold a mark that divides nothing: an array, among lists
SPARED = {",": "", ";": rf'\[(?:[^"\[\]]|{QUOTED})*\]|'}
FORMS = {"int": "low..high or low..high..step (whole numbers)", "float": "low..high..step"}
STEPS = {"int": (2, 3), "float": (3,)}


@dataclass(frozen=True, slots=True)
class Axis:
    """The values a parameter takes in turn, and why each of the others is refused."""

    name: str
    values: tuple[Value, ...]
    refused: tuple[str, ...] = ()

    @property
    def count(self) -> int:
        """How many there are, fitting or not."""
        return len(self.values) + len(self.refused)


def typed(text: str, parameter: Parameter) -> Axis:
    """Return the values that a text names for a parameter.

    Raises ParameterError when the text is not of a form above, or names a value twice.
    """
    if parameter.kind == "list":
        return _axis(parameter, _split(text, ";"))
    parts = [_unquoted(part, parameter) for part in _split(text, ",")]
    if len(parts) > 1 and ("", True) in parts:
        given = f"parameter '{parameter.name}' has nothing between two commas in {text!r}"
        raise ParameterError(given)
    ranged = (_range(part, parameter) if bare else None for part, bare in parts)
    return _axis(
        parameter,
        [one for (part, _), many in zip(parts, ranged, strict=True) for one in many or [part]],
    )


def listed(given: object, parameter: Parameter) -> Axis:
    """Return the values that TOML gives a parameter: an array of them, a text as typed, or one.

    Raises ParameterError as `typed` does, and when there are none.
    """
    if isinstance(given, str):
        return typed(given, parameter)
    values = given if isinstance(given, list) else [given]
    if not values:
        raise ParameterError(f"parameter '{parameter.name}' has no values")
    return _axis(parameter, values, written=True)


def refuse(swept: Iterable[Sequence[Axis]]) -> None:
    """Raise ParameterError when there are too many combinations, or when one has a misfit.

    Each member is the axes of one report; nothing is enumerated.
    """
    each = list(swept)
    total = sum(math.prod(axis.count for axis in axes) for axes in each)
    if total > MOST:
        raise ParameterError(f"{_many(total)} combinations are more than the {MOST:,} allowed")
    refused = total - sum(math.prod(len(axis.values) for axis in axes) for axes in each)
    reasons = (reason for axes in each for axis in axes for reason in axis.refused)
    first = next(reasons, None)
    if first is None:
        return
    if all(axis.count == 1 for axes in each for axis in axes):
        raise ParameterError(first)
    are = "is" if refused == 1 else "are"
    raise ParameterError(f"{refused:,} of {total:,} combinations {are} refused; the first: {first}")


def _axis(parameter: Parameter, given: Sequence[object], *, written: bool = False) -> Axis:
    """Return values as a parameter's; TOML has `written` them as they are, a person as texts."""
    fitting: list[Value] = []
    refused: list[str] = []
    for value in given:
        try:
            if written or not isinstance(value, str):
                known = {parameter.name: parameter}
                fitting.append(parameters.check({parameter.name: value}, known, "")[parameter.name])
            else:
                fitting.append(parameters.parse(value, parameter))
        except ParameterError as error:
            refused.append(str(error))
    _once(parameter, fitting)
    return Axis(parameter.name, tuple(fitting), tuple(refused))


def _once(parameter: Parameter, values: Sequence[Value]) -> None:
    seen = set()
    for value in values:
        key = json.dumps(value)  # a list has no hash
        if key in seen:
            raise ParameterError(f"parameter '{parameter.name}' has {value!r} more than once")
        seen.add(key)


def _split(text: str, mark: str) -> list[str]:
    """Return what stands between the marks, those in JSON quotes or an array left out."""
    marks = [found for found in re.finditer(f"{QUOTED}|{SPARED[mark]}({mark})", text) if found[1]]
    starts = [0, *(found.end() for found in marks)]
    ends = [*(found.start() for found in marks), len(text)]
    return [text[start:end].strip() for start, end in zip(starts, ends, strict=True)]


def _unquoted(part: str, parameter: Parameter) -> tuple[str, bool]:
    """Return a value without its quotes, and whether it had none."""
    if not part.startswith('"'):
        return part, True
    try:
        return str(json.loads(part)), False
    except ValueError:
        form = 'a value that begins with a quote is written as JSON, such as "a, b"'
        raise ParameterError(f"parameter '{parameter.name}': {form}, not {part!r}") from None


def _range(part: str, parameter: Parameter) -> list[str] | None:
    """Return the numbers of a range as texts; None when there is no range, or none of numbers."""
    if ".." not in part or parameter.kind not in FORMS:
        return None
    ends = part.split("..")
    form = f"parameter '{parameter.name}' takes a range as {FORMS[parameter.kind]}, not {part!r}"
    if len(ends) not in STEPS[parameter.kind]:
        raise ParameterError(form)
    try:
        low, high, step = (_exact(end, parameter.kind) for end in [*ends, "1"][:3])
    except ValueError:
        raise ParameterError(form) from None
    if not (low <= high and step > 0):
        raise ParameterError(f"parameter '{parameter.name}': the range {part} does not rise")
    count = (high - low) // step + 1
    if count > MOST:
        many = f"{_many(count)} values are more than the {MOST:,} combinations allowed"
        raise ParameterError(f"parameter '{parameter.name}': {many}")
    # a float of an exact sum: 0.3, and not the 0.30000000000000004 of adding floats
    written = int if parameter.kind == "int" else float
    return [repr(written(low + number * step)) for number in range(count)]


def _exact(text: str, kind: str) -> Fraction:
    """Return a number as it is written; ValueError when it is none of its kind."""
    number = kinds.scalar(kinds.read(text.strip(), kind), kind)
    return Fraction(repr(number))


def _many(count: int) -> str:
    return f"{count:,}" if count <= TOLD else f"more than {TOLD:,}"
