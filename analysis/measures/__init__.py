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
from analysis.measures.integration import (
    grubel_lloyd,
    intra_regional_share,
    introversion,
    trade_intensity,
)
from analysis.measures.interval import Interval
from analysis.measures.parts import required_numerator, share, total

__all__ = [
    "Interval",
    "Mirror",
    "cagr",
    "contribution",
    "grubel_lloyd",
    "growth",
    "growth_between",
    "hhi",
    "hhi_bounds",
    "hhi_normalised_unctad",
    "hhi_normalised_wb",
    "implied_base",
    "intra_regional_share",
    "introversion",
    "mirror_asymmetry",
    "normalised_balance",
    "openness",
    "required_numerator",
    "share",
    "total",
    "trade_intensity",
]
