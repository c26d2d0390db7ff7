"""Containers, the overland share and Kuryk: the evidence for their claims, and the scale."""

from analysis.topics.logistics import evidence
from analysis.topics.logistics.exhibits import containers_scale

__all__ = ["containers_scale", "evidence"]
