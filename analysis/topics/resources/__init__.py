"""Uranium, oil, gas, rare earths and the nuclear agreement: the evidence, and the exhibits."""

from analysis.topics.resources import evidence
from analysis.topics.resources.exhibits import shares_by_vintage

__all__ = ["evidence", "shares_by_vintage"]
