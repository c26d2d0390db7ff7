"""A lower and an upper end, for what rounding or an unknown part leaves open."""

from typing import NamedTuple


class Interval(NamedTuple):
    """What a number may be at least and at most, in the number's own unit."""

    low: float
    high: float

    @classmethod
    def of(cls, ends: tuple[float, float], what: str) -> "Interval":
        """Return the two ends as an interval.

        Raises:
            ValueError: the lower end is above the upper one; `what` names it.
        """
        if ends[0] > ends[1]:
            raise ValueError(f"{what} runs from {ends[0]:g} down to {ends[1]:g}: swap its ends")
        return cls(*ends)
