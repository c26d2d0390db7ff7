"""The report on resources: its known answers, and what happens when a datum changes."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from analysis import resources
from analysis.errors import ParameterError
from analysis.topics.resources.output import mining, ratios

from .test_everything_follows_the_data import change


def cells(exhibit) -> list[list[str]]:
    page = BeautifulSoup(str(exhibit.table), "html.parser")
    return [[c.get_text() for c in row.find_all(["th", "td"])] for row in page.tbody.find_all("tr")]


@pytest.mark.parametrize("function", [resources.shares_by_definition, resources.uranium_mining])
def test_years_that_run_backwards_are_refused(function):
    with pytest.raises(ParameterError, match="swap them"):
        function("latest", 2024, 2010)


def test_nothing_is_divided_before_the_tables_start():
    assert ratios("oil", None, 1999) == {}
    assert resources.years_of_output("latest", 1999).title == "No data to show"
    assert resources.reserves_against_output("latest", 1999).title == "No data to show"


def test_oil_would_need_about_295_bn_barrels_and_gas_is_understated():
    exhibit = resources.what_would_make_it_true("latest")
    rows = {row[0]: row for row in cells(exhibit)}
    assert exhibit.title == "Oil: 294.5 bn barrels would be needed; the region has 31.2"
    assert rows["Oil"][4:8] == ["1,732.4", "294.5", "31.2", "9.44"]
    assert rows["Natural gas"][5:7] == ["13.2", "16.7"]
    assert rows["Uranium"][5:7] == ["1,215.7", "946.4"]


def test_the_region_mines_about_45_percent_of_the_uranium():
    exhibit = resources.uranium_mining("latest", 2000, 2025)
    assert "45.3 % of the world’s uranium in 2024" in exhibit.title
    assert mining(None)[-1].value == pytest.approx((23_270 + 4_000) / 60_213 * 100)


def test_uranium_resources_and_mining_of_one_year_are_far_apart():
    exhibit = resources.reserves_against_output("latest", 2025)
    assert exhibit.title == "Uranium: 15.6 % of known resources, 53.0 % of the world’s output"


def test_years_of_output_are_those_of_one_year_and_one_edition():
    found = ratios("gas", None, 2025)
    assert {one.year for one in found.values()} == {2020}
    assert found["TKM"].years == pytest.approx(13.60125 / 66.01465 * 1000, abs=1e-6)
    assert found["CA5"].reserves == pytest.approx(16.70369)
    # the edition at hand revised the end of 2010 since it was published as 46.2 and 62.1
    oil = ratios("oil", None, 2010)
    assert (oil["WLD"].years, oil["KAZ"].years) == pytest.approx((53.88, 49.05), abs=0.01)


def test_no_output_leaves_a_ratio_missing_and_out_of_the_data_file(data_copy):
    where = {"entity": "UZB", "indicator": "oil_production", "period": "2020"}
    change(data_copy, "resources", 0.0, **where)
    exhibit = resources.years_of_output("latest", 2025)
    uzbek = next(row for row in cells(exhibit) if row[0] == "Uzbekistan")
    assert uzbek[3] == "no data"
    derived = exhibit.numbers[exhibit.numbers["grade"] == "derived"]
    assert derived["value"].notna().all()


def test_possible_origins_are_counted_and_none_is_called_documented():
    exhibit = resources.possible_origins("latest")
    assert exhibit.title == "Of 82 other shares, 2 read like the 17 % quoted for oil"
    assert {row[-1] for row in cells(exhibit)} == {"possible, none documented"}
    assert [row[2] for row in cells(exhibit)] == ["17.2", "17.0"]


def test_the_nuclear_agreement_is_negotiated_and_not_signed():
    assert "nothing signed by 31 July 2025" in resources.nuclear_context("latest").title
    assert "announced, nothing signed" in resources.nuclear_context("2025-06-17").title


def test_a_signature_would_be_said(data_copy):
    from analysis import data

    path = data_copy / "events.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(",negotiated,2025-07-31", ",signed,2025-07-31"), encoding="utf-8")
    data.seal(data_copy)
    assert "signed by 31 July 2025" in resources.nuclear_context("latest").title
    assert "nothing" not in resources.nuclear_context("latest").title


def test_editions_name_each_cost_class_and_what_it_is_not_mixed_with():
    rows = cells(resources.editions("latest"))
    assert all(row[-1] for row in rows)
    assert {"Uranium below 130 USD/kg", "Uranium in place, by class"} <= {row[0] for row in rows}


def test_a_line_of_shares_is_kept_to_the_years_asked_for():
    exhibit = resources.shares_by_definition("latest", 2021, 2025)
    assert {int(period[:4]) for period in exhibit.numbers["period"]} == {2021, 2022, 2023, 2024}
    assert "Energy Institute" not in exhibit.note
    assert resources.shares_by_definition("latest", 1990, 1991).title == "No data to show"


@pytest.mark.parametrize("day", ["latest", "2025-06-17", "2024-06-01", "1990-01-01"])
@pytest.mark.parametrize("details", [True, False])
def test_the_blocks_are_whole_on_any_day(day, details):
    for block in (resources.bottom_line(day), resources.claims_in_full(day, details)):
        assert "nan" not in repr(block).lower().split()
        assert "None" not in repr(block)
    assert repr(resources.bottom_line(day)).count(".") >= 5


def test_the_bottom_line_says_found_and_said():
    text = repr(resources.bottom_line("latest"))
    assert "Oil: 1.80 % found, over 17 % said, contradicted." in text.replace(
        "\N{NO-BREAK SPACE}", " "
    )
