"""`claims.jsonld` against the vocabulary of schema.org, and against the verdicts themselves."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from analysis import claims, data, topics
from analysis.claims import Verdict
from analysis.commands import build, reviews
from analysis.commands.edition import edition
from analysis.render.catalogue import Report
from analysis.render.manifest import Edition

topics.load()
EDITION = Edition("2025-06-18", "0.1.0+abc", {}, {}, licences=[{"path": "https://example.org/by"}])
SPOKEN = date(2025, 6, 17)

# what schema.org (29.0) has for each type, of what we use: needed, then allowed besides
VOCABULARY = {
    "ClaimReview": (
        {"url", "claimReviewed", "itemReviewed", "reviewRating", "author", "datePublished"},
        {"name", "inLanguage", "version", "reviewBody", "isBasedOn", "sdLicense"},
    ),
    "Claim": ({"text", "author", "datePublished", "appearance"}, set()),
    "Rating": (
        {"alternateName", "ratingExplanation", "bestRating", "worstRating"},
        {"ratingValue"},
    ),
    "Organization": ({"name"}, set()),
    "Person": ({"name"}, set()),
    "Place": ({"name"}, set()),
    "CreativeWork": (
        {"name", "url", "publisher"},
        {"author", "dateCreated", "locationCreated", "version"},
    ),
}


def reviewed(day: date | None = None) -> list[dict[str, Any]]:
    text = reviews.document(claims.verdicts(day), EDITION).decode()
    found = json.loads(text, parse_constant=lambda name: pytest.fail(f"{name} in the file"))
    assert found["@context"] == "https://schema.org"
    graph: list[dict[str, Any]] = found["@graph"]
    return graph


def things(node: object) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        yield node
        for value in node.values():
            yield from things(value)
    elif isinstance(node, list):
        for value in node:
            yield from things(value)


@pytest.mark.parametrize("day", [None, SPOKEN, date(2020, 1, 1)])
def test_every_thing_has_what_its_type_needs_and_only_what_the_vocabulary_knows(
    day: date | None,
) -> None:
    for thing in things(reviewed(day)):
        needed, allowed = VOCABULARY[thing["@type"]]
        given = {key for key in thing if not key.startswith("@")}
        assert needed <= given <= needed | allowed, thing["@type"]
        for key, value in thing.items():
            assert value not in ("", None), f"{thing['@type']}.{key} is empty"
            assert not re.search(r"\bnan\b|\bNone\b", str(value)), f"{thing['@type']}.{key}"


def test_dates_are_iso_and_addresses_lead_somewhere() -> None:
    for thing in things(reviewed()):
        for key in {"datePublished", "dateCreated"} & thing.keys():
            assert date.fromisoformat(thing[key]).isoformat() == thing[key]
        if "url" in thing:
            assert re.match(r"https?://|brief\.html#claim-[a-z-]+$", thing["url"]), thing["url"]


def test_the_claim_has_its_own_day_and_the_review_that_of_the_edition() -> None:
    for review in reviewed():
        assert review["datePublished"] == EDITION.day
        assert review["sdLicense"] == "https://example.org/by"
        assert review["itemReviewed"]["datePublished"] == "2025-06-17"
        assert review["itemReviewed"]["appearance"]["dateCreated"] == "2025-06-17"


def test_there_is_one_review_for_each_claim_with_its_verdict() -> None:
    for review, result in zip(reviewed(), claims.verdicts(), strict=True):
        assert review["url"] == f"brief.html#claim-{result.claim.id}"
        assert review["claimReviewed"] == result.claim.text
        assert review["reviewRating"]["alternateName"] == result.verdict.value
        assert review["reviewRating"]["ratingExplanation"].startswith(result.why)


def test_the_scale_holds_every_verdict_but_that_nothing_can_be_checked() -> None:
    assert {*reviews.SCALE} == {*Verdict} - {Verdict.UNCHECKED}
    for review in reviewed():
        rating = review["reviewRating"]
        verdict = rating["alternateName"]
        if verdict == Verdict.UNCHECKED:
            assert "ratingValue" not in rating
        else:
            assert f"{rating['ratingValue']} {verdict}" in rating["ratingExplanation"]
            assert rating["worstRating"] <= rating["ratingValue"] <= rating["bestRating"]


def test_without_a_licence_none_is_claimed() -> None:
    bare = Edition("2025-06-18", "0.1.0+abc", {}, {})
    text = reviews.document(claims.verdicts(), bare).decode()
    assert "sdLicense" not in text


def test_the_same_edition_gives_the_same_bytes() -> None:
    once, again = (reviews.document(claims.verdicts(), EDITION) for _ in range(2))
    assert once == again
    assert once.endswith(b"\n")


def test_a_build_judges_on_the_day_it_was_given() -> None:
    edition = Edition("2025-06-18", "0.1.0+abc", {}, {"data/claims.csv": "hash"})
    day = {"as_of": SPOKEN.isoformat()}
    (shared,) = build._shared([Report("a", "A", Path("a.ipynb"), day, {})] * 2, edition)
    assert shared.file == "claims.jsonld"
    assert shared.content() == reviews.document(claims.verdicts(SPOKEN), edition)
    (shared,) = build._shared([], edition)
    assert shared.content() == reviews.document(claims.verdicts(), edition)


def test_a_package_without_sources_cites_none(tiny_data: Path) -> None:
    package = json.loads((tiny_data / "datapackage.json").read_text())
    package["resources"] = [one for one in package["resources"] if one["name"] != "sources"]
    (tiny_data / "datapackage.json").write_text(json.dumps(package))
    assert edition(show_code=False).sources == {}


def test_data_without_claims_has_no_reviews() -> None:
    bare = Edition("2025-06-18", "0.1.0+abc", {}, {"data/sources.csv": "hash"})
    assert build._shared([], bare) == []
    assert build._shared([], edition(show_code=False)) != []


def test_the_edition_knows_every_source_and_every_column() -> None:
    found = edition(show_code=False)
    rows = data.records(data.table("sources").fillna(""))
    assert found.sources == {row["source"]: row for row in rows}
    assert found.columns["value"]["type"] == "number"
    assert found.licences
