"""The reports under controls, for JupyterLab and Voilà: choose, look, and build what you see."""

from analysis.explore.building import build
from analysis.explore.panels import panel

__all__ = ["build", "panel"]
