"""The data package as the analysis sees it, and what an edit, a slip or a stranger does to it."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import corrections, data, descriptor
from analysis.errors import DataError

SUMMIT = date(2025, 6, 17)
Rows = list[dict[str, str]]


def _edit(root: Path, name: str, change: Callable[[Rows], object]) -> None:
    """Change a table's rows in place, as somebody with a spreadsheet would."""
    path = root / f"{name}.csv"
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    change(rows)
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def _describe(root: Path, change: Callable[[dict[str, Any]], object]) -> None:
    path = root / "datapackage.json"
    package = json.loads(path.read_text(encoding="utf-8"))
    change(package)
    path.write_text(json.dumps(package), encoding="utf-8")


def _set(**cells: str) -> Callable[[Rows], object]:
    return lambda rows: rows[0].update(cells)


def _drop(column: str) -> Callable[[Rows], object]:
    return lambda rows: [row.pop(column) for row in rows]


def _without(name: str) -> Callable[[dict[str, Any]], object]:
    return lambda package: package.update(
        resources=[one for one in package["resources"] if one["name"] != name]
    )


def _unmendable(rows: Rows) -> None:
    for row in rows:
        if row["reporter"] == "EDB" and row["entity"] == "UZB":
            row["value"] = "12.5"


# ---- an edit that nobody sealed


def test_an_edited_file_is_refused_with_both_ways_out(data_copy: Path) -> None:
    _edit(data_copy, "trade", _set(value="1"))
    with pytest.raises(DataError) as refused:
        data.table("trade")
    message = str(refused.value)
    assert "data/trade.csv is not the file its datapackage.json describes" in message
    assert "git checkout data/trade.csv" in message
    assert "summit seal" in message


def test_an_edit_after_a_first_look_is_seen(data_copy: Path) -> None:
    assert len(data.table("trade")) > 300
    _edit(data_copy, "trade", _set(value="1"))
    with pytest.raises(DataError, match="is not the file"):
        data.table("trade")


def test_an_edit_of_a_table_that_is_referred_to_is_seen(data_copy: Path) -> None:
    _edit(data_copy, "entities", _set(name="Somewhere else"))
    with pytest.raises(DataError, match=r"data/entities\.csv is not the file"):
        data.table("trade")


def test_a_missing_file_and_a_missing_description_are_told(data_copy: Path) -> None:
    (data_copy / "trade.csv").unlink()
    with pytest.raises(DataError, match=r"data/trade\.csv is missing"):
        data.table("trade")
    (data_copy / "datapackage.json").unlink()
    with pytest.raises(DataError, match=r"datapackage\.json is missing"):
        data.table("economy")


def test_a_broken_description_is_told(data_copy: Path) -> None:
    (data_copy / "datapackage.json").write_text("{")
    with pytest.raises(DataError, match="is not JSON"):
        data.table("trade")


# ---- what cannot be sealed


@pytest.mark.parametrize(
    ("name", "change", "told"),
    [
        ("trade", _drop("note"), "missing: note"),
        ("trade", lambda rows: [row.update(extra="x") for row in rows], "undeclared: extra"),
        ("trade", lambda rows: rows.append(rows[0]), "is repeated"),
        ("trade", _set(unit="bn pesos"), "a unit of analysis/units.py"),
        ("trade", _set(entity="KAX"), "Did you mean 'KAZ'"),
        ("trade", _set(source="nowhere"), "unknown source 'nowhere'"),
        ("trade", _set(reporter="GAC"), "Did you mean 'GACC'"),
        ("trade", _set(indicator="turnover_chine"), "Did you mean 'turnover_china'"),
        ("trade", _set(value="much"), "a finite number, found 'much'"),
        ("trade", _set(value=""), "may not be empty"),
        ("trade", _set(period="2024-01"), "column 'period': expected the pattern"),
        ("trade", _set(period="in 2024"), "column 'period': expected the pattern"),
        ("trade", _set(published="2025-13"), "column 'published': expected the pattern"),
        ("trade", _set(published="yesterday"), "column 'published': expected the pattern"),
        ("trade", _set(grade="C"), "one of A, B, derived, assumption"),
        ("trade", _set(note='=HYPERLINK("http://x")'), "no spreadsheet formula"),
        ("trade", _set(note="a" * 5000), "at most 2000 characters"),
        ("trade", _unmendable, "expected 18.0 for UZB turnover_china 2024 EDB edb-2025-08"),
        ("corrections", _set(period="1999"), "found no such row"),
        ("sources", _set(accessed="soon"), "a date like"),
        ("edges", _set(to="Atlantis"), "unknown to 'Atlantis'"),
        ("nodes", _set(latitude="123"), "at most 90"),
        ("claims", _set(statement="nobody-1999"), "unknown statement"),
        ("claims", _set(rank="first"), "a whole number"),
    ],
)
def test_an_invalid_edit_cannot_be_sealed(
    data_copy: Path, name: str, change: Callable[[Rows], object], told: str
) -> None:
    _edit(data_copy, name, change)
    before = (data_copy / "datapackage.json").read_bytes()
    with pytest.raises(DataError) as refused:
        data.seal(data_copy)
    assert told in str(refused.value)
    assert "\n" not in str(refused.value)
    assert (data_copy / "datapackage.json").read_bytes() == before


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda raw: b"\xef\xbb\xbf" + raw, "byte-order mark"),
        (lambda raw: raw.decode().encode("utf-16"), "is not UTF-8"),
        (lambda raw: raw.replace(b"KAZ", b"K\x00Z", 1), "control character"),
        (lambda raw: raw + b'"open', "is not CSV"),
        (lambda raw: b"", "is empty"),  # noqa: ARG005 - whatever was there
    ],
)
def test_a_hostile_file_cannot_be_sealed(
    data_copy: Path, spoil: Callable[[bytes], bytes], told: str
) -> None:
    path = data_copy / "trade.csv"
    path.write_bytes(spoil(path.read_bytes()))
    with pytest.raises(DataError, match=told):
        data.seal(data_copy)


# ---- sealing


def test_a_meant_edit_is_sealed_and_nothing_is_left_behind(data_copy: Path) -> None:
    before = data.fingerprint()
    names = {path.name for path in data_copy.iterdir()}
    _edit(data_copy, "entities", _set(name="People's Republic of China"))
    assert data.seal(data_copy) == ["entities"]
    assert data.entity_name("CHN") == "People's Republic of China"
    assert data.fingerprint() != before
    assert {path.name for path in data_copy.iterdir()} == names


def test_sealing_what_nobody_edited_changes_nothing(data_copy: Path) -> None:
    before = (data_copy / "datapackage.json").read_bytes()
    assert data.seal(data_copy) == []
    assert (data_copy / "datapackage.json").read_bytes() == before


def test_the_repository_is_sealed() -> None:
    package = json.loads((data.root() / "datapackage.json").read_text(encoding="utf-8"))
    for resource in package["resources"]:
        assert (data.root() / resource["path"]).stat().st_size == resource["bytes"]
    data.verify()


# ---- corrections


def test_a_known_error_is_put_right_and_said_so() -> None:
    row = data.observations("trade", "turnover_china", entity="UZB", reporter="EDB").iloc[0]
    assert row["value"] == 12.46
    assert "corrected from 18.0: the Statistics Agency of Uzbekistan" in row["note"]


def test_a_correction_leaves_the_rows_it_was_given_alone() -> None:
    key = {"entity": "a", "indicator": "b", "period": "2024", "reporter": "c", "source": "d"}
    rows = pd.DataFrame([{**key, "value": 2.0, "note": ""}])
    wrong = {**key, "table": "trade", "old_value": 2.0, "new_value": 3.0, "reason": "a slip"}
    mended = corrections.applied("trade", rows, pd.DataFrame([wrong]))
    assert mended["value"][0] == 3
    assert mended["note"][0] == "corrected from 2.0: a slip"
    assert rows["value"][0] == 2


# ---- asking


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ({"subject": "trades"}, "Did you mean 'trade'"),
        ({"indicator": "turnover_chin"}, "Did you mean 'turnover_china'"),
        ({"indicator": "population"}, "unknown indicator 'population'"),
        ({"entity": "KAX"}, "Did you mean 'KAZ'"),
        ({"entity": ["KAZ", "KGX"]}, "Did you mean 'KGZ'"),
        ({"reporter": "GAC"}, "Did you mean 'GACC'"),
        ({"source": "bne-2024"}, "Did you mean 'bne-2024-01'"),
    ],
)
def test_an_unknown_name_is_refused_with_the_nearest(question: dict[str, Any], told: str) -> None:
    asked = {"subject": "trade", "indicator": "turnover_china"} | question
    with pytest.raises(DataError, match=told):
        data.observations(asked.pop("subject"), asked.pop("indicator"), **asked)


def test_an_unknown_table_entity_or_source_is_refused() -> None:
    with pytest.raises(DataError, match="Did you mean 'trade'"):
        data.table("tread")
    with pytest.raises(DataError, match="Did you mean 'KAZ'"):
        data.entity_name("KAX")
    with pytest.raises(DataError, match="Did you mean 'GACC'"):
        data.reporter_name("GAC")
    with pytest.raises(DataError, match="unknown source 'nobody'"):
        data.source("nobody")


def test_nothing_is_an_answer() -> None:
    rows = data.observations("trade", "turnover_china", entity="CHN")
    assert rows.empty
    assert "year" in rows


def test_a_part_year_never_poses_as_a_year() -> None:
    for subject in data.SUBJECTS:
        for indicator in data.table(subject)["indicator"].unique():
            rows = data.observations(subject, indicator)
            assert rows["period"].str.len().eq(4).all()
            assert list(rows["year"]) == [int(period) for period in rows["period"]]


def test_a_part_year_is_there_for_who_asks() -> None:
    rows = data.observations(
        "trade", "turnover_china", entity="KGZ", reporter="KGZ-NSC", annual=False
    )
    assert "2024-01/2024-11" in set(rows["period"])
    assert "year" not in rows
    eleven = data.observations(
        "trade", "turnover_china", period="2024-01/2024-11", source="24kg-2025-01-24", annual=False
    )
    assert list(eleven["value"]) == [5.1]


def test_rows_come_by_entity_period_and_the_day_they_were_public() -> None:
    rows = data.observations("economy", "gdp_nominal", entity=["UZB", "KAZ"], reporter="IMF")
    order = list(zip(rows["entity"], rows["period"], rows["published"], strict=True))
    assert order == sorted(order)
    vintages = data.observations("economy", "gdp_nominal", entity="TKM", period="2024")
    assert list(vintages["value"]) == [82.515, 68.675]


def test_a_year_of_publication_comes_after_its_months() -> None:
    rows = data.observations("trade", "turnover_china", entity="UZB", period="2023", annual=False)
    days = [data.known_by(published) for published in rows["published"]]
    assert days == sorted(days)


def test_nothing_a_reader_does_to_a_frame_reaches_the_next_reader() -> None:
    for mine in (data.table("trade"), data.observations("trade", "turnover_china")):
        mine["value"] = 0.0
        mine.loc[0, "note"] = "scribbled"
    assert data.table("trade")["value"].sum() > 0
    assert data.observations("trade", "turnover_china")["value"].sum() > 0
    assert "scribbled" not in set(data.table("trade")["note"])


def test_a_source_a_reporter_and_an_entity_have_names() -> None:
    assert data.reporter_name("GACC") == "China customs (GACC)"
    assert data.source("kazinform-2025-01-23")["publisher"].startswith("The Astana Times")
    assert data.entity_name("CA5") == "Central Asia"


# ---- as of


@pytest.mark.parametrize("published", ["", "2025-1", "2025-13", "2025-02-30", "0000", "June 2025"])
def test_what_is_no_date_is_refused(published: str) -> None:
    with pytest.raises(DataError, match="published"):
        data.known_by(published)


@pytest.mark.parametrize(
    ("published", "day"),
    [
        ("2025-04-22", date(2025, 4, 22)),
        ("2025-04", date(2025, 4, 30)),
        ("2024-02", date(2024, 2, 29)),
        ("2025-12", date(2025, 12, 31)),
        ("2025", date(2025, 12, 31)),
    ],
)
def test_a_date_known_roughly_counts_from_its_last_day(published: str, day: date) -> None:
    assert data.known_by(published) == day


@given(st.dates())
def test_the_less_exact_a_date_the_later_it_counts(day: date) -> None:
    exact, month, year = (data.known_by(day.isoformat()[:length]) for length in (10, 7, 4))
    assert exact == day
    assert exact <= month <= year
    assert (month.year, month.month) == (day.year, day.month)
    assert month == date.max or (month + timedelta(days=1)).day == 1
    assert (year.month, year.day) == (12, 31)


@pytest.mark.parametrize(
    ("published", "last_unknown", "first_known"),
    [
        ("2025-01-23", date(2025, 1, 22), date(2025, 1, 23)),
        ("2025-01", date(2025, 1, 30), date(2025, 1, 31)),
        ("2025", date(2025, 12, 30), date(2025, 12, 31)),
    ],
)
def test_a_figure_is_known_from_its_day_on(
    data_copy: Path, published: str, last_unknown: date, first_known: date
) -> None:
    def change(rows: Rows) -> None:
        for row in rows:
            if row["source"] == "kazinform-2025-01-23":
                row["published"] = published

    _edit(data_copy, "trade", change)
    data.seal(data_copy)
    ask = {"entity": "CA5", "source": "kazinform-2025-01-23"}
    assert data.observations("trade", "turnover_china", as_of=last_unknown, **ask).empty
    assert len(data.observations("trade", "turnover_china", as_of=first_known, **ask)) == 1


def test_on_the_day_of_the_summit_only_the_april_edition_was_known() -> None:
    rows = data.observations("economy", "gdp_nominal", period="2024", as_of=SUMMIT)
    assert set(rows["source"]) == {"imf-weo-2025-04"}


# ---- where the data are


def test_the_folder_can_be_chosen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SUMMIT_DATA", str(tmp_path))
    assert data.root() == tmp_path


def test_a_wheel_reads_its_own_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SUMMIT_DATA", raising=False)
    monkeypatch.setattr(descriptor, "_HERE", tmp_path / "analysis")
    assert data.root() == tmp_path / "data"
    (tmp_path / "analysis" / "_data").mkdir(parents=True)
    assert data.root() == tmp_path / "analysis" / "_data"


def test_the_fingerprint_is_the_same_twice() -> None:
    assert data.fingerprint() == data.fingerprint()
    assert len(data.fingerprint()) == 64


def test_a_description_can_change_under_us(data_copy: Path) -> None:
    data.table("nodes")
    _describe(data_copy, _without("events"))
    assert len(data.boundaries()) > 0
    with pytest.raises(DataError, match="unknown table 'events'"):
        data.table("events")


# ---- the backdrop of maps


def test_an_edited_backdrop_is_refused_until_it_is_sealed(data_copy: Path) -> None:
    before = (data.fingerprint(), len(data.boundaries()))
    path = data_copy / "boundaries.geojson"
    package = json.loads(path.read_text())
    package["features"].pop()
    path.write_text(json.dumps(package))
    for look in (data.boundaries, data.verify):
        with pytest.raises(DataError, match=r"data/boundaries\.geojson is not the file"):
            look()
    assert data.seal(data_copy) == ["boundaries"]
    assert (data.fingerprint(), len(data.boundaries())) != before


def test_a_backdrop_that_is_none_cannot_be_sealed(data_copy: Path) -> None:
    (data_copy / "boundaries.geojson").write_text("{}")
    before = (data_copy / "datapackage.json").read_bytes()
    with pytest.raises(DataError, match="no GeoJSON collection of polygons"):
        data.seal(data_copy)
    (data_copy / "boundaries.geojson").unlink()
    with pytest.raises(DataError, match=r"data/boundaries\.geojson is missing"):
        data.boundaries()
    assert (data_copy / "datapackage.json").read_bytes() == before


def test_a_backdrop_nobody_declared_is_told(data_copy: Path) -> None:
    def forget(package: dict[str, Any]) -> None:
        kept = [one for one in package["resources"] if one["name"] != "boundaries"]
        package["resources"] = kept

    _describe(data_copy, forget)
    with pytest.raises(DataError, match="unknown file 'boundaries'"):
        data.boundaries()


def test_nothing_a_reader_does_to_the_backdrop_reaches_the_next() -> None:
    data.boundaries()[0].clear()
    assert data.boundaries()[0]
