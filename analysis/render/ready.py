"""Import this last where workers are forked from: it makes what each would for its first report.

That is the code of nbformat's schemas and of the templates, and a list of the characters that the
fonts have. The Typst compiler is left to the workers: no fork takes its threads along.
"""

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from analysis.render.exporter import TypstExporter
from analysis.render.html import ReportHTMLExporter
from analysis.render.typst import glyphs


def _tried() -> None:
    shown = new_output("display_data", {"text/plain": "text"})
    notebook = new_notebook(cells=[new_markdown_cell("# Text"), new_code_cell(outputs=[shown])])
    notebook = nbformat.reads(nbformat.writes(notebook), nbformat.NO_CONVERT)
    exporters: tuple[type, ...] = (ReportHTMLExporter, TypstExporter)
    for exporter in exporters:
        exporter().from_notebook_node(notebook)
    glyphs.drawn(())


_tried()
