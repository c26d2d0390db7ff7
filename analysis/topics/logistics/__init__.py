"""Containers, growth, rail, the corridor network and Kuryk: their evidence and exhibits."""
