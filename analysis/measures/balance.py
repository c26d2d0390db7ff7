"""Exports against imports, and one reporter's record of a flow against the other's."""

import math
from dataclasses import dataclass


def normalised_balance(exports: float, imports: float) -> float:
    """Return (X − M) / (X + M), from −1 (only imports) to 1 (only exports).

    >>> round(normalised_balance(9.6, 1.0), 3)
    0.811

    Raises:
        ValueError: a flow is negative.
    """
    _refuse_negative(exports, imports)
    turnover = exports + imports
    return (exports - imports) / turnover if turnover > 0 else math.nan


def openness(exports: float, imports: float, gdp: float) -> float:
    """Return trade openness, (X + M) / GDP, in percent: the whole sum, not half of it.

    All three in one currency at one exchange rate. Missing when GDP is zero or less.

    >>> openness(30, 20, 200)
    25.0

    Raises:
        ValueError: a flow is negative.
    """
    _refuse_negative(exports, imports)
    return (exports + imports) / gdp * 100 if gdp > 0 else math.nan


@dataclass(frozen=True, slots=True)
class Mirror:
    """One gap between two records of the same flow, in every form it is published in.

    `difference` is first − second in the flow's unit; `of_first`, `of_second` and `of_mean` are the
    same gap in percent of the first, the second and their mean; `log_ratio` is ln(first/second).
    The `fob_` forms repeat it with freight and insurance taken out of the second record.
    """

    difference: float
    of_first: float
    of_second: float
    of_mean: float
    log_ratio: float
    fob_difference: float
    fob_log_ratio: float


def mirror_asymmetry(first: float | None, second: float | None, cif_fob: float = 1.06) -> Mirror:
    """Return the gap between the exporter's record and the importer's, in all its forms.

    The exporter records free on board, the importer with freight and insurance: `cif_fob` divides
    the second record in the sensitivity. One side missing leaves every form missing; a zero
    leaves missing what would divide by it.

    >>> gap = mirror_asymmetry(13.9, 8.2)
    >>> f"{gap.of_first:.0f} %, {gap.of_second:.0f} % and {gap.of_mean:.1f} % are one gap"
    '41 %, 70 % and 51.6 % are one gap'

    Raises:
        ValueError: a record is negative, or `cif_fob` is not above zero.
    """
    ours = math.nan if first is None else first
    theirs = math.nan if second is None else second
    _refuse_negative(ours, theirs)
    if not cif_fob > 0:
        raise ValueError(f"the CIF/FOB factor must be above zero, not {cif_fob:g}")
    gap, fob = ours - theirs, theirs / cif_fob
    return Mirror(
        difference=gap,
        of_first=_over(gap, ours) * 100,
        of_second=_over(gap, theirs) * 100,
        of_mean=_over(gap, (ours + theirs) / 2) * 100,
        log_ratio=_log_ratio(ours, theirs),
        fob_difference=ours - fob,
        fob_log_ratio=_log_ratio(ours, fob),
    )


def _over(part: float, whole: float) -> float:
    return part / whole if whole > 0 else math.nan


def _log_ratio(above: float, below: float) -> float:
    return math.log(above) - math.log(below) if above > 0 and below > 0 else math.nan


def _refuse_negative(*flows: float) -> None:
    for flow in flows:
        if flow < 0:
            raise ValueError(f"a flow is recorded as zero or more, not {flow:g}")
