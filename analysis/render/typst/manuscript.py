"""A whole notebook → what the page template prints: its metadata, its labels, its body."""

import datetime
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from analysis.render import equation_labels, placeholders, references
from analysis.render.budget import PRINT, Budget
from analysis.render.imprint import Imprint, imprint
from analysis.render.theme import Theme
from analysis.render.typst import cells, cuts, listings, turned
from analysis.render.typst.assets import Assets
from analysis.render.typst.compiler import formula_compiles
from analysis.render.typst.document import Document
from analysis.render.typst.equations import Equations

CONTENTS_IN_FULL = 12
CONTENTS_FROM = 4  # headings

_NUMBER = (
    r"(?:\d{1,2}(?:\.\d{1,2})+|\d{1,2}\s?[.):|–—-]|[IVX]+\.|(?:appendix|chapter|day|exercise|lab"
    r"|lecture|lesson|module|part|problem|question|section|session|step|task|tutorial|unit|week)"
    r"\s+(?:\d{1,2}|[A-Z])\b[.:)]?)(?:\s|$)"
)
_BEFORE = r"(?:<[^<>\n]{0,500}>|[^\w<\n]){0,5}"  # tags and signs at the start of a heading
_OWN_NUMBERS = re.compile(
    rf"(?mi)(?:^ {{0,3}}#{{1,6}}[ \t]*|<h[1-6]\b[^<>]{{0,500}}>){_BEFORE}{_NUMBER}"
    rf"|^ {{0,3}}{_NUMBER}[^\n]*\n(?:={{3,}}|-{{3,}})[ \t]*$"
)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class Options:
    """How a notebook is turned into a report; `refused` and `plain` are what an attempt taught.

    `tries_formulas` has each compiled by itself; else one that does not compile fails the report.
    """

    code: bool = True
    contents: bool = True
    lang: str = "en"
    carries_data: bool = True
    theme: Theme = field(default_factory=Theme)
    fonts: tuple[Path, ...] = ()
    targets: str = "footnote"
    tries_formulas: bool = True
    refused: frozenset[str] = frozenset()
    plain: frozenset[int] = frozenset()

    def without(self, pictures: Iterable[str], cells: Iterable[int]) -> "Options":
        """Return options that leave out more pictures, and show more cells as plain text."""
        return replace(self, refused=self.refused.union(pictures), plain=self.plain.union(cells))


@dataclass(frozen=True, slots=True)
class Manuscript:
    """What the template prints; its texts still have to pass the filter `typst_string`."""

    title: str
    imprint: Imprint
    numbered: bool
    contents: bool
    pieces: list[str]
    document: Document
    theme: Theme
    logo: str | None

    @property
    def body(self) -> str:
        """Return the cells as Typst markup, each a paragraph or more of its own."""
        return turned.gathered("\n\n".join(filter(None, self.pieces)))

    @property
    def contents_first(self) -> bool:
        """Tell whether contents stand under the title: they do where there is no front page."""
        return self.contents and not self.document.has_front_page

    @property
    def contents_depth(self) -> int:
        """Return how many levels of headings the contents list: one where there are many."""
        return 2 if self.document.headings <= CONTENTS_IN_FULL else 1

    @property
    def labels(self) -> list[str]:
        """Return the names that links may lead to."""
        return sorted(self.document.labels)

    @property
    def exhibits(self) -> list[str]:
        """Return the names that references may number."""
        return sorted(self.document.citations.exhibits)


def manuscript(notebook: Any, name: str, folder: Path | None, options: Options) -> Manuscript:
    """Return a notebook ready for the template.

    Args:
        notebook: an executed notebook; besides the imprint, its metadata may say `numbering`:
            true, false, or "after page one" to number headings from the first page break on; if it
            says nothing, headings are numbered unless some have numbers of their own.
        name: what to call it when neither metadata nor a first heading give a title.
        folder: where its pictures are looked for.
        options: how it is to be turned.
    """
    metadata = notebook.metadata
    about = imprint(metadata, options.lang)
    texts = [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]
    numbering = metadata.get("numbering", not any(map(_OWN_NUMBERS.search, texts)))
    equations = Equations(formula_compiles if options.tries_formulas else _trusted)
    document = Document(folder, equations, Assets(refused=options.refused))
    document.carries_data, document.targets = options.carries_data, options.targets
    document.fonts = options.fonts
    document.frame = document.width = options.theme.width
    document.height = options.theme.height
    document.turned = options.theme.turned_width
    document.title = about.title or None
    document.numbers_headings = bool(numbering)
    document.numbered = numbering is True
    language = str(metadata.get("language_info", {}).get("name", "python"))
    document.citations.defined = references.notes(texts)
    document.citations.formulas = equation_labels.numbered(texts)
    pieces = _pieces(notebook.cells, document, options, language)
    document.warn_of_missing()
    return Manuscript(
        title=document.title or name,
        imprint=about,
        numbered=bool(numbering),
        contents=options.contents and about.toc and document.headings >= CONTENTS_FROM,
        pieces=pieces,
        document=document,
        theme=options.theme,
        logo=_logo(options.theme, document.assets),
    )


def _pieces(found: list[Any], document: Document, options: Options, language: str) -> list[str]:
    """Return cells up to what one document holds, and a note on those left out."""
    pieces: list[str] = []
    leading = _before_outputs(found, options)
    for number, cell in enumerate(found, start=1):
        document.before_output = leading[number - 1]
        pieces.append(_piece(cell, number, document, options, language))
        if document.budget.is_over:
            left_out = placeholders.cells_left_out(len(found) - number + 1)
            return [*pieces, cuts.note(document, left_out)]
    return pieces


def _before_outputs(found: list[Any], options: Options) -> list[bool]:
    """Return of each cell whether what is shown next is an output, not a text or a program."""
    before, output = [], False
    for cell in reversed(found):
        before.append(output)
        if cell.cell_type != "code" or (_prints(cell, options) and cell.source.strip()):
            output = False
        elif cell.outputs:
            output = True
    return before[::-1]


def _prints(cell: Any, options: Options) -> bool:
    return options.code and not cell.metadata.get("transient", {}).get("remove_source", False)


def _piece(cell: Any, number: int, document: Document, options: Options, language: str) -> str:
    document.cell = f"cell {number}"
    if number not in options.plain:
        return cells.typst(cell, document, code=_prints(cell, options), language=language)
    document.warn("it cannot be typeset: shown as it was written")
    return cells.part(document, lambda: listings.printed(cell.source, document, "rp-warning"))


def _logo(look: Theme, assets: Assets) -> str | None:
    # a budget of its own: a team's logo is there whatever else is shown
    return assets.picture(look.logo, Budget(PRINT)) if look.logo else None


def _trusted(_formula: str) -> bool:
    return True


def timestamp(notebook: Any, fixed: str) -> int:
    """Return the seconds since 1970 that enter the file: never the clock's.

    The first of SOURCE_DATE_EPOCH, a fixed ISO day, the notebook's own date, and the epoch itself.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch.isdecimal():
        return int(epoch)
    day = _DAY.match(fixed) or _DAY.match(str(notebook.metadata.get("date", "")))
    try:
        date = datetime.date.fromisoformat(day[0]) if day else datetime.date(1970, 1, 1)
    except ValueError:
        return 0
    return max(0, (date - datetime.date(1970, 1, 1)).days * 86_400)
