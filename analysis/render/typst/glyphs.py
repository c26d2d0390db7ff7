"""Which characters the report's fonts can draw, and what stands for those they cannot."""

import importlib.util
import unicodedata
from functools import cache, lru_cache
from pathlib import Path

_KEPT = frozenset(" \u00a0\u2002\u2003\u2009\u200a\u202f\u00ad\u200b\u200c\u200d\u2060")


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
    from fontTools.ttLib import TTCollection, TTFont

    points = set(coverage())
    for path in sorted(path for place in folders for path in place.glob("*.[ot]t[fc]")):
        if path.suffix == ".ttc":
            with TTCollection(path, lazy=True) as faces:
                points.update(*(face.getBestCmap() or () for face in faces))
        else:
            with TTFont(path, lazy=True) as font:
                points.update(font.getBestCmap() or ())
    return frozenset(points)


def printable(text: str, folders: tuple[Path, ...] = ()) -> tuple[str, frozenset[str]]:
    """Return text the fonts can draw, and the characters for which a placeholder stands.

    Fonts are the report's own and those in some folders.

    >>> printable("in 中文")
    ('in [U+4E2D][U+6587]', frozenset({'中', '文'}))
    """
    if text.isascii():
        return text, frozenset()
    shown = {c: _shown(c, folders) for c in set(text) if not c.isascii()}
    missing = frozenset(c for c, stand_in in shown.items() if stand_in.startswith("[U+"))
    return "".join(shown.get(character, character) for character in text), missing


@lru_cache(maxsize=4_000)
def _shown(character: str, folders: tuple[Path, ...]) -> str:
    category = unicodedata.category(character)
    if character in _KEPT:
        return character
    if category == "Cf":
        return ""  # direction overrides and the like change what a reader sees
    if category in {"Zs", "Zl", "Zp", "Cc"}:
        return " "
    if category in {"Co", "Cs", "Cn"} or ord(character) not in drawn(folders):
        return f"[U+{ord(character):04X}]"
    return character
