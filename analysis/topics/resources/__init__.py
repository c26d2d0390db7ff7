"""Uranium, oil, gas, rare earths and the nuclear agreement: the evidence, and the exhibits."""
