"""Numbers to drawings: each function takes a frame and returns a Figure of the text's width.

Nothing here computes a result or knows a file; titles and sources are set around the drawing.
"""

from analysis.charts.aligned import Measure, aligned
from analysis.charts.lines import Band, Panel, vintage_lines
from analysis.charts.mirrors import dumbbell
from analysis.charts.networks import network_map, schematic
from analysis.charts.ranges import KINDS, dot_range
from analysis.charts.slopes import slope
from analysis.charts.steps import waterfall
from analysis.charts.strips import scale_strip
from analysis.charts.years import level_growth

__all__ = [
    "KINDS",
    "Band",
    "Measure",
    "Panel",
    "aligned",
    "dot_range",
    "dumbbell",
    "level_growth",
    "network_map",
    "scale_strip",
    "schematic",
    "slope",
    "vintage_lines",
    "waterfall",
]
