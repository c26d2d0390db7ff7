"""What may stay of a stranger's HTML: nothing that runs, loads, moves the page or never ends."""

from __future__ import annotations

import base64
import time
from functools import partial

import pytest
from bs4 import BeautifulSoup, Tag
from hypothesis import given
from hypothesis import strategies as st

from analysis.render import images
from analysis.render.html import bounds
from analysis.render.html.sanitise import clean, tree

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
PNG_ADDRESS = "data:image/png;base64," + base64.b64encode(PNG).decode()
SVG_SCRIPT = base64.b64encode(
    b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
).decode()
load = partial(images.load, folder=None, attachments={"a.png": {"image/png": PNG_ADDRESS[22:]}})


def settled(markup: str) -> Tag:
    return tree(clean(markup), load)


def html(markup: str) -> str:
    return settled(markup).decode_contents(formatter="minimal")


@pytest.mark.parametrize(
    "name",
    "script style iframe object template noscript svg math textarea title xmp select".split(),  # noqa: SIM905 - read as words
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


def test_colours_do_not_stay_for_they_are_unreadable_in_the_other_scheme() -> None:
    assert html('<p style="color:#fff;background-color:#fff">a</p>') == "<p>a</p>"


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
        ("<table>" + "<tr><td>a" * (bounds.MOST_ROWS + 5), "more than 1,000 rows"),
        ("<i>a</i>" * bounds.MOST_ELEMENTS, "more than 50,000 tags"),
        ("<div>" * 100_000, "elements nested too deeply"),
        ("".join(f"<b id={n}>" for n in range(20)) + "<p>a" * 9_000, "elements nested too deeply"),
    ],
)
def test_too_much_is_cut_with_a_note_and_at_once(markup: str, reason: str) -> None:
    start = time.perf_counter()
    text = settled(markup).get_text()
    assert text.endswith(f"The rest is not shown: {reason}.")
    assert time.perf_counter() - start < 10


def test_too_long_a_text_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "MOST_CHARACTERS", 10)
    note = "The rest is not shown: more than 10 characters."
    assert html("a" * 11) == f'{"a" * 10}<p class="cut">{note}</p>'


def test_much_that_is_not_too_much_stays_whole() -> None:
    flat = "<p>a<br>" * 2_000 + "<ul>" + "<li>a" * 2_000 + "</ul>" + "<div></div>" * 2_000
    assert bounds.bounded(flat) == (flat, "")
