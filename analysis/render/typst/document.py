"""The state of one conversion to Typst: its headings, labels, files, and what to warn about."""

from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from pathlib import Path

from analysis.render import images, placeholders, references
from analysis.render.budget import PRINT, Budget
from analysis.render.typst import links, sizes
from analysis.render.typst.assets import Assets
from analysis.render.typst.citations import Citations
from analysis.render.typst.equations import Equations
from analysis.render.typst.escape import BREAK, markup, pieces, string, truth
from analysis.render.typst.glyphs import name, printable
from analysis.render.typst.warnings import Warnings
from analysis.render.typst.within import within

TEXT_WIDTH = 176  # millimetres between the margins of the page style
BOXED_WIDTH = 60  # the widest picture inside a cell or a box


@dataclass(slots=True)
class Document:
    """One notebook on its way to Typst; every text of the notebook passes through it."""

    folder: Path | None
    equations: Equations
    assets: Assets = field(default_factory=Assets)
    labels: set[str] = field(default_factory=set)
    citations: Citations = field(default_factory=Citations)
    warnings: Warnings = field(default_factory=Warnings)
    cell: str = "the notebook"
    attachments: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    title: str | None = None
    title_set: str = ""  # as markup, where there are formulas in it
    takes_title: bool = True
    numbered: bool = True
    numbers_headings: bool = True
    carries_data: bool = True
    headings: int = 0
    boxes: int = 0
    has_front_page: bool = False
    frame: float = TEXT_WIDTH
    width: float = TEXT_WIDTH
    turned: float = 263  # millimetres between the side margins of a page turned on its side
    height: float = 263  # millimetres between upper and lower margin
    budget: Budget = field(default_factory=lambda: Budget(PRINT))
    fonts: tuple[Path, ...] = ()
    targets: str = "none"
    linked: bool = False  # whether what is being set stands in a link
    before_output: bool = False  # whether an output is shown right after the cell
    _spelt: set[str] = field(default_factory=set)
    _levels: list[int] = field(default_factory=list)

    def boxed(self, frame: float = BOXED_WIDTH) -> AbstractContextManager[None]:
        """Enter a box or cell: there, nothing starts a page or section, and pictures are small."""
        return within(self, boxes=self.boxes + 1, frame=min(self.frame, frame))

    def untargeted(self) -> AbstractContextManager[None]:
        """Enter a heading, cell or note: there, links do not tell where they lead."""
        return within(self, targets="none")

    def linking(self, linked: bool = True) -> AbstractContextManager[None]:
        """Enter a link: there, a picture that is not shown is its words."""
        return within(self, linked=self.linked or linked)

    def warn(self, message: str) -> None:
        """Note a warning once, with the cell it belongs to."""
        self.warnings.note(f"{self.cell}: {message}")

    def markup(self, text: str) -> str:
        """Return text as escaped markup the fonts can draw, in which long words may break."""
        return BREAK.join(map(markup, pieces(self._printable(text))))

    def raw(self, text: str) -> str:
        """Return text of a program inside a sentence, which may break where it is long."""
        return BREAK.join(f"#raw({string(piece)})" for piece in pieces(self._printable(text)))

    def string(self, text: str) -> str:
        """Return text as a string literal the fonts can draw."""
        return string(self._printable(text))

    def _printable(self, text: str) -> str:
        shown, missing = printable(text, self.fonts)
        for character in sorted(missing)[:20]:
            self.warn(f"no font has {character!r} ({name(character)}): a placeholder stands")
        return shown

    def anchor(self, name: str) -> str:
        """Return an invisible place with a label, nothing where the name is taken or blank."""
        mark = self.mark(name)
        return "" if mark == "none" else links.anchor(mark)

    def mark(self, name: str) -> str:
        """Return a label's name as a string literal; `none` when it is taken or blank."""
        label = links.slug(name)
        if not label or label in self.labels:
            return "none"
        self.labels.add(label)
        return string(label)

    def exhibit_mark(self, name: str) -> str:
        """Return the label of a numbered exhibit as `mark` does: prose may refer to it."""
        mark = self.mark(name)
        if mark != "none":
            self.citations.exhibits.add(links.slug(name))
        return mark

    def cite(self, typed: str, names: Iterable[str]) -> str:
        """Return a reference to the first exhibit there is of these names, else what was typed."""
        if not self.budget.takes("a"):
            return self.markup(typed)
        labels = tuple(map(links.slug, names))
        return self.citations.cite(self.cell, typed, labels, self.markup(typed))

    def prose(self, words: str) -> str:
        """Return words whose references to exhibits become links."""
        for missing in references.UNDEFINED.findall(words):
            self.warn(f"the note {missing} is not defined")
        parts, start = [], 0
        for found in references.REFERENCE.finditer(words):
            names = references.candidates(found["kind"], found["name"])
            parts += [self.markup(words[start : found.start()]), self.cite(found[0], names)]
            start = found.end()
        return "".join(parts) + self.markup(words[start:])

    def warn_of_missing(self) -> None:
        """Warn of references to exhibits that are not in the document."""
        for cell, typed in self.citations.missing():
            self.cell = cell
            self.warn(f"no exhibit is called {typed[:80]!r}")

    def heading(self, level: int, body: str, plain: str, name: str = "") -> str:
        """Return a heading, placed in an outline that never skips a level.

        The first one is the title if none is known; the first of level 1 is nothing if it says the
        title that is. Inside boxes and cells there are no headings: it is set in bold.
        """
        words = " ".join(plain.split())
        if not words:
            return links.lifted(body)[0]
        anchors, body = links.lifted(body)  # the contents repeat a heading, and a label stands once
        fits = "#rp-equation(" not in body or self.budget.equation(body, 4)  # running heads, too
        body = body if fits and not self.budget.is_at_end else self.markup(words[:200])
        if self.boxes:
            return f"\n\n{anchors}#rp-minor[{body}]\n\n"
        first, self.takes_title = self.takes_title, self.takes_title and level > 1
        if first and (self.title is None or (level == 1 and self.title == words)):
            self.title, self.takes_title = words, False
            self.title_set = body if "#rp-equation(" in body else ""
            return anchors
        while self._levels and self._levels[-1] >= level:
            self._levels.pop()
        self._levels.append(level)
        self.headings += 1
        numbering = "" if self.numbered else ", numbering: none"
        mark = self.mark(name or words)
        label = "" if mark == "none" else f"#label({mark})"
        return f"\n\n{anchors}#heading(level: {len(self._levels)}{numbering})[{body}]{label}\n\n"

    def page_break(self) -> str:
        """Return the start of a new page, nothing inside a box; headings are numbered from here.

        Contents stand at the first one: the page before it is a front page.
        """
        if self.boxes:
            return ""
        self.numbered = self.numbers_headings
        first, self.has_front_page = not self.has_front_page, True
        return f"\n\n#{'rp-front-contents(rp-contents)' if first else 'pagebreak(weak: true)'}\n\n"

    def link(self, address: str, body: str) -> str:
        """Return a link out, a link to a label, or plain text where it may lead nowhere."""
        address = address.strip()
        body = links.named(body, self.markup(links.plain(address) or "image"))
        if address.startswith("#") and (not body.strip() or body == self.markup(address)):
            return self.cite(address, [address[1:]])
        if address.startswith("#"):
            return f"#rp-ref({string(links.slug(address[1:]))})[{body}]"
        if body.strip() and links.leads_out(address):
            return f"#link({string(address)})[{body}]{self._target(address, body)}"
        return body

    def _target(self, address: str, body: str) -> str:
        """Return where a link leads, in print: nothing where its words say so already."""
        function = links.FUNCTIONS.get(self.targets)
        plain = links.plain(address)
        if function is None or not plain or self.markup(plain) in body or "#rp-picture" in body:
            return ""
        target = f"#{function}({self.string(address)})"
        return self.citations.note(target) if self.targets == "footnote" else target

    def abbreviation(self, title: str) -> str:
        """Return the function that sets an abbreviation: in full the first time."""
        full = " ".join(title.split())
        if not full or full in self._spelt:
            return "#rp-plain"
        self._spelt.add(full)
        return f"#rp-abbr({self.string(full)})"

    def formula(self, tex: str, display: bool) -> str:
        """Return an equation, or its TeX source where it cannot be set."""
        bare = self.equations.macros.expanded(tex := tex.strip())
        if not self.budget.formula(tex if bare is None else bare):
            return "…"
        gap = "\n\n" if display else ""
        equation = self.equations.typst(tex, bare, display)
        if equation and not self.budget.equation(equation):
            return "…"
        if equation is None:
            self.warn(f"formula kept as TeX: {tex[:60]!r}")
            equation = f"#raw({self.string(tex)}, block: {truth(display)})"
        return f"{gap}{equation}{gap}" if equation else ""

    def picture(self, address: str, alt: str, width: str = "", height: str = "") -> str:
        """Return the picture at an address in a CSS size, or a visible placeholder."""
        try:
            found = images.load(address, self.folder, self.attachments)
            return self.placed(found, alt, width, height)
        except images.ImageError as error:
            return self.placeholder(alt, str(error))

    def placed(self, found: images.Picture, alt: str, width: str = "", height: str = "") -> str:
        """Return a checked picture in a CSS size; raises ImageError if it is one too many."""
        if found.kind == "svg":  # its text is set in the report's fonts
            drawn = self._printable(found.data.decode("utf-8"))
            found = replace(found, data=drawn.encode("utf-8"))
        name = self.assets.picture(found, self.budget)
        wanted = sizes.declared(width, height, self.frame, found)
        shown = max(1.0, min(wanted or sizes.fitting(found, self.frame, self.height), self.frame))
        description = string(" ".join(alt.split()) or "Image without a description")
        return f"#rp-picture({string(name)}, {description}, {shown:.4g}mm)"

    def placeholder(self, alt: str, reason: str) -> str:
        """Return what stands for a picture that is not shown: in a link, the words it has."""
        self.warn(words := placeholders.missing(" ".join(alt.split()) or "image", reason))
        if self.linked:
            return self.markup(alt) if alt.strip() else links.UNNAMED
        return f"#rp-missing[{self.markup(words)}]"

    def attach(self, name: str, address: str, description: str) -> str:
        """Return the note on a file carried in the PDF; empty where the file is refused."""
        attached = self.assets.attachment(name, address)
        if attached is None:
            self.warn(f"attachment {name[:60]!r} refused: no data, or of a type not carried")
        if attached is None or not self.carries_data:
            return ""
        file, title, mime = attached
        return f"#rp-attach({', '.join(map(string, (title, file, mime, description)))})"
