import xml.etree.ElementTree as ET

import pytest

from analysis.render.typst import mathml
from analysis.render.typst.mathwords import UnsupportedError


def typst(source: str) -> str:
    return mathml.typst(ET.fromstring(source))  # noqa: S314 # the tests' own elements


@pytest.mark.parametrize(
    "source",
    [
        "<mi>\\alien</mi>",
        "<mfrac><mi>a</mi></mfrac>",
        "<msub><mi>a</mi></msub>",
        "<mrow>" * 80 + "</mrow>" * 80,
        # made equally long, these rows would be of 10,000 cells
        f"<mtable><mtr>{'<mtd/>' * 100}</mtr>{'<mtr><mtd/></mtr>' * 99}</mtable>",
    ],
)
def test_what_has_no_counterpart_is_refused(source: str) -> None:
    with pytest.raises(UnsupportedError):
        typst(source)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<mi>#</mi>", "\\#"),
        ("<mi/>", ""),
        ("<mi>\u2061</mi>", ""),
        ("<mi mathvariant='bold'>x</mi>", "bold(upright(x))"),
        ("<mi mathvariant='nonsense'>x</mi>", "x"),
        ("<mi>sin</mi>", 'op("sin", limits: #false)'),
        ("<mi mathvariant='normal'>ab</mi>", 'upright("ab")'),
        ("<mi>a1</mi>", '"a1"'),
        ("<mn>1.5</mn>", "1.5"),
        ("<mn>1,5</mn>", "1 \\, 5"),
        ("<mn/>", ""),
        ("<mo>lim</mo>", 'op("lim", limits: #true)'),
        ("<mo>lVert</mo>", "‖"),
        ("<mo minsize='2em'>(</mo>", "lr(\\(, size: #2em)"),
        ("<mo>&lt;=</mo>", "\\< \\="),
        ('<mtext>a\u00a0"b</mtext>', '"a \\"b"'),
        ("<mtext/>", ""),
        ("<mspace width='18mu'/>", "#h(1em);"),
        ("<mspace width='9999em'/>", "#h(40em);"),
        ("<mspace width='#x'/>", ""),
        (f"<mspace width='{'1' * 900_000}em'/>", ""),
        ("<mspace linebreak='newline'/>", "\\\n"),
        ("<semantics><mi>a</mi><annotation>#b</annotation></semantics>", "a"),
        ("<mphantom><mi>a</mi></mphantom>", "#hide[$ a $]"),
        ("<menclose notation='updiagonalstrike'><mi>a</mi></menclose>", "cancel(a)"),
        ("<menclose notation='circle'><mi>a</mi></menclose>", "a"),
        ("<mstyle displaystyle='true'><mi>a</mi></mstyle>", "display(a)"),
        ("<mstyle displaystyle='false'><mi>a</mi></mstyle>", "inline(a)"),
        ("<mstyle/>", ""),
        (
            "<mstyle displaystyle='true'><mtable><mtr><mtd/></mtr></mtable></mstyle>",
            'mat(delim: #none, align: #center, "")',
        ),
        ("<mfrac linethickness='0'><mi>a</mi><mi/></mfrac>", 'mat(delim: #none, a; "")'),
        (
            "<menclose notation='box'><mi>a</mi></menclose>",
            "#box(stroke: 0.5pt, inset: 3pt, baseline: 3pt)[$a$]",
        ),
        ("<mstyle mathcolor='#00f'><mi>a</mi></mstyle>", '#text(fill: rgb("#0000ff"))[$a$]'),
        ("<mstyle mathcolor='#read'><mi>a</mi></mstyle>", "a"),
        ("<mo movablelimits='true'>lim\u2006sup</mo>", 'op("lim sup", limits: #true)'),
        ("<msqrt/>", 'sqrt("")'),
        ("<msubsup><mi>a</mi><mi>b</mi><mi>c</mi></msubsup>", "attach(a, b: b, t: c)"),
        ("<munder><mi>a</mi><mo>_</mo></munder>", "underline(a)"),
        ("<mover><mi>a</mi><mo>!</mo></mover>", "attach(limits(a), t: \\!)"),
        ("<mtable/>", ""),
        (
            "<mtable><mtr><mtd columnalign='left'><mi>a</mi></mtd></mtr></mtable>",
            "mat(delim: #none, align: #left, a)",
        ),
        ("<mrow><mo fence='true' stretchy='false'>(</mo><mi>a</mi></mrow>", "\\( a"),
        ("<unknown><mi>a</mi></unknown>", "a"),
    ],
)
def test_elements_become_typst(source: str, expected: str) -> None:
    assert typst(source) == expected


def test_a_long_formula_has_short_lines() -> None:
    # an error of the compiler's quotes a whole line, and there is one for each missing character
    lines = typst(f"<mrow>{'<mi>x</mi>' * 1_000}</mrow>").split("\n")
    assert max(map(len, lines)) < 100
    assert " ".join(lines) == " ".join("x" * 1_000)


def test_a_long_text_is_set_in_pieces_and_a_short_one_as_a_whole() -> None:
    assert typst(f"<mtext>{'a' * 200}</mtext>") == f'"{"a" * 200}"'
    pieces = typst(f"<mtext>{'a' * 1_001}</mtext>").split(" ")
    assert "".join(piece.strip('"') for piece in pieces) == "a" * 1_001
    assert max(map(len, pieces)) == 202
