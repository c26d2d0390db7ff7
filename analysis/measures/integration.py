"""How closely economies trade with each other, against what their size alone would give."""

import math
from collections.abc import Iterable


def trade_intensity(
    bilateral: float, exports: float, world_to_partner: float, world_exports: float
) -> float:
    """Return (x_ij / X_i) / (x_wj / X_w): a partner's weight in our exports over that in all.

    One means trade in proportion; two, twice the world's weight. All four in one currency and
    year. Missing when a flow that divides is zero or missing. Source: World Bank, WITS Online
    Trade Outcomes Indicators manual (2013).

    >>> trade_intensity(30, 100, 150, 1_000)
    2.0

    Raises:
        ValueError: a flow is negative.
    """
    _refuse_negative(bilateral, exports, world_to_partner, world_exports)
    own, worlds = _over(bilateral, exports), _over(world_to_partner, world_exports)
    return _over(own, worlds)


def grubel_lloyd(exports: Iterable[float], imports: Iterable[float]) -> float:
    """Return 1 − Σ|X − M| / Σ(X + M) over products: 0 all one way, 1 all two way.

    Missing when a flow is missing or there is no trade. Source: Mikic and Gilbert, ESCAP, Trade
    Statistics in Policymaking (2009).

    >>> round(grubel_lloyd([319, 43, 10], [354, 141, 100]), 4)
    0.7694

    Raises:
        ValueError: a flow is negative, or the two sides do not list the same products.
    """
    sold, bought = [*exports], [*imports]
    if len(sold) != len(bought):
        raise ValueError(f"{len(sold)} exports against {len(bought)} imports: list each product")
    _refuse_negative(*sold, *bought)
    pairs = list(zip(sold, bought, strict=True))
    one_way = math.fsum(abs(x - m) for x, m in pairs)
    share = _over(one_way, math.fsum(x + m for x, m in pairs))
    return 1 - share


def intra_regional_share(within: float, total: float, *, both_directions: bool) -> float:
    """Return trade within a group in percent of the members' trade with everyone.

    The members' total counts a flow within the group twice, once as exports and once as imports.
    `both_directions` tells whether `within` does so too; when it does not, it is doubled.

    >>> intra_regional_share(10, 200, both_directions=False)
    10.0

    Raises:
        ValueError: a flow is negative.
    """
    _refuse_negative(within, total)
    return _over(within if both_directions else 2 * within, total) * 100


def introversion(intra_share: float, outside_share: float) -> float:
    """Return the trade introversion index, (HI − HE) / (HI + HE), from −1 to 1; 0 is neutral.

    `intra_share` is the weight of the group in its own trade, `outside_share` its weight in the
    trade of the rest of the world, both in percent. HI is the ratio of the two, HE that of their
    complements to one hundred. Missing at both ends, and when a share is missing. Source: Iapadre,
    Regional integration agreements and the geography of world trade (2006).

    >>> introversion(12.0, 12.0)
    0.0

    Raises:
        ValueError: a share is outside 0–100.
    """
    for share in (intra_share, outside_share):
        if not 0 <= share <= 100 and share == share:
            raise ValueError(f"a share lies between 0 and 100 %, not {share:g}")
    inward = _over(intra_share, outside_share)
    outward = _over(100 - intra_share, 100 - outside_share)
    return (inward - outward) / (inward + outward) if inward + outward > 0 else math.nan


def _over(part: float, whole: float) -> float:
    return part / whole if whole > 0 else math.nan


def _refuse_negative(*flows: float) -> None:
    for flow in flows:
        if flow < 0:
            raise ValueError(f"a flow is recorded as zero or more, not {flow:g}")
