"""Notebooks → Typst: markdown, HTML, maths, tables and pictures; no text reaches code."""
