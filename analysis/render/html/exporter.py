"""ReportHTMLExporter: a notebook → one HTML file that asks the network nothing and runs nothing.

`jupyter nbconvert --to reporthtml NOTEBOOK`, or from_notebook_node in a program.
"""

from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from traitlets import Unicode, default

from analysis.render import placeholders, theme
from analysis.render.exporting import RepairedExporter
from analysis.render.html.cells import Shown
from analysis.render.html.look import compact, css
from analysis.render.html.page import Page, page
from analysis.render.lenient import repaired
from analysis.render.titles import titled

_TEMPLATES = Path(__file__).parents[1] / "templates"


class ReportHTMLExporter(RepairedExporter):
    """Export a notebook as a self-contained, accessible page without scripts."""

    export_from_notebook = "Report (HTML)"
    output_mimetype = "text/html"

    language = Unicode("en", help="Language of a notebook whose metadata names none (lang).").tag(
        config=True
    )

    theme = Unicode("", help="TOML file with colours, fonts, logo, paper.").tag(config=True)

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".html"

    @default("template_extension")
    def _template_extension_default(self) -> str:
        return ".html.j2"

    @default("template_name")
    def _template_name_default(self) -> str:
        return "report-html"

    @default("extra_template_basedirs")
    def _extra_template_basedirs_default(self) -> list[str]:
        return [str(_TEMPLATES)]

    @default("raw_mimetypes")
    def _raw_mimetypes_default(self) -> list[str]:
        return ["text/html", "text/markdown"]

    def from_notebook_node(  # type: ignore[override] # as nbconvert's own text exporters do
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[str, dict[str, Any]]:
        """Return the page and nbconvert's resources.

        Raises:
            ThemeError: the theme cannot be used.
        """
        return super().from_notebook_node(titled(repaired(nb)), resources, **kw)

    def default_filters(self) -> Any:
        """Yield nbconvert's filters, `report_page`, which does all the work, and `compact`."""
        yield from super().default_filters()  # type: ignore[no-untyped-call] # nbconvert's own
        yield "report_page", self._page
        yield "compact", compact

    def _page(self, notebook: NotebookNode, resources: dict[str, Any]) -> Page:
        path = resources.get("metadata", {}).get("path")
        shows = resources["global_content_filter"]
        shown = Shown(
            markdown=shows["include_markdown"],
            code=shows["include_code"],
            source=shows["include_input"],
            outputs=shows["include_output"],
            raw=shows["include_raw"],
        )
        look = theme.load(self.theme) if self.theme else theme.Theme()
        resources["look"] = {"theme": look, "css": css(look)}
        made = page(notebook, Path(path) if path else None, shown, self.language)
        for warning in made.warnings:
            self.log.warning("%s", placeholders.logged(warning))
        return made
