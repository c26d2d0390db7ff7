"""Numbers to drawings: each function takes a frame and returns a Figure of the text's width.

Nothing here computes a result or knows a file; titles and sources are set around the drawing.
"""

from analysis.charts.lines import Band, Panel, vintage_lines
from analysis.charts.mirrors import dumbbell
from analysis.charts.ranges import KINDS, dot_range
from analysis.charts.slopes import slope
from analysis.charts.steps import waterfall
from analysis.charts.strips import scale_strip
from analysis.charts.years import level_growth

__all__ = [
    "KINDS",
    "Band",
    "Panel",
    "dot_range",
    "dumbbell",
    "level_growth",
    "scale_strip",
    "slope",
    "vintage_lines",
    "waterfall",
]
