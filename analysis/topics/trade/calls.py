"""What a notebook may call as `trade.…`, and the evidence for the claims on trade."""

from analysis.topics.trade import evidence
from analysis.topics.trade.balance import balance_over_years, balances
from analysis.topics.trade.concentrated import concentration
from analysis.topics.trade.currencies import growth_by_base_year, two_currencies
from analysis.topics.trade.dependence import (
    china_share_over_years,
    china_share_published,
    china_share_two_ways,
)
from analysis.topics.trade.exhibits import level_and_growth, mirror_gap, shares_by_country
from analysis.topics.trade.gaps import mirror_flows, published_gap
from analysis.topics.trade.growth import both_books, turnover_in_yuan, turnover_levels
from analysis.topics.trade.intensity import trade_intensity
from analysis.topics.trade.mirror import explanations, mirror_ratios
from analysis.topics.trade.output import china_trade_to_gdp, openness
from analysis.topics.trade.region import intra_regional_levels, intra_regional_share
from analysis.topics.trade.structure import contributions, contributions_by_year
from analysis.topics.trade.summary import findings, scope
from analysis.topics.trade.transport import road_share

__all__ = [
    "balance_over_years",
    "balances",
    "both_books",
    "china_share_over_years",
    "china_share_published",
    "china_share_two_ways",
    "china_trade_to_gdp",
    "concentration",
    "contributions",
    "contributions_by_year",
    "evidence",
    "explanations",
    "findings",
    "growth_by_base_year",
    "intra_regional_levels",
    "intra_regional_share",
    "level_and_growth",
    "mirror_flows",
    "mirror_gap",
    "mirror_ratios",
    "openness",
    "published_gap",
    "road_share",
    "scope",
    "shares_by_country",
    "trade_intensity",
    "turnover_in_yuan",
    "turnover_levels",
    "two_currencies",
]
