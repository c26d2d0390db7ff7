"""Trade with China and among the five states: the evidence for its claims, and its exhibits."""

from analysis.topics.trade import evidence
from analysis.topics.trade.exhibits import level_and_growth, mirror_gap, shares_by_country

__all__ = ["evidence", "level_and_growth", "mirror_gap", "shares_by_country"]
