"""The planned terminal at Kuryk: what is published of it, and its value under the assumptions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis import data
from analysis.errors import NoData
from analysis.exhibits import derived
from analysis.measures.sensitivity import Uncertain
from analysis.moments import day
from analysis.numbers import plain
from analysis.topics.logistics.assumptions import Assumptions

PLAN = "KURYK-GUOYOU"
MILLION = 1e6
NAMES = {
    "use": ("Use", "%"),
    "tariff": ("Tariff", "USD per TEU"),
    "unit_cost": ("Cost per TEU", "USD per TEU"),
    "fixed_cost": ("Fixed cost", "million USD a year"),
    "discount_rate": ("Discount rate", "%"),
    "investment": ("Investment", "million USD"),
}
"""The uncertain inputs by name, as they are shown, with their unit."""


@dataclass(frozen=True)
class Terminal:
    """The plan's published capacity and investment, with the rows they come from."""

    capacity: float
    investment: float
    rows: pd.DataFrame
    assumed: Assumptions

    @property
    def charged(self) -> float:
        """The part of the investment put down to containers, in million USD."""
        return self.investment * self.assumed.container_share / 100

    @property
    def shape(self) -> list[float]:
        """The part of its full use that each year of operation reaches."""
        ramp = self.assumed.ramp_years
        return [min(1.0, year / ramp) for year in range(1, self.assumed.years + 1)]

    @property
    def volumes(self) -> list[float]:
        """The TEU handled in each year of operation."""
        return [self.capacity * self.assumed.use / 100 * part for part in self.shape]

    def value(self, **inputs: Any) -> Any:
        """Return the net present value in million USD; inputs may be arrays.

        The investment is spent today, operation starts a year from now. Use is capped at capacity.
        """
        import numpy as np

        step = 1 / (1 + np.asarray(inputs["discount_rate"], dtype=float) / 100)
        handled, running = np.zeros_like(step), np.zeros_like(step)
        for year, part in enumerate(self.shape, start=1):
            handled = handled + part * step**year
            running = running + step**year
        margin = np.asarray(inputs["tariff"]) - inputs["unit_cost"]
        teu = self.capacity * np.minimum(inputs["use"], 100) / 100
        earned = margin * teu * handled / MILLION
        return earned - inputs["fixed_cost"] * running - inputs["investment"]

    @property
    def inputs(self) -> dict[str, Uncertain]:
        """The uncertain inputs: their median as assumed, P10 and P90 by the spreads."""
        one = self.assumed
        ratios = {"use": one.spread_use, "tariff": one.spread_price}
        medians = {name: getattr(one, name) for name in NAMES if name != "investment"}
        medians["investment"] = self.charged
        return {
            name: Uncertain(
                float(medians[name]),
                1 + ratios.get(name, one.spread_cost) / 100,
                100.0 if name == "use" else float("inf"),
            )
            for name in NAMES
        }

    @property
    def middle(self) -> float:
        """The net present value with every input at its median, in million USD."""
        return float(self.value(**{name: one.median for name, one in self.inputs.items()}))

    def found(self, value: float, what: str, unit: str) -> pd.DataFrame:
        """Return a result as one row that says on which assumptions it rests."""
        one = self.assumed
        note = (
            f"{what}; assumes {plain(one.discount_rate)} % over {one.years} years,"
            f" {plain(one.use)} % use after {one.ramp_years} years, tariff {plain(one.tariff)},"
            f" cost {plain(one.unit_cost)} USD per TEU and {plain(one.fixed_cost)} million USD a"
            f" year, {plain(one.container_share)} % of the investment"
        )
        return derived(self.rows, value, note, unit=unit, indicator="kuryk_result",
                       grade="assumption")  # fmt: skip


def terminal(as_of: str, assumed: Assumptions) -> Terminal:
    """Return the plan as public on a day; NoData when capacity or investment was not."""
    moment = day(as_of)
    capacity, invested = (
        data.observations("logistics", name, entity=PLAN, as_of=moment).tail(1)
        for name in ("container_capacity_planned", "investment_phase1")
    )
    if capacity.empty or invested.empty:
        raise NoData("capacity and investment of the terminal at Kuryk were not public on that day")
    return Terminal(
        float(capacity["value"].iloc[0]),
        float(invested["value"].iloc[0]),
        pd.concat([capacity, invested]),
        assumed,
    )


def histogram(values: Any, threshold: float) -> tuple[Sequence[float], Sequence[float]]:
    """Return edges and shares of bars for 98 of 100 values; the threshold is an edge if inside."""
    import numpy as np

    low, high = (float(end) for end in np.quantile(values, [0.01, 0.99]))
    if high <= low:
        low, high = low - 1, high + 1
    width = (high - low) / 40
    if low < threshold < high:
        first = threshold - np.ceil((threshold - low) / width) * width
    else:
        first = low
    edges = first + width * np.arange(int(np.ceil((high - first) / width)) + 1)
    counts, _ = np.histogram(values, edges)
    return [float(edge) for edge in edges], [float(n) / len(values) for n in counts]
