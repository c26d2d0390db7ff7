"""The arguments with which each exhibit is held to the rules, where it needs more than a day.

An exhibit is called with `{"as_of": "latest"}` unless it is named here, by `subject.function`.
Every entry gives the arguments besides `as_of` that a notebook would give.
"""

from __future__ import annotations

from typing import Any

from analysis import logistics

LATEST: dict[str, Any] = {"as_of": "latest"}

ASSUMED: dict[str, Any] = {
    "growth_scenarios": [0.0, 3.0, 7.0, 12.0],
    "capacity": 2.0,
    "teu_per_container": 2.0,
    "discount_rate": 10.0,
    "years": 25,
    "ramp_years": 5,
    "use": 75.0,
    "tariff": 200.0,
    "unit_cost": 40.0,
    "fixed_cost": 5.0,
    "container_share": 100.0,
    "spread_use": 40.0,
    "spread_price": 100.0,
    "spread_cost": 25.0,
    "berths": 2,
    "teu_per_call": 350.0,
    "days_per_call": 1.0,
    "draught_factor": 0.8,
    "fleet_multiple": 2.0,
    "draws": 5000,
    "seed": 20250617,
}
"""The assumptions of the logistics report, as its notebook's parameters give them."""
_ASSUMED = {"assumed": logistics.assume(**ASSUMED)}

EXAMPLES: dict[str, dict[str, Any]] = {
    "logistics.containers_unit_bounds": _ASSUMED,
    "logistics.containers_why_none_fits": _ASSUMED,
    "logistics.growth_to_2030": {"series": "transit", **_ASSUMED},
    "logistics.growth_by_year": {"series": "transit", **_ASSUMED},
    "logistics.kuryk_levelised_cost": _ASSUMED,
    "logistics.kuryk_break_even": _ASSUMED,
    "logistics.kuryk_tornado": _ASSUMED,
    "logistics.kuryk_value_distribution": _ASSUMED,
    "logistics.kuryk_sobol": _ASSUMED,
    "logistics.kuryk_berth_queue": _ASSUMED,
    "logistics.kuryk_what_binds": {"kuryk_terminal": True, **_ASSUMED},
    "country.china_trade": {"iso3": "KAZ", "first_year": 2010, "last_year": 2024},
    "country.concentration": {"iso3": "KAZ", "last_year": 2024},
    "country.facts": {"iso3": "KAZ", "last_year": 2024},
    "country.indicators": {"iso3": "KAZ", "last_year": 2024},
    "country.logistics_index": {"iso3": "KAZ", "last_year": 2024},
    "resources.reserves_against_output": {"last_year": 2025},
    "resources.shares_by_definition": {"first_year": 2000, "last_year": 2025},
    "resources.uranium_mining": {"first_year": 2000, "last_year": 2025},
    "resources.years_of_output": {"last_year": 2025},
}


def arguments(name: str, **changes: Any) -> dict[str, Any]:
    """Return the keyword arguments of an exhibit's example; `changes` are laid over them."""
    return LATEST | EXAMPLES.get(name, {}) | changes
