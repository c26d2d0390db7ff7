import pytest

from analysis.render import svg, unfolding
from analysis.render.typst import compiler

OPEN = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'


def drawing(body: str, attributes: str = "") -> bytes:
    return f"{OPEN} {attributes}>{body}</svg>".encode()


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("<script>alert(1)</script>", "element 'script'"),
        ("<foreignObject/>", "element 'foreignObject'"),
        ("<animate/>", "element 'animate'"),
        ('<rect onload="alert(1)"/>', "event handler"),
        ('<image xlink:href="http://example.org/x.png"/>', "refers to"),
        ('<image href="file:///etc/passwd"/>', "refers to"),
        ('<image href="data:image/svg+xml;base64,AAAA"/>', "refers to"),
        ('<use href="other.svg#a"/>', "refers to"),
        ('<a href="javascript:alert(1)"><rect/></a>', "refers to"),
        ('<a href="//example.org/a"><rect/></a>', "refers to"),
        ('<image href="https://example.org/x.png"/>', "refers to"),
        ("<i:namedview xmlns:i='urn:i'><script>alert(1)</script></i:namedview>", "'script'"),
        ('<rect style="fill:url(http://example.org/a)"/>', "loads something"),
        ('<rect fill="u\\72l(x)"/>', "loads something"),
        ("<style>@import 'x.css';</style>", "style sheet loads"),
        ("<style>a{background:url(//x)}</style>", "style sheet loads"),
        ("<style>@imp<!-- -->ort 'x.css';</style>", "style sheet loads"),
        ("<style>@imp<![CDATA[ort 'x.css';]]></style>", "style sheet loads"),
        ("<style>" + " " * 8_188 + "@import 'x.css';</style>", "style sheet loads"),
        ("<?xml-stylesheet href='x.css'?>", "processing instructions"),
        ("<rect>", "not well-formed"),
        ("<g>" * 300 + "</g>" * 300, "too deep"),
    ],
)
def test_a_drawing_that_runs_loads_or_breaks_is_refused_with_the_reason(
    body: str, reason: str
) -> None:
    with pytest.raises(svg.UnsafeSVGError, match=reason):
        svg.read(drawing(body))


def test_a_drawing_with_its_own_entities_is_refused() -> None:
    bomb = b'<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><svg>&b;</svg>'
    with pytest.raises(svg.UnsafeSVGError, match="document type"):
        svg.read(bomb)


def test_uses_that_unfold_to_thousands_of_millions_are_refused() -> None:
    layers = "".join(
        f'<g id="l{k}">' + f'<use xlink:href="#l{k - 1}"/>' * 10 + "</g>" for k in range(1, 12)
    )
    with pytest.raises(svg.UnsafeSVGError, match="unfold"):
        svg.read(drawing(f'<g id="l0"><path/></g>{layers}'))


def test_uses_that_refer_to_themselves_are_refused() -> None:
    with pytest.raises(svg.UnsafeSVGError, match="themselves"):
        svg.read(drawing('<g id="a"><use href="#a"/></g>'))


@pytest.mark.parametrize("data", [b"\xff\xfe<svg/>", b"<html/>"])
def test_what_is_not_utf8_or_not_a_drawing_is_refused(data: bytes) -> None:
    with pytest.raises(svg.UnsafeSVGError):
        svg.read(data)


def test_what_charts_are_made_of_passes() -> None:
    body = (
        "<metadata><rdf xmlns='http://x/'><type resource='http://purl.org/x'/></rdf></metadata>"
        "<style>*{stroke-linejoin: round}</style><defs><path id='m' d='M0 0'/></defs>"
        "<g clip-path='url(#c)'><use xlink:href='#m'/><text>é</text></g>"
        "<image xlink:href='data:image/png;base64,AAAA'/>"
    )
    doctype = b'<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/svg11.dtd">'
    assert svg.read(doctype + drawing(body, 'width="72pt"')).width == pytest.approx(25.4)


@pytest.mark.parametrize(
    "body",
    [
        '<a xlink:href="https://example.org/a" xlink:title="A"><rect width="9" height="9"/></a>',
        '<a href="mailto:a@example.org"><text>A</text></a><a title="B"><path d="M0 0h9"/></a>',
        "<i:namedview xmlns:i='urn:i' pagecolor='#fff'><i:grid type='xygrid'/></i:namedview>"
        "<defs><i:perspective xmlns:i='urn:i'/><i:path-effect xmlns:i='urn:i'/></defs>",
    ],
)
def test_links_in_a_drawing_and_notes_of_the_editor_it_was_drawn_with_pass(body: str) -> None:
    assert svg.read(drawing(body)).pictures == ()
    assert compiler.readable("a.svg", drawing(body, 'width="10" height="10"'))


def test_a_drawing_without_a_length_of_its_own_has_no_width() -> None:
    assert svg.read(drawing("", 'width="100%"')).width is None


def test_uses_below_many_names_are_refused_before_they_are_noted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(unfolding, "NOTED_LIMIT", 50)
    below = "".join(f'<g id="g{k}">' for k in range(9)) + "<use href='#a'/>" * 6 + "</g>" * 9
    with pytest.raises(svg.UnsafeSVGError, match="too many"):
        svg.read(drawing(below))


def test_the_pictures_in_a_drawing_are_told() -> None:
    held = "data:image/png;base64,AAAA"
    assert svg.read(drawing(f"<image href=' {held}'/><use href='#a'/>")).pictures == (held,)


SQUARE = "<rect width='9' height='9'/>"


def doubled(tag: str, first: str, reference: str) -> str:
    """Return parts of which each refers twice to the one before, and a shape that has the last."""
    parts = f"<{tag} id='p0'>{first}</{tag}>" + "".join(
        f"<{tag} id='p{n}'>{reference.format(n - 1) * 2}</{tag}>" for n in range(1, 24)
    )
    return parts + reference.format(23)


@pytest.mark.parametrize(
    ("tag", "reference"),
    [
        ("mask", "<rect mask='url(#p{})'/>"),
        ("clipPath", "<rect clip-path='url( \"#p{}\" )'/>"),
        ("pattern", "<rect style='stroke:red;fill:URL(#p{})'/>"),
        ("pattern", "<g fill='url(#p{})'><rect/></g>"),
        ("marker", "<path d='M0 0h1' marker-start='url(#p{})'/>"),
        ("symbol", "<use href='#none' xlink:href='#p{}'/>"),
        ("g", "<use style='/*;*/' href='#p{}'/>"),
    ],
)
def test_parts_that_refer_twice_to_one_another_are_refused(tag: str, reference: str) -> None:
    with pytest.raises(svg.UnsafeSVGError, match="unfolds to more than 400,000 shapes"):
        svg.read(drawing(doubled(tag, SQUARE, reference)))


def test_references_from_a_style_sheet_are_followed() -> None:
    rules = "".join(f"g .c{n}.x, #d{n} {{fill:red;mask/**/:url('#p{n}')}}" for n in range(24))
    for name in ("class='c{}'", "id='d{}'"):
        shapes = doubled("mask", SQUARE, f"<rect {name}/>")
        with pytest.raises(svg.UnsafeSVGError, match="unfolds to more than"):
            svg.read(drawing(f"{shapes}<style>{rules}</style>"))
        assert svg.read(drawing(shapes)).shapes < 200
    with pytest.raises(svg.UnsafeSVGError, match="for elements of a kind"):
        svg.read(drawing("<style>@media print{rect{mask:url(#a)}}</style>"))


@pytest.mark.parametrize(
    "body",
    [
        "<g id='a'>" + "<path/>" * 1_000 + "</g>" + "<use href='#a'/>" * 1_000,
        "<marker id='a'>"
        + "<path/>" * 100
        + "</marker><path marker-mid='url(#a)' d='M0 0"
        + "h1" * 9_000
        + "'/>",
        "<marker id='a'>"
        + "<path/>" * 100
        + "</marker><g marker-end='url(#a)'>"
        + "<path d='M0 0h1'/>" * 9_000
        + "</g>",
        "<style>" + ".a path{fill:red}" * 9_000 + "</style>" + "<path/>" * 20_000,
        "<text>" + "x" * 19_000_000 + "</text>" * 1 + "<path/>" * 390_000,
    ],
)
def test_what_takes_as_long_as_too_many_shapes_is_refused(body: str) -> None:
    with pytest.raises(svg.UnsafeSVGError, match="unfolds to more than"):
        svg.read(drawing(body))


@pytest.mark.parametrize(
    "body",
    [
        "<rect filter='blur(900px)'/>",
        "<rect style='fill:red;filter : blur(900px)'/>",
        "<style>rect{-webkit-filter:blur(9px)}</style>",
    ],
)
def test_a_drawing_that_filters_is_refused(body: str) -> None:
    with pytest.raises(svg.UnsafeSVGError, match="filters"):
        svg.read(drawing(body))
    assert svg.read(drawing("<rect filter='none' style='filter:none'/>")).shapes < 9
