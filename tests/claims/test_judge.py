"""The rules, on toy evidence whose answer you can see."""

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.claims import Evidence, Flag, Item, Kind, Match, Verdict, judge, overall, parse
from analysis.claims.flip import flip_distance
from analysis.claims.outcome import factor, outcome, scaled


def item(value=math.nan, match=Match.DECLARED, kind=Kind.AT, reporter="A", **more):
    return Item(kind, match, reporter, "source", "2025", "A", "2024", value=value, **more)


def verdict(wording, *items, companions=(), threshold=1.5, primary=True, caveats=()):
    tests = parse(wording, companions)
    parts = judge(tests, Evidence(items, "", caveats=caveats), primary=primary, threshold=threshold)
    return overall(parts)


def flags(wording, *items, companions=()):
    parts = judge(parse(wording, companions), Evidence(items, ""))
    return {flag for part in parts for flag in part.flags}


def test_without_evidence_a_claim_cannot_be_checked():
    assert verdict("95") is Verdict.UNCHECKED


def test_other_definitions_and_older_vintages_alone_never_decide():
    assert verdict("95", item(95.0, Match.DEFINITION)) is Verdict.UNCHECKED
    assert verdict("95", item(10.0, Match.VINTAGE)) is Verdict.UNCHECKED


def test_an_undefined_word_cannot_be_checked():
    assert verdict("significant", item(5.0)) is Verdict.UNCHECKED


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (94.4, Verdict.NOT_SUPPORTED),
        (94.5, Verdict.SUPPORTED),
        (95.4999, Verdict.SUPPORTED),
        (95.5, Verdict.NOT_SUPPORTED),
        (63.0, Verdict.CONTRADICTED),
        (63.1, Verdict.NOT_SUPPORTED),
        (143.0, Verdict.NOT_SUPPORTED),
        (143.3, Verdict.CONTRADICTED),
    ],
)
def test_a_plain_number_is_true_where_it_rounds_and_contradicted_from_a_factor_of_one_and_a_half(
    value, expected
):
    assert verdict("95", item(value)) is expected


def test_over_is_strict_and_loose_beyond_half_a_unit():
    assert verdict("over 17", item(17.0)) is Verdict.NOT_SUPPORTED
    assert verdict("over 17", item(17.01)) is Verdict.SUPPORTED
    assert Flag.LOOSE not in flags("over 17", item(17.5))
    assert Flag.LOOSE in flags("over 17", item(17.51))
    assert verdict("over 17", item(40.0)) is Verdict.SUPPORTED


def test_approaching_must_be_below_and_rising_and_may_have_passed():
    assert verdict("approaching 0.5", item(0.48, rising=True)) is Verdict.SUPPORTED
    assert verdict("approaching 0.5", item(0.48, rising=False)) is Verdict.NOT_SUPPORTED
    assert verdict("approaching 0.5", item(0.48)) is Verdict.NOT_SUPPORTED
    assert verdict("approaching 0.5", item(0.44, rising=True)) is Verdict.NOT_SUPPORTED
    assert verdict("approaching 0.5", item(0.51)) is Verdict.CAVEAT
    assert Flag.PASSED in flags("approaching 0.5", item(0.51))
    assert verdict("approaching 0.5", item(0.56)) is Verdict.NOT_SUPPORTED


def test_nearly_need_not_rise():
    assert verdict("nearly 0.5", item(0.48)) is Verdict.SUPPORTED


def test_about_allows_two_units_either_way():
    assert verdict("about 7", item(9.0)) is Verdict.SUPPORTED
    assert verdict("about 7", item(9.1)) is Verdict.NOT_SUPPORTED


def test_a_record_must_beat_every_earlier_year():
    earlier = {"2022": 70.2, "2023": 89.4}
    assert verdict("record", item(94.8, kind=Kind.RECORD, against=earlier)) is Verdict.SUPPORTED
    level = item(89.4, kind=Kind.RECORD, against=earlier)
    assert verdict("record", level) is Verdict.NOT_SUPPORTED
    assert verdict("record", item(94.8, kind=Kind.RECORD)) is Verdict.UNCHECKED


def test_a_rank_must_beat_every_other_country():
    others = {"KGZ": 22.7}
    assert verdict("rank 1", item(43.8, kind=Kind.RANK, against=others)) is Verdict.SUPPORTED
    behind = item(10.0, kind=Kind.RANK, against=others)
    assert verdict("rank 1", behind) is Verdict.CONTRADICTED


def test_a_trend_must_rise_in_every_window():
    up = item(11.0, kind=Kind.INCREASING, against={"2022": 8.8})
    down = item(8.0, kind=Kind.INCREASING, against={"2019": 9.0}, reporter="B")
    assert verdict("increasing", up) is Verdict.SUPPORTED
    assert verdict("increasing", up, down) is Verdict.CONFLICT
    assert verdict("increasing", down) is Verdict.NOT_SUPPORTED


def test_an_event_has_occurred_or_not_yet():
    signed = item(kind=Kind.EVENT, happened=True)
    pending = item(kind=Kind.EVENT, happened=False)
    assert verdict("event", signed) is Verdict.SUPPORTED
    assert verdict("event", pending) is Verdict.UNCHECKED
    assert Flag.PENDING in flags("event", pending)


def test_sources_that_disagree_without_a_documented_reason_conflict():
    assert verdict("95", item(95.0), item(66.2, Match.RIVAL)) is Verdict.CONFLICT


def test_a_documented_reason_turns_a_conflict_into_a_caveat():
    assert verdict("95", item(95.0), item(66.2, Match.RIVAL, reason="mirror")) is Verdict.CAVEAT


def test_a_declared_caveat_keeps_a_true_claim_from_full_support():
    assert verdict("95", item(95.0), caveats=("two years are missing",)) is Verdict.CAVEAT


def test_a_fitting_older_vintage_keeps_a_far_miss_from_contradiction():
    far = item(2.0)
    assert verdict("20", far, companions=("17",)) is Verdict.CONTRADICTED
    old = item(19.8, Match.VINTAGE)
    assert verdict("20", far, old, companions=("17",)) is Verdict.NOT_SUPPORTED
    assert Flag.STALE in flags("20", far, old, companions=("17",))


def test_a_later_period_is_flagged_and_changes_nothing():
    later = item(106.3, Match.LATER)
    assert verdict("95", item(94.8), later) is Verdict.SUPPORTED
    assert Flag.SUPERSEDED in flags("95", item(94.8), later)
    assert verdict("95", item(9.5), item(95.0, Match.LATER)) is Verdict.CONTRADICTED


def test_one_reporter_is_a_single_source_and_two_are_not():
    assert Flag.SINGLE in flags("95", item(95.0))
    assert Flag.SINGLE not in flags("95", item(95.0), item(95.1, reporter="B"))


def test_an_interval_that_straddles_the_bound_decides_nothing():
    assert verdict("95", item(95.0, low=90.0, high=96.0)) is Verdict.UNCHECKED
    assert verdict("95", item(80.0, low=70.0, high=120.0)) is Verdict.UNCHECKED
    assert verdict("95", item(95.0, low=94.6, high=95.4)) is Verdict.SUPPORTED


def test_two_readings_can_give_two_verdicts():
    value = item(15.57)
    assert verdict("20", value, companions=("17",)) is Verdict.NOT_SUPPORTED
    assert verdict("20", value, companions=("17",), primary=False) is Verdict.SUPPORTED


def test_a_compound_claim_is_as_good_as_its_worst_part():
    level = item(95.0)
    record = item(95.0, kind=Kind.RECORD, against={"2013": 120.0})
    assert verdict("95; record", level, record) is Verdict.NOT_SUPPORTED
    assert verdict("95; record", level) is Verdict.UNCHECKED


def test_a_share_of_nothing_known_is_an_open_question():
    assert verdict("17", item(math.nan)) is Verdict.UNCHECKED


def test_a_value_of_zero_is_contradicted_not_a_crash():
    assert verdict("over 17", item(0.0)) is Verdict.CONTRADICTED


def test_the_flip_distance_is_the_smallest_change_of_one_value():
    distance, weakest = flip_distance(parse("95"), Evidence((item(94.82),), ""))
    assert distance == pytest.approx(1 - 94.5 / 94.82, rel=1e-6)
    assert weakest.value == 94.82


def test_the_flip_distance_of_a_far_miss_leads_to_the_edge_of_contradiction():
    distance, _ = flip_distance(parse("over 17"), Evidence((item(1.8),), ""))
    assert distance == pytest.approx(17 / 1.5 / 1.8 - 1, rel=1e-6)


def test_an_event_has_no_flip_distance():
    signed = item(kind=Kind.EVENT, happened=True)
    assert flip_distance(parse("event"), Evidence((signed,), "")) is None


def test_a_record_flips_at_the_highest_earlier_year():
    record = item(100.0, kind=Kind.RECORD, against={"2023": 90.0})
    distance, _ = flip_distance(parse("record"), Evidence((record,), ""))
    assert distance == pytest.approx(0.1, rel=1e-6)


values = st.floats(min_value=0.01, max_value=1e6)


@given(values, values, st.floats(min_value=1e-3, max_value=1e3))
def test_rescaling_the_unit_leaves_outcome_and_factor(quoted, found, by):
    """The number and the evidence in other units: 95 bn is 95,000 million."""
    (test,) = parse("95")
    reading = replace(test.readings[0], value=quoted, unit=quoted / 50)
    other = replace(reading, value=quoted * by, unit=quoted * by / 50)
    near_an_edge = any(
        math.isclose(found, edge, rel_tol=1e-9) for edge in (reading.low, reading.high)
    )
    if not near_an_edge:
        assert outcome(test, reading, item(found)) is outcome(test, other, scaled(item(found), by))
    same = factor(test, other, scaled(item(found), by))
    assert factor(test, reading, item(found)) == pytest.approx(same, rel=1e-6)


@given(values, st.floats(min_value=0, max_value=5), st.floats(min_value=0, max_value=5))
def test_widening_an_interval_never_turns_unchecked_into_contradicted(value, narrow, wider):
    def widened(by):
        return item(value, low=value / (1 + by), high=value * (1 + by))

    if verdict("95", widened(narrow)) is Verdict.UNCHECKED:
        assert verdict("95", widened(narrow + wider)) is Verdict.UNCHECKED


@given(st.lists(values, min_size=1, max_size=4), st.permutations(range(4)))
def test_the_order_of_the_evidence_does_not_matter(found, order):
    items = [item(value, reporter=str(n)) for n, value in enumerate(found)]
    shuffled = [items[n] for n in order if n < len(items)]
    assert verdict("95", *items) is verdict("95", *shuffled)


def test_two_evidence_functions_for_one_claim_are_refused():
    from analysis import topics
    from analysis.claims import evidence
    from analysis.errors import DataError

    topics.load()
    with pytest.raises(DataError, match="two evidence functions"):
        evidence("oil")(lambda _: Evidence((), ""))


def test_a_range_that_is_about_right_says_so():
    from analysis.claims import sentences

    parts = judge(parse("about 7"), Evidence((item(8.0, label="A"),), ""))
    assert "about 7" in sentences.why(parts, Evidence((), ""))


@pytest.mark.parametrize(
    ("wording", "value", "said"),
    [
        ("95", 200.0, "2.1 times the claim"),
        ("95", 10.0, "the claim is 9.5 times as much"),
        ("95", 0.0, "the claim is"),
        ("95", 90.0, "5 % below the claim"),
        ("nearly 40", 39.0, "just below 40"),
        ("over 80", 81.0, "above 80"),
    ],
)
def test_a_miss_is_said_as_a_factor_when_far_and_in_percent_when_near(wording, value, said):
    from analysis.claims import sentences

    evidence = Evidence((item(value, label="A"),), "")
    assert said in sentences.why(judge(parse(wording), evidence), evidence)


def test_what_is_needed_of_a_share_is_said_in_the_unit_of_its_whole():
    from analysis.claims import sentences

    share = item(1.8, label="EI", unit="percent", whole=1732.4, whole_unit="bn barrels")
    needed = sentences.needed(judge(parse("over 17"), Evidence((share,), "")))
    assert needed == "It would take more than 295 of 1,732 bn barrels; EI gives 31.2."


def test_nothing_is_needed_of_what_holds_or_is_not_known():
    from analysis.claims import sentences

    holds = Evidence((item(95.0, label="A"),), "")
    assert sentences.needed(judge(parse("95"), holds)) == "It holds: A gives 95."
    assert sentences.needed(judge(parse("95"), Evidence((), ""))) == ""


def test_a_record_with_nothing_to_compare_says_so():
    from analysis.claims import sentences

    alone = Evidence((item(95.0, label="A", kind=Kind.RECORD),), "")
    assert "nothing comparable" in sentences.why(judge(parse("record"), alone), alone)
