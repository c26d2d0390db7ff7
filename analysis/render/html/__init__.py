"""Notebooks to HTML pages: one file each, without a script, that asks the network nothing."""

from analysis.render.html.exporter import ReportHTMLExporter

__all__ = ["ReportHTMLExporter"]
