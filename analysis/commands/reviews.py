"""The verdicts for machines: a schema.org ClaimReview for each claim, as JSON-LD."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from analysis.claims import Result
    from analysis.render.manifest import Edition

FILE = "claims.jsonld"
TITLE = "The verdicts for machines"
ABOUT = (
    "A schema.org ClaimReview for each claim, as JSON-LD: who said what, our verdict and its scale."
)
AUTHOR = "The summit-report authors"
# the report with a section for each claim, in the folder where the file lies
PAGE = "brief.html"
# worst to best; a claim that cannot be checked is nowhere on it
SCALE = (
    "contradicted",
    "not supported",
    "sources conflict",
    "supported with caveat",
    "supported",
)


def document(results: Iterable[Result], edition: Edition) -> bytes:
    """Return the reviews of judged claims as one JSON-LD document, the same for the same edition.

    Their day is the edition's, and so is the licence of the structured data.
    """
    paths = [licence["path"] for licence in edition.licences if "path" in licence]
    licence = {"sdLicense": paths[0]} if paths else {}
    graph = [_review(result, edition) | licence for result in results]
    linked = {"@context": "https://schema.org", "@graph": graph}
    return (json.dumps(linked, indent=2, ensure_ascii=False, allow_nan=False) + "\n").encode()


def _review(result: Result, edition: Edition) -> dict[str, Any]:
    address = f"{PAGE}#claim-{result.claim.id}"
    return {
        "@type": "ClaimReview",
        "@id": address,
        "url": address,
        "name": result.claim.title,
        "inLanguage": "en",
        "datePublished": edition.day,
        "version": edition.code,
        "author": {"@type": "Organization", "name": AUTHOR},
        "claimReviewed": result.claim.text,
        "itemReviewed": _claim(result),
        "reviewRating": _rating(result),
        "reviewBody": result.safe,
        "isBasedOn": [_work(name) for name in _sources(result)],
    }


def _claim(result: Result) -> dict[str, Any]:
    from analysis import data

    rows = data.records(data.table("statements"))
    said = next(row for row in rows if row["statement"] == result.claim.statement)
    source = data.source(said["source"])
    return {
        "@type": "Claim",
        "text": result.claim.text,
        "author": {"@type": "Person", "name": said["speaker"]},
        "datePublished": said["date"],
        "appearance": {
            "@type": "CreativeWork",
            "name": said["title"],
            "author": {"@type": "Person", "name": said["speaker"]},
            "dateCreated": said["date"],
            "locationCreated": {"@type": "Place", "name": said["place"]},
            "publisher": {"@type": "Organization", "name": source["publisher"]},
            "url": source["address"],
        },
    }


def _rating(result: Result) -> dict[str, Any]:
    verdict = result.verdict.value
    number = {"ratingValue": SCALE.index(verdict) + 1} if verdict in SCALE else {}
    return {
        "@type": "Rating",
        **number,
        "worstRating": 1,
        "bestRating": len(SCALE),
        "alternateName": verdict,
        "ratingExplanation": f"{result.why} {_scale()}",
    }


def _scale() -> str:
    steps = ", ".join(f"{number} {name}" for number, name in enumerate(SCALE, start=1))
    return f"The scale: {steps}; a claim that cannot be checked has no number."


def _sources(result: Result) -> list[str]:
    named = [name for row in result.rows for name in row["source"].split("; ")]
    return list(dict.fromkeys(named))


def _work(name: str) -> dict[str, Any]:
    from analysis import data

    source = data.source(name)
    return {
        "@type": "CreativeWork",
        "name": source["title"],
        "publisher": {"@type": "Organization", "name": source["publisher"]},
        "version": source["edition"],
        "url": source["address"],
    }
