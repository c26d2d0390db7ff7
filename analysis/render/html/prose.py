"""Markdown of a notebook → a sanitised tree: text, code in colour, maths, pictures in place."""

from bs4 import Tag
from mistune import HTMLRenderer

from analysis.render.dialect import environment_source, parser
from analysis.render.html import listings
from analysis.render.html.formulas import Formulas, unmarked
from analysis.render.html.sanitise import Load, clean, tree


class _Renderer(HTMLRenderer):
    """mistune's HTML with marks in the place of formulas, and code in colour."""

    def __init__(self, formulas: Formulas) -> None:
        # what may stay on the page is not this class's question: the sanitiser answers it
        super().__init__(escape=False, allow_harmful_protocols=True)
        self._formulas = formulas

    def inline_math(self, text: str) -> str:
        """Return the mark of a formula within a line."""
        return self._formulas.mark(text, display=False)

    def block_math(self, text: str) -> str:
        """Return the mark of a displayed formula."""
        return self._formulas.mark(text, display=True)

    def latex_environment(self, name: str, body: str) -> str:
        """Return the mark of a LaTeX environment, which is always displayed."""
        return self._formulas.mark(environment_source(name, body), display=True)

    def block_code(self, code: str, info: str | None = None) -> str:
        """Return a fenced or indented program text, coloured for the language it names."""
        return listings.code(code, (info or "").partition(" ")[0])


def markdown(text: str, load: Load) -> Tag:
    """Return an element that holds a markdown text, sanitised and with its pictures loaded."""
    formulas = Formulas()
    markup = str(parser(_Renderer(formulas))(unmarked(text)))
    return tree(formulas.insert(clean(markup)), load)
