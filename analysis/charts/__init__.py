"""Numbers to drawings: each function takes a frame and returns a Figure of the text's width.

Nothing here computes a result or knows a file; titles and sources are set around the drawing.
"""

from analysis.charts.aligned import Measure, aligned
from analysis.charts.distributions import distribution
from analysis.charts.fans import fan
from analysis.charts.lines import Band, Panel, vintage_lines
from analysis.charts.mirrors import dumbbell
from analysis.charts.networks import network_map, schematic
from analysis.charts.peers import Strip, peer_strip
from analysis.charts.ranges import KINDS, dot_range
from analysis.charts.slopes import slope
from analysis.charts.stacks import stack
from analysis.charts.steps import waterfall
from analysis.charts.strips import scale_strip
from analysis.charts.tornados import tornado
from analysis.charts.years import level_growth

__all__ = [
    "KINDS",
    "Band",
    "Measure",
    "Panel",
    "Strip",
    "aligned",
    "distribution",
    "dot_range",
    "dumbbell",
    "fan",
    "level_growth",
    "network_map",
    "peer_strip",
    "scale_strip",
    "schematic",
    "slope",
    "stack",
    "tornado",
    "vintage_lines",
    "waterfall",
]
