"""Program texts and what programs print → Typst: lines that fit, colours, never endless."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from bs4.element import NavigableString, Tag

from analysis.render import terminal
from analysis.render.colours import colour, hue
from analysis.render.typst import cuts, fragment
from analysis.render.typst.document import Document
from analysis.render.typst.escape import string

LINE_LIMIT = 200
CODE_LIMIT = 2_000  # lines of a program
CHARACTERS = 0.655  # a millimetre, in the size that the page style sets program texts in
_CHARACTER_LIMIT = 2_000
_TEXT_LIMIT = 2 * LINE_LIMIT * _CHARACTER_LIMIT  # characters looked at
_EDGES = 6  # millimetres beside a text in its frame
_INDENT = 10  # millimetres that a list or quotation takes
_TAB = 8

Styled = list[tuple[str, str]]  # characters, each with its style


def code(source: str, document: Document, language: str) -> str:
    """Return a program text in the colours of its language."""
    lines = document.budget.text(source.strip("\n")).expandtabs(4).split("\n")
    fitting = "\n".join(
        piece
        for line in lines[:CODE_LIMIT]
        for piece in _texts(_shortened(_plain(line), document), _room(document))
    )
    note = ""
    if len(lines) > CODE_LIMIT:
        left_out = f"{len(lines) - CODE_LIMIT:,} more lines are not printed"
        note = f"\n\n{cuts.note(document, left_out)}"
    return f"#rp-code({document.string(fitting)}, {document.string(language)}){note}"


def printed(text: str, document: Document, function: str) -> str:
    """Return what a program printed: the last state of each line, the middle cut if it is long."""
    whole = document.budget.text(text[:_TEXT_LIMIT]).replace("\r\n", "\n")
    if len(text) > _TEXT_LIMIT:
        whole += f"\x1b[0m\n{_left_out(len(text) - _TEXT_LIMIT, 'characters', document)}"
    return styled(terminal.spans(whole), document, function)


def styled(spans: Iterable[tuple[str, str]], document: Document, function: str) -> str:
    """Return the pieces of a text, each with a style of `terminal`, as `printed` does."""
    lines = _lines(spans)
    if len(lines) > LINE_LIMIT:
        half = LINE_LIMIT // 2
        note = _left_out(len(lines) - 2 * half, "lines", document)
        lines = [*lines[:half], _plain(note), *lines[-half:]]
    room = _room(document)
    shown = [piece for line in lines for piece in _pieces(_shortened(line, document), room)]
    words = "\n".join(map(_words, shown))
    if not words.strip():
        return ""
    inks = ", ".join(_inked(shown, document))
    return f"#{function}({document.string(words)}{f', inks: ({inks})' if inks else ''})"


def plainly(text: str) -> str:
    """Return a printed text without its colours."""
    return "".join(words for words, _ in terminal.spans(text))


def _lines(spans: Iterable[tuple[str, str]]) -> list[Styled]:
    lines: list[Styled] = [[]]
    for words, style in spans:
        first, *others = words.split("\n")
        lines[-1] += _plain(first, style)
        lines += [_plain(words, style) for words in others]
    said = [at for at, line in enumerate(lines) if _words(line).strip(" ")]
    return [_tabbed(line) for line in lines[said[0] : said[-1] + 1]] if said else []


def _plain(words: str, style: str = "") -> Styled:
    return [(character, style) for character in words]


def _words(line: Styled) -> str:
    return "".join(character for character, _ in line)


def _tabbed(line: Styled) -> Styled:
    """Return a line with blanks for its tabs, as a terminal shows them."""
    shown: Styled = []
    for character, style in line:
        blanks = _TAB - len(shown) % _TAB
        shown += [(" ", style)] * blanks if character == "\t" else [(character, style)]
    return shown


def _shortened(line: Styled, document: Document) -> Styled:
    if len(line) <= _CHARACTER_LIMIT:
        return line
    note = _left_out(len(line) - _CHARACTER_LIMIT, "characters", document)
    return [*line[:_CHARACTER_LIMIT], *_plain(f" {note}")]


def _left_out(count: int, what: str, document: Document) -> str:
    document.warn(f"text cut: {count:,} {what} left out")
    return f"… {count:,} {what} left out …"


def _room(document: Document) -> int:
    """Return how many characters fit a line: Typst does not break a word of code."""
    return max(24, int((document.width - _EDGES - _INDENT * document.boxes) * CHARACTERS))


def _texts(line: Styled, room: int) -> Iterator[str]:
    return map(_words, _pieces(line, room))


def _pieces(line: Styled, room: int) -> list[Styled]:
    """Return a line in pieces that fit, broken at blanks where there are any."""
    if len(line) <= room:
        return [line]
    words = _words(line)
    indent = min(len(words) - len(words.lstrip()) + 4, room // 2)
    pieces: list[Styled] = []
    start, width = 0, room
    while len(words) - start > width:
        blank = words.rfind(" ", start + width // 2, start + width) + 1
        end = blank or start + width
        pieces.append(_indented(line[start:end], indent if start else 0))
        start, width = end, room - indent
    return [*pieces, _indented(line[start:], indent)]


def _indented(line: Styled, indent: int) -> Styled:
    return [*_plain(" " * indent), *line]


def _inked(lines: list[Styled], document: Document) -> Iterator[str]:
    """Yield the lines that have colours, by number, as pieces of one style each."""
    for number, line in enumerate(lines, start=1):
        if any(style for _, style in line):
            runs = groupby(line, key=lambda pair: pair[1])
            pieces = (
                f"({string(style)}, {document.string(_words(list(run)))})" for style, run in runs
            )
            yield f'"{number}": ({", ".join(pieces)},)'


def terminal_style(words: NavigableString, end: Tag) -> str:
    """Return the style of words that a program coloured, as a terminal would show it."""
    names: dict[str, str] = {}
    for element in words.parents:
        if element is end:
            break
        declared = fragment.style(element)
        ink = colour(declared.get("color", ""))
        if ink and hue(ink):
            names.setdefault("ink", f"ink-{hue(ink)}")
        if element.name in {"b", "strong"} or declared.get("font-weight") == "bold":
            names["weight"] = "ansi-strong"
    return " ".join(names.values())
