"""Notebooks to pages, for HTML, Typst and PDF: a notebook is opaque here, and no topic is known."""
