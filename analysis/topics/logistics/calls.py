"""What a notebook may call as `logistics.…`, and the evidence for the claims on logistics."""

from analysis.topics.logistics import evidence
from analysis.topics.logistics.assumed import network_assumptions
from analysis.topics.logistics.assumptions import assume, assumptions_table
from analysis.topics.logistics.backtest import growth_backtest
from analysis.topics.logistics.choice import corridor_choice
from analysis.topics.logistics.closures import network_vulnerability
from analysis.topics.logistics.containers import containers_unit_bounds, containers_why_none_fits
from analysis.topics.logistics.corridors import corridor_comparison, emission_factors
from analysis.topics.logistics.exhibits import containers_scale
from analysis.topics.logistics.growth import growth_by_year, growth_to_2030
from analysis.topics.logistics.kuryk import (
    kuryk_break_even,
    kuryk_levelised_cost,
    kuryk_sobol,
    kuryk_tornado,
    kuryk_value_distribution,
)
from analysis.topics.logistics.network import network_effects, network_limits
from analysis.topics.logistics.pictures import network_diagram, network_map
from analysis.topics.logistics.plans import network_costs
from analysis.topics.logistics.port import kuryk_berth_queue, kuryk_or_aktau, kuryk_what_binds
from analysis.topics.logistics.rail import (
    rail_containers,
    rail_crossings,
    rail_share_readings,
    rail_trains,
)
from analysis.topics.logistics.summary import findings

__all__ = [
    "assume",
    "assumptions_table",
    "containers_scale",
    "containers_unit_bounds",
    "containers_why_none_fits",
    "corridor_choice",
    "corridor_comparison",
    "emission_factors",
    "evidence",
    "findings",
    "growth_backtest",
    "growth_by_year",
    "growth_to_2030",
    "kuryk_berth_queue",
    "kuryk_break_even",
    "kuryk_levelised_cost",
    "kuryk_or_aktau",
    "kuryk_sobol",
    "kuryk_tornado",
    "kuryk_value_distribution",
    "kuryk_what_binds",
    "network_assumptions",
    "network_costs",
    "network_diagram",
    "network_effects",
    "network_limits",
    "network_map",
    "network_vulnerability",
    "rail_containers",
    "rail_crossings",
    "rail_share_readings",
    "rail_trains",
]
