"""The logistics report: what it refuses, its known answers, and every parameter at its bounds."""

from __future__ import annotations

import csv
import itertools
import re

import numpy as np
import pytest
from bs4 import BeautifulSoup

from analysis import data, logistics
from analysis.errors import ParameterError
from analysis.topics.logistics.assumptions import DECLARED, SERIES
from analysis.topics.logistics.outlook import outlook
from analysis.topics.logistics.terminal import histogram, terminal

from .examples import ASSUMED

NUMBERS = sorted(set(DECLARED) - {"growth_scenarios", "draws", "seed"})
CHEAP = ASSUMED | {"draws": 200}
EXTREMES = [(name, end) for name in NUMBERS for end in ("low", "high")]


def assume(**changes):
    return logistics.assume(**(CHEAP | changes))


def at(name, end):
    value = getattr(DECLARED[name], end)
    return int(value) if DECLARED[name].whole else float(value)


def of_containers(assumed):
    return [
        logistics.containers_unit_bounds("latest", assumed),
        logistics.containers_why_none_fits("latest", assumed),
    ]


def of_growth(assumed, series="transit", day="latest"):
    return [
        logistics.growth_to_2030(day, series, assumed),
        logistics.growth_by_year(day, series, assumed),
    ]


def of_kuryk(assumed, *, kuryk=True):
    return [
        logistics.kuryk_levelised_cost("latest", assumed),
        logistics.kuryk_break_even("latest", assumed),
        logistics.kuryk_tornado("latest", assumed),
        logistics.kuryk_value_distribution("latest", assumed),
        logistics.kuryk_berth_queue("latest", assumed),
        logistics.kuryk_what_binds("latest", assumed, kuryk),
        logistics.assumptions_table(assumed, series="transit"),
    ]


PART = {"teu_per_container": of_containers, "capacity": of_growth}


def assert_sound(piece):
    text = BeautifulSoup(piece._repr_html_(), "html.parser").get_text(" ")
    assert text.strip()
    said = f"{text} {getattr(piece, 'alt', '')}"
    assert not re.search(r"\b(nan|inf|None)\b(?! of)", said), said
    assert len(getattr(piece, "title", "").split()) <= 15, piece.title


# what is refused


@pytest.mark.parametrize(("name", "end"), EXTREMES)
def test_a_value_beyond_its_bounds_is_refused_by_name(name, end):
    beyond = at(name, end) + (1 if end == "high" else -1)
    with pytest.raises(ParameterError, match=f"{name} must lie between"):
        assume(**{name: beyond})


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"growth_scenarios": []}, "one to 4 different rates"),
        ({"growth_scenarios": [1.0, 2.0, 3.0, 4.0, 5.0]}, "one to 4 different rates"),
        ({"growth_scenarios": [99.0]}, "must lie between -20 and 40"),
        ({"growth_scenarios": ["fast"]}, "expects a number, not 'fast'"),
        ({"use": float("nan")}, "must lie between"),
        ({"use": True}, "expects a number, not True"),
        ({"berths": 1.5}, "expects a whole number"),
        ({"speed": 1.0}, "missing or unknown: speed"),
    ],
)
def test_assumptions_that_do_not_fit_are_refused(changes, reason):
    with pytest.raises(ParameterError, match=reason):
        assume(**changes)


def test_an_assumption_left_out_is_named():
    with pytest.raises(ParameterError, match="missing or unknown: use"):
        logistics.assume(**{name: value for name, value in ASSUMED.items() if name != "use"})


def test_an_unknown_series_is_refused_with_the_nearest():
    with pytest.raises(ParameterError, match="Did you mean 'transit'"):
        logistics.growth_to_2030("latest", "tranzit", assume())


# every parameter at its bounds


@pytest.mark.parametrize(("name", "end"), EXTREMES)
def test_the_report_stands_with_any_one_parameter_at_its_bound(name, end):
    for piece in PART.get(name, of_kuryk)(assume(**{name: at(name, end)})):
        assert_sound(piece)


@pytest.mark.parametrize("end", ["low", "high"])
def test_the_report_stands_with_every_parameter_at_its_bound(end):
    everything = {name: at(name, end) for name in NUMBERS}
    assumed = assume(**everything)
    pieces = of_containers(assumed) + of_growth(assumed) + of_kuryk(assumed, kuryk=end == "high")
    for piece in pieces:
        assert_sound(piece)


PAIRS = list(itertools.product(("low", "high"), repeat=3))


@pytest.mark.parametrize(("tariff", "use", "rate"), PAIRS)
def test_kuryk_stands_in_every_corner_of_tariff_use_and_rate(tariff, use, rate):
    ends = {"tariff": tariff, "use": use, "discount_rate": rate}
    assumed = assume(**{name: at(name, end) for name, end in ends.items()})
    assert_sound(logistics.kuryk_break_even("latest", assumed))
    assert_sound(logistics.kuryk_value_distribution("latest", assumed))


@pytest.mark.parametrize("series", SERIES)
@pytest.mark.parametrize("day", ["latest", "2025-06-17", "2021-06-01", "1990-01-01"])
def test_every_series_stands_on_any_day(series, day):
    assumed = assume(growth_scenarios=[-20.0, 40.0])
    for piece in of_growth(assumed, series, day):
        assert_sound(piece)


@pytest.mark.parametrize("spread", [0.0, 200.0])
def test_the_variance_is_divided_or_said_to_be_none(spread):
    spreads = dict.fromkeys(("spread_use", "spread_price", "spread_cost"), spread)
    exhibit = logistics.kuryk_sobol("latest", assume(**spreads))
    assert_sound(exhibit)
    assert ("nothing" in exhibit.title) is (spread == 0)


# known answers


@pytest.mark.parametrize(("use", "charge"), [(100.0, 184), (75.0, 245), (50.0, 367)])
def test_the_capital_charge_of_kuryk_is_that_of_the_published_plan(use, charge):
    assert (
        f"costs {charge} USD per TEU"
        in logistics.kuryk_levelised_cost("latest", assume(use=use)).title
    )


def test_new_capacity_at_kuryk_costs_1667_dollars_and_aktau_is_missing():
    exhibit = logistics.kuryk_or_aktau("latest")
    assert "1,667 USD per yearly TEU; none published for Aktau" in exhibit.title
    assert "No investment was published for Aktau." in exhibit.note


def test_an_investment_at_aktau_would_be_shown_once_it_is_published(data_copy):
    path = data_copy / "logistics.csv"
    with path.open("a", encoding="utf-8", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerow(
            ["AKTAU", "investment_total", "2026", 28, "million USD", "MINTRANS-KAZ",
             "baq-2025-11-25", "2025-11-25", "B", ""]
        )  # fmt: skip
    rows = path.read_text(encoding="utf-8").splitlines()
    ordered = [rows[0], *sorted(rows[1:])]
    path.write_text("\n".join(ordered) + "\n", encoding="utf-8")
    data.seal(data_copy)
    exhibit = logistics.kuryk_or_aktau("latest")
    assert exhibit.title.startswith("Aktau: 165 USD per yearly TEU")
    assert "none published" not in exhibit.title


def test_the_median_value_is_the_textbook_sum():
    plan = terminal("latest", assume(ramp_years=1, use=100.0))
    flows = [(200 - 40) * 180_000 / 1e6 - 5] * 25
    expected = -300 + sum(flow / 1.1**year for year, flow in enumerate(flows, start=1))
    assert plan.middle == pytest.approx(expected)


def test_at_the_break_even_tariff_kuryk_is_worth_nothing():
    text = logistics.kuryk_break_even("latest", assume()).title
    assert text == "Kuryk breaks even at 385 USD per TEU; the assumed tariff is 200"
    assert terminal("latest", assume(tariff=385.3)).middle == pytest.approx(0, abs=0.5)


def test_a_tariff_below_the_cost_breaks_even_at_no_throughput():
    exhibit = logistics.kuryk_break_even("latest", assume(tariff=10.0))
    assert "none at this margin" in exhibit.alt


def test_ships_bind_at_kuryk_until_there_are_more_of_them():
    few = logistics.kuryk_what_binds("latest", assume(fleet_multiple=1.0), True)
    many = logistics.kuryk_what_binds("latest", assume(fleet_multiple=10.0), True)
    assert few.title.startswith("Ships bind first")
    assert many.title.startswith("Quays bind first")


def test_the_same_seed_draws_the_same_distribution():
    titles = [logistics.kuryk_value_distribution("latest", assume()).alt for _ in range(2)]
    assert titles[0] == titles[1]
    assert titles[0] != logistics.kuryk_value_distribution("latest", assume(seed=1)).alt


def test_two_readings_round_to_85_percent_and_none_is_like_for_like():
    exhibit = logistics.rail_share_readings("latest")
    assert "2 round to 85 %, none of them like for like" in exhibit.title
    assert "Trains at the Xinjiang gates ÷ China–Europe trains, 2024: 84.6 %" in exhibit.alt
    assert "Trains by the western corridor ÷ all, January–June 2023: 50.0 %" in exhibit.alt


def test_the_implied_base_of_the_containers_is_an_interval():
    note = logistics.containers_why_none_fits("latest", assume()).note
    assert "187.6–189.7 thousand containers" in note


def test_the_fan_starts_in_the_year_of_the_claim_and_outcomes_lie_over_it():
    ahead = outlook("trains", "latest")
    assert (ahead.origin, list(ahead.since.index), ahead.model.count) == (2024, [2025], 6)
    assert outlook("titr_teu", "latest").model is None
    assert "Scenarios put 2030" in logistics.growth_to_2030("latest", "titr_teu", assume()).title


def test_the_backtest_holds_2025_against_the_years_before():
    exhibit = logistics.growth_backtest("latest")
    assert "China–Europe trains, trains 2025: 20,000" in exhibit.alt
    assert "Container transit of Kazakhstan: no value for 2025 was public." in exhibit.note


def test_bars_never_cross_the_threshold():
    for values in (np.linspace(-3, 7, 500), np.zeros(5), np.linspace(1, 2, 500)):
        edges, shares = histogram(values, 0)
        assert not any(low < 0 < high for low, high in itertools.pairwise(edges))
        assert sum(shares) == pytest.approx(1, abs=0.05)


# the data


def change(package, edit):
    path = package / "logistics.csv"
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    kept = [row for row in rows if edit(row)]
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, rows[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(kept)
    assert data.seal(package) == ["logistics"]


def test_a_series_with_both_the_level_and_the_growth_would_fit(data_copy):
    def edit(row):
        if row["indicator"] == "titr_teu" and row["period"] in ("2023", "2024"):
            row["value"] = "200000" if row["period"] == "2023" else "224000"
        return True

    change(data_copy, edit)
    exhibit = logistics.containers_why_none_fits("latest", assume())
    assert exhibit.title.startswith("1 of 6 series")
    assert "fits in both" in exhibit.alt


def test_more_trains_by_the_west_would_be_a_reading_like_for_like(data_copy):
    def edit(row):
        if row["entity"] == "CRE-WEST" and row["period"] == "2023-01/2023-06":
            row["value"] = "7345" if row["indicator"] == "cre_trains" else row["value"]
        return True

    change(data_copy, edit)
    assert (
        "3 round to 85 %, 1 of them like for like" in logistics.rail_share_readings("latest").title
    )


def test_without_any_yearly_train_count_the_load_is_not_in_the_title(data_copy):
    change(data_copy, lambda row: (row["indicator"], row["period"]) != ("cre_trains", "2024"))
    assert logistics.rail_containers("latest").title.endswith("TEU a train in 2023")


def test_without_one_train_count_the_title_counts_containers(data_copy):
    change(data_copy, lambda row: row["indicator"] != "cre_trains" or row["entity"] != "CRE")
    assert re.search(r"carried [\d,]+ TEU in", logistics.rail_containers("latest").title)


@pytest.mark.parametrize("day", ["latest", "2024-06-01", "1990-01-01"])
def test_the_findings_name_what_lacks_data(day):
    text = BeautifulSoup(
        logistics.findings(day, "transit", assume(), True)._repr_html_(), "html.parser"
    ).get_text(" ")
    assert ("No data on the day asked for" in text) is (day != "latest")


def test_the_quoted_share_of_all_rail_containers_would_exceed_the_whole_transit():
    note = logistics.rail_share_readings("latest").note
    assert "1.77 million TEU, would exceed" in note  # 0.85 × 2,077,216
    assert "1.4 million TEU" in note


def test_the_existing_port_of_kuryk_is_about_a_third_used():
    shown = logistics.kuryk_what_binds("latest", assume(), kuryk_terminal=True)
    assert "37 % of its capacity in 2024" in shown.note  # 2.2 / 6.0
