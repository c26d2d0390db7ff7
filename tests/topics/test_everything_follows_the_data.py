"""Change a datum in a copy: the verdict, the sentence, the title and the chart follow."""

from __future__ import annotations

import csv
import re
from datetime import date
from pathlib import Path

import pytest

from analysis import claims, data, logistics, resources, statement, style, trade, verdicts
from analysis.claims import Verdict


def change(package: Path, table: str, value: float, **where: str) -> None:
    """Set the value of the rows that match in a table of a data package, and seal it again."""
    path = package / f"{table}.csv"
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    matching = [row for row in rows if all(row[key] == text for key, text in where.items())]
    assert matching, f"no row of {table} has {where}"
    for row in matching:
        row["value"] = str(value)
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, rows[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    assert data.seal(package) == [table]


SUMMIT = date(2025, 6, 17)
GACC_2024 = {
    "entity": "CA5",
    "indicator": "turnover_china",
    "period": "2024",
    "reporter": "GACC",
}


def test_an_edit_that_is_not_sealed_is_refused_with_what_to_do(data_copy):
    with (data_copy / "trade.csv").open("a") as stream:
        stream.write("\n")
    with pytest.raises(data.DataError, match="summit seal"):
        claims.verdict("china-trade")


def test_a_changed_customs_figure_changes_verdict_sentence_title_and_chart(data_copy):
    before = trade.level_and_growth("2025-06-17")
    change(data_copy, "trade", 60.0, **GACC_2024)
    result = claims.verdict("china-trade")
    assert result.verdict is Verdict.NOT_SUPPORTED
    assert "60 bn USD, 37 % below the claim" in result.why
    assert "60.0 bn USD" in result.safe
    after = trade.level_and_growth("2025-06-17")
    assert before.title != after.title
    assert "60.0 bn USD" in after.title
    assert "−32.9 %" in after.title
    assert style.svg(before.chart) != style.svg(after.chart)
    assert 60.0 in list(after.numbers["value"])


def test_a_discovery_of_oil_would_support_the_claim(data_copy):
    where = {"entity": "KAZ", "indicator": "oil_reserves", "period": "2020", "reporter": "EI"}
    change(data_copy, "resources", 400.0, **where)
    result = claims.verdict("oil")
    assert result.verdict is Verdict.SUPPORTED
    assert "true but loose" in result.flags
    assert "Oil" not in repr(statement.bottom_line("latest"))
    assert "oil never passed 23.2 %" in resources.shares_by_vintage("latest").title


def test_more_trains_by_the_west_would_support_the_overland_share(data_copy):
    where = {"entity": "CRE-WEST", "period": "2023-01/2023-06", "indicator": "cre_trains"}
    change(data_copy, "logistics", 7345.0, **where)
    result = claims.verdict("land-share", SUMMIT)
    assert result.verdict is Verdict.SUPPORTED
    assert "which rounds to 85" in result.why


def test_a_region_of_fewer_than_eighty_million_would_not_support_the_population(data_copy):
    change(data_copy, "economy", 20.0, entity="UZB", indicator="population", period="2024")
    result = claims.verdict("population")
    assert result.verdict is Verdict.NOT_SUPPORTED
    assert "% below the claim" in result.why


def test_a_larger_economy_than_the_mark_allows_fails_the_gdp_claim(data_copy):
    change(data_copy, "economy", 400.0, entity="KAZ", indicator="gdp_nominal", period="2024")
    assert claims.verdict("gdp").verdict is Verdict.NOT_SUPPORTED


def test_a_smaller_and_rising_gdp_would_be_approaching_the_mark(data_copy):
    change(data_copy, "economy", 270.0, entity="KAZ", indicator="gdp_nominal", period="2024")
    change(data_copy, "economy", 260.0, entity="KAZ", indicator="gdp_nominal", period="2023")
    result = claims.verdict("gdp")
    assert result.verdict is Verdict.SUPPORTED
    assert "just below 0.5 and rising" in result.why


def test_a_larger_partner_would_take_the_first_rank(data_copy):
    where = {"entity": "KGZ", "indicator": "turnover_china", "period": "2024", "reporter": "GACC"}
    change(data_copy, "trade", 50.0, **where)
    result = claims.verdict("kaz-trade")
    assert "is not ahead of 50 bn USD (Kyrgyzstan)" in result.why
    assert result.verdict is not Verdict.SUPPORTED


def test_an_earlier_higher_year_would_end_the_record(data_copy):
    where = GACC_2024 | {"period": "2023"}
    change(data_copy, "trade", 99.0, **where)
    result = claims.verdict("china-trade")
    assert result.verdict is Verdict.NOT_SUPPORTED
    assert "is not above 99 bn USD (2023)" in result.why


def test_a_falling_series_would_divide_the_sources_on_trade_among_the_five(data_copy):
    where = {"indicator": "intra_regional_turnover", "reporter": "AKORDA", "period": "2024"}
    change(data_copy, "trade", 5.0, **where)
    assert claims.verdict("intra-trade").verdict is Verdict.CONFLICT
    assert "divides the sources" in repr(statement.bottom_line("latest"))


def test_the_container_title_counts_the_series_that_there_are(data_copy):
    where = {"indicator": "titr_teu", "entity": "TITR", "period": "2024"}
    change(data_copy, "logistics", 211_000.0, **where)
    exhibit = logistics.containers_scale("latest")
    assert "211,000 TEU" in exhibit.alt
    assert "nearest series 0 %" in exhibit.subtitle


def test_the_furthest_claim_is_named_in_the_title(data_copy):
    assert verdicts.distance_from_claims("latest").title.startswith("Oil is furthest off")
    where = {"entity": "CA5", "indicator": "turnover_china", "reporter": "GACC", "period": "2024"}
    change(data_copy, "trade", 950.0, **where)
    title = verdicts.distance_from_claims("latest").title
    assert re.match(r"Trade with China is furthest off: the claim understates", title)
