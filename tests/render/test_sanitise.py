"""What may stay of a stranger's HTML: nothing that runs, loads, moves the page or never ends."""

from __future__ import annotations

import base64
import re
from functools import partial
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag
from bs4.exceptions import ParserRejectedMarkup
from hypothesis import given
from hypothesis import strategies as st

from analysis.render import images
from analysis.render.budget import Budget
from analysis.render.html import sanitise
from analysis.render.html import styles as styles_module
from analysis.render.html.sanitise import tree
from analysis.render.images import ImageError, Picture

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
PNG_ADDRESS = "data:image/png;base64," + base64.b64encode(PNG).decode()
SVG_SCRIPT = base64.b64encode(
    b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
).decode()
load = partial(images.load, folder=None, attachments={"a.png": {"image/png": PNG_ADDRESS[22:]}})


def settled(markup: str) -> Tag:
    return tree(markup, load)


def html(markup: str) -> str:
    return settled(markup).decode_contents(formatter="minimal")


@pytest.mark.parametrize(
    "name",
    "script style template noscript textarea title xmp select noembed".split(),  # noqa: SIM905 - read as words
)
def test_what_cannot_be_read_goes_with_its_content(name: str) -> None:
    assert html(f"<p>a</p><{name} x='>'>secret</{name}><p>b</p>") == "<p>a</p><p>b</p>"
    assert html(f"<p>a</p><{name.upper()}>secret") == "<p>a</p>"


@pytest.mark.parametrize(
    "markup",
    [
        "<scr<script></script>ipt>alert(1)</scr<script></script>ipt>",
        "<!--><script>alert(1)</script>-->",
        "<p onclick=alert(1) onfocus=alert(1) autofocus tabindex=0>a</p>",
        "<a href='java\nscript:alert(1)'>a</a>",
        "<a href=' JAVASCRIPT:alert(1)'>a</a>",
        "<a href='data:text/html,<script>alert(1)</script>' download>a</a>",
        "<a href='//example.org'>a</a>",
        "<a href='file:///etc/passwd'>a</a>",
        "<p style='background:url(https://example.org)'>a</p>",
        "<td style='width:expression(alert(1))'>a</td>",
        "<base href='https://example.org'><meta http-equiv=refresh content=0>",
        "<form action=x><input name=y><button>go</button></form>",
        "<p role=alert data-x=1 aria-label=x>a</p>",
        "<img src=x onerror=alert(1)>",
        "<img src='https://example.org/a.png' srcset='https://example.org/b.png 2x' alt='x'>",
        f"<img src='data:image/svg+xml;base64,{SVG_SCRIPT}' alt='drawing'>",
        "<img src='data:image/png;base64,!!!' alt=x>",
        "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></table></mtext>",
        "<video src='https://example.org/v'></video><audio autoplay></audio>",
    ],
)
def test_nothing_stays_that_runs_or_loads(markup: str) -> None:
    assert_safe(settled(markup))


ADDRESSES = ("#", "http://", "https://", "mailto:", "data:text/csv", "data:application/")


def assert_safe(root: Tag) -> None:
    """Assert by structure that a browser would run and fetch nothing of a page's text."""
    again = BeautifulSoup(root.decode_contents(formatter="minimal"), "html.parser")
    for element in again.find_all(True):
        assert element.name not in {"script", "style", "iframe", "object", "embed", "base", "meta"}
        assert element.name not in {"link", "form", "svg", "video", "audio", "template", "input"}
        for name, value in element.attrs.items():
            assert not name.startswith("on")
            assert name not in {"srcset", "background", "action", "formaction", "poster", "srcdoc"}
            if name == "href":
                assert str(value).strip().lower().startswith(ADDRESSES)
            if name == "src":
                assert element.name == "img"
                assert str(value).startswith("data:image/")
            if name == "style":
                assert "(" not in str(value)


PIECES = st.sampled_from(
    [
        *["<script>", "</script>", "<img src=", "x onerror=alert(1)", ">", "'", '"', "<a href="],
        *["javascript:alert(1)", "//example.org/x", "data:text/html;base64,PHN2Zz4=", "<style>"],
        *[
            "url(https://example.org)",
            "<p style=",
            "<svg onload=alert(1)>",
            "<math>",
            "<!--",
            "-->",
        ],
        *[
            "<table><tr><td>",
            "</td>",
            "<iframe srcdoc=",
            "&lt;script&gt;",
            "&#60;",
            "\x00",
            "\ue010",
        ],
        *["<textarea>", "<title>", "]]>", "<b id=main class=skip>", "text", "</div></main>", " "],
    ]
)


@given(st.lists(PIECES | st.text(max_size=8), max_size=14).map("".join))
def test_no_mixture_of_pieces_gets_through(markup: str) -> None:
    assert_safe(settled(markup))


def test_links_that_lead_somewhere_stay() -> None:
    for address in ("https://example.org/a?b=c", "http://x.org", "mailto:a@b.org", "#part"):
        link = settled(f'<a href="{address}" download="x">a</a>').a
        assert link is not None
        assert link.attrs == {"href": address}


@pytest.mark.parametrize(
    "kind", ["text/csv", "application/json", "application/ld+json", "application/zip"]
)
def test_a_download_keeps_its_data_and_a_plain_file_name(kind: str) -> None:
    link = settled(f'<a download="../a b.csv" href="data:{kind};base64,YQ==">Data</a>').a
    assert link is not None
    assert link.attrs == {"href": f"data:{kind};base64,YQ==", "download": "a-b.csv"}


def test_a_download_without_a_name_gets_one_and_data_without_download_loses_its_link() -> None:
    assert 'download="data"' in html('<a download="" href="data:text/csv,a">x</a>')
    assert html('<a href="data:text/csv,a">x</a>') == "<a>x</a>"


def test_a_picture_keeps_its_data_its_alternative_text_and_its_width() -> None:
    image = settled(
        f'<img src="{PNG_ADDRESS}" alt=" a\n b " style="width:160mm;position:fixed">'
    ).img
    assert image is not None
    assert image.attrs == {"alt": "a b", "src": PNG_ADDRESS, "style": "width:160mm"}


def test_a_picture_without_alternative_text_is_decoration() -> None:
    assert 'alt=""' in html(f'<img src="{PNG_ADDRESS}">')


def test_an_attachment_is_put_in_place() -> None:
    assert PNG_ADDRESS in html('<img src="attachment:a.png" alt="x">')


def test_a_picture_that_is_not_shown_says_so() -> None:
    text = settled('<img src="missing.png" alt="The trend">').get_text()
    assert text.startswith("[The trend: not shown, ")
    assert "image" in settled("<img>").get_text()


def test_widths_stay_with_columns_and_alignment_with_all() -> None:
    kept = html('<p style="width:5000px;text-align:right">a</p>')
    assert kept == '<p style="text-align:right">a</p>'
    assert html('<p style="width:5000px">a</p>') == "<p>a</p>"
    assert "width:3em" in html('<table><tr><td style="width:3em">a</td></tr></table>')


def test_a_ground_stays_with_an_ink_that_shows_on_it() -> None:
    assert 'style="background-color:#ffffcc; color:#000000"' in html(
        '<p style="color:#fff;background-color:#ffc">a</p>'
    )
    assert "color:#f1f1f1" in html('<p style="background:#440154;color:#f1f1f1">a</p>')
    assert html('<p style="background-color:white">a</p>') == "<p>a</p>"


def test_an_ink_alone_becomes_a_class_that_has_one_for_each_scheme() -> None:
    assert html('<b class="x" style="color:red">a</b>') == '<b class="x ink-red">a</b>'
    assert html('<p style="color:#222">a</p>') == "<p>a</p>"


def test_a_stylers_sheet_is_read_for_its_colours_and_goes() -> None:
    markup = (
        "<style>#T_1a_row0_col0, #T_1a_row0_col1 { background-color: #b40426; color: #fff; }"
        " #T_1a_row0_col1 {font-weight: bold; background-image: url(//x)} p {color: red}</style>"
        "<table id='T_1a'><tr><td id='T_1a_row0_col0'>1<td id='T_1a_row0_col1'>2</table>"
    )
    root = settled(markup)
    styles = [str(cell["style"]) for cell in root.find_all("td")]
    colours = "background-color:#b40426; color:#ffffff"
    assert styles == [colours, f"font-weight:bold; {colours}"]
    assert "id" not in root.find_all("td")[0].attrs
    assert "url" not in str(root)


def test_a_sheet_of_endless_rules_is_read_in_part(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(styles_module, "_MOST_RULES", 0)
    sheet = "<style>#T_1_a {color:red} #T_1_b {color:red}</style>"
    assert html(f"{sheet}<p id='T_1_a'>a</p><p id='T_1_b'>b</p>").count("ink-red") == 1


@pytest.mark.parametrize(
    ("markup", "wanted"),
    [
        ("<ul><li>a<li>b</ul>c", "<ul><li>a</li><li>b</li></ul>c"),
        ("<p>a<p>b<div>c</div>", "<p>a</p><p>b</p><div>c</div>"),
        (
            "<table><tr><td>a<td>b<tr><td>c</table>",
            "<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>",
        ),
        ("<dl><dt>a<dd>b<dt>c</dl>", "<dl><dt>a</dt><dd>b</dd><dt>c</dt></dl>"),
        ("<div><table><tr><td>a</div>b</table>", "<div><table><tr><td>ab</td></tr></table></div>"),
        ('<a href="#a">a<a href="#b">b', '<a href="#a">a</a><a href="#b">b</a>'),
        ("a</p></b>c<br>d</br>", "ac<br/>d"),
        ("a<!doctype html><?php x ?><![CDATA[y]]>b<![if", "ab&lt;![if"),
    ],
)
def test_what_html_lets_a_writer_leave_open_is_closed(markup: str, wanted: str) -> None:
    assert html(markup) == wanted


def test_a_text_no_parser_reads_is_named() -> None:
    with pytest.MonkeyPatch.context() as patch:
        real = sanitise._Reader

        def refusing(text: str, budget: Budget) -> Tag:
            if text:
                raise ParserRejectedMarkup("no")
            return real(text, budget)

        patch.setattr(sanitise, "_Reader", refusing)
        assert "not to be read as HTML" in html("x")


@pytest.mark.parametrize(
    ("markup", "note"),
    [
        ("<iframe src='https://example.org/a?b'>x</iframe>", "embedded page"),
        ("<video controls><source src='x'></video>", "film"),
        ("<math><mi>x</mi></math>", "formula"),
        ("<embed src='https://example.org'>", "content"),
        ("<canvas></canvas>", "drawing by a script"),
    ],
)
def test_what_a_reader_would_miss_leaves_a_note(markup: str, note: str) -> None:
    missing = settled(markup).find(class_="missing")
    assert isinstance(missing, Tag)
    assert missing.get_text().startswith(f"[{note}: not shown on a page of its own]")
    link = missing.a
    assert ("https:" in markup) == (link is not None)


def test_a_drawing_within_html_becomes_a_picture_if_it_is_safe() -> None:
    drawing = "<svg width='9' aria-label='A &amp; B'><title>t</title><path d='M0 0'/></svg>"
    image = settled(f"a{drawing}b").img
    assert image is not None
    assert image["alt"] == "A & B"
    assert str(image["src"]).startswith("data:image/svg+xml;base64,")
    nested = settled(f"<svg><title>Two&nbsp;x</title>{drawing}<use xlink:href='#a'/></svg>")
    assert len(nested.find_all("img")) == 1
    refused = settled("<svg><path onclick='x'/></svg>c").get_text()
    assert refused.startswith("[Drawing: not shown, SVG refused")
    assert refused.endswith("c")


def test_a_drawing_that_only_defines_or_repeats_symbols_is_nothing() -> None:
    defines = "<svg><defs><path d='M0 0'/></defs></svg>"
    assert html(f"a{defines}<svg aria-hidden='true'><use href='#x'/></svg></svg>b") == "ab"
    hidden = settled("<svg aria-hidden='true'><path d='M0 0'/></svg>").img
    assert hidden is not None
    assert hidden["alt"] == ""


def test_counts_languages_and_scopes_are_those_a_browser_knows() -> None:
    table = settled(
        "<table lang='x y' dir=up><tr><th scope=all colspan=9999999999 rowspan=2>a</table>"
    ).th
    assert table is not None
    assert table.attrs == {"rowspan": "2"}
    kept = '<p dir="rtl" lang="ar">a</p>'
    assert html(kept) == kept


def test_the_exhibit_vocabulary_stays() -> None:
    markup = (
        '<aside aria-label="Box" class="callout"><p class="callout-title">a</p></aside>'
        '<section class="claim" id="claim-oil"><p class="verdict" data-tone="bad">✗ b</p></section>'
        '<figure class="exhibit" id="e"><figcaption><strong class="title">c</strong></figcaption>'
        '<table><tbody><tr><th scope="row">d</th><td colspan="2">e</td></tr></tbody></table>'
        "</figure>"
        '<hr class="page-break"/>'
    )
    assert html(markup) == markup


def test_a_bare_file_name_is_text_and_no_warning() -> None:
    assert html("report.html") == "report.html"


@pytest.mark.parametrize(
    ("markup", "reason"),
    [
        ("<table>" + "<tr><td>a" * (sanitise.MOST_ROWS + 5), "more than 1,000 rows"),
        ("<table>" + "<tr>" + "<td>a" * 1_000_000, " tags so far"),
        ("<i>a</i>" * 50_000, " tags so far"),
        ("<p>" + "a" * 2_000_000 + "</p><p>b", "characters so far"),
        ("<div>" * 100_000, "elements nested too deeply"),
        ("<div>" * 61 + "<p>a", "elements nested too deeply"),
        ("<b></i>" * 61 + "a", "elements nested too deeply"),
        ("<div><table><tr><td></div></table>" * 61 + "a<p>b", "elements nested too deeply"),
        ("".join(f"<b id={n}>" for n in range(99)) + "<p>a" * 9_000, "elements nested too deeply"),
    ],
)
def test_too_much_is_cut_with_a_note(markup: str, reason: str) -> None:
    root = settled(markup)
    assert root.get_text().endswith(f"{reason}.")
    assert "The rest is not shown: " in root.get_text()
    assert depth(root) <= sanitise.DEEPEST + 1


def depth(root: Tag) -> int:
    deepest, level = 0, [root]
    while level:
        deepest += 1
        level = [part for parent in level for part in parent.children if isinstance(part, Tag)]
    return deepest


MANY = 30_000


@pytest.mark.parametrize(
    "markup",
    [
        *["<![CDATA[" * MANY, "<?" * MANY, "<!" * MANY, "<" * MANY, "</" * MANY, "<a " * MANY],
        *["<svg>" * MANY, "<svg " * MANY, "<svg><title>" * MANY + "</svg>" * MANY],
        *["<svg>" + "<defs>" * MANY + "</svg>", "<svg>" + "<symbol " * MANY + "</svg>"],
        *["<svg " + "aria-label='" * MANY + "></svg>", "<svg>" + "<title " * MANY + "</svg>"],
        *["<iframe " * MANY, "<embed " * MANY, "<iframe " + " src=https://" * MANY + ">"],
        *["<!--" * MANY, "<title>" * MANY, "<style>#T_1" + "<style>" * MANY],
        *["<style>" + "#T_1," * MANY + "</style>", "<style>" + "#T_1{" * MANY + "</style>"],
        "<style>" + "#T_1{color:red}" * MANY + "</style><p id=T_1>a",
    ],
)
def test_what_could_be_read_again_and_again_is_read_once(markup: str) -> None:
    """Each of these took minutes where a search began anew at each of its parts."""
    assert len(str(settled(markup))) < 10 * len(markup)


def test_much_that_is_not_too_much_stays_whole() -> None:
    flat = "<p>a<br>" * 2_000 + "<ul>" + "<li>a" * 2_000 + "</ul>" + "<div></div>" * 2_000
    assert settled(flat).find(class_="cut") is None


def test_a_picture_in_a_link_that_is_not_shown_is_the_words_of_the_link() -> None:
    def refuse(address: str) -> Picture:
        raise ImageError(f"{address} is not fetched")

    root = tree(
        '<a href="https://x.org"><img src="b.svg" alt="Open"></a><img src="c" alt="C">', refuse
    )
    assert [note.text for note in root.find_all(class_="missing")] == [
        "Open",
        "[C: not shown, c is not fetched]",
    ]
    button = tree('<a href="https://x.org"><img src="b">Run</a>', refuse)
    assert button.get_text() == "Run"
    assert root.span is not None
    assert root.span["title"] == "[Open: not shown, b.svg is not fetched]"


def test_old_html_looks_as_it_did() -> None:
    def refuse(address: str) -> Picture:
        raise ImageError(address)

    markup = (
        '<center>a</center><p align="RIGHT">b</p><font color="red">c</font><p align="x;y">d</p>'
    )
    root = tree(markup, refuse)
    assert [(e.name, e.get("style"), e.get("class")) for e in root.find_all(True)] == [
        ("div", "text-align:center", None),
        ("p", "text-align:right", None),
        ("span", None, "ink-red"),
        ("p", None, None),
    ]


def test_no_class_of_a_stranger_hides_words_from_a_reader() -> None:
    folder = Path(styles_module.__file__).parents[1] / "templates" / "report-html"
    screen = (folder / "report.css").read_text().partition("@media print")[0]
    rules = re.findall(r"([^{}]+)\{([^{}]*)\}", re.sub(r"(?s)/\*.*?\*/", "", screen))
    hiding = [names for names, body in rules if re.search(r"display:\s*none|-99rem", body)]
    assert len(hiding) >= 2
    for name in ",".join(hiding).split(","):
        assert re.match(r"(?:body >|hr\.|summary|\w+::)", name.strip()), name


def test_letters_are_not_turned_around_by_a_reference_either() -> None:
    assert html("a&#x202e;b&#8237;&#x2067;c") == "abc"
