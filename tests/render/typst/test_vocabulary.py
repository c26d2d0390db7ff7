from collections.abc import Callable
from typing import Any

import pytest

from analysis.render.typst import markup
from analysis.render.typst.document import Document

CSV = "data:text/csv;base64,YSxiCg=="


def test_vocabulary_without_its_parts_does_no_harm(
    words: Callable[..., str], shows: Callable[[str], Any]
) -> None:
    html = (
        '<ul class="cards"></ul><ul class="cards"><li class="card"></li><li>loose</li></ul>'
        '<aside class="callout"></aside><section class="claim"></section><figure></figure>'
        '<section class="claim" id="c">bare</section><p class="verdict">?</p>'
        "<figure class='exhibit'><figcaption>only</figcaption></figure><a download>d</a>"
    )
    text = words(shows(html))
    assert "loose" in text
    assert "only" in text
    assert "typeset" not in text


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<section class="strap"><p>a</p></section>', "#rp-strap[a]"),
        ('<p class="lede">a</p>', "#rp-lede[a]"),
        ('<span class="other verdict" data-tone="good">✓ a</span>', '#rp-verdict("good")[✓ a]'),
        ('<p class="verdict" data-tone="bad">a</p>', '#block(sticky: true)[#rp-verdict("bad")[a]]'),
        ('<hr class="page-break">', "#rp-front-contents(rp-contents)"),
        ('<p class="source">s</p>', "#rp-source[s]"),
        (
            '<aside class="callout" id="k"><p class="callout-title">t</p><p>a</p></aside>',
            '#rp-callout(title: [t], mark: "k")[a]',
        ),
        (
            '<ul class="cards"><li class="card"><p class="card-value">1</p>'
            '<p class="card-verdict" data-tone="poor">v</p></li></ul>',
            '#rp-cards(rp-card(tone: "poor", value: [1], verdict: [v]))',
        ),
        (
            f'<a download="a.csv" href="{CSV}" title="what">Data</a>',
            '#rp-attach("a.csv", "report-',
        ),
    ],
)
def test_the_vocabulary_becomes_typst(html: str, expected: str, document: Document) -> None:
    written = markup.typst(html, document)
    assert expected in written


def test_a_claim_is_linked_at_its_heading(document: Document) -> None:
    document.takes_title = False
    written = markup.typst('<section class="claim" id="claim-oil"><h3>Oil</h3></section>', document)
    assert '#heading(level: 1)[Oil]#label("claim-oil")' in written
    named = '<section class="claim" id="x"><h3 id="y">Gas</h3></section>'
    assert '[Gas]#label("y")' in markup.typst(named, document)
    assert {"claim-oil", "x", "y"} == document.labels


def test_an_exhibit_has_title_subtitle_source_and_data(document: Document) -> None:
    html = (
        '<figure class="exhibit" id="exhibit-a"><figcaption><strong class="title">T</strong>'
        '<span class="subtitle">S</span></figcaption><table><tr><td>1</td></tr></table>'
        '<p class="source">A</p><p class="source">B</p>'
        f'<p class="data"><a download="n.csv" href="{CSV}">D</a></p>'
        "</figure>"
    )
    written = markup.typst(html, document)
    assert "kind: table, title: [T], subtitle: [S], rows: 1" in written
    assert "source: [A#linebreak()B], data: [#rp-attach(" in written
    assert 'mark: "exhibit-a")[#rp-table(' in written


def test_an_exhibit_without_its_picture_still_has_alternative_text(document: Document) -> None:
    html = "<figure><figcaption><span class=title>T</span></figcaption><img src='x.png'></figure>"
    assert 'alt: "T"' in markup.typst(html, document)


def test_a_figure_in_a_box_is_not_numbered(document: Document) -> None:
    html = "<blockquote><figure><figcaption>c</figcaption><p>b</p></figure></blockquote>"
    assert "rp-exhibit" not in markup.typst(html, document)
