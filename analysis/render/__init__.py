"""Notebooks to pages, for HTML, Typst and PDF: a notebook is opaque here, and no topic is known.

To use it elsewhere, copy this folder and `analysis/errors.py` (its one neighbour), rename the
package in the imports, and declare three entry points of the group `nbconvert.exporters`:

    reporthtml = "….render.html:ReportHTMLExporter"
    typst = "….render.exporter:TypstExporter"
    typstpdf = "….render.exporter:TypstPDFExporter"

`jupyter nbconvert --to typstpdf X.ipynb` and JupyterLab's menu then know them. They need nbconvert,
beautifulsoup4, latex2mathml, typst, fonttools, and matplotlib for its DejaVu fonts; HTML needs no
typst. The rest (`catalogue`, `engine`, `batch`, `manifest` and their neighbours) runs many reports;
exporters import none of it.

What a notebook may say, beside all that nbconvert reads:
    metadata    title, subtitle, authors, keywords, date, edition, lang, toc, numbering (`imprint`,
                `typst.manuscript`)
    tags        remove-cell, -input, -output, or hide-…, with a hyphen or an underscore
    HTML        the classes of exhibits: strap, lede, cards, callout, claim, verdict, page-break,
                source, and figure elements with title and subtitle (`typst.vocabulary`)
    prose       @fig:name, @tbl:name, @exhibit-name; notes [^key] defined anywhere (`references`)
A team's look is a short TOML file: `--TypstExporter.theme=team.toml` (`theme`). Limits on what is
printed are in `typst`.
"""
