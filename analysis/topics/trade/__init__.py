"""Trade with China and among the five states: the evidence for its claims, and its exhibits."""
