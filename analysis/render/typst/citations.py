"""What leads from prose to exhibits and notes, which may stand in other cells."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from analysis.render import equation_labels, references
from analysis.render.typst.escape import string


@dataclass(slots=True)
class Citations:
    """The exhibits and notes of one document, and what was said of them.

    `defined` are the notes that any cell defines, `formulas` the numbers of labelled formulas,
    `exhibits` the labels of numbered exhibits.
    """

    defined: Mapping[str, str] = field(default_factory=dict)
    formulas: Mapping[str, str] = field(default_factory=dict)
    exhibits: set[str] = field(default_factory=set)
    _cited: list[tuple[str, str, tuple[str, ...]]] = field(default_factory=list)
    _noted: dict[str, str] = field(default_factory=dict)

    def cite(self, cell: str, typed: str, labels: tuple[str, ...], shown: str) -> str:
        """Return a reference to the first of these labels an exhibit has, else what is shown.

        The exhibit may come later: `missing` tells, at the end, what was referred to in vain.
        """
        self._cited.append((cell, typed, labels))
        return f"#rp-cite(({', '.join(map(string, labels))},), [{shown}])"

    def missing(self) -> Iterator[tuple[str, str]]:
        """Yield cell and wording of each reference to an exhibit that is not in the document."""
        for cell, typed, labels in self._cited:
            if self.exhibits.isdisjoint(labels):
                yield cell, typed

    def note(self, body: str) -> str:
        """Return a footnote; one that says what another said has that one's number."""
        if body in self._noted:
            return f"#rp-again({string(self._noted[body])})"
        # a double hyphen: no name of the notebook's own can be the same
        name = self._noted[body] = f"rp--note-{len(self._noted) + 1}"
        return f"#footnote[{body}]#label({string(name)})"

    def completed(self, source: str) -> str:
        """Return markdown with the notes and the numbers of formulas that other cells hold."""
        return references.completed(equation_labels.resolved(source, self.formulas), self.defined)
