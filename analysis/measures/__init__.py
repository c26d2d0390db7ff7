"""Pure arithmetic on numbers and series: no files, no drawing, and missing stays missing.

Rates and shares are in percent, contributions in percentage points, concentration between 0 and 1.
A measure that cannot be computed is `nan`; a question that makes no sense is a `ValueError`.
"""

from analysis.measures.balance import Mirror, mirror_asymmetry, normalised_balance, openness
from analysis.measures.change import cagr, contribution, growth, growth_between, implied_base
from analysis.measures.concentration import (
    hhi,
    hhi_bounds,
    hhi_normalised_unctad,
    hhi_normalised_wb,
)
from analysis.measures.cost import generalised_cost, logit_split, scale_from_share
from analysis.measures.emissions import WELL_TO_WHEEL, Factor, emissions
from analysis.measures.flows import Commodity, Loss, Plan, loss, min_cost_flow, saving
from analysis.measures.integration import (
    grubel_lloyd,
    intra_regional_share,
    introversion,
    trade_intensity,
)
from analysis.measures.interval import Interval
from analysis.measures.network import Edge, MaxFlow, max_flow, spare, without
from analysis.measures.parts import required_numerator, share, total
from analysis.measures.reserves import reserves_to_production

__all__ = [
    "WELL_TO_WHEEL",
    "Commodity",
    "Edge",
    "Factor",
    "Interval",
    "Loss",
    "MaxFlow",
    "Mirror",
    "Plan",
    "cagr",
    "contribution",
    "emissions",
    "generalised_cost",
    "growth",
    "growth_between",
    "grubel_lloyd",
    "hhi",
    "hhi_bounds",
    "hhi_normalised_unctad",
    "hhi_normalised_wb",
    "implied_base",
    "intra_regional_share",
    "introversion",
    "logit_split",
    "loss",
    "max_flow",
    "min_cost_flow",
    "mirror_asymmetry",
    "normalised_balance",
    "openness",
    "required_numerator",
    "reserves_to_production",
    "saving",
    "scale_from_share",
    "share",
    "spare",
    "total",
    "trade_intensity",
    "without",
]
