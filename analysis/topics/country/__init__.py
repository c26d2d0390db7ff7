"""Profiles of single economies: indicators among peers, trade, facts, and what they rest on.

The codes and colours of countries are in `analysis.countries`.
"""
