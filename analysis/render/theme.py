"""A team's look, read from a short TOML file: colours, fonts, logo, paper and margins.

    organisation = "Ministry of Trade"
    paper = "letter"                      # or "a4"
    logo = "logo.svg"                     # beside the theme file
    logo_alt = "Ministry of Trade"

    [colours]           # accent, muted, hairline, light, good, fair, mixed, poor, bad
    accent = "#7a1f3d"

    [fonts]                               # the first that has a character draws it
    text = ["Source Serif 4"]
    headings = ["Source Sans 3"]
    code = ["DejaVu Sans Mono"]
    folders = ["fonts"]                   # where the font files are, from the theme file

    [margins]                             # millimetres: left, right, top, bottom
    left = 25

What is not said keeps its value in `Theme()`.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from analysis.errors import ReportError, unknown
from analysis.render import images

PAPERS = {"a4": (210.0, 297.0), "letter": (215.9, 279.4)}
CONTRAST = 4.5
_MARGINS = (8.0, 60.0)
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_FONT = re.compile(r"[\w .,'&+-]{1,80}")
_DECORATIVE = frozenset({"hairline", "light"})


class ThemeError(ReportError):
    """A theme file that cannot be used; the message names the file, the key and what it expects."""


@dataclass(frozen=True, slots=True)
class Colours:
    """Colours as `#rrggbb`; all but hairline and light are read, on white and on light."""

    accent: str = "#17456b"
    muted: str = "#56606b"
    hairline: str = "#c9d0d8"
    light: str = "#f1f5f9"
    good: str = "#1a6b3c"
    fair: str = "#4a6512"
    mixed: str = "#855400"
    poor: str = "#a33e0b"
    bad: str = "#a3182b"


@dataclass(frozen=True, slots=True)
class Fonts:
    """Families by use, the preferred first, and the folders that hold their files."""

    text: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()
    code: tuple[str, ...] = ()
    folders: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class Margins:
    """Margins of a page in millimetres."""

    left: float = 17
    right: float = 17
    top: float = 17
    bottom: float = 17


@dataclass(frozen=True, slots=True)
class Theme:
    """How a team's reports look."""

    organisation: str = ""
    paper: str = "a4"
    logo: images.Picture | None = None
    logo_alt: str = ""
    colours: Colours = field(default_factory=Colours)
    fonts: Fonts = field(default_factory=Fonts)
    margins: Margins = field(default_factory=Margins)

    @property
    def width(self) -> float:
        """Return what is between the side margins, in millimetres."""
        return PAPERS[self.paper][0] - self.margins.left - self.margins.right

    @property
    def turned_width(self) -> float:
        """Return what is between the side margins of a page turned on its side, in millimetres."""
        return PAPERS[self.paper][1] - self.margins.left - self.margins.right

    @property
    def height(self) -> float:
        """Return what is between the upper and lower margin, in millimetres."""
        return PAPERS[self.paper][1] - self.margins.top - self.margins.bottom


def load(path: str | Path) -> Theme:
    """Return the theme in a TOML file.

    Raises:
        ThemeError: it cannot be read, names something unknown, or a value is not of its kind.
    """
    path = Path(path)
    try:
        found = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise ThemeError(f"theme {path} cannot be read: {error}") from error
    try:
        return _theme(found, path.parent)
    except ReportError as error:
        raise ThemeError(f"theme {path}: {error}") from error


def _theme(found: Mapping[str, Any], folder: Path) -> Theme:
    _known(found, Theme, "key")
    paper = _text(found, "paper", "a4").lower()
    if paper not in PAPERS:
        raise ThemeError(unknown("paper", paper, PAPERS))
    organisation = _text(found, "organisation", "")
    logo = _text(found, "logo", "")
    return Theme(
        organisation=organisation,
        paper=paper,
        logo=images.load(logo, folder, {}) if logo else None,
        logo_alt=_text(found, "logo_alt", organisation or "Logo"),
        colours=_colours(_section(found, "colours", Colours)),
        fonts=_fonts(_section(found, "fonts", Fonts), folder),
        margins=_margins(_section(found, "margins", Margins)),
    )


def _known(found: Mapping[str, Any], kind: type, what: str) -> None:
    names = [entry.name for entry in fields(kind)]
    for name in found:
        if name not in names:
            raise ThemeError(unknown(what, name, names))


def _section(found: Mapping[str, Any], name: str, kind: type) -> Mapping[str, Any]:
    section = found.get(name, {})
    if not isinstance(section, Mapping):
        raise ThemeError(f"{name} is {section!r}: expected a section [{name}]")
    _known(section, kind, f"key of [{name}]")
    return section


def _text(found: Mapping[str, Any], name: str, default: str) -> str:
    value = found.get(name, default)
    if not isinstance(value, str):
        raise ThemeError(f"{name} is {value!r}: expected a text")
    return " ".join(value.split())


def _colours(found: Mapping[str, Any]) -> Colours:
    for name, value in found.items():
        if not isinstance(value, str) or not _COLOUR.fullmatch(value):
            raise ThemeError(f"colours.{name} is {value!r}: expected a colour such as #17456b")
    made = replace(Colours(), **{name: value.lower() for name, value in found.items()})
    for entry in fields(made):
        ink = str(getattr(made, entry.name))
        poorest = min(contrast(ink, "#ffffff"), contrast(ink, made.light))
        if entry.name not in _DECORATIVE and poorest < CONTRAST:
            raise ThemeError(
                f"colours.{entry.name} {ink} has a contrast of {poorest:.1f} : 1 on white or on "
                f"light {made.light}: expected at least {CONTRAST} : 1"
            )
    return made


def contrast(first: str, second: str) -> float:
    """Return the contrast of two colours as WCAG defines it.

    >>> round(contrast("#000000", "#ffffff"))
    21
    """
    dark, bright = sorted(map(_luminance, (first, second)))
    return (bright + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def _fonts(found: Mapping[str, Any], folder: Path) -> Fonts:
    lists = {name: _names(name, value) for name, value in found.items()}
    folders = tuple(folder / name for name in lists.pop("folders", ()))
    for place in folders:
        if not place.is_dir():
            raise ThemeError(f"fonts.folders: {place} is not a folder")
    for use, names in lists.items():
        for name in names:
            if not _FONT.fullmatch(name):
                raise ThemeError(f"fonts.{use}: {name!r} is not the name of a font family")
    return Fonts(**lists, folders=folders)


def _names(name: str, value: object) -> tuple[str, ...]:
    names = [value] if isinstance(value, str) else value
    if not isinstance(names, list) or not all(isinstance(one, str) and one for one in names):
        raise ThemeError(f"fonts.{name} is {value!r}: expected a list of texts")
    return tuple(names)


def _margins(found: Mapping[str, Any]) -> Margins:
    least, most = _MARGINS
    for name, value in found.items():
        number = isinstance(value, int | float) and not isinstance(value, bool)
        if not number or not least <= value <= most:
            raise ThemeError(
                f"margins.{name} is {value!r}: expected millimetres from {least:g} to {most:g}"
            )
    return Margins(**{name: float(value) for name, value in found.items()})
