"""ipywidgets, which come with the extras `lab` and `app`."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from analysis.errors import SummitError


def load() -> Any:
    """Return the module ipywidgets; SummitError says how to install it."""
    try:
        return import_module("ipywidgets")
    except ImportError:
        raise SummitError(
            'the controls need ipywidgets: pip install "summit-report[lab]"'
        ) from None
