"""The trade report: known answers, what it refuses, and every combination of its parameters."""

from __future__ import annotations

import inspect
import itertools
import random
import re
from datetime import date

import pytest
from bs4 import BeautifulSoup

from analysis import data, trade
from analysis.countries import CENTRAL_ASIA
from analysis.errors import NoData, ParameterError
from analysis.exhibits import EXHIBITS
from analysis.topics.trade import asked, sides

OURS = sorted(name for name in EXHIBITS if name.startswith("trade."))
ALL = {
    "countries": [list(c) for n in range(1, 6) for c in itertools.combinations(CENTRAL_ASIA, n)],
    "first_year": [1995, 2011, 2021, 2024],
    "last_year": [2012, 2019, 2023, 2024, 2025],
    "reporter": ["GACC", "national", "both"],
    "currency": ["USD", "CNY"],
    "as_of": ["latest", "2025-06-17", "2024-06-01", "2023-03-01", "2010-01-01"],
}


def words(exhibit):
    table = BeautifulSoup(exhibit.table or "", "html.parser").get_text(" ")
    return " ".join([exhibit.title, exhibit.subtitle, exhibit.alt, exhibit.note, table])


def numbers(exhibit, indicator, **where):
    rows = exhibit.numbers[exhibit.numbers["indicator"] == indicator]
    for column, value in where.items():
        rows = rows[rows[column] == value]
    return rows


def value(exhibit, indicator, **where):
    (found,) = numbers(exhibit, indicator, **where)["value"]
    return found


# ---- what is refused


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"countries": ["KAX"]}, "Did you mean 'KAZ'"),
        ({"countries": ["CHN"]}, "unknown country 'CHN'"),
        ({"countries": []}, "name at least one of KAZ"),
        ({"first_year": 2024, "last_year": 2020}, "first_year 2024 is after last_year 2020"),
        ({"reporter": "nation"}, "Did you mean 'national'"),
        ({"currency": "RMB"}, "unknown currency 'RMB'"),
        ({"as_of": "yesterday"}, "neither a day"),
    ],
)
def test_a_parameter_that_does_not_fit_is_refused_with_the_reason(wrong, reason):
    with pytest.raises(ParameterError, match=re.escape(reason)):
        trade.turnover_levels(**{"as_of": "latest", **wrong})


@pytest.mark.parametrize(
    ("exhibit", "gap"),
    [
        (trade.contributions, "never give all five states"),
        (trade.contributions_by_year, "never give all five states"),
        (trade.shares_by_country, "never give all five states"),
        (trade.concentration, "never give all five states"),
    ],
)
def test_what_national_sources_cannot_give_is_shown_as_a_gap(exhibit, gap):
    shown = exhibit("latest", reporter="national")
    assert shown.title == "No data to show"
    assert gap in shown.subtitle


def test_concentration_of_one_state_is_no_question():
    assert "at least two states" in trade.concentration("latest", ["KAZ"]).subtitle


def test_a_side_without_a_record_is_mirror_only():
    shown = trade.both_books("latest", ["TKM"], 2022, 2023)
    assert "Mirror only: no total of national sources" in shown.subtitle
    ratios = trade.mirror_ratios("2025-06-17", ["KAZ", "UZB"], 2023, 2024)
    assert "mirror only" in words(ratios)


def test_a_state_without_any_record_says_so_beside_the_others():
    shown = trade.mirror_ratios("2023-12-31", ["KAZ", "TKM"], 2022, 2022)
    assert "no data" in words(shown)
    assert "mirror only" not in words(shown)


@pytest.mark.parametrize("number", range(14))
def test_any_combination_of_parameters_renders_or_says_what_is_missing(number):
    chance = random.Random(number)  # noqa: S311 - a sample, not a secret
    given = {name: chance.choice(values) for name, values in ALL.items()}
    backwards = given["first_year"] > given["last_year"]
    for name in OURS:
        known = inspect.signature(EXHIBITS[name]).parameters
        arguments = {key: one for key, one in given.items() if key in known}
        if backwards and "first_year" in known:
            with pytest.raises(ParameterError, match="is after"):
                EXHIBITS[name](**arguments)
            continue
        shown = EXHIBITS[name](**arguments)
        assert not re.search(r"\b(nan|None|inf)\b", words(shown)), name
        assert len(shown.title.split()) <= 18, shown.title
        assert shown.numbers.empty is (shown.title == "No data to show")


@pytest.mark.parametrize("reporter", ["GACC", "national", "both"])
@pytest.mark.parametrize("currency", ["USD", "CNY"])
def test_the_front_block_says_what_is_shown(reporter, currency):
    text = repr(trade.scope(["KAZ", "UZB"], 2011, 2025, reporter, currency))
    assert "Kazakhstan and Uzbekistan" in text
    assert "2011–2025" in text
    assert ("China’s customs" in text) or reporter == "national"
    assert ("Yuan for the level" in text) is (currency == "CNY")


def test_the_findings_are_the_messages_of_the_exhibits_and_lead_to_them():
    page = BeautifulSoup(
        trade.findings("latest", CENTRAL_ASIA, 2011, 2025, "GACC")._repr_html_(), "html.parser"
    )
    links = {a["href"]: a.get_text() for a in page.find_all("a")}
    assert "Kyrgyzstan added most" in links["#exhibit-contributions"].replace("\xa0", " ")
    assert len(links) == 7
    nothing = repr(trade.findings("1990-01-01", CENTRAL_ASIA, 2011, 2025, "GACC"))
    assert "Nothing was public" in nothing


# ---- growth


def test_trade_in_yuan_rose_as_published():
    shown = trade.turnover_in_yuan("latest")
    assert shown.title == "In yuan +116 % from 2013 to 2024, or +7.25 % a year"
    assert value(shown, "growth of trade with China a year") == pytest.approx(7.254, abs=5e-4)


def test_yuan_do_not_exist_by_state_or_from_national_sources_and_the_exhibit_says_so():
    shown = trade.turnover_levels("latest", ["KAZ"], reporter="both", currency="CNY")
    assert "the choice of Kazakhstan and the choice of national sources cannot apply" in shown.note
    assert set(shown.numbers["entity"]) == {"CA5"}


def test_one_year_in_yuan_has_no_growth():
    shown = trade.turnover_in_yuan("latest", 2020, 2025)
    assert shown.title == "China’s customs counted 674.1 bn CNY in 2024"
    assert "No total in yuan" in trade.turnover_in_yuan("latest", 2014, 2020).subtitle


def test_the_implied_exchange_rate_is_named_so_and_needs_both_figures():
    shown = trade.two_currencies("latest")
    assert "7.11 yuan per dollar" in shown.title
    assert "not a published exchange rate" in shown.note
    assert "January–May 2025" in words(shown)
    assert "no figure in dollars" in trade.two_currencies("latest", 2011, 2013).title
    assert "January–May 2025" in trade.two_currencies("latest", 2025, 2025).title
    assert "No total in yuan" in trade.two_currencies("latest", 2014, 2020).subtitle


def test_the_base_year_decides_how_large_growth_is():
    shown = trade.growth_by_base_year("latest")
    assert shown.title == "Growth to 2024 is +6.1 % from 2023, +35.1 % from 2022"
    assert "not base years" in shown.note
    only = trade.growth_by_base_year("latest", first_year=2023, last_year=2024)
    assert only.title == "Growth to 2024 is +6.1 % from 2023"
    assert trade.growth_by_base_year("latest", first_year=2024).title == "No data to show"


def test_growth_on_the_partners_side_stays_within_one_source():
    levels = sides.turnover_of("national", "KAZ", range(2017, 2025), None)
    assert [levels[year].reporter for year in (2019, 2022, 2023)] == [
        "WITS",
        "KAZ-BNS",
        "KAZ-TRADE-CENTRE",
    ]
    assert set(sides.growth_of("national", levels)) == {2018, 2019}


def test_a_total_of_several_states_needs_each_of_them():
    pair = sides.turnover_with_china("GACC", ["KAZ", "UZB"], range(2021, 2025), None)
    assert list(pair) == [2022, 2023, 2024]
    assert pair[2024].value == pytest.approx(43.82 + 13.78)


def test_both_sides_are_drawn_apart_and_named():
    shown = trade.turnover_levels("latest", reporter="both")
    assert "94.8 bn USD in 2024, national sources 66.2" in shown.title
    assert "Eurasian Development Bank" in shown.note
    never = trade.both_books("latest", ["KAZ", "TKM"], 2022, 2024)
    assert "in 2024, national sources" in never.title
    apart = trade.both_books("latest", ["KGZ"], 2017, 2023)
    assert (
        apart.title
        == "No year in common: China’s customs end in 2023; National sources end in 2018"
    )


# ---- structure


def test_kyrgyzstan_added_most_in_2024_and_the_parts_are_the_known_ones():
    shown = trade.contributions("latest")
    assert shown.title.startswith("Kyrgyzstan added most in 2024: +3.26 of +6.06")
    expected = {"KAZ": 3.15, "KGZ": 3.26, "UZB": -0.25, "TKM": 0.06, "TJK": -0.04}
    for iso3, points in expected.items():
        found = value(shown, "contribution to growth of turnover_china", entity=iso3)
        assert round(found, 2) == points
    assert "Rounding of the published totals −0.11" in shown.alt


def test_states_that_were_not_chosen_are_one_bar():
    assert "Not chosen (3)" in trade.contributions("latest", ["KAZ", "KGZ"]).alt


def test_only_one_side_can_be_taken_apart_and_the_exhibit_says_so():
    for exhibit in (trade.contributions, trade.contributions_by_year, trade.concentration):
        assert "China’s customs only" in exhibit("latest", reporter="both").note


def test_the_largest_contributor_changes_with_the_year():
    title = trade.contributions_by_year("latest").title
    assert title == "Largest contributor: Kazakhstan 2023, 2025; Kyrgyzstan 2024"
    assert trade.contributions_by_year("latest", first_year=2025).title == "No data to show"


def test_concentration_is_the_known_one_with_both_normalisations_named():
    shown = trade.concentration("latest")
    assert value(shown, "concentration, hhi", period="2024") == pytest.approx(0.3063, abs=5e-5)
    assert {"concentration, wb", "concentration, unctad"} <= set(shown.numbers["indicator"])
    assert "World Bank" in words(shown)
    assert "UNCTAD" in words(shown)
    one = trade.concentration("latest", first_year=2024, last_year=2024)
    assert one.title == "Concentration was 0.306 in 2024"
    assert trade.concentration("latest", last_year=2021).title == "No data to show"


# ---- balance and openness


def test_turkmenistans_normalised_balance_is_the_known_one():
    shown = trade.balances("latest")
    assert "Turkmenistan’s balance with China was +0.811" in shown.title
    both = trade.balances("latest", ["UZB"], reporter="both")
    assert "Uzbekistan, own books" in both.alt
    assert trade.balances("latest", ["TJK"], reporter="national").title == "No data to show"


def test_the_growth_of_a_balance_is_never_shown():
    shown = trade.balance_over_years("latest", reporter="both")
    assert not any("growth" in one for one in shown.numbers["indicator"])
    assert "deficit of 36.1 bn USD" in shown.title
    assert "surplus" in trade.balance_over_years("latest", ["TKM"]).title
    assert trade.balance_over_years("latest", ["TJK"], reporter="national").numbers.empty


def test_turkmenistan_has_two_ratios_by_the_edition_of_its_gdp():
    shown = trade.china_trade_to_gdp("latest")
    assert "12.9 or 15.5 % of GDP" in shown.title
    early = trade.china_trade_to_gdp("2025-06-17")
    assert early.title == "Kyrgyzstan’s trade with China was 129.8 % of GDP in 2024"
    missing = trade.china_trade_to_gdp("latest", ["KGZ", "UZB"], 2024, 2024, "national")
    assert "No figure for Kyrgyzstan in 2024" in missing.note


def test_openness_uses_the_newest_total_of_each_place_and_gives_both_variants():
    shown = trade.openness("latest")
    full = value(shown, "openness", entity="UZB", source="prime-2026-01-22; imf-weo-2025-10")
    half = value(shown, "openness, half", entity="UZB")
    assert full == pytest.approx(81.2 / 137.48 * 100)
    assert half == pytest.approx(full / 2)
    assert trade.openness("latest", ["TJK"], 2021, 2023).title == "No data to show"


# ---- dependence, region, transport


def test_a_share_that_mixes_two_reporters_is_set_beside_one_that_does_not():
    shown = trade.china_share_two_ways("latest")
    assert "24.1 %, or 34.5 % mixing two reporters" in shown.title
    assert "worked back from its own share" in shown.note
    assert "Kazakhstan" in shown.note
    assert "Uzbekistan" in trade.china_share_two_ways("latest", ["UZB"]).title


def test_nearly_forty_percent_needs_two_reporters_and_two_years():
    note = trade.china_share_two_ways("latest").note
    assert "China’s figure of 2025 over the total of 2024 gives 38.7 %" in note  # 106.3 / 274.7
    assert "“nearly 40 %” often quoted; none is documented" in note
    assert "would have to be 237 bn USD, not 275" in note  # 94.82 / 0.4
    assert "No total trade of 2024 was found for Kazakhstan, Kyrgyzstan and Turkmenistan" in note
    assert "nearly 25 %" in trade.china_share_two_ways("latest", quoted_share=25.0).note
    before = trade.china_share_two_ways("latest", last_year=2024).note
    assert "two years" not in before
    assert "quoted" not in trade.china_share_two_ways("latest", ["UZB"]).note
    with pytest.raises(ParameterError, match="quoted_share"):
        trade.china_share_two_ways("latest", quoted_share=0)


def test_each_base_year_names_who_gave_it():
    text = words(trade.growth_by_base_year("latest"))
    assert "Ministry of Commerce of China" in text
    assert "Chinese side, office not named" in text


def test_states_without_an_official_explanation_are_named():
    assert (
        "No statement was found for Turkmenistan and Uzbekistan"
        in trade.explanations("latest").note
    )
    assert "No statement" not in trade.explanations("latest", ["KGZ"]).note


def test_published_shares_keep_their_reporter_and_period():
    text = words(trade.china_share_published("latest", first_year=2005))
    assert "2005–2021, mean" in text
    assert "January–November 2025" in text
    means = trade.china_share_published("latest", ["KAZ"], 2005, 2021)
    assert "14.1 %" in means.title
    assert trade.china_share_published("latest", ["KAZ"], 2024, 2025).title == "No data to show"


def test_the_share_over_years_is_the_states_own_from_one_source():
    shown = trade.china_share_over_years("latest", first_year=2011)
    assert "15.0 % in 2019" in shown.title
    assert set(shown.numbers["reporter"]) == {"WITS"}
    assert trade.china_share_over_years("latest", ["KAZ"], 2002, 2019).note == ""
    assert trade.china_share_over_years("latest", ["TKM"]).title == "No data to show"


def test_trade_intensity_says_what_is_missing():
    shown = trade.trade_intensity("latest")
    assert "no data" in words(shown)
    assert "China’s imports and the world’s exports" in shown.note
    assert trade.trade_intensity("latest", ["TKM"]).title == "No data to show"
    assert "No exports" not in trade.trade_intensity("latest", ["KAZ"]).note


def append(package, *rows):
    with (package / "trade.csv").open("a", encoding="utf-8") as stream:
        stream.writelines(f"{row},bn USD,WITS,wits-kaz,2021,A,\n" for row in rows)
    data.seal(package)


def test_trade_intensity_and_introversion_appear_with_the_worlds_trade(data_copy):
    append(
        data_copy,
        "CHN,imports_total,2019,2000",
        "WLD,exports_total,2019,19000",
        "WLD,imports_total,2019,19000",
        "WLD,exports_total,2024,24000",
        "WLD,imports_total,2024,24000",
    )
    shown = trade.trade_intensity("latest", ["KAZ"])
    assert value(shown, "trade intensity with China") == pytest.approx(1.287, abs=1e-3)
    assert shown.title.startswith("Kazakhstan sells 1.29 times the world’s share")
    assert shown.note == ""
    assert "0.89" in words(trade.intra_regional_share("latest"))


def test_series_of_trade_among_the_five_are_not_joined():
    shown = trade.intra_regional_levels("latest")
    assert "do not join" in shown.note
    assert trade.intra_regional_levels("latest", 1995, 2000).title == "No data to show"


def test_the_share_among_the_five_depends_on_counting_once_or_twice():
    shown = trade.intra_regional_share("latest")
    assert "computed 4.2–8.4 % (2024), published 10.0 % (2024)" in shown.title
    assert "introversion" in shown.subtitle
    assert "2005–2021" in words(trade.intra_regional_share("latest", 2005, 2022))
    assert trade.intra_regional_share("latest", 2006, 2010).title == "No data to show"


def test_the_share_of_road_is_the_published_one():
    shown = trade.road_share("latest")
    assert shown.title == "Road carried 51.8 % of the value in 2024, 19.9 % in 2020"
    one = trade.road_share("latest", 2024, 2025)
    assert one.title == "Road carried 51.8 % of the value in 2024"
    assert "51.8" in words(one)
    assert trade.road_share("latest", 2021, 2023).title == "No data to show"


# ---- mirror


def test_one_gap_is_published_in_three_percentages():
    shown = trade.published_gap("latest")
    assert shown.title == "One gap of 5.7 bn USD reads as 41 %, 70 % or 51.6 %"
    assert trade.published_gap("latest", ["UZB"]).title == "No data to show"


def test_a_published_gap_without_the_partners_record_is_left_out(data_copy):
    append(data_copy)
    path = data_copy / "trade.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [one for one in lines if not one.startswith("KGZ,imports_from_china,2016,")]
    path.write_text("".join(kept), encoding="utf-8")
    data.seal(data_copy)
    assert trade.published_gap("latest", ["KGZ"]).title == "No data to show"


def test_all_five_have_every_form_of_the_gap():
    shown = trade.mirror_ratios("latest")
    rows = numbers(shown, "mirror gap of turnover")
    assert set(rows["entity"]) == set(CENTRAL_ASIA)
    assert (rows.groupby("entity").size() == 7).all()
    assert trade.mirror_ratios("latest", ["TKM"], 2022, 2023).title == "No data to show"


def test_flows_both_sides_record_go_from_exporter_to_importer():
    shown = trade.mirror_flows("latest")
    assert "China → Kazakhstan, 2021" in shown.title
    assert trade.mirror_flows("latest", ["TKM"]).title == "No data to show"


def test_official_explanations_name_who_said_it_and_link_to_where():
    shown = trade.explanations("latest")
    links = [a["href"] for a in BeautifulSoup(shown.table, "html.parser").find_all("a")]
    assert len(links) == len(data.table("explanations"))
    assert trade.explanations("latest", ["UZB"]).title == "No data to show"
    assert trade.explanations("2010-01-01").title == "No data to show"
    assert "2 statements" in trade.explanations("2022-06-01").title


def test_the_focus_is_the_statements_year_or_the_last_there_is():
    assert asked.focus([2023, 2024, 2025], "none") == 2024
    assert asked.focus([2022, 2023], "none") == 2023
    with pytest.raises(NoData, match="none was public"):
        asked.focus([], "none")


def test_nothing_after_the_day_asked_for_is_used():
    moment = date(2024, 6, 1)
    for name in OURS:
        rows = EXHIBITS[name]("2024-06-01").numbers
        assert all(data.known_by(one) <= moment for one in rows["published"]), name
