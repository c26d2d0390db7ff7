"""The subjects: where data, arithmetic, drawing and source meet; each registers its evidence.

A report imports the subjects that it shows, and is made from no other. A module imports of another
subject what it needs and no more: the packages themselves hold nothing.
"""

from importlib import import_module

SUBJECTS = {
    "country": "analysis.topics.country.calls",
    "economy": "analysis.topics.economy",
    "logistics": "analysis.topics.logistics.calls",
    "resources": "analysis.topics.resources.calls",
    "trade": "analysis.topics.trade.calls",
}
"""Each subject and the module that brings all of it: what a notebook may call, the evidence."""


def load(*names: str) -> None:
    """Import the named subjects, or all, for who looks at every exhibit or judges a claim."""
    for name in names or SUBJECTS:
        import_module(SUBJECTS[name])
