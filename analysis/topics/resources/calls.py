"""What a notebook may call as `resources.…`, and the evidence for the claims on resources."""

from analysis.topics.resources import evidence
from analysis.topics.resources.context import (
    nuclear_context,
    rare_earths,
    uranium_mining,
    years_of_output,
)
from analysis.topics.resources.definitions import shares_by_definition
from analysis.topics.resources.editions import bottom_line, claims_in_full, editions
from analysis.topics.resources.exhibits import shares_by_vintage
from analysis.topics.resources.needed import possible_origins, what_would_make_it_true
from analysis.topics.resources.output import reserves_against_output

__all__ = [
    "bottom_line",
    "claims_in_full",
    "editions",
    "evidence",
    "nuclear_context",
    "possible_origins",
    "rare_earths",
    "reserves_against_output",
    "shares_by_definition",
    "shares_by_vintage",
    "uranium_mining",
    "what_would_make_it_true",
    "years_of_output",
]
