"""Hostile notebooks without end: `python -m tests.fuzz COUNT` (or `make fuzz`)."""
