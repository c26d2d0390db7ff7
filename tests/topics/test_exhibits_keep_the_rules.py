"""Every exhibit has a message, a scope, sources, alternative text and traceable numbers."""

from __future__ import annotations

import base64
import doctest
import inspect
import io
import re

import pandas as pd
import pytest
from bs4 import BeautifulSoup

from analysis import data, reading, topics, units
from analysis.exhibits import COLUMNS, EXHIBITS
from analysis.topics import imprint, statement, verdicts

from . import examples

DAYS = ["latest", "2025-06-17", "2024-06-01", "2015-01-01", "1990-01-01"]
BLOCKS = {
    "strap": lambda day: imprint.strap(day, show_details=True),
    "bottom_line": statement.bottom_line,
    "key_numbers": statement.key_numbers,
    "verdict_table": statement.verdict_table,
    "safe_wordings": statement.safe_wordings,
    "all_claims": lambda day: verdicts.all_claims(day, True),
    "all_claims_in_short": lambda day: verdicts.all_claims(day, False),
    "method": verdicts.method,
    "one_claim": lambda day: verdicts.claim("oil", day, show_details=True),
    "colophon": lambda day: imprint.colophon(as_of=day),
    "corrections": lambda _: imprint.corrections(),
    "how_to_read": lambda _: statement.how_to_read(),
}
topics.load()


@pytest.fixture(scope="module", params=sorted(EXHIBITS))
def exhibit(request):
    return EXHIBITS[request.param](**examples.arguments(request.param))


def test_an_example_is_of_an_exhibit_and_fits_its_parameters():
    assert set(examples.EXAMPLES) <= set(EXHIBITS)
    for name in EXHIBITS:
        inspect.signature(EXHIBITS[name]).bind(**examples.arguments(name))


def test_the_docstring_of_every_exhibit_ends_in_a_call_that_runs():
    for name, function in EXHIBITS.items():
        calls = doctest.DocTestParser().get_examples(function.__doc__)
        call = calls[-1].source.strip()
        assert call.startswith(f"{name}(")
        if call == f'{name}("latest")':  # as the other tests call it
            continue
        space = {"assumed": examples.arguments(name).get("assumed")}
        exec("".join(one.source for one in calls), space)  # noqa: S102 - our own docstring


def test_a_title_is_a_short_message_with_a_number_from_the_data(exhibit):
    assert len(exhibit.title.split()) <= 15
    assert re.search(r"\d", exhibit.title)
    assert exhibit.title[0].isupper()


def test_a_subtitle_says_measure_and_period_or_scale(exhibit):
    assert len(exhibit.subtitle) > 30


def test_alternative_text_says_the_finding_in_numbers(exhibit):
    assert re.search(r"\d", exhibit.alt)
    assert exhibit.alt.endswith(".")


def test_numbers_carry_unit_reporter_source_and_grade_in_every_row(exhibit):
    rows = pd.read_csv(io.BytesIO(exhibit.csv))
    assert list(rows.columns) == COLUMNS
    assert len(rows) > 0
    assert rows[["unit", "reporter", "source", "published", "grade"]].notna().all(axis=None)
    known = set(data.table("sources")["source"])
    assert {one for cell in rows["source"] for one in cell.split("; ")} <= known
    assert set(rows["unit"]) <= set(units.UNITS)


def test_derived_rows_say_how_they_were_computed(exhibit):
    derived = exhibit.numbers[exhibit.numbers["grade"] == "derived"]
    assert derived["note"].fillna("").str.len().gt(0).all()


def test_the_html_is_a_captioned_chart_or_table_with_its_source_and_its_data(exhibit):
    page = BeautifulSoup(exhibit._repr_html_(), "html.parser")
    assert page.figure["id"] == f"exhibit-{exhibit.name}"
    assert page.figcaption.strong.get_text() == exhibit.title
    assert page.img is None or page.img["alt"] == exhibit.alt
    assert (page.img is None) is (page.table is not None)
    assert page.find("p", class_="source").get_text().startswith("Reporter, source")
    link = page.find("a", download=True)
    assert link["download"] == f"{exhibit.name}.csv"
    assert base64.b64decode(link["href"].partition(",")[2]) == exhibit.csv


@pytest.mark.parametrize("name", sorted(EXHIBITS))
@pytest.mark.parametrize("day", DAYS)
def test_an_exhibit_is_drawn_or_says_that_there_is_nothing_to_show_on_any_day(name, day):
    exhibit = EXHIBITS[name](**examples.arguments(name, as_of=day))
    html = exhibit._repr_html_()
    assert "<img" in html or "<table" in html or "No data to show" in html
    assert not re.search(r"\bnan\b", BeautifulSoup(html, "html.parser").get_text(" "))


@pytest.mark.parametrize("name", sorted(BLOCKS))
@pytest.mark.parametrize("day", DAYS)
def test_a_block_is_complete_on_any_day(name, day):
    block = BLOCKS[name](day)
    text = BeautifulSoup(block._repr_html_(), "html.parser").get_text(" ")
    assert text.strip()
    assert not re.search(r"\bnan\b|None", text)
    assert "<" not in repr(block)


def test_what_was_shown_is_cited_and_listed_with_its_address(monkeypatch):
    monkeypatch.setattr("analysis.exhibits.CITED", cited := set())
    monkeypatch.setattr("analysis.topics.imprint.CITED", cited)
    assert "kazinform" not in imprint.sources()._repr_html_()
    EXHIBITS["trade.shares_by_country"]("latest")._repr_html_()
    listed = BeautifulSoup(imprint.sources()._repr_html_(), "html.parser")
    addresses = [a["href"] for a in listed.find_all("a")]
    assert sorted(addresses) == sorted(data.source(one)["address"] for one in cited)
    publishers = [strong.get_text() for strong in listed.find_all("strong")]
    assert len(publishers) == len(set(publishers)) <= len(addresses)
    assert listed.p.em.get_text().startswith("Press item")


def test_only_errors_in_the_tables_that_were_read_are_listed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    known = data.table("corrections")["reason"].tolist()
    monkeypatch.setattr(reading, "_READ", {*data.SUBJECTS})
    listed = BeautifulSoup(imprint.corrections()._repr_html_(), "html.parser")
    rows = listed.tbody.find_all("tr")
    assert [row.find_all("td")[-1].get_text().replace("\xa0", " ") for row in rows] == known
    monkeypatch.setattr(reading, "_READ", {"logistics"})
    assert "No error is known" in imprint.corrections()._repr_html_()


@pytest.mark.parametrize("day", DAYS)
def test_the_bottom_line_has_at_most_sixty_words(day):
    assert len(repr(statement.bottom_line(day)).split()) <= 60


@pytest.mark.parametrize("day", ["latest", "2025-06-17"])
def test_page_one_has_six_cards_and_fourteen_verdicts(day):
    cards = BeautifulSoup(statement.key_numbers(day)._repr_html_(), "html.parser")
    assert len(cards.find_all("li", class_="card")) == 6
    rows = BeautifulSoup(statement.verdict_table(day)._repr_html_(), "html.parser")
    assert len(rows.tbody.find_all("tr")) == 14
    assert all(row.find("span", class_="verdict") for row in rows.tbody.find_all("tr"))


def test_text_from_the_data_is_escaped_everywhere(data_copy):
    path = data_copy / "claims.csv"
    hostile = "<script>alert(1)</script>"
    path.write_text(path.read_text(encoding="utf-8").replace("Trade with China,", f"{hostile},"))
    data.seal(data_copy)
    for name in ("key_numbers", "verdict_table", "all_claims"):
        html = BLOCKS[name]("latest")._repr_html_()
        assert hostile not in html
        assert "&lt;script&gt;" in html
