"""What the planned terminal at Kuryk would cost, and what it would have to earn."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from analysis import tables
from analysis.charts import tornados
from analysis.charts.distributions import distribution
from analysis.exhibits import Exhibit, exhibit, numbers
from analysis.measures.finance import break_even_tariff, break_even_volume, irr, levelised_capex
from analysis.measures.sensitivity import Sobol, Swing, Uncertain, sample, sobol, tornado
from analysis.numbers import plain, signed
from analysis.tables import Column
from analysis.topics.logistics.assumptions import Assumptions
from analysis.topics.logistics.terminal import MILLION, NAMES, Terminal, histogram, terminal

_USES = (100.0, 75.0, 50.0, 25.0)
_SOBOL_DRAWS = 8192


@exhibit
def kuryk_levelised_cost(as_of: str, assumed: Assumptions) -> Exhibit:
    """Show what each TEU must pay for the capital, and in all, at several degrees of use."""
    plan = terminal(as_of, assumed)
    uses = sorted({*_USES, assumed.use}, reverse=True)
    rows = [_cost(plan, use) for use in uses]
    (chosen,) = [row for row in rows if row["use"] == assumed.use]
    columns = [
        Column("use", "Use, % of capacity", plain, "right"),
        Column("teu", "TEU a year", lambda value: plain(value, 0), "right"),
        Column("capital", "Capital, USD per TEU", lambda value: plain(value, 0), "right"),
        Column("tariff", "Break-even tariff, USD per TEU", lambda value: plain(value, 0), "right"),
    ]
    result = plan.found(chosen["capital"], "capital charge per TEU", "USD per TEU")
    return Exhibit(
        title=f"Capital alone costs {plain(chosen['capital'], 0)} USD per TEU"
        f" at {plain(assumed.use)} % use",
        subtitle=f"Terminal at Kuryk, {plain(plan.charged)} million USD at"
        f" {plain(assumed.discount_rate)} % over {assumed.years} years; tariff with the growth of"
        f" use over {assumed.ramp_years} years",
        table=tables.table(rows, columns),
        numbers=numbers([plan.rows, result]),
        alt="; ".join(f"{plain(r['use'])} %: {plain(r['capital'], 0)} USD" for r in rows) + ".",
        note="Investment and capacity are published plans; use, rate, life and costs are"
        " assumptions.",
    )


def _cost(plan: Terminal, use: float) -> dict[str, float]:
    one, teu = plan.assumed, plan.capacity * use / 100
    capital = levelised_capex(plan.charged * MILLION, one.discount_rate, one.years, teu)
    tariff = break_even_tariff(
        plan.charged * MILLION,
        one.discount_rate,
        [teu * part for part in plan.shape],
        variable=one.unit_cost,
        fixed=one.fixed_cost * MILLION,
    )
    return {"use": use, "teu": teu, "capital": capital, "tariff": tariff}


@exhibit
def kuryk_break_even(as_of: str, assumed: Assumptions) -> Exhibit:
    """Show value, return and the throughput and tariff at which the terminal breaks even."""
    plan = terminal(as_of, assumed)
    tariff = _cost(plan, assumed.use)["tariff"]
    rows = _measures(plan, tariff)
    columns = [Column("what", "Measure"), Column("value", "Value", align="right"),
               Column("against", "Beside it")]  # fmt: skip
    keys = ("what", "value", "against")
    results = [plan.found(plan.middle, "net present value", "million USD"),
               plan.found(tariff, "break-even tariff", "USD per TEU")]  # fmt: skip
    return Exhibit(
        title=f"Kuryk breaks even at {plain(tariff, 0)} USD per TEU;"
        f" the assumed tariff is {plain(assumed.tariff)}",
        subtitle=f"Terminal at Kuryk, first phase, {plain(plan.capacity, 0)} TEU a year;"
        " investment today, operation from next year",
        table=tables.table([dict(zip(keys, row, strict=True)) for row in rows], columns),
        numbers=numbers([plan.rows, *results]),
        alt="; ".join(f"{what}: {value}" for what, value, _ in rows) + ".",
        note="No tariff, cost or traffic forecast for the terminal is public: value and return"
        " follow from assumptions, the break-even says what they would have to be.",
    )


def _measures(plan: Terminal, tariff: float) -> list[tuple[str, str, str]]:
    one = plan.assumed
    volume = break_even_volume(
        plan.charged * MILLION,
        one.discount_rate,
        plan.shape,
        margin=one.tariff - one.unit_cost,
        fixed=one.fixed_cost * MILLION,
    )
    margin = (one.tariff - one.unit_cost) / MILLION
    rate = irr([-plan.charged, *(margin * teu - one.fixed_cost for teu in plan.volumes)])
    throughput = ("none at this margin", "the tariff covers no more than the cost per TEU")
    if volume == volume:
        used = plain(volume / plan.capacity * 100, 0)
        throughput = (f"{plain(volume, 0)} TEU a year", f"{used} % of capacity")
    asked, assumed = plain(one.discount_rate), plain(one.tariff)
    return [
        ("Net present value", f"{signed(plan.middle, 0)} million USD", "inputs at their medians"),
        ("Internal rate of return", _rate(rate), f"against {asked} % asked"),
        ("Break-even tariff", f"{plain(tariff, 0)} USD per TEU", f"against {assumed} assumed"),
        ("Break-even throughput", *throughput),
    ]


def _rate(rate: float) -> str:
    return f"{plain(rate, 1)} %" if rate == rate else "none: the flows never turn once"


@exhibit
def kuryk_tornado(as_of: str, assumed: Assumptions) -> Exhibit:
    """Show how far each assumption alone moves the net present value."""
    plan = terminal(as_of, assumed)
    swings = tornado(plan.value, plan.inputs)
    frame = pd.DataFrame([_bar(one) for one in swings])
    first, middle = swings[0], plan.middle
    return Exhibit(
        title=f"{NAMES[first.name][0]} moves Kuryk’s value most:"
        f" {plain(first.width, 0)} million USD between P10 and P90",
        subtitle="Net present value in million USD, one input at a time from its P10 (solid) to"
        " its P90 (hollow), the others at their medians",
        chart=tornados.tornado(
            frame, middle, "net present value, million USD",
            centre_label=f"all at their medians: {signed(middle, 0)}",
        ),
        numbers=numbers([plan.rows, *(
            plan.found(value, f"net present value at the {end} of {one.name}", "million USD")
            for one in swings for end, value in (("P10", one.low), ("P90", one.high)))]),
        alt="; ".join(f"{NAMES[s.name][0]}: {signed(s.low, 0)} to {signed(s.high, 0)}"
                      for s in swings) + ".",
        note="The spreads are assumptions: see the table.",
    )  # fmt: skip


def _bar(one: Swing) -> dict[str, Any]:
    name, unit = NAMES[one.name]
    return {
        "label": f"{name}, {unit}",
        "low": one.low,
        "high": one.high,
        "low_text": plain(one.low_input),
        "high_text": plain(one.high_input),
    }


def _simulated(plan: Terminal) -> Any:
    one = plan.assumed
    return plan.value(**sample(plan.inputs, one.draws, one.seed))


@exhibit
def kuryk_value_distribution(as_of: str, assumed: Assumptions) -> Exhibit:
    """Show the simulated net present value, the part below zero shaded."""
    plan = terminal(as_of, assumed)
    values = _simulated(plan)
    loss = float((values < 0).mean()) * 100
    middle, low, high = (float(np.quantile(values, tail)) for tail in (0.5, 0.05, 0.95))
    edges, shares = histogram(values, 0)
    below = f"{_chance(loss)} of draws below zero"
    above = f"{_chance(100 - loss)} at zero or above"
    return Exhibit(
        title=f"Under these assumptions Kuryk loses value in {_chance(loss)} of draws",
        subtitle=f"Net present value in million USD, {plain(assumed.draws, 0)} draws, seed"
        f" {assumed.seed}; the outermost hundredth on each side is not drawn",
        chart=distribution(
            edges, shares, "net present value, million USD",
            threshold=(0, below, above), middle=(middle, f"median {signed(middle, 0)}"),
        ),
        numbers=numbers([
            plan.rows,
            plan.found(loss, "part of draws with a net present value below zero", "percent"),
            plan.found(middle, "median of the simulated net present value", "million USD"),
        ]),
        alt=f"{below}; median {signed(middle, 0)}, 90 of 100 draws from {signed(low, 0)} to"
        f" {signed(high, 0)} million USD.",
        note="Inputs are drawn independently, log-normal with the assumed medians and spreads; use"
        " is capped at capacity. This is a probability under the assumptions, not a finding.",
    )  # fmt: skip


def _chance(percent: float) -> str:
    """Return a part of the draws; never a bare nought or a hundred for what is neither."""
    if 0 < percent < 1:
        return "under 1 %"
    return "over 99 %" if 99 < percent < 100 else f"{plain(percent, 0)} %"


@exhibit
def kuryk_sobol(as_of: str, assumed: Assumptions) -> Exhibit:
    """Show the part of the value's variance that comes from each assumption."""
    plan = terminal(as_of, assumed)
    found = sobol(plan.value, plan.inputs, _SOBOL_DRAWS, assumed.seed)
    order = sorted(found, key=lambda name: -np.nan_to_num(found[name].total))
    rows = [_explained(name, plan.inputs[name], found[name]) for name in order]
    varies = found[order[0]].total == found[order[0]].total
    columns = [
        Column("name", "Input"),
        Column("median", "Median", align="right"),
        Column("range", "P10 to P90", align="right"),
        Column("first", "Alone, %", align="right"),
        Column("total", "With interactions, %", align="right"),
    ]
    results = [
        plan.found(found[name].total * 100, f"total Sobol index of {name}", "percent")
        for name in order
        if varies
    ]
    return Exhibit(
        title=f"{rows[0]['name']} explains {rows[0]['total']} % of the variance of Kuryk’s value"
        if varies
        else "With spreads of 0 % nothing about Kuryk’s value varies",
        subtitle="Sobol indices of the net present value: the part of its variance by each input"
        f" alone, and with the others; base of {plain(_SOBOL_DRAWS, 0)} draws",
        table=tables.table(rows, columns),
        numbers=numbers([plan.rows, *results]),
        alt="; ".join(f"{r['name']}: {r['first']} % alone, {r['total']} % in all" for r in rows)
        + ".",
    )


def _explained(name: str, one: Uncertain, found: Sobol) -> dict[str, str]:
    shown, unit = NAMES[name]
    return {
        "name": shown,
        "median": f"{plain(one.median)} {unit}",
        "range": _ends(one),
        "first": _part(found.first),
        "total": _part(found.total),
    }


def _part(index: float) -> str:
    return plain(max(index, 0.0) * 100, 0) if index == index else "none"


def _ends(one: Uncertain) -> str:
    low, high = (one.quantile(tail) for tail in (0.1, 0.9))
    return f"{plain(low)} to {plain(high)}"
