"""The six profiles as a reader gets them: two pages each, back matter included."""

from __future__ import annotations

from pypdf import PdfReader

from analysis import provenance
from analysis.__main__ import main
from analysis.render import catalogue

PROFILES = [
    name
    for name, declared in catalogue.declared(provenance.notebooks()).items()
    if declared.report.notebook.stem == "country"
]


def pages(folder, *names, settings=()):
    given = [word for one in settings for word in ("--set", one)]
    assert main(["build", *names, "--format", "pdf", "--out", str(folder), *given]) == 0
    return {name: len(PdfReader(folder / f"{name}.pdf").pages) for name in names}


def test_there_is_a_profile_of_each_of_the_five_and_of_china():
    assert len(PROFILES) == 6


def test_a_profile_has_at_most_two_pages(tmp_path):
    assert {name: n for name, n in pages(tmp_path, *PROFILES).items() if n > 2} == {}


def test_the_longest_profile_has_two_pages_over_all_years(tmp_path):
    every = ("first_year=2000", "last_year=2025")
    assert pages(tmp_path, "kazakhstan", settings=every) == {"kazakhstan": 2}
