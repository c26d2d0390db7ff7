"""A theme → the style sheet rules that set a page's colours, fonts and paper to it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import fields

from analysis.render.colours import Colour, colour, contrast, written
from analysis.render.theme import Colours, Fonts, Theme

_PANEL = (0x1E, 0x24, 0x2B)  # the lighter ground of the dark scheme, as in report.css
_DARK = {"hairline": "#3a444f", "light": "#1e242b"}
_READABLE = 4.5
_NAMES = {"accent": "link", "muted": "soft", "hairline": "line", "light": "panel"}
_COMMENT = re.compile(r"(?s)/\*.*?\*/")
_BLANKS = re.compile(r"\s*([{};,>])\s*")
_USES = {"text": "html", "headings": "h1, h2, h3, h4, h5, h6", "code": "pre, code"}
_SPARE = {"text": "system-ui, sans-serif", "headings": "inherit", "code": "monospace"}


def css(theme: Theme) -> str:
    """Return rules that go after the page's own; none for what the theme leaves as it is."""
    return "\n".join([*_colours(theme.colours), *_fonts(theme.fonts), *_paper(theme)])


def compact(sheet: str) -> str:
    """Return a style sheet without comments and blanks; each page carries it.

    >>> compact("a > b { color: red; } /* c */")
    'a>b{color: red}'
    """
    bare = " ".join(_COMMENT.sub(" ", sheet).split())
    return _BLANKS.sub(r"\1", bare).replace(";}", "}")


def _colours(chosen: Colours) -> Iterator[str]:
    usual = Colours()
    changed = {
        field.name: str(getattr(chosen, field.name))
        for field in fields(chosen)
        if getattr(chosen, field.name) != getattr(usual, field.name)
    }
    light = [f"--{_NAMES.get(name, name)}: {value};" for name, value in changed.items()]
    # grounds and lines of the dark scheme stay: a theme is chosen for white paper
    dark = [
        f"--{_NAMES.get(name, name)}: {_DARK.get(name) or _lit(value)};"
        for name, value in changed.items()
    ]
    if light:
        yield f":root {{ {' '.join(light)} }}"
        yield f"@media screen and (prefers-color-scheme: dark) {{ :root {{ {' '.join(dark)} }} }}"
    for tone in sorted({"good", "fair", "mixed", "poor", "bad"} & changed.keys()):
        # the ground of a tone was chosen for its usual ink
        yield f":root {{ --{tone}-ground: var(--panel); }}"


def _lit(ink: str) -> str:
    """Return an ink with as much white in it as it takes to read it on a dark ground."""
    start = colour(ink) or _PANEL
    tints = (_with_white(start, share / 20) for share in range(21))
    return next(written(tint) for tint in tints if contrast(_PANEL, tint) >= _READABLE)


def _with_white(ink: Colour, share: float) -> Colour:
    red, green, blue = (round(part + (255 - part) * share) for part in ink)
    return red, green, blue


def _fonts(fonts: Fonts) -> Iterator[str]:
    for use, selector in _USES.items():
        names: Sequence[str] = getattr(fonts, use)
        if names:
            quoted = ", ".join(f'"{name}"' for name in names)
            yield f"{selector} {{ font-family: {quoted}, {_SPARE[use]}; }}"


def _paper(theme: Theme) -> Iterator[str]:
    usual, sides = Theme(), theme.margins
    if (theme.paper, sides) != (usual.paper, usual.margins):
        margins = f"{sides.top:g}mm {sides.right:g}mm {sides.bottom:g}mm {sides.left:g}mm"
        yield f"@media print {{ @page {{ margin: {margins}; size: {theme.paper}; }} }}"
