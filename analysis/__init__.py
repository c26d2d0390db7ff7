"""What notebooks import: the subjects, the statement, the claims and the back matter.

    from analysis import claims, statement, trade

No subject is imported before it is named: `summit --help` must not wait for pandas.
"""

from __future__ import annotations

from importlib import import_module
from types import ModuleType

from analysis.topics import SUBJECTS

PAGES = ("statement", "verdicts", "imprint")
EXPOSED = {
    **SUBJECTS,
    **{name: f"analysis.topics.{name}" for name in PAGES},
    "claims": "analysis.claims",
    "explore": "analysis.explore",
}

__all__ = [*EXPOSED]


def __getattr__(name: str) -> ModuleType:
    """Import a subject when it is first named."""
    if name not in EXPOSED:
        raise AttributeError(f"module 'analysis' has no attribute '{name}'")
    return import_module(EXPOSED[name])
