"""The verdicts that the package gives, against those an expert expects, and what moves them."""

import doctest
import importlib
import json
import math
import os
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from analysis import claims, data, topics
from analysis.claims import Flag, Match, Verdict, judge, overall
from analysis.topics import statement, verdicts

CLONE = Path(__file__).parents[2]
SUMMIT = date(2025, 6, 17)
EXPECTED = {
    "population": Verdict.SUPPORTED,
    "gdp": Verdict.CAVEAT,
    "intra-trade": Verdict.CAVEAT,
    "china-trade": Verdict.CAVEAT,
    "kaz-trade": Verdict.CAVEAT,
    "containers": Verdict.UNCHECKED,
    "land-share": Verdict.NOT_SUPPORTED,
    "kuryk": Verdict.SUPPORTED,
    "uranium": Verdict.NOT_SUPPORTED,
    "oil": Verdict.CONTRADICTED,
    "gas": Verdict.NOT_SUPPORTED,
    "rare-earths": Verdict.UNCHECKED,
    "nuclear": Verdict.UNCHECKED,
    "treaty": Verdict.SUPPORTED,
}


@pytest.fixture(scope="module")
def results():
    return {result.claim.id: result for result in claims.verdicts()}


def first(result):
    return statement.first(result)


def test_every_claim_has_evidence_and_every_evidence_function_a_claim():
    topics.load()
    assert set(claims.SOURCES) == set(claims.claims())


def test_the_fourteen_verdicts_are_those_an_expert_expects(results):
    assert {claim: result.verdict for claim, result in results.items()} == EXPECTED


@pytest.mark.parametrize("threshold", [1.25, 1.5, 2.0])
def test_no_verdict_depends_on_where_contradiction_begins(results, threshold):
    judged = {
        claim: overall(judge(result.claim.tests, result.evidence, threshold=threshold))
        for claim, result in results.items()
    }
    assert judged == EXPECTED


@pytest.mark.parametrize(
    ("claim", "value", "tolerance"),
    [
        ("gdp", 0.5068, 0.0001),  # IMF WEO October 2025: 506.8 bn
        ("china-trade", 94.82, 0.001),  # GACC, 23 January 2025
        ("kaz-trade", 43.82, 0.001),
        ("land-share", 50.04, 0.01),  # China Railway: 4,324 of 8,641 trains
        ("uranium", 15.57, 0.01),  # Red Book 2022: (815.2 + 131.2) of 6,078.5 thousand tonnes
        ("oil", 1.80, 0.005),  # Energy Institute, end of 2020: 31.2 of 1,732.4 bn barrels
        ("gas", 8.88, 0.01),  # Energy Institute, end of 2020: 16.7 of 188.1 tcm
    ],
)
def test_the_leading_figure_of_a_claim_is_the_published_one(results, claim, value, tolerance):
    assert first(results[claim]).value == pytest.approx(value, abs=tolerance)


def test_as_of_the_summit_the_older_edition_decides_and_later_figures_do_not_exist():
    gdp = claims.verdict("gdp", SUMMIT)
    assert first(gdp).value == pytest.approx(0.5133, abs=0.0001)  # IMF WEO April 2025
    trade = claims.verdict("china-trade", SUMMIT)
    assert all(data.known_by(item.published) <= SUMMIT for item in trade.evidence.items)
    assert not any(item.match is Match.LATER for item in trade.evidence.items)
    assert Flag.SUPERSEDED.value not in trade.flags


def test_since_the_summit_the_record_was_superseded(results):
    later = [i for i in results["china-trade"].evidence.items if i.match is Match.LATER]
    assert [item.value for item in later] == [106.3]
    assert "superseded since" in results["china-trade"].flags


def test_partner_statistics_fail_for_a_documented_reason(results):
    rival = next(i for i in results["china-trade"].evidence.items if i.match is Match.RIVAL)
    assert rival.value == 66.2
    assert "mirror gap" in rival.reason


def test_twenty_percent_of_uranium_holds_only_when_read_to_the_ten(results):
    readings = results["uranium"].readings
    assert readings["to the unit"] is Verdict.NOT_SUPPORTED
    assert readings["to the ten"] is Verdict.SUPPORTED
    assert "stale vintage" in results["uranium"].flags


def test_the_2005_table_put_the_region_between_19_2_and_19_9_percent(results):
    item = next(i for i in results["uranium"].evidence.items if i.period == "2005")
    assert (item.low, item.high) == pytest.approx((19.16, 19.94), abs=0.01)


def test_for_oil_to_be_true_the_region_would_need_about_295_bn_barrels(results):
    assert "more than 295 of 1,732 bn barrels" in results["oil"].needed


def test_the_containers_claim_implies_a_base_of_187_6_to_189_7_thousand(results):
    assert results["containers"].implied == "187.6–189.7 thousand containers in 2023"


def test_85_percent_of_all_rail_containers_would_exceed_kazakhstans_whole_transit(results):
    note = results["land-share"].evidence.notes[0]
    assert "1.77 million TEU, would exceed" in note
    assert note.endswith("1.4 million TEU.")


def test_an_event_that_has_not_occurred_is_flagged_and_not_judged(results):
    assert results["nuclear"].flags == ["single source", "event not yet occurred"] or results[
        "nuclear"
    ].flags == ["event not yet occurred"]


def test_the_trend_never_joins_two_series(results):
    for item in results["intra-trade"].evidence.items:
        assert len(item.against) == 1
        start, end = next(iter(item.against)), item.period
        assert 1 <= int(end) - int(start) <= 5


def test_every_result_is_complete(results):
    for result in results.values():
        record = result.record()
        assert record["verdict"] in {verdict.value for verdict in Verdict}
        assert record["why"].endswith(".")
        assert record["safe_wording"].endswith(".")
        assert record["definition"]
        assert all(row["source"] and row["published"] for row in record["evidence"])
        json.dumps(record, allow_nan=False)


def test_the_method_says_which_verdicts_another_threshold_would_move(monkeypatch):
    assert "no verdict changes at 1.25 or 2." in repr(verdicts.method("latest"))
    monkeypatch.setattr(claims, "OTHER_THRESHOLDS", (12.0,))
    assert "these verdicts change: Oil at 12." in repr(verdicts.method("latest"))


def test_each_safe_wording_stands_alone_and_names_its_year_and_who_says_so(results):
    for result in results.values():
        said = result.safe
        assert re.search(r"\b20\d\d\b", said), said
        assert re.search(r"Asia|Kazakhstan|China", said), said
        assert not re.search(
            r"^(It|That|This|These|Those)\b|\bthe claim\b|\bthe five\b(?! states)", said
        )
        names = {
            data.reporter_name(one)
            for item in result.evidence.items
            for one in item.reporter.split("; ")
        }
        named = any(name in said for name in {*names, "China’s customs", "reporting code"})
        assert named, said


def test_a_safe_growth_is_what_the_printed_values_give(results):
    """The values are printed to three digits: so is their ratio, at most to the percent."""
    assert round((94.8 / 89.4 - 1) * 100) == 6
    assert "about 6 % more than in 2023" in results["china-trade"].safe
    assert round((43.8 / 41.0 - 1) * 100) == 7
    assert "about 7 % more than in 2023" in results["kaz-trade"].safe


def test_what_approaching_needs_ends_at_the_mark(results):
    assert results["gdp"].needed.startswith("It would take 0.45 to 0.5 tn USD; IMF, 2024")


def test_the_evidence_has_no_two_rows_that_read_the_same(results):
    for result in results.values():
        rows = [(row["label"], row["source"]) for row in result.rows]
        assert len(rows) == len(set(rows)), rows


def test_a_claim_explained_needs_no_other_import_and_reads_as_lines():
    code = "from analysis import claims; print(claims.explain('oil'))"
    ran = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": str(CLONE), "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    lines = ran.stdout.splitlines()
    assert lines[0] == "Oil"
    assert "To be true: It would take more than 295 of 1,732 bn barrels" in ran.stdout
    assert any(line.startswith("Energy Institute, end of 2020 · 1.80") for line in lines)
    assert "<" not in ran.stdout


def test_a_claim_explained_is_the_page_of_the_report():
    assert (
        claims.explain("oil")._repr_html_() == verdicts.claim("oil", "latest", True)._repr_html_()
    )
    with pytest.raises(data.DataError, match="Did you mean 'oil'"):
        claims.explain("oli")


@pytest.mark.parametrize("day", [date(1990, 1, 1), date(2015, 1, 1), date(2024, 6, 1), SUMMIT])
def test_any_day_gives_a_complete_result_for_every_claim(day):
    for result in claims.verdicts(day):
        record = result.record()
        json.dumps(record, allow_nan=False)
        assert record["as_of"] == day.isoformat()
        assert all(data.known_by(row["published"]) <= day for row in record["evidence"])


def test_before_anything_was_public_no_claim_can_be_checked():
    assert {result.verdict for result in claims.verdicts(date(1990, 1, 1))} == {Verdict.UNCHECKED}


def test_an_unknown_claim_is_refused_with_the_nearest():
    with pytest.raises(data.DataError, match="Did you mean 'oil'"):
        claims.verdict("oill")


def test_flip_distances_are_small_where_a_verdict_is_close(results):
    change, weakest = results["china-trade"].flip
    assert change == pytest.approx(1 - 94.5 / 94.82, rel=1e-3)
    assert weakest.label == "China’s customs, 2024"
    assert all(r.flip is None or math.isfinite(r.flip[0]) for r in results.values())


@pytest.mark.parametrize("module", ["explained", "results"])
def test_the_examples_of_the_docstrings_run(module):
    found = doctest.testmod(importlib.import_module(f"analysis.claims.{module}"))
    assert found.attempted
    assert not found.failed
