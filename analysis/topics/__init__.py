"""The subjects: where data, arithmetic, drawing and source meet; each registers its evidence.

A report imports the subjects that it shows, and is made from no other.
"""

from importlib import import_module

SUBJECTS = ("country", "economy", "logistics", "resources", "trade")


def load() -> None:
    """Import every subject, for who looks at all exhibits and at all evidence that there is."""
    for name in SUBJECTS:
        import_module(f"analysis.topics.{name}")
