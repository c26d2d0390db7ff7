"""Profiles of single economies: indicators among peers, trade, facts, and what they rest on.

The codes and colours of countries are in `analysis.countries`.
"""

from analysis.topics.country.concentration import concentration
from analysis.topics.country.facts import facts, logistics_index
from analysis.topics.country.overview import bottom_line, indicators
from analysis.topics.country.quality import quality
from analysis.topics.country.trade import china_trade

__all__ = [
    "bottom_line",
    "china_trade",
    "concentration",
    "facts",
    "indicators",
    "logistics_index",
    "quality",
]
