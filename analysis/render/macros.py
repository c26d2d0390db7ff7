"""Macros that formulas of a notebook define, expanded in those that follow: in HTML and in PDF."""

import re
from dataclasses import dataclass, field

LONGEST = 4_000  # characters of a formula, as it is written and as its macros unfold
_MACROS_LIMIT = 200
_DEEPEST = 100  # groups in one another: neither format sets as many
_STEPS = 200  # macros expanded in one formula: one that uses itself ends here
_READ = 10_000_000  # characters of the formulas of a notebook, read again for each macro in them

_DEFINITION = re.compile(
    r"\\(?:(?:re)?newcommand|providecommand)\*?\s*+\{?\s*+\\(?P<new>[A-Za-z]+)\s*+\}?"
    r"\s*+(?:\[(?P<count>\d)\])?\s*+(?:\[(?P<default>[^\[\]]*)\])?\s*+(?=\{)"
    r"|\\DeclareMathOperator(?P<star>\*?)\s*+\{?\s*+\\(?P<operator>[A-Za-z]+)\s*+\}?\s*+(?=\{)"
    r"|\\def\s*+\\(?P<plain>[A-Za-z]+)\s*+(?P<places>(?:#\d\s*+)*)(?=\{)"
)
_USED = re.compile(r"\\(?:\\|([A-Za-z]+))")  # the end of a row, two backslashes, begins no name
_PLACE = re.compile(r"#(\d)")
_ARGUMENT = re.compile(r"\s*(\\[A-Za-z]+|\\.|[^\\{}])", re.DOTALL)
_OPTION = re.compile(r"\s*\[([^\[\]]*)\]")


class UnreadError(ValueError):
    """A part of a formula says more than is read here."""


def group(tex: str, at: int) -> int:
    """Return where the group ends whose brace opens at a place; -1 where it never does."""
    depth = 0
    while at < len(tex):
        if tex[at] == "\\":
            at += 1
        elif tex[at] in "{}":
            depth += 1 if tex[at] == "{" else -1
            if depth == 0:
                return at + 1
            if depth > _DEEPEST:
                break
        at += 1
    return -1


@dataclass(frozen=True, slots=True)
class _Macro:
    body: str
    arguments: int
    default: str | None


@dataclass(slots=True)
class Macros:
    """The macros of one notebook, from all formulas read so far."""

    _known: dict[str, _Macro] = field(default_factory=dict)
    _read: int = 0

    def expanded(self, tex: str) -> str | None:
        """Return a formula without definitions and macros; None where it is or grows too long.

        Definitions are kept for all formulas that follow.
        """
        if len(tex) > LONGEST or self._read > _READ:
            return None
        tex = self._without_definitions(tex)
        at = steps = 0
        while self._known and (found := _USED.search(tex, at)):
            macro = self._known.get(found[1])
            if macro is None:
                at = found.end()
                continue
            body, end = _filled(macro, tex, found.end())
            # in TeX, a macro after _ or ^ is one thing; and its last command ends where it ends
            body = f"{{{body}}}" if tex[: found.start()].rstrip()[-1:] in {"_", "^"} else body
            gap = " " if body[-1:].isalpha() and tex[end : end + 1].isalpha() else ""
            tex = f"{tex[: found.start()]}{body}{gap}{tex[end:]}"
            at, steps = found.start(), steps + 1
            self._read += len(tex)
            if steps > _STEPS or len(tex) > LONGEST:
                return None
        return tex

    def _without_definitions(self, tex: str) -> str:
        at = 0
        while found := _DEFINITION.search(tex, at):
            self._read += len(tex)
            end = group(tex, found.end())
            if end < 0:
                at = found.end()
                continue
            name = found["new"] or found["operator"] or found["plain"]
            if len(self._known) < _MACROS_LIMIT:
                self._known[name] = _defined(found, tex[found.end() + 1 : end - 1])
            at = found.start()
            tex = tex[:at] + tex[end:]
        return tex


def _defined(found: re.Match[str], body: str) -> _Macro:
    if found["operator"]:
        return _Macro(f"\\operatorname{found['star']}{{{body}}}", 0, None)
    count = int(found["count"] or 0) or (found["places"] or "").count("#")
    return _Macro(body, count, found["default"])


def _filled(macro: _Macro, tex: str, at: int) -> tuple[str, int]:
    """Return what a macro stands for with its arguments, which begin at a place, and their end."""
    given: list[str] = []
    if macro.default is not None:
        option = _OPTION.match(tex, at)
        given.append(option[1] if option else macro.default)
        at = option.end() if option else at
    while len(given) < macro.arguments:
        start = at + len(tex[at:]) - len(tex[at:].lstrip())
        end = group(tex, start) if tex[start : start + 1] == "{" else -1
        single = _ARGUMENT.match(tex, at)
        if end < 0 and single is None:
            break
        given.append(tex[start + 1 : end - 1] if end > 0 else single[1] if single else "")
        at = end if end > 0 else single.end() if single else at
    return _PLACE.sub(lambda place: "".join(given[int(place[1]) - 1 :][:1]), macro.body), at
