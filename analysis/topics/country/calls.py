"""What a notebook may call as `country.…`."""

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
