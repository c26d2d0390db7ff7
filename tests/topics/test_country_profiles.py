"""The profiles: every economy on every day renders, or says honestly what is missing."""

from __future__ import annotations

import re

import pytest
from bs4 import BeautifulSoup

from analysis import country, data
from analysis.countries import COUNTRIES
from analysis.errors import DataError, ParameterError
from analysis.topics.country.series import ends_in
from analysis.topics.country.strips import indicators_of, shown

from .test_everything_follows_the_data import change

DAYS = ["latest", "2025-06-17", "2024-06-01", "1990-01-01"]
SPANS = [(2010, 2024), (2000, 2025), (2019, 2019)]
RANKING = re.compile(
    r"\b(rank\w*|best|worst|top|leading|largest|smallest|first of)\b", re.IGNORECASE
)


def profile(iso3: str, day: str, first: int, last: int) -> list:
    return [
        country.bottom_line(iso3, day, last),
        country.indicators(iso3, day, last),
        country.china_trade(iso3, day, first, last),
        country.concentration(iso3, day, last),
        country.facts(iso3, day, last),
        country.logistics_index(iso3, day, last),
        country.quality(iso3, day, first, last),
    ]


def text_of(piece) -> str:
    html = piece._repr_html_()
    assert "<script" not in html
    return BeautifulSoup(html, "html.parser").get_text(" ")


def flat(text: str) -> str:
    return " ".join(text.replace("\N{NO-BREAK SPACE}", " ").split())


def test_an_unknown_economy_is_refused_with_the_nearest():
    with pytest.raises(DataError, match="Did you mean 'KAZ'"):
        country.bottom_line("KAX", "latest", 2024)


def test_years_that_run_backwards_are_refused():
    with pytest.raises(ParameterError, match="swap them"):
        country.china_trade("KAZ", "latest", 2024, 2010)


@pytest.mark.parametrize("iso3", COUNTRIES)
@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("span", SPANS, ids=str)
def test_every_economy_renders_on_every_day_or_says_what_is_missing(iso3, day, span):
    for piece in profile(iso3, day, *span):
        text = text_of(piece)
        assert text.strip()
        assert not re.search(r"\b(nan|None|NaN|inf)\b", text), text
        assert not RANKING.search(text), text
        title = getattr(piece, "title", "")
        assert len(title.split()) <= 15, title


@pytest.mark.parametrize("iso3", COUNTRIES)
def test_a_profile_has_eight_indicators_and_draws_only_its_peers(iso3):
    assert len(indicators_of(iso3)) == 8
    drawn = set(country.indicators(iso3, "latest", 2024).numbers["entity"])
    assert drawn == ({*COUNTRIES} if iso3 == "CHN" else {*COUNTRIES} - {"CHN"})


@pytest.mark.parametrize("iso3", COUNTRIES)
def test_all_dots_of_a_strip_are_of_one_year_and_nothing_is_later_than_asked(iso3):
    for one in shown(iso3, None, 2023):
        years = {ends_in(row["period"].iloc[0].split("; ")[-1]) for row in one.rows.values()}
        assert years == {one.year}
        assert one.year <= 2023


def test_a_forecast_is_called_one():
    periods = {one.indicator.name: one.period for one in shown("KAZ", None, 2025)}
    assert periods["Gross domestic product"] == "2025, forecast"
    assert periods["Trade with China"] == "2025"


def test_trade_with_china_to_gdp_is_of_the_published_figures():
    (one,) = [s for s in shown("KAZ", None, 2024) if s.indicator.name == "Trade with China to GDP"]
    trade, gdp = (
        next(s for s in shown("KAZ", None, 2024) if s.indicator.name == name).value("KAZ")
        for name in ("Trade with China", "Gross domestic product")
    )
    assert trade == 43.82
    assert one.value("KAZ") == pytest.approx(trade / gdp * 100)


def test_kyrgyz_trade_is_compared_over_the_same_months_where_a_year_is_missing():
    title = country.china_trade("KGZ", "latest", 2010, 2024).title
    assert title == "For January–November 2024, China counts 19.9 bn USD, the partner 5.1"


def test_kazakhstan_has_both_sides_for_2024():
    exhibit = country.china_trade("KAZ", "latest", 2010, 2024)
    assert exhibit.title == "For 2024, China counts 43.8 bn USD, the EDB 30.1"
    assert "2012 24" in flat(exhibit.alt)  # exports plus imports in WITS


def test_turkmenistan_has_an_honest_page():
    exhibit = country.china_trade("TKM", "latest", 2010, 2024)
    assert "no second record beside it" in exhibit.title
    text = flat(text_of(country.quality("TKM", "latest", 2010, 2024)))
    assert "No annual figure of Turkmenistan’s own on trade with China was found." in text
    assert "equals China’s own: it is no second record" in text
    assert "no annual turnover was found for 2010–2021" in text
    assert "Logistics Performance Index: the latest is of 2018." in text


def test_tajikistan_without_figures_on_logistics_says_so():
    exhibit = country.facts("TJK", "latest", 2024)
    assert exhibit.title == "No data to show"
    assert "Tajikistan’s logistics or resources" in exhibit.subtitle
    assert exhibit._repr_html_().count("Tajikistan’s") == 1


def test_a_profile_says_what_its_figures_rest_on():
    text = flat(text_of(country.quality("KAZ", "latest", 2010, 2024)))
    assert re.search(r"\d+ figures by \d+ reporters, public between 2007 and 2026", text)
    assert "1 of them is from a page without a date." in text
    assert "page without a date" not in flat(text_of(country.quality("TJK", "latest", 2010, 2024)))


def test_a_page_without_a_date_is_not_dated_by_the_day_it_was_read():
    shown = BeautifulSoup(country.facts("KGZ", "latest", 2024)._repr_html_(), "html.parser")
    assert shown.tbody.find_all("td")[-1].get_text() == "undated"
    assert "undated, read 24 November 2026" in shown.find("p", class_="source").get_text()


def test_the_bottom_line_counts_the_indicators_only_where_some_are_missing():
    assert "indicators" not in repr(country.bottom_line("KAZ", "latest", 2024))
    assert "of 8 indicators" in repr(country.bottom_line("KAZ", "2024-06-01", 2024))


def test_the_title_of_china_sets_its_output_beside_the_five():
    title = country.indicators("CHN", "latest", 2024).title
    assert title == "China’s GDP in 2024 is 37 times that of the five states together"


def test_china_is_a_partner_with_its_trade_by_state():
    exhibit = country.concentration("CHN", "latest", 2024)
    assert "concentration 0.306" in exhibit.title
    assert "Kazakhstan 43.8 bn USD, 46.2 %" in exhibit.alt


def test_the_share_of_china_names_its_reporter_and_never_mixes_two():
    rows = country.concentration("KAZ", "latest", 2024).numbers
    assert {"WITS", "CAREC"} == set(rows["reporter"])
    assert all("; " not in one for one in rows["reporter"])


def test_a_score_has_the_decimals_it_was_published_with():
    exhibit = country.logistics_index("KAZ", "latest", 2024)
    assert exhibit.title == "Kazakhstan scores 2.7 of 5 in the index of 2023, 2.12 in 2007"
    assert "By component in 2023: customs 2.6" in exhibit.note
    assert "gives its component scores" in country.logistics_index("TKM", "latest", 2024).note


def test_one_edition_has_no_earlier_score():
    exhibit = country.logistics_index("KAZ", "latest", 2008)
    assert exhibit.title == "Kazakhstan scores 2.12 of 5 in the index of 2007"


def test_the_strip_and_its_title_follow_the_data(data_copy):
    where = {"entity": "KAZ", "indicator": "turnover_china", "period": "2024", "reporter": "GACC"}
    before = country.indicators("KAZ", "latest", 2024)
    change(data_copy, "trade", 291.5, **where)
    after = country.indicators("KAZ", "latest", 2024)
    assert before.title != after.title
    assert "trade with China equals 100.0 % of GDP in 2024" in after.title


def test_without_a_figure_the_peers_stand_alone(data_copy):
    path = data_copy / "economy.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line in lines if not line.startswith("TKM,population")]
    path.write_text("".join(kept), encoding="utf-8")
    data.seal(data_copy)
    exhibit = country.indicators("TKM", "latest", 2024)
    assert "TKM (Population, GDP per head)" in exhibit.note
    stamp = flat(text_of(country.quality("TKM", "latest", 2010, 2024)))
    assert "Population: IMF lists peers, not Turkmenistan." in stamp
    assert "6 of 8" in stamp  # and GDP per head cannot be formed


def test_before_anything_was_public_the_stamp_says_so():
    text = flat(text_of(country.quality("UZB", "1990-01-01", 2010, 2024)))
    assert "0 of 8 indicators have a figure for Uzbekistan" in text
    assert "No figure was public" in text
    assert "Population: nothing by IMF was public on that day." in text
