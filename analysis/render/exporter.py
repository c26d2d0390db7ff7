"""nbconvert exporters: `--to typst` gives source and its files, `--to typstpdf` the PDF."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from traitlets import Bool, Enum, List, Unicode, default
from traitlets.config import Config

from analysis.errors import ReportError
from analysis.render import placeholders, theme
from analysis.render.exporting import RepairedExporter
from analysis.render.lenient import repaired
from analysis.render.titles import titled
from analysis.render.typst import compiler
from analysis.render.typst.escape import string
from analysis.render.typst.glyphs import printable
from analysis.render.typst.manuscript import Manuscript, Options, manuscript, timestamp

_TEMPLATES = Path(__file__).parent / "templates"
_ATTEMPTS = 5
# what leads to other cells leads nowhere while a cell is tried by itself
_ALONE = (
    "#let rp-ref(name, body) = body\n"
    "#let rp-cite(names, typed) = typed\n"
    "#let rp-again(name) = none\n\n"
)
_CARRYING = frozenset({"a-3a", "a-3b", "a-3u", "a-4f"})


class TypstExporter(RepairedExporter):
    """A notebook as Typst source; pictures and data go with it as files beside it."""

    export_from_notebook = "Typst source"
    output_mimetype = "text/x-typst"

    toc = Bool(True, help="Print contents where there are enough headings.").tag(config=True)
    lang = Unicode("en", help="Language of notebooks that name none.").tag(config=True)
    timestamp = Unicode("", help="ISO day to enter as the file's date.").tag(config=True)
    theme = Unicode("", help="TOML file with colours, fonts, logo, paper.").tag(config=True)
    font_paths = List(Unicode(), help="Folders with more font files.").tag(config=True)
    link_targets = Enum(
        ("footnote", "inline", "none"), "footnote", help="Where print says what links lead to."
    ).tag(config=True)
    pdf_standards = List(
        Unicode(), list(compiler.STANDARDS), help="PDF standards to declare and keep."
    ).tag(config=True)

    _options = Options()
    _manuscript: Manuscript | None = None

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".typ"

    @default("template_extension")
    def _template_extension_default(self) -> str:
        return ".typ.j2"

    @default("template_name")
    def _template_name_default(self) -> str:
        return "typst-report"

    @default("extra_template_basedirs")
    def _extra_template_basedirs_default(self) -> list[str]:
        return [str(Path.cwd()), str(_TEMPLATES)]

    @default("raw_mimetypes")
    def _raw_mimetypes_default(self) -> list[str]:
        return ["text/markdown", "text/html", ""]

    @property
    def default_config(self) -> Config:
        """Return nbconvert's configuration; attachments stay where pictures are looked for."""
        config = super().default_config
        config.merge(Config({"ExtractAttachmentsPreprocessor": {"enabled": False}}))
        return config

    def default_filters(self) -> Iterator[tuple[str, Any]]:
        """Yield nbconvert's filters and the two by which text enters Typst."""
        yield from super().default_filters()  # type: ignore[no-untyped-call] # nbconvert's own
        yield "typst_string", lambda text: string(printable(text, self._options.fonts)[0])

    def _create_environment(self) -> Any:
        environment = super()._create_environment()
        environment.globals["manuscript"] = self._begin
        return environment

    def _begin(self, notebook: Any, resources: dict[str, Any]) -> Manuscript:
        metadata = resources.get("metadata", {})
        folder = Path(metadata.get("path") or ".")
        name = metadata.get("name") or "Notebook"
        self._manuscript = manuscript(notebook, name, folder, self._options)
        return self._manuscript

    def from_notebook_node(
        self, nb: Any, resources: Any = None, **kw: Any
    ) -> tuple[Any, dict[str, Any]]:
        """Return Typst source, and resources whose `outputs` are the files it needs."""
        source, resources, made = self._written(
            titled(repaired(nb)), resources, self._asked(), **kw
        )
        self._log(made.document.warnings)
        # beside the source: nbconvert's writer wants a folder, JupyterLab takes the last part
        files = {f"./{name}": data for name, data in made.document.assets.files.items()}
        resources["outputs"] = {**(resources.get("outputs") or {}), **files}
        return source, resources

    def _asked(self) -> Options:
        look = theme.load(self.theme) if self.theme else theme.Theme()
        return Options(
            theme=look,
            fonts=(*map(Path, self.font_paths), *look.fonts.folders),
            targets=self.link_targets,
            code=not self.exclude_input,
            contents=self.toc,
            lang=self.lang,
            carries_data=_carries_data(self.pdf_standards),
        )

    def _written(
        self, nb: Any, resources: Any, options: Options, **kw: Any
    ) -> tuple[str, dict[str, Any], Manuscript]:
        self._options = options
        self._manuscript = None
        source, resources = super().from_notebook_node(nb, resources, **kw)
        if self._manuscript is None:
            raise ReportError("the Typst template does not call manuscript(nb, resources)")
        return source, resources, self._manuscript

    def _log(self, warnings: Iterable[str]) -> None:
        for warning in warnings:
            self.log.warning("%s", placeholders.logged(warning))


class TypstPDFExporter(TypstExporter):
    """A notebook as PDF: tagged, archivable, and with its data attached."""

    export_from_notebook = "PDF via Typst"
    output_mimetype = "application/pdf"

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".pdf"

    def from_notebook_node(
        self, nb: Any, resources: Any = None, **kw: Any
    ) -> tuple[Any, dict[str, Any]]:
        """Return the bytes of the PDF, and resources without the files that went into it.

        Raises:
            CompileError: the template does not compile; what comes from the notebook never fails.
        """
        # only UA-1 makes the whole document fail where a formula has characters no font draws
        options = replace(self._asked(), tries_formulas="ua-1" not in self.pdf_standards)
        compiler.warm_up(options.fonts)
        nb = titled(repaired(nb))
        moment = timestamp(nb, self.timestamp)
        for _ in range(_ATTEMPTS):
            source, shown, made = self._written(nb, resources, options, **kw)
            try:
                page, warnings = compiler.pdf(
                    source, made.document.assets.files, self.pdf_standards, moment, options.fonts
                )
            except compiler.CompileError as error:
                failure = error
                options = self._mended(options, source, made)
                continue
            self._log([*made.document.warnings, *(f"typst: {warning}" for warning in warnings)])
            shown.pop("outputs", None)
            shown.pop("attachments", None)
            return page, shown
        raise failure

    def _mended(self, options: Options, source: str, made: Manuscript) -> Options:
        """Return options without what the compiler refuses: formulas, pictures, whole cells."""
        if not options.tries_formulas:
            return replace(options, tries_formulas=True)
        files = made.document.assets.files
        pictures = [
            name for name in files if _is_picture(name) and not compiler.readable(name, files[name])
        ]
        if pictures:
            return options.without(pictures, ())
        start = source.removesuffix("\n").removesuffix(made.body) + _ALONE
        broken = [
            number
            for number, piece in enumerate(made.pieces, start=1)
            if not self._compiles(start + piece, files, options.fonts)
        ]
        return options.without((), broken)

    def _compiles(self, source: str, files: Mapping[str, bytes], fonts: tuple[Path, ...]) -> bool:
        try:
            compiler.pdf(source, files, self.pdf_standards, 0, fonts)
        except compiler.CompileError:
            return False
        return True


def _is_picture(name: str) -> bool:
    return name.endswith((".png", ".jpg", ".gif", ".webp", ".svg"))


def _carries_data(standards: Iterable[str]) -> bool:
    """Return whether files may be attached: of the archive standards, only some allow it."""
    archive = [standard for standard in standards if standard.startswith("a-")]
    return all(standard in _CARRYING for standard in archive)
