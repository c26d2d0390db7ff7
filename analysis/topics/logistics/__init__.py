"""Containers, the overland share and Kuryk; the network of corridors and what limits it."""

from analysis.topics.logistics import evidence
from analysis.topics.logistics.assumed import network_assumptions
from analysis.topics.logistics.choice import corridor_choice
from analysis.topics.logistics.corridors import corridor_comparison
from analysis.topics.logistics.exhibits import containers_scale
from analysis.topics.logistics.network import network_effects, network_limits
from analysis.topics.logistics.pictures import network_diagram, network_map
from analysis.topics.logistics.plans import network_costs, network_vulnerability

__all__ = [
    "containers_scale",
    "corridor_choice",
    "corridor_comparison",
    "evidence",
    "network_assumptions",
    "network_costs",
    "network_diagram",
    "network_effects",
    "network_limits",
    "network_map",
    "network_vulnerability",
]
