"""Charts to test with: a typical, a least and a hostile one of every kind, and how to read them."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.text import Text

from analysis import style
from analysis.charts.aligned import Measure, aligned
from analysis.charts.distributions import distribution
from analysis.charts.fans import fan
from analysis.charts.lines import Band, Panel, vintage_lines
from analysis.charts.mirrors import dumbbell
from analysis.charts.networks import network_map, schematic
from analysis.charts.peers import Strip, peer_strip
from analysis.charts.ranges import dot_range
from analysis.charts.slopes import slope
from analysis.charts.stacks import stack
from analysis.charts.steps import waterfall
from analysis.charts.strips import scale_strip
from analysis.charts.tornados import tornado
from analysis.charts.years import level_growth

NAN = math.nan
HOSTILE = "<script>alert(1)</script> & \"'$x^2$ \x00\x07"
LONG = "a rather long name of a series, as a statistics office would write it"
FIVE = ["Kazakhstan", "Kyrgyzstan", "Uzbekistan", "Turkmenistan", "Tajikistan"]


def dots(*rows: tuple[object, ...]) -> pd.DataFrame:
    columns = ["label", "ratio", "low", "high", "tone", "kind", "note", "band_low", "band_high"]
    return pd.DataFrame(list(rows), columns=columns)


CLAIMS = dots(
    ("population over 80 million", 1.031, NAN, NAN, "good", "declared", "✓ supported", 1, NAN),
    ("GDP approaching 0.5 tn USD", 1.027, NAN, NAN, "fair", "declared", "✓ with caveat", 0.9, 1),
    ("GDP approaching 0.5 tn USD", 1.014, NAN, NAN, "fair", "later", None, 0.9, 1),
    ("GDP approaching 0.5 tn USD", 1.01, NAN, NAN, "fair", "older vintage", None, 0.9, 1),
    (
        "85 % of land transport through Kazakhstan",
        0.588,
        0.4,
        0.7,
        "poor",
        "declared",
        "",
        0.99,
        1.01,
    ),
    (
        "over 17 % of the world's oil",
        0.106,
        NAN,
        NAN,
        "bad",
        "declared",
        "✗ contradicted",
        NAN,
        2.0,
    ),
    ("212,000 containers", 1.95, NAN, NAN, "none", "other definition", "? cannot tell", NAN, NAN),
    ("significant rare earths", NAN, NAN, NAN, "none", "declared", "? cannot tell", NAN, NAN),
)
LEVELS = pd.Series(
    {2011: 40.5, 2012: 46, 2015: 32.6, 2019: 46.5, 2020: 38.6, 2022: 70.2, 2023: 89.4, 2024: 94.8}
)
RATES = pd.Series({2012: 13.6, 2020: -17.0, 2023: 27.4, 2024: 6.04})
DECADES = pd.Series({year: 20 + year % 7 * 10.5 for year in range(2000, 2025)})
SHARES = pd.DataFrame(
    {2022: [44.4, 15.9, 15.9, 15.5, 3.6], 2023: [45.9, 22.1, 15.7, 11.9, 4.4],
     2024: [46.2, 23.9, 14.5, 11.2, NAN]},
    index=FIVE,
)  # fmt: skip
RECORDS = pd.DataFrame(
    {"China customs": [43.8, 22.7, 13.8, 10.6, NAN], "partner": [30.1, 5.1, 12.5, NAN, NAN]},
    index=FIVE,
)
POINTS = pd.DataFrame(
    [
        ("Trans-Caspian route, 2024", 56_500, "TEU", "56,500 TEU"),
        ("China–Europe rail transit, first half of 2024", 205_897, "TEU", None),
        ("westbound, in forty-foot units", 206_000, "containers", None),
        ("Kazakhstan container transit, 2015", 212_000, "containers", None),
        ("westbound, 2024", 412_000, "TEU", None),
        ("China–Central Asia trains, 2024", 868_881, "TEU", None),
        ("Kazakhstan railways container transit", 1_400_000, "TEU", None),
        ("China–Europe Railway Express, 2024", 2_077_216, "TEU", None),
        ("unknown", NAN, "TEU", None),
    ],
    columns=["label", "value", "kind", "value_label"],
)
RED_BOOK = pd.Series({2005: 19.6, 2009: 15.5, 2011: NAN, 2013: 14.2, 2017: 16.6, 2021: 15.4})
PANELS = [
    Panel("Oil", {"EI": pd.Series({2000: 2.2, 2024: 1.9}), "OPEC": pd.Series({2024: 1.95})},
          Band(17, math.inf, "over 17 %")),
    Panel("Uranium", {"Red Book": RED_BOOK, "WNA": pd.Series({2023: 13.9})},
          Band(19.5, 20.5, "claim: 20 %")),
    Panel("Gas", {"EI": pd.Series({2000: 5.2, 2020: 8.9})}),
]  # fmt: skip
STACKED = [
    Panel(panel.title, {f"{name}, as a statistics office names it": line for name, line in
                        panel.lines.items()}, panel.band)
    for panel in PANELS
]  # fmt: skip
PARTS = pd.Series(
    {"Kazakhstan": 3.15, "Kyrgyzstan": 3.26, "Uzbekistan": -0.25, "Tajikistan": -0.04}
)
CARRIED = pd.Series(
    {2015: 212.0, 2016: 245, 2017: 347.5, 2018: 540, 2020: 876, 2023: 1287, 2024: 1400}
)
AHEAD = range(2024, 2031)
PATHS = {
    f"+{rate} %": pd.Series({year: 1400 * (1 + rate / 100) ** (year - 2024) for year in AHEAD})
    for rate in (0, 3, 7, 12)
}
BANDS = pd.DataFrame(
    {
        name: [1400 * factor ** (year - 2024) for year in AHEAD]
        for name, factor in zip(
            ("low", "known_low", "middle", "known_high", "high"),
            (0.8, 0.9, 1.1, 1.3, 1.5),
            strict=True,
        )
    },
    index=AHEAD,
)
SWINGS = pd.DataFrame(
    [
        ("Tariff", -210.0, -20.0, "160 USD", "250 USD"),
        ("Use", -180.0, -120.0, "50 %", "100 %"),
        ("Nothing", -150.0, -150.0, "1", "1"),
    ],
    columns=["label", "low", "high", "low_text", "high_text"],
)

COMPARED = pd.DataFrame(
    [
        ("Northern, by Dostyk and Brest", "Time", 12.5, 16.0, 22.8, "16.0", True),
        ("Northern, by Dostyk and Brest", "Capacity", NAN, 547.0, NAN, "547", False),
        ("Ocean, by the Cape", "Time", 34.6, 46.8, 50.3, "46.8", False),
        ("Ocean, by the Cape", "Capacity", NAN, 12_500.0, NAN, "12,500", False),
        ("A way that nobody has measured", "Time", NAN, NAN, NAN, "", True),
    ],
    columns=["label", "measure", "low", "mid", "high", "text", "assumed"],
)
PANELLED = [
    Measure("Time", "days"),
    Measure("Capacity", "thousand TEU a year", logarithmic=True),
    Measure("Reliability", "variance of time"),
]
STATIONS = pd.DataFrame(
    [
        ("a", "Zhengzhou", 10.0, 4.0),
        ("b", "Moscow", 5.0, 6.0),
        ("c", "Aktau", 5.0, 2.0),
        ("d", "Duisburg", 0.0, 4.0),
        ("e", "", 2.5, 2.5),
    ],
    columns=["name", "label", "x", "y"],
)
LINES = pd.DataFrame(
    [
        ("a", "b", NAN, "", False, False),
        ("b", "d", 547e3, "547", True, False),
        ("a", "c", 1929e3, "1,929", False, False),
        ("c", "e", 0.0, "0", False, True),
        ("e", "d", 89e3, "", True, False),
    ],
    columns=["start", "end", "limit", "text", "cut", "closed"],
)
LAND = [[(-2.0, 0.0), (12.0, 0.0), (12.0, 7.0), (-2.0, 7.0), (-2.0, 0.0)]]

STRIPS = [
    Strip("Population", "million persons", "2024",
          {"KAZ": 20.2, "KGZ": 7.1, "TJK": 10.2, "TKM": 6.6, "UZB": 36.9, "CHN": 1408.3}),
    Strip("Trade with China to GDP", "%", "2024",
          {"KAZ": 15.0, "KGZ": 129.8, "TJK": 27.2, "TKM": 15.5, "UZB": 12.0}),
    Strip("Growth", "%", "2024", {"KAZ": 6.9, "KGZ": -1.6, "TJK": -1.0, "TKM": NAN}),
    Strip("Logistics index", "score 1 to 5", "2023", {"KGZ": 2.3, "TJK": 2.5}),
]  # fmt: skip
SHARE_PARTS = pd.DataFrame(
    {"Kazakhstan": [37.8, 41.3, NAN, 38.6], "Uzbekistan": [4.0, 4.3, 6.6, 6.6]},
    index=[2013, 2014, 2017, 2018],
)

EXAMPLES: dict[str, Callable[[], Figure]] = {
    "aligned": lambda: aligned(COMPARED, PANELLED, absent="not published"),
    "aligned of one row": lambda: aligned(COMPARED[:1], PANELLED[:1], absent="none"),
    "aligned of zeros": lambda: aligned(
        COMPARED[:1].assign(low=0.0, mid=0.0, high=0.0), PANELLED[:1], absent="none"
    ),
    "schematic": lambda: schematic(STATIONS, LINES),
    "schematic without a limit": lambda: schematic(STATIONS, LINES[:1]),
    "schematic of nothing open": lambda: schematic(STATIONS, LINES[3:4]),
    "network_map": lambda: network_map(STATIONS, LINES, LAND),
    "hostile aligned": lambda: aligned(
        COMPARED.replace("Ocean, by the Cape", HOSTILE), PANELLED, absent=HOSTILE
    ),
    "hostile schematic": lambda: schematic(STATIONS.assign(label=HOSTILE), LINES[:2]),
    "dot_range": lambda: dot_range(CLAIMS),
    "dot_range of one row": lambda: dot_range(CLAIMS[["label", "ratio", "tone", "kind"]][:1]),
    "dot_range without a figure": lambda: dot_range(CLAIMS[-1:]),
    "level_growth": lambda: level_growth(LEVELS, RATES, "bn USD", highlight=2024),
    "level_growth of decades": lambda: level_growth(
        DECADES.drop(2004), (DECADES.pct_change() * 100).drop(2004), "bn USD", highlight=2023
    ),
    "level_growth of one year": lambda: level_growth(LEVELS[-1:], RATES[:0], "bn USD"),
    "slope": lambda: slope(SHARES, highlight=["Kyrgyzstan"]),
    "slope of one row": lambda: slope(SHARES[:1], unit="pp"),
    "dumbbell": lambda: dumbbell(RECORDS, "bn USD", gaps={"Kazakhstan": "−31 %"}),
    "dumbbell of zeros": lambda: dumbbell(RECORDS[:1] * 0, "bn USD"),
    "peer_strip": lambda: peer_strip(STRIPS, "KAZ", "#0072b2"),
    "peer_strip of one economy": lambda: peer_strip(
        [Strip("GDP per head", "USD", "2024", {"KAZ": 14459.0}, 0)], "KAZ"
    ),
    "peer_strip of equals": lambda: peer_strip(
        [Strip("Growth", "%", "2024", {"KAZ": 0.0, "KGZ": 0.0, "TJK": 0.0})], "KGZ"
    ),
    "stack": lambda: stack(SHARE_PARTS, "% of the world"),
    "stack of decades": lambda: stack(
        pd.DataFrame({"one": DECADES, "two": DECADES / 9}), "tonnes", decimals=0
    ),
    "stack of zeros": lambda: stack(SHARE_PARTS[:1] * 0, "%"),
    "scale_strip": lambda: scale_strip(POINTS, 211_000, "claim: over 211,000", unit="a year"),
    "scale_strip of one point": lambda: scale_strip(POINTS[:1], 56_500, LONG),
    "vintage_lines": lambda: vintage_lines(PANELS),
    "vintage_lines stacked": lambda: vintage_lines(STACKED),
    "vintage_lines of one value": lambda: vintage_lines(
        [Panel("Oil", {"EI": pd.Series({2020: 0.0})})]
    ),
    "waterfall": lambda: waterfall(PARTS, 6.06, total_label="Growth"),
    "waterfall of nothing": lambda: waterfall(pd.Series({"a": 0.0}), 0.0),
    "fan": lambda: fan(
        CARRIED,
        PATHS,
        "thousand TEU",
        bands=BANDS,
        outcomes=pd.Series({2025: 1300.0}),
        limit=(2800, "capacity"),
    ),
    "fan of scenarios only": lambda: fan(CARRIED[-1:], {"0 %": PATHS["+0 %"]}, "trains"),
    "fan over many powers of ten": lambda: fan(
        CARRIED,
        {},
        "TEU",
        bands=BANDS.assign(low=[1400 / 10 ** (1.5 * n) for n in range(7)]),
        outcomes=pd.Series({2025: NAN}),
    ),
    "tornado": lambda: tornado(SWINGS, -150, "million USD", centre_label="median −150"),
    "tornado of nothing": lambda: tornado(SWINGS[2:], -150, "USD", centre_label="all"),
    "distribution": lambda: distribution(
        [-200, -100, 0, 100],
        [0.2, 0.5, 0.3],
        "million USD",
        threshold=(0, "70 % below zero", "30 % above"),
        middle=(-40, "median −40"),
    ),
    "distribution beyond its threshold": lambda: distribution(
        [10, 20],
        [1.0],
        "USD",
        threshold=(0, "none below", "all above"),
        middle=(15, LONG),
    ),
    "hostile fan": lambda: fan(CARRIED, {HOSTILE: PATHS["+7 %"]}, HOSTILE, limit=(2000, HOSTILE)),
    "hostile tornado": lambda: tornado(
        SWINGS.assign(label=HOSTILE, low_text=HOSTILE), -150, HOSTILE, centre_label=LONG
    ),
    "hostile distribution": lambda: distribution(
        [-1, 0, 1],
        [0.5, 0.5],
        HOSTILE,
        threshold=(0, HOSTILE * 3, LONG),
        middle=(0.9, HOSTILE),
    ),
    "hostile dot_range": lambda: dot_range(CLAIMS.assign(label=HOSTILE, note=LONG)),
    "hostile level_growth": lambda: level_growth(LEVELS, RATES, HOSTILE),
    "hostile slope": lambda: slope(SHARES.rename({"Kazakhstan": HOSTILE}), unit="$"),
    "hostile dumbbell": lambda: dumbbell(
        RECORDS.rename({"Kazakhstan": HOSTILE}), HOSTILE, gaps={HOSTILE: "$-1$"}
    ),
    "hostile scale_strip": lambda: scale_strip(
        POINTS.assign(kind=HOSTILE, label=HOSTILE + LONG), 211_000, HOSTILE, unit=HOSTILE
    ),
    "hostile vintage_lines": lambda: vintage_lines(
        [Panel(HOSTILE, {HOSTILE: RED_BOOK}, Band(19.5, 20.5, HOSTILE))], unit=HOSTILE
    ),
    "hostile peer_strip": lambda: peer_strip(
        [Strip(HOSTILE, "$", HOSTILE[:8], {"$a$": 1.0, "<b>": 2.0})], "$a$"
    ),
    "hostile stack": lambda: stack(
        SHARE_PARTS.rename(columns={"Kazakhstan": HOSTILE[:20]}), HOSTILE
    ),
    "hostile waterfall": lambda: waterfall(
        PARTS.rename({"Kazakhstan": HOSTILE * 3}), 6.06, unit=HOSTILE
    ),
}


def words(figure: Figure) -> list[Text]:
    """Return every visible text of a figure, once it is laid out."""
    FigureCanvasAgg(figure)
    figure.set_dpi(288)  # fine enough that a letter's width is not rounded to a pixel
    with style.theme():
        figure.draw_without_rendering()
    hidden = {id(label) for axes in figure.axes for label in _beyond(axes)}
    shown = [t for t in figure.findobj(Text) if t.get_visible() and t.get_text().strip()]
    return [text for text in shown if id(text) not in hidden]


def _beyond(axes: Axes) -> list[Text]:
    """Return the labels of ticks outside their axis, which matplotlib keeps but never draws."""
    labels = []
    for axis in (axes.xaxis, axes.yaxis):
        low, high = sorted(axis.get_view_interval())
        for tick in (*axis.get_major_ticks(), *axis.get_minor_ticks()):
            if not low - 1e-9 <= tick.get_loc() <= high + 1e-9:
                labels += [tick.label1, tick.label2]
    return labels


def said(figure: Figure) -> list[str]:
    return [text.get_text() for text in words(figure)]


def colour_of(figure: Figure, text: str) -> str:
    return next(to_hex(t.get_color()) for t in words(figure) if t.get_text() == text)


def markers(axes: Axes) -> list[tuple[str, float, float]]:
    """Return each single marker on the axes with its place."""
    lines = [line for line in axes.lines if line.get_marker() not in ("None", "", None)]
    return [
        (str(line.get_marker()), float(line.get_xdata()[0]), float(line.get_ydata()[0]))
        for line in lines
        if len(np.atleast_1d(line.get_xdata())) == 1
    ]
