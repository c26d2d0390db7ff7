"""Which characters the report's fonts can draw, and what stands for those they cannot."""

import importlib.util
import unicodedata
from functools import cache, lru_cache
from itertools import groupby
from pathlib import Path

# what DejaVu Sans has in full: for most notebooks, no font file is opened to find that out
CERTAIN = (
    range(0xA1, 0xAD),  # Latin
    range(0xAE, 0x250),
    range(0x391, 0x3A2),  # Greek
    range(0x3A3, 0x3CA),
    range(0x400, 0x482),  # Cyrillic
    range(0x48A, 0x514),
    range(0x2010, 0x2028),  # dashes, quotation marks
    range(0x2030, 0x203B),
    range(0x2074, 0x208F),  # digits above and below the line
    range(0x20A0, 0x20B6),  # currencies
    range(0x2150, 0x2186),  # fractions, Roman numbers
    range(0x2190, 0x2312),  # arrows, mathematics
    range(0x2500, 0x269D),  # boxes, shapes, signs
    range(0x270C, 0x2728),  # ticks and crosses
)
_KEPT = frozenset(" \u00a0\u2002\u2003\u2009\u200a\u202f\u00ad\u200b\u200c\u200d\u2060")

_NAMED = 6  # characters named in one placeholder
_LONGEST_NAME = 40


def folder() -> Path:
    """Return the folder of the fonts that come with matplotlib."""
    spec = importlib.util.find_spec("matplotlib")  # found, not imported: that takes a second
    if spec is None or spec.origin is None:
        raise FileNotFoundError("matplotlib's fonts: matplotlib is not installed")
    return Path(spec.origin).parent / "mpl-data" / "fonts" / "ttf"


@cache
def coverage() -> frozenset[int]:
    """Return the code points of DejaVu Sans, the last of the report's fonts and the widest."""
    # loaded only for texts beyond ASCII; no stubs are published for it
    from fontTools.ttLib import TTFont

    with TTFont(folder() / "DejaVuSans.ttf", lazy=True) as font:
        return frozenset(font.getBestCmap())


@lru_cache(maxsize=4)
def drawn(folders: tuple[Path, ...]) -> frozenset[int]:
    """Return the code points that the report's fonts and those in some folders can draw."""
    points = set(coverage())
    for path in sorted(path for place in folders for path in place.glob("*.[ot]t[fc]")):
        if path.is_file():
            points.update(_points(path))
    return frozenset(points)


def _points(path: Path) -> set[int]:
    """Return the code points that a font can draw, none of what is no font: it is not used."""
    from fontTools.ttLib import TTCollection, TTFont

    with path.open("rb") as file:
        try:
            many = path.suffix == ".ttc"
            faces = TTCollection(file, lazy=True) if many else [TTFont(file, lazy=True)]
            return {point for face in faces for point in face.getBestCmap() or ()}
        except Exception:  # fontTools raises whatever a broken file makes it
            return set()


def printable(text: str, folders: tuple[Path, ...] = ()) -> tuple[str, frozenset[str]]:
    """Return text the fonts can draw, and the characters for which a placeholder stands.

    Fonts are the report's own and those in some folders.

    >>> printable("in 中文")
    ('in [U+4E2D U+6587]', frozenset({'中', '文'}))
    """
    if text.isascii():
        return text, frozenset()
    odd = [c for c in set(text) if not c.isascii()]
    shown = {c: drawing for c in odd if (drawing := _shown(c, folders)) != c}
    if not shown:
        return text, frozenset()
    missing = frozenset(character for character, drawing in shown.items() if drawing is None)
    runs = (
        _placeholder("".join(run)) if lost else "".join(shown.get(c, c) or "" for c in run)
        for lost, run in groupby(text, key=missing.__contains__)
    )
    return "".join(runs), missing


def name(character: str) -> str:
    """Return how a character is called, by its number and its Unicode name if it has one."""
    return f"U+{ord(character):04X} {unicodedata.name(character, '')}".strip()


def _placeholder(run: str) -> str:
    """Return what stands for some characters: signs by their names, letters by their numbers."""
    called = " ".join(map(_called, run[:_NAMED]))
    return f"[{called} and {len(run) - _NAMED:,} more]" if len(run) > _NAMED else f"[{called}]"


def _called(character: str) -> str:
    called = unicodedata.name(character, "").removeprefix("REGIONAL INDICATOR SYMBOL LETTER ")
    sign = unicodedata.category(character) == "So" and len(called) <= _LONGEST_NAME
    return called.lower() if sign else f"U+{ord(character):04X}"


@lru_cache(maxsize=4_000)
def _shown(character: str, folders: tuple[Path, ...]) -> str | None:
    category = unicodedata.category(character)
    if character in _KEPT or any(ord(character) in known for known in CERTAIN):
        return character
    if category == "Cf":
        return ""  # direction overrides and the like change what a reader sees
    if category in {"Zs", "Zl", "Zp", "Cc"}:
        return " "
    if category in {"Co", "Cs", "Cn"} or ord(character) not in drawn(folders):
        return None
    return character
