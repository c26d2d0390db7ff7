"""The network of corridors: the published answers, what binds, and what scenarios change."""

from __future__ import annotations

import csv
import math
from dataclasses import replace
from itertools import pairwise, product
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import data, logistics, measures
from analysis.errors import NoData, ParameterError
from analysis.topics.logistics import corridors, pictures, plans
from analysis.topics.logistics.legs import (
    DESTINATION,
    FEEDER,
    ORIGIN,
    RUSSIA,
    SHIPS,
    Scenario,
    commodities,
    crossing,
    legs,
    named,
    terminals,
    touching,
)
from analysis.topics.logistics.legs import network as network_of

LEGS = legs(None)
NAMES = sorted(LEGS["edge"])
TODAY = network_of(LEGS)
WITHOUT_RUSSIA = touching(LEGS, RUSSIA)
WITHOUT_CASPIAN = crossing(LEGS, "Caspian")


def flow(scenario: Scenario = Scenario(), origin: str = ORIGIN) -> measures.MaxFlow:  # noqa: B008 # frozen
    return measures.max_flow(network_of(LEGS, scenario), origin, DESTINATION)


def open_cut(found: measures.MaxFlow, scenario: Scenario) -> set[str]:
    edges = {edge.name: edge.capacity for edge in network_of(LEGS, scenario)}
    return {name for name in found.cut if edges[name]}


# what is refused


def test_a_closed_leg_that_is_none_is_refused_with_the_nearest() -> None:
    with pytest.raises(ParameterError, match="unknown leg 'N99'"):
        legs(None, ["N99"])


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"fleet_multiple": -1.0}, "fleet_multiple is -1"),
        ({"fleet_multiple": math.nan}, "fleet_multiple is nan"),
        ({"draught_factor": 0.0}, "draught_factor is 0"),
        ({"draught_factor": 1.2}, "draught_factor is 1.2"),
    ],
)
def test_a_scenario_outside_its_range_is_refused(changes: dict[str, float], told: str) -> None:
    with pytest.raises(ParameterError, match=told):
        Scenario(**changes)  # type: ignore[arg-type]  # each is a float


def test_traffic_below_zero_is_refused() -> None:
    with pytest.raises(ParameterError, match="demand_multiple"):
        commodities(None, -1)


@pytest.mark.parametrize("tonnes", [0.0, 31.0, math.nan])
def test_a_load_that_no_container_holds_is_refused(tonnes: float) -> None:
    with pytest.raises(ParameterError, match="tonnes_per_teu"):
        logistics.corridor_comparison("latest", tonnes)


def test_a_choice_outside_its_range_is_refused() -> None:
    with pytest.raises(ParameterError, match="value_of_time"):
        logistics.corridor_choice("latest", -1)
    with pytest.raises(ParameterError, match="middle_share"):
        logistics.corridor_choice("latest", 20, 70)


def test_the_table_is_not_redrawn_for_a_day_before_its_sources() -> None:
    with pytest.raises(NoData, match="draws on publications up to"):
        legs(data.known_by("2025-06-17"))
    assert logistics.network_effects("2025-06-17").title == "No data to show"


def test_traffic_that_was_not_public_yet_is_missing() -> None:
    with pytest.raises(NoData, match="no traffic of 2024 to Europe by rail"):
        commodities(data.known_by("2024-06-01"))


# published answers


@pytest.mark.parametrize(
    ("path", "days"),
    [
        ("CN1 CN2 CN3 N1 N3 N4 N5 N6 N7 N8 N9 N10 N11 N12", 13.0),  # Xi'an to Małaszewicze
        ("N17 N22 M1 M2 M3 M5 M7 M8 M10", 21.0),  # Khorgos to Constanța
        ("CN1 CN2 CN4 CN5 N2 N17 N22 M1 M2 S1 S2", 14.9),  # Xi'an to Tehran
    ],
)
def test_published_times_come_back_when_legs_are_added(path: str, days: float) -> None:
    rows = LEGS.set_index("edge").loc[path.split()]
    assert all(a == b for a, b in zip(rows["to"][:-1], rows["from"][1:], strict=True))
    assert round(float(rows["days_mean"].sum()), 1) == days


@pytest.mark.parametrize("origin", ["Zhengzhou", "Xi'an", "Chongqing"])
@pytest.mark.parametrize(
    ("closed", "value", "cut"),
    [
        ((), 712_522, {"N12", SHIPS, "S13", "S3"}),
        (WITHOUT_RUSSIA, 165_153, {SHIPS, "S13", "S3"}),
        (WITHOUT_CASPIAN, 618_798, {"N12", "S3"}),
    ],
)
def test_the_flows_to_duisburg_and_their_cuts(
    origin: str, closed: tuple[str, ...], value: float, cut: set[str]
) -> None:
    scenario = Scenario(closed=closed)
    assert flow(scenario, origin).value == value
    assert open_cut(flow(scenario, origin), scenario) == cut


def test_the_ships_hold_what_the_leg_from_aktau_is_published_with() -> None:
    ships = next(edge for edge in TODAY if edge.name == SHIPS)
    published = float(LEGS["capacity"][LEGS["edge"] == FEEDER].iloc[0])
    assert ships.capacity == published == 89_000


def test_a_terminal_at_kuryk_changes_nothing_until_ships_come() -> None:
    kuryk = Scenario(kuryk_terminal=True)
    assert flow(kuryk).value == flow().value
    assert flow(replace(kuryk, fleet_multiple=2)).value == 718_798
    assert "M7" in flow(replace(kuryk, fleet_multiple=2)).cut


def test_low_water_takes_from_every_caspian_ship() -> None:
    assert flow().value - flow(Scenario(draught_factor=0.8)).value == 18_745


def test_the_railway_by_kyrgyzstan_opens_no_way_round_the_cut() -> None:
    assert flow(Scenario(cku=True)).value == flow().value


def test_terminals_bind_only_where_their_figure_is_of_the_whole_place() -> None:
    found = measures.max_flow(TODAY, ORIGIN, DESTINATION, terminals())
    assert found.value == 517_582
    assert named(LEGS, found.cut)[-2:] == ["Aktau terminal", "Małaszewicze terminal"]
    assert terminals(Scenario(kuryk_terminal=True))["Kuryk"] == 180_000


# what must hold


@settings(max_examples=25)
@given(st.sampled_from([edge.name for edge in TODAY]), st.integers(1, 500_000))
def test_capacity_added_off_the_cut_changes_nothing(name: str, more: int) -> None:
    before = flow()
    wider = [
        replace(e, capacity=(e.capacity or 0) + more)
        if e.name == name and name not in before.cut and e.capacity is not None
        else e
        for e in TODAY
    ]
    assert measures.max_flow(wider, ORIGIN, DESTINATION) == before


def test_no_placeholder_binds() -> None:
    unknown = [edge for edge in TODAY if edge.capacity is None]
    assert len(unknown) == 52
    assert not {edge.name for edge in unknown} & set(flow().cut)
    for edge in unknown[:8]:
        need = measures.spare(TODAY, ORIGIN, DESTINATION, edge.name)
        tight = [replace(e, capacity=round(need)) if e is edge else e for e in TODAY]
        assert measures.max_flow(tight, ORIGIN, DESTINATION).value == flow().value


def test_every_corridor_is_a_way_from_end_to_end() -> None:
    rows = LEGS.set_index("edge")
    for one in corridors.CORRIDORS:
        ends = [(rows.loc[leg, "from"], rows.loc[leg, "to"]) for leg in one.legs]
        assert all(before[1] == after[0] for before, after in pairwise(ends)), one.name
        assert ends[-1][1] in ("Duisburg", "Rotterdam")


@pytest.mark.parametrize(
    ("mode", "corridor", "kind"),
    [
        ("rail", "Northern", "rail"),
        ("road", "CKU road (today)", "road"),
        ("sea", "Ocean via Suez", "ocean"),
        ("sea (Black Sea)", "Middle", "short sea"),
        ("sea (rail/ro-ro ferry)", "Middle", "ferry"),
        ("rail (with Lake Van ferry)", "Southern", "rail"),
    ],
)
def test_each_mode_takes_its_own_emission_factor(mode: str, corridor: str, kind: str) -> None:
    assert corridors.factor_of({"mode": mode, "corridor": corridor}) == kind


def test_emissions_grow_with_the_load() -> None:
    one = corridors.CORRIDORS[0]
    light, heavy = (corridors.facts_of(LEGS, one, load)["co2"] for load in (5.0, 10.0))
    assert heavy == pytest.approx([2 * value for value in light])


# exhibits


def cells(exhibit: object) -> list[list[str]]:
    table = BeautifulSoup(exhibit._repr_html_(), "html.parser").tbody  # type: ignore[attr-defined]
    return [[c.get_text() for c in row.find_all(["th", "td"])] for row in table.find_all("tr")]


def test_the_effects_name_each_cut_and_admit_what_is_left_behind() -> None:
    rows = cells(logistics.network_effects("latest"))
    assert rows[0][:3] == ["Today", "712,522", "–"]
    assert "Caspian container ships" in rows[0][3]
    assert rows[7][1] == "165,153"
    assert rows[7][5] == "–"
    assert rows[7][6] != "0"
    assert logistics.network_effects("latest", ["N12"]).title.startswith("Kuryk’s terminal")


def test_the_limits_say_below_what_each_unknown_one_would_bind() -> None:
    exhibit = logistics.network_limits("latest")
    assert exhibit.title.startswith("No limit is published for 51 of 72 legs; 25")
    assert cells(exhibit)[0][0] == "547,369"
    assert cells(exhibit)[-1][0] == "never, alone"


def test_without_any_known_limit_on_a_way_there_is_no_number(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    free = measures.MaxFlow(math.inf, ())
    monkeypatch.setattr(measures, "max_flow", lambda *_: free)
    for exhibit in (
        logistics.network_limits,
        logistics.network_effects,
        logistics.network_vulnerability,
    ):
        assert "without any known limit" in exhibit("latest").subtitle
    assert "no known limit" in logistics.network_diagram("latest").title


def test_the_costs_say_how_far_traffic_can_grow() -> None:
    exhibit = logistics.network_costs("latest")
    assert exhibit.title == "The legs carry 1.34 times the traffic of 2024, no more"
    assert cells(exhibit)[0] == ["Turkmenbashi–Alat", "567", "567", "0"]
    assert cells(exhibit)[-1][0] == "Left behind, TEU"
    assert cells(logistics.network_costs("latest", [], 0.0))[0][0].startswith("Cost of what")


def test_prices_of_the_program_are_the_savings_of_one_more_teu() -> None:
    asked, _ = commodities(None)
    plan = measures.min_cost_flow(TODAY, asked, 1e4)
    for name, price in plan.prices.items():
        assert plans.measures.saving(TODAY, asked, 1e4, name) <= price + 1e-3
    assert plan.prices["S13"] == pytest.approx(567, abs=0.5)


def test_closures_are_told_by_leg_and_by_what_fails_together() -> None:
    rows = {row[0]: row for row in cells(logistics.network_vulnerability("latest"))}
    assert rows["Russia"][1:4] == ["together", "547,369", "–"]
    assert rows["The Caspian"][2] == "93,724"
    assert rows["Iran"][2:] == ["71,429", "0", "0"]


def test_the_pictures_mark_the_cut_and_cross_out_what_is_closed() -> None:
    edges = network_of(LEGS, Scenario(closed=("N12",)))
    found = measures.max_flow(edges, ORIGIN, DESTINATION)
    lines = pictures.contracted(edges, found, Scenario(closed=("N12",)))
    shut = lines[lines["closed"]]
    assert list(zip(shut["start"], shut["end"], strict=True)) == [("Brest (BY)", "Malaszewicze")]
    assert not shut["cut"].any()
    assert lines["cut"].sum() == 3
    assert logistics.network_map("latest").title.endswith("bound by 4 limits")


def test_a_network_closed_altogether_is_drawn_and_carries_nothing() -> None:
    for picture in (logistics.network_diagram, logistics.network_map):
        exhibit = picture("latest", NAMES)
        assert exhibit.chart is not None
        assert "0 thousand TEU" in exhibit.title


@pytest.mark.parametrize(
    ("closed", "fleet", "kuryk", "draught"),
    list(product([(), ("N12", "M7"), tuple(NAMES)], [0.0, 3.0], [False, True], [0.5, 1.0])),
)
def test_any_scenario_is_drawn(
    closed: tuple[str, ...], fleet: float, kuryk: bool, draught: float
) -> None:
    exhibit = logistics.network_diagram("latest", closed, fleet, kuryk, draught)
    assert len(exhibit.title.split()) <= 15
    assert logistics.network_effects("latest", closed, fleet, draught).table is not None


@pytest.mark.parametrize(("closed", "multiple"), [(("N12", "M7"), 0.0), (tuple(NAMES), 3.0)])
def test_closures_on_top_of_closures_are_told(closed: tuple[str, ...], multiple: float) -> None:
    exhibit = logistics.network_vulnerability("latest", closed, multiple)
    assert len(exhibit.title.split()) <= 15
    assert "nan" not in exhibit._repr_html_()


def test_every_assumption_is_text_with_its_reason() -> None:
    rows = logistics.network_assumptions(["N12"])
    assert rows[0]["value"] == "N12"
    assert all(row["name"] and row["value"] and row["why"] for row in rows)


def test_a_changed_limit_changes_flow_title_and_cut(data_copy: Path) -> None:
    path = data_copy / "edges.csv"
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    for row in rows:
        if row["edge"] == "N12":
            row["capacity"] = "100000"
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, rows[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    data.seal(data_copy)
    assert logistics.network_diagram("latest").title.startswith("Duisburg can be reached by 265")


def test_what_is_assumed_of_the_traffic_is_a_parameter_and_moves_the_plan() -> None:
    with pytest.raises(ParameterError, match="west_share"):
        logistics.network_costs("latest", west_share=101)
    less = logistics.network_costs("latest", west_share=10.0)
    assert "10 % of the China–Central Asia trains" in less.note
    assert less.title != logistics.network_costs("latest").title
    assert "counts 20,000 USD a TEU" in logistics.network_costs("latest", unmet_price=2e4).note
    assert "savings where some is are mostly that" in logistics.network_costs("latest").note


@pytest.mark.parametrize("ends", [[], [0.1], [0.2, 0.1], [-0.1, 0.1], [0.1, 0.2, 0.3]])
def test_emission_factors_that_are_no_range_are_refused(ends: list[float]) -> None:
    with pytest.raises(ParameterError, match="rail_co2"):
        logistics.emission_factors(rail=ends)


def test_emission_factors_are_parameters() -> None:
    with pytest.raises(ParameterError, match="unknown mode"):
        logistics.emission_factors(sledge=[0.1, 0.2])
    none = logistics.emission_factors(
        **{mode: [0.0, 0.0] for mode in ("rail", "ocean", "short_sea", "ferry", "road")}
    )
    rows = logistics.corridor_comparison("latest", 10.0, none).numbers
    air = rows[rows["indicator"].str.startswith("co2")]["value"]
    assert len(air)
    assert (air == 0).all()


def test_every_assumption_of_the_network_is_listed_under_its_parameter() -> None:
    names = {row["name"] for row in logistics.network_assumptions()}
    assert {"middle_share", "west_share", "unmet_price", "rail_co2", "short_sea_co2"} <= names
