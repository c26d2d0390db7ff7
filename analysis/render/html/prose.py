"""Markdown of a notebook → a sanitised tree: text, code in colour, maths, pictures in place."""

from dataclasses import dataclass, field

from bs4 import Tag
from mistune import HTMLRenderer

from analysis.render.budget import Budget
from analysis.render.dialect import environment_source, formulas, parser
from analysis.render.html import listings
from analysis.render.html.citations import Citations
from analysis.render.html.formulas import Formulas, unmarked
from analysis.render.html.notes import Notes
from analysis.render.html.sanitise import Load, tree
from analysis.render.macros import Macros


@dataclass(frozen=True, slots=True)
class Setting:
    """What stands around a text: where its pictures are, and what the page has and may hold."""

    load: Load
    notes: Notes
    citations: Citations
    budget: Budget
    macros: Macros = field(default_factory=Macros)

    def tree(self, markup: str) -> Tag:
        """Return an element that holds what may stay of a markup."""
        return tree(markup, self.load, self.budget)


class _Renderer(HTMLRenderer):
    """mistune's HTML with marks in the place of formulas, code in colour, and notes numbered on."""

    def __init__(self, formulas: Formulas, notes_before: int) -> None:
        # what may stay on the page is not this class's question: the sanitiser answers it
        super().__init__(escape=False, allow_harmful_protocols=True)
        self._formulas = formulas
        self._notes_before = notes_before

    def inline_math(self, text: str) -> str:
        """Return the mark of a formula within a line."""
        return self._formulas.mark(text, display=False)

    def block_math(self, text: str) -> str:
        """Return the mark of a displayed formula."""
        return self._formulas.mark(text, display=True)

    def latex_environment(self, name: str, body: str) -> str:
        """Return the mark of a LaTeX environment, which is always displayed."""
        return self._formulas.mark(environment_source(name, body), display=True)

    def block_html(self, html: str) -> str:
        """Return HTML as it is written, with marks in the place of its formulas."""
        parts = (
            before + self._formulas.mark(tex, display=display) if tex else before
            for before, tex, display in formulas(html)
        )
        return super().block_html("".join(parts))

    def block_code(self, code: str, info: str | None = None) -> str:
        """Return a fenced or indented program text, coloured for the language it names."""
        return listings.code(code, (info or "").partition(" ")[0])

    def task_list_item(self, text: str, checked: bool = False) -> str:
        """Return an item of a list of tasks: a box is a character, as a page takes no input."""
        return f'<li class="task">{"☑" if checked else "☐"} {text}</li>\n'

    def footnote_ref(self, key: str, index: int) -> str:  # noqa: ARG002 # mistune's signature
        """Return the number of a note, which leads to it."""
        number = self._notes_before + index
        return f'<sup id="fnref-{number}"><a href="#fn-{number}">{number}</a></sup>'

    def footnote_item(self, text: str, key: str, index: int) -> str:  # noqa: ARG002 # the same
        """Return a note and the way back to where it is called."""
        number = self._notes_before + index
        back = f' <a href="#fnref-{number}" title="Back to the text">↩</a>'
        body = text.rstrip()
        words = f"{body.removesuffix('</p>')}{back}</p>" if body.endswith("</p>") else body + back
        return f'<li id="fn-{number}">{words}</li>\n'


def markdown(text: str, setting: Setting) -> Tag:
    """Return an element that holds a markdown text, sanitised and with its pictures loaded."""
    formulas = Formulas(setting.budget, setting.macros)
    renderer = _Renderer(formulas, setting.notes.count)
    source = setting.notes.completed(setting.budget.markdown(unmarked(text)))
    root = setting.tree(str(parser(renderer)(source)))
    formulas.settle(root)
    setting.citations.note(root)
    return root
