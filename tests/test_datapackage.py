"""The figures themselves: valid as a Data Package, in agreement with published totals, complete."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import Any

import frictionless
import pandas as pd
import pytest

from analysis import data
from analysis.countries import CENTRAL_ASIA, COUNTRIES, REGIONS
from analysis.units import UNITS, convert

FIVE = list(CENTRAL_ASIA)
PACKAGE: dict[str, Any] = json.loads((data.root() / "datapackage.json").read_text("utf-8"))
RESOURCES = {one["name"]: one for one in PACKAGE["resources"] if one["type"] == "table"}
FILES = {one["name"]: one for one in PACKAGE["resources"] if one["type"] != "table"}

# What was there once may only grow; a row that goes needs a reason, and this number with it.
ROWS_AT_LEAST = {
    "economy": 994,
    "trade": 556,
    "logistics": 535,
    "resources": 1453,
    "sources": 268,
    "reporters": 88,
    "entities": 138,
    "indicators": 165,
    "corrections": 1,
    "nodes": 81,
    "node_capacities": 13,
    "edges": 80,
    "corridor_parameters": 17,
    "statements": 1,
    "claims": 14,
    "events": 7,
    "explanations": 6,
}

# what is told of years to come
AHEAD = ("_planned", "_target", "_forecast", "_phase1", "_total")

# waypoints of the ocean routes, beyond the backdrop's frame
OUTSIDE_THE_BACKDROP = {
    f"{place} waypoint" for place in ("Cape of Good Hope", "Gibraltar", "Singapore Strait")
}


def _value(subject: str, indicator: str, entity: str, period: str, **of: str) -> float:
    rows = data.observations(
        subject, indicator, entity=entity, period=period, annual=False, reporter=of["reporter"]
    )
    assert len(rows) == 1, f"{indicator} {entity} {period}: expected one row, found {len(rows)}"
    return float(rows["value"].iloc[0])


def _sum(subject: str, indicator: str, period: str, **of: str) -> float:
    rows = data.observations(subject, indicator, entity=FIVE, period=period, **of)
    assert sorted(rows["entity"]) == FIVE
    return float(rows["value"].sum())


def _parameter(name: str) -> float:
    rows = data.table("corridor_parameters")
    return float(rows.loc[rows["parameter"] == name, "value"].iloc[0])


def _all_observations() -> pd.DataFrame:
    return pd.concat([data.table(subject) for subject in data.SUBJECTS], ignore_index=True)


# ---- as a package


def test_frictionless_finds_the_package_valid() -> None:
    report = frictionless.Package(str(data.root() / "datapackage.json")).validate()
    assert report.valid, report.to_summary()
    assert report.stats["tasks"] == len(RESOURCES) + len(FILES)


def test_the_package_says_what_a_package_must() -> None:
    assert PACKAGE["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    assert set(PACKAGE) >= {"name", "title", "version", "created", "licenses", "sources"}
    wanted = {"path", "type", "format", "mediatype", "encoding", "bytes", "hash", "schema"}
    for name, resource in RESOURCES.items():
        assert wanted <= set(resource), name
        assert re.fullmatch("sha256:[0-9a-f]{64}", resource["hash"]), name


@pytest.mark.parametrize("name", RESOURCES)
def test_columns_are_described_both_ways_and_in_order(name: str) -> None:
    fields = RESOURCES[name]["schema"]["fields"]
    with (data.root() / RESOURCES[name]["path"]).open(encoding="utf-8") as stream:
        assert stream.readline().strip().split(",") == [field["name"] for field in fields]
    for field in fields:
        assert field["description"], f"{name}.{field['name']} has no description"


def test_every_file_is_declared_and_every_declared_file_is_there() -> None:
    found = {path.name for path in data.root().iterdir()} - {"datapackage.json"}
    assert found == {resource["path"] for resource in (RESOURCES | FILES).values()}


def test_a_file_that_is_no_table_says_whose_it_is() -> None:
    wanted = {"path", "format", "mediatype", "encoding", "bytes", "hash", "sources", "licenses"}
    known = set(data.table("sources")["address"])
    for name, one in FILES.items():
        assert wanted <= set(one), name
        assert re.fullmatch("sha256:[0-9a-f]{64}", one["hash"]), name
        assert {source["path"] for source in one["sources"]} <= known, name


@pytest.mark.parametrize("name", RESOURCES)
def test_coverage_does_not_shrink(name: str) -> None:
    assert len(data.table(name)) >= ROWS_AT_LEAST[name]


# ---- registers


def test_countries_and_regions_in_the_data_are_declared() -> None:
    entities = data.table("entities")
    for kind, declared in (("country", COUNTRIES), ("region", REGIONS)):
        rows = entities[entities["kind"] == kind]
        assert dict(zip(rows["entity"], rows["name"], strict=True)) == {
            code: one.name for code, one in declared.items()
        }


def test_units_in_the_data_are_declared_and_one_per_indicator() -> None:
    rows = _all_observations()
    assert set(rows["unit"]) <= set(UNITS)
    assert rows.groupby("indicator")["unit"].nunique().max() == 1


def test_every_indicator_is_used_in_one_subject() -> None:
    used = [set(data.table(subject)["indicator"]) for subject in data.SUBJECTS]
    assert sum(map(len, used)) == len(set.union(*used))
    assert set.union(*used) == set(data.table("indicators")["indicator"])


def test_every_source_is_used_or_belongs_to_a_statement_or_its_reports() -> None:
    tables = ("statements", "events", "nodes", "edges", "corridor_parameters")
    used = set(_all_observations()["source"]) | {
        source for name in tables for source in data.table(name)["source"]
    }
    spare = set(data.table("sources")["source"]) - used
    assert spare <= {"sivildiplomasi-2025-06", "trend-2025-06-17", "natural-earth"}


def test_admissible_reporters_are_declared() -> None:
    known = set(data.table("reporters")["reporter"])
    for row in data.table("claims").itertuples():
        assert {one for one in str(row.admissible).split(";") if one} <= known, row.claim


def test_every_derived_row_shows_its_formula() -> None:
    rows = _all_observations()
    for note in rows.loc[rows["grade"] == "derived", "note"]:
        assert re.match(r"\(?\d", note), note


def test_every_interval_begins_before_it_ends() -> None:
    for period in set(_all_observations()["period"]):
        first, _, last = period.partition("/")
        assert not last or first < last, period


def test_nothing_was_known_before_its_year_began() -> None:
    for row in _all_observations().itertuples():
        if str(row.indicator).endswith(AHEAD) or row.reporter == "IMF":
            continue
        assert str(row.published)[:4] >= str(row.period)[:4], row


def test_every_publication_date_is_a_day_that_has_come() -> None:
    for published in set(_all_observations()["published"]):
        assert data.known_by(published) <= date(2026, 11, 24), published


def test_every_edge_without_a_limit_is_empty_and_labelled() -> None:
    edges = data.table("edges")
    open_ended = edges[edges["capacity"].isna()]
    assert len(open_ended) == 51
    assert set(open_ended["capacity_grade"]) == {"assumption"}
    assert open_ended["capacity_note"].str.startswith("no limit found").all()
    assert 3_000_000 not in set(edges["capacity"])


def test_an_assumption_of_the_network_has_no_source_and_everything_else_has_one() -> None:
    for row in data.records(data.table("corridor_parameters")):
        assert (row["source"] == "") == (row["grade"] == "assumption"), row
        assert row["unit"] in UNITS
        assert row["grade"] != "derived" or re.match(r"\(?\d", row["note"]), row


def test_the_backdrop_encloses_every_place_of_the_network_but_three() -> None:
    points = [point for ring in data.boundaries() for point in ring]
    assert len(data.boundaries()) == 145
    low, high = (tuple(map(pick, zip(*points, strict=True))) for pick in (min, max))
    assert (low, high) == ((-2.0, 12.0), (128.0, 66.0))
    outside = [
        row["node"]
        for row in data.records(data.table("nodes"))
        if not (low[0] <= row["longitude"] <= high[0] and low[1] <= row["latitude"] <= high[1])
    ]
    assert set(outside) == OUTSIDE_THE_BACKDROP


# ---- known answers


TO_POLAND = "CN1 CN2 CN3 N1 N3 N4 N5 N6 N7 N8 N9 N10 N11 N12"
TO_CONSTANTA = "N17 N22 M1 M2 M3 M5 M7 M8 M10"
TO_TEHRAN = "CN1 CN2 CN4 CN5 N2 N17 N22 M1 M2 S1 S2"


@pytest.mark.parametrize(
    ("path", "start", "end", "days"),
    [
        (TO_POLAND, "Xi'an", "Malaszewicze", 13.0),
        (TO_CONSTANTA, "Khorgos (KZ)", "Constanta", 21.0),
        (TO_TEHRAN, "Xi'an", "Tehran", 14.9),
    ],
)
def test_published_times_come_back_when_the_edges_are_summed(
    path: str, start: str, end: str, days: float
) -> None:
    edges = {row["edge"]: row for row in data.records(data.table("edges"))}
    legs = [edges[name] for name in path.split()]
    stations = [legs[0]["from"], *(leg["to"] for leg in legs)]
    assert (stations[0], stations[-1]) == (start, end)
    assert [leg["from"] for leg in legs] == stations[:-1]
    assert round(sum(leg["days_mean"] for leg in legs), 1) == days


def test_every_edge_has_what_a_network_needs_in_order() -> None:
    for row in data.records(data.table("edges")):
        assert row["days_min"] <= row["days_mean"] <= row["days_max"], row["edge"]
        assert row["usd_low"] <= row["usd_per_feu"] <= row["usd_high"], row["edge"]
        assert row["from"] != row["to"]


def test_the_edition_of_2023_counts_once_in_the_index() -> None:
    rows = data.observations("logistics", "lpi_overall")
    assert not rows.duplicated(["entity", "year"]).any()
    assert set(rows["year"]) == {2007, 2010, 2012, 2014, 2016, 2018, 2023}
    assert rows["value"].between(1, 5).all()


def test_china_customs_2024_by_country_add_up_to_the_published_total() -> None:
    total = _value("trade", "turnover_china", "CA5", "2024", reporter="GACC")
    assert total == 94.82
    assert _sum("trade", "turnover_china", "2024", reporter="GACC") == pytest.approx(
        total, abs=5 * 0.005
    )


@pytest.mark.parametrize(("period", "places"), [("2023", 0.05), ("2025", 0.05)])
def test_other_years_of_china_customs_add_up_within_rounding(period: str, places: float) -> None:
    total = _value("trade", "turnover_china", "CA5", period, reporter="GACC")
    parts = _sum("trade", "turnover_china", period, reporter="GACC")
    assert parts == pytest.approx(total, abs=6 * places)


@pytest.mark.parametrize("period", ["2023-01/2023-11", "2024-01/2024-11"])
def test_eleven_months_add_up_within_rounding(period: str) -> None:
    rows = data.observations(
        "trade", "turnover_china", entity=FIVE, period=period, reporter="GACC", annual=False
    )
    total = _value("trade", "turnover_china", "CA5", period, reporter="GACC")
    assert rows["value"].sum() == pytest.approx(total, abs=0.06)


def test_exports_and_imports_of_china_customs_add_up_to_turnover() -> None:
    for period in ("2023", "2025"):
        parts = [
            _value("trade", indicator, "CA5", period, reporter="GACC")
            for indicator in ("exports_to_china", "imports_from_china")
        ]
        total = _value("trade", "turnover_china", "CA5", period, reporter="GACC")
        assert sum(parts) == pytest.approx(total, abs=0.15)


@pytest.mark.parametrize(
    ("source", "expected"), [("imf-weo-2025-04", 513.3), ("imf-weo-2025-10", 506.8)]
)
def test_gross_domestic_product_2024_of_the_five(source: str, expected: float) -> None:
    assert round(_sum("economy", "gdp_nominal", "2024", source=source), 1) == expected


def test_population_2024_of_the_five_is_above_eighty_million_in_each_source() -> None:
    for source in ("imf-weo-2025-04", "imf-weo-2025-10", "wb-population-2026"):
        assert 80 < _sum("economy", "population", "2024", source=source) < 83


@pytest.mark.parametrize(("indicator", "expected"), [("oil_reserves", 1.8), ("gas_reserves", 8.9)])
def test_shares_of_the_world_at_the_end_of_2020(indicator: str, expected: float) -> None:
    rows = data.observations("resources", indicator, reporter="EI", period="2020")
    by_entity = rows.set_index("entity")["value"]
    share = 100 * by_entity[["KAZ", "TKM", "UZB"]].sum() / by_entity["WLD"]
    assert round(share, 1) == expected


def test_uranium_shares_are_kept_apart_by_cost_class_and_vintage() -> None:
    rows = data.observations("resources", "uranium_lt130", period="2021").set_index("entity")
    share = 100 * rows["value"][["KAZ", "UZB"]].sum() / rows["value"]["WLD"]
    stated = _value("resources", "uranium_share", "KAZ-UZB", "2021", reporter="WNA")
    assert round(share, 2) == stated == 15.57
    assert set(data.observations("resources", "uranium_in_situ_lt130")["period"]) == {"2017"}


def test_corridors_of_the_first_half_of_2023_add_up() -> None:
    half = "2023-01/2023-06"
    parts = [
        _value("logistics", "cre_trains", entity, half, reporter="CR")
        for entity in ("CRE-WEST", "CRE-CENTRAL", "CRE-EAST")
    ]
    assert parts[0] == 4324
    assert sum(parts) == _value("logistics", "cre_trains", "CRE", half, reporter="CR") == 8641


def test_a_range_of_transit_times_has_both_ends_in_order() -> None:
    ends = [
        data.observations("logistics", f"transit_days_{end}").set_index(["entity", "period"])
        for end in ("min", "max")
    ]
    low, high = (rows["value"].sort_index() for rows in ends)
    assert low.index.equals(high.index)
    assert low.index.is_unique
    assert (low <= high).all()


def test_every_route_is_named_from_one_place_to_another_or_after_its_index() -> None:
    entities = data.table("entities")
    routes = set(entities.loc[entities["kind"] == "route", "entity"])
    timed = {
        entity
        for indicator in ("transit_days", "transit_days_min", "transit_days_max", "freight_rate")
        for entity in data.observations("logistics", indicator, annual=False)["entity"]
    }
    assert timed <= routes | {"TITR"}


def test_the_sections_of_the_railway_add_up_to_the_length_first_published() -> None:
    rows = data.observations("logistics", "line_length", source="railwaygazette-2025-01-07")
    length = rows.set_index("entity")["value"]
    assert length[["CKU-CHN", "CKU-KGZ", "CKU-UZB"]].sum() == length["CKU"] == 523
    assert list(data.observations("logistics", "line_length", entity="CKU")["value"]) == [
        523,
        532.53,
    ]


def test_the_parts_of_the_sarzha_terminal_add_up_to_its_planned_capacity() -> None:
    parts = [
        _value("logistics", f"{part}_capacity_planned", "KURYK-SARZHA", "2030", reporter="KAZ-GOV")
        for part in ("grain", "general_cargo", "universal", "liquid")
    ]
    total = _value(
        "logistics", "cargo_capacity_planned", "KURYK-SARZHA", "2030", reporter="KAZ-GOV"
    )
    assert sum(parts) == total == 10


def test_the_mean_of_the_ocean_rate_is_that_of_its_five_readings() -> None:
    rows = data.observations("logistics", "freight_rate", entity="SHANGHAI-ROTTERDAM", annual=False)
    readings = rows.loc[rows["period"].str.startswith("2025"), "value"]
    mean = _value("logistics", "freight_rate_mean", "SHANGHAI-ROTTERDAM", "2025", reporter="DREWRY")
    assert len(readings) == 5
    assert round(readings.mean()) == mean == _parameter("wci_shanghai_rotterdam_2025")


def test_the_parameters_of_the_network_are_the_observations_they_were_read_from() -> None:
    for name, indicator, entity, period, reporter in (
        ("erai_usd_per_feu", "freight_rate_mean", "ERAI-COMPOSITE", "2025-01/2025-06", "UTLC"),
        ("special_rail_rate", "special_rail_rate", "NORTH-SOUTH-EAST", "2023", "RZD"),
        ("middle_cost_multiple", "cost_multiple", "MIDDLE", "2024", "ASSTRA"),
    ):
        read = _value("logistics", indicator, entity, period, reporter=reporter)
        assert _parameter(name) == read, name
    cost = _value("logistics", "rail_transport_cost", "CAREC-CORRIDORS", "2022", reporter="CPMM")
    unit = data.observations("logistics", "rail_transport_cost")["unit"].iloc[0]
    assert convert(cost, unit, "USD per 20 t and km") == pytest.approx(_parameter("cpmm_rail_cost"))
    trains, teu = (
        _value("logistics", indicator, "CRE", "2024", reporter="CR")
        for indicator in ("cre_trains", "cre_teu")
    )
    assert round(teu / trains, 2) == _parameter("teu_per_cre_train")


def test_the_trains_of_the_cities_are_fewer_than_all() -> None:
    rows = data.observations("logistics", "cre_trains_by_city", period="2024")
    assert len(rows) == 12
    assert rows["value"].sum() < _value("logistics", "cre_trains", "CRE", "2024", reporter="CR")


@pytest.mark.parametrize("flow", ["exports", "imports"])
def test_trade_with_one_partner_is_part_of_all_trade(flow: str) -> None:
    names = {"exports": "exports_to", "imports": "imports_from"}
    total = data.observations("trade", f"{flow}_total", reporter="WITS")
    known = total.set_index(["entity", "year"])["value"]
    for partner in ("china", "russia", "kazakhstan", "uzbekistan"):
        rows = data.observations("trade", f"{names[flow]}_{partner}", reporter="WITS")
        part = rows.set_index(["entity", "year"])["value"]
        assert (part < known.reindex(part.index)).all(), partner


@pytest.mark.parametrize(
    ("subject", "indicator", "entity", "period", "reporter", "expected"),
    [
        ("trade", "turnover_china", "KAZ", "2024", "GACC", 43.82),
        ("trade", "turnover_china", "CA5", "2024", "EDB", 66.2),
        ("trade", "turnover_china_cny", "CA5", "2013", "GACC", 312.04),
        ("trade", "exports_to_china", "KAZ", "2019", "WITS", 7.82341),
        ("logistics", "cre_teu", "CRE", "2024", "CR", 2_077_216),
        ("logistics", "kaz_container_transit", "KAZ", "2024", "KTZ", 1_400_000),
        ("logistics", "kaz_container_transit", "KAZ", "2015", "MINTRANS-KAZ", 212_000),
        ("logistics", "teu_share_via_kazakhstan", "CHN-EUR-TRANSIT", "2018", "ERAI", 75),
        ("logistics", "container_capacity", "CASPIAN-FEEDER", "2025", "ASCO", 89_000),
        (
            "logistics",
            "container_capacity_planned",
            "KURYK-GUOYOU",
            "2028",
            "KAZAKH-INVEST",
            180_000,
        ),
        ("logistics", "transit_days_min", "XIAN-MALASZEWICZE", "2025", "NAVIS", 12),
        ("logistics", "transit_days", "ERAI-COMPOSITE", "2024-07-15", "ERAI", 7.31),
        ("logistics", "port_teu", "POTI", "2025", "APM", 636_000),
        ("logistics", "container_capacity", "BAKU", "2023", "BAKU-PORT", 100_000),
        ("logistics", "rail_distance", "TITR", "2025", "CR", 4256),
        ("logistics", "ocean_distance", "OCEAN-CAPE", "2024", "PORT-ECONOMICS", 13_800),
        ("logistics", "titr_teu_target", "TITR", "2029", "MINTRANS-KAZ", 300_000),
        ("logistics", "lpi_overall", "UZB", "2023", "WB", 2.6),
        ("logistics", "lpi_rank", "CHN", "2023", "WB", 19),
        ("trade", "exports_to_russia", "KAZ", "2019", "WITS", 5.60253),
        ("trade", "imports_from_kazakhstan", "KGZ", "2019", "WITS", 0.64933),
        ("trade", "turnover_china", "KGZ", "2024", "KGZ-AGRI-MIN", 5.3),
        ("resources", "uranium_production", "KAZ", "2024", "WNA", 23_270),
        ("economy", "population", "KAZ", "2024", "WB", 20.592571),
    ],
)
def test_anchors_stand(
    subject: str, indicator: str, entity: str, period: str, reporter: str, expected: float
) -> None:
    assert _value(subject, indicator, entity, period, reporter=reporter) == expected


def test_the_nominal_growth_of_trade_in_yuan_is_the_published_one() -> None:
    start, end = (
        _value("trade", "turnover_china_cny", "CA5", year, reporter="GACC")
        for year in ("2013", "2024")
    )
    assert round(100 * (end / start - 1)) == 116
    assert round(100 * ((end / start) ** (1 / 11) - 1), 3) == 7.254
