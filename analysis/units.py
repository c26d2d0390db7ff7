"""One line per unit: its name in the data, what it measures and its size in the base unit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from analysis.errors import DataError, unknown


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit; `factor` is the number of base units of its dimension that it holds."""

    id: str
    name: str
    dimension: str
    factor: float


# Dimensions keep apart what must not be mixed: a train is not a TEU, a TEU not a container,
# oil not gas, US dollars not yuan, and a flow a day or a year not a stock.
_UNITS = (
    Unit("USD", "US dollars", "money-USD", 1),
    Unit("million USD", "million US dollars", "money-USD", 1e6),
    Unit("bn USD", "billion US dollars", "money-USD", 1e9),
    Unit("tn USD", "trillion US dollars", "money-USD", 1e12),
    Unit("bn CNY", "billion yuan", "money-CNY", 1e9),
    Unit("persons", "persons", "persons", 1),
    Unit("million persons", "million persons", "persons", 1e6),
    Unit("percent", "percent", "share", 0.01),
    Unit("share", "share of one", "share", 1),
    Unit("pp", "percentage points", "share-change", 1),
    Unit("index", "index without a unit", "index", 1),
    Unit("CNY per USD", "yuan per US dollar", "exchange-rate", 1),
    Unit("times", "times", "multiple", 1),
    Unit("yes or no", "1 for yes, 0 for no", "truth", 1),
    Unit("trains", "trains", "trains", 1),
    Unit("trains per day", "trains per day", "train-rate", 365),
    Unit("TEU", "twenty-foot equivalent units", "TEU", 1),
    Unit("thousand TEU", "thousand twenty-foot equivalent units", "TEU", 1e3),
    Unit("million TEU", "million twenty-foot equivalent units", "TEU", 1e6),
    Unit("TEU per year", "TEU per year", "TEU-rate", 1),
    Unit("thousand TEU per year", "thousand TEU per year", "TEU-rate", 1e3),
    Unit("containers", "containers of any length", "containers", 1),
    Unit("thousand containers", "thousand containers of any length", "containers", 1e3),
    Unit("vehicles per year", "vehicles per year", "vehicle-rate", 1),
    Unit("tonnes", "tonnes", "cargo", 1),
    Unit("thousand tonnes", "thousand tonnes", "cargo", 1e3),
    Unit("million tonnes", "million tonnes", "cargo", 1e6),
    Unit("thousand tonnes per year", "thousand tonnes per year", "cargo-rate", 1e3),
    Unit("million tonnes per year", "million tonnes per year", "cargo-rate", 1e6),
    Unit("bn barrels", "billion barrels", "oil", 1e9),
    Unit("thousand barrels per day", "thousand barrels per day", "oil-rate", 365_000),
    Unit("tcm", "trillion cubic metres", "gas", 1e12),
    Unit("bcm", "billion cubic metres", "gas", 1e9),
    Unit("tonnes U", "tonnes of uranium metal", "uranium", 1),
    Unit("thousand tonnes U", "thousand tonnes of uranium metal", "uranium", 1e3),
    Unit("million tonnes U", "million tonnes of uranium metal", "uranium", 1e6),
    Unit("tonnes REO", "tonnes of rare-earth oxides", "rare-earth-oxide", 1),
    Unit("thousand tonnes REO", "thousand tonnes of rare-earth oxides", "rare-earth-oxide", 1e3),
    Unit("million tonnes REO", "million tonnes of rare-earth oxides", "rare-earth-oxide", 1e6),
    Unit("occurrences", "deposits and occurrences", "occurrences", 1),
    Unit("hours", "hours", "time", 1 / 24),
    Unit("days", "days", "time", 1),
    Unit("years", "years", "time", 365.25),
    Unit("km", "kilometres", "length", 1),
    Unit("nautical miles", "nautical miles", "length", 1.852),
    Unit("km per hour", "kilometres per hour", "speed", 1),
    Unit("score 1-5", "score from 1 (low) to 5 (high)", "score", 1),
    Unit("rank", "place, 1 the best", "rank", 1),
    Unit("index points", "index points", "index", 1),
    Unit("TEU per train", "TEU per train", "train-load", 1),
    Unit("tonnes per TEU", "tonnes per TEU", "TEU-load", 1),
    Unit("tonnes per crossing", "tonnes per crossing of a ferry", "ferry-load", 1),
    Unit("USD per TEU", "US dollars per TEU", "rate-TEU", 1),
    Unit("million USD per year", "million US dollars per year", "money-rate-USD", 1e6),
    Unit("kg CO2e per TEU", "kilograms of CO₂ equivalent per TEU", "emission-TEU", 1),
    Unit("USD per FEU", "US dollars per forty-foot container", "rate-FEU", 1),
    Unit("USD per FEU-km", "US dollars per forty-foot container and kilometre", "rate-FEU-km", 1),
    Unit("USD per 20 t and km", "US dollars per 20 tonnes and kilometre", "rate-20t-km", 1),
    Unit("USD per 20 t and 500 km", "US dollars per 20 tonnes and 500 km", "rate-20t-km", 1 / 500),
)

UNITS: Mapping[str, Unit] = MappingProxyType({one.id: one for one in _UNITS})


def unit(name: str) -> Unit:
    """Return the unit with this name; DataError names the nearest one."""
    if name not in UNITS:
        raise DataError(unknown("unit", name, UNITS))
    return UNITS[name]


def convert(value: float, source: str, target: str) -> float:
    """Return a value in the unit `target`; DataError when the two do not measure the same.

    >>> convert(94.82, "bn USD", "million USD")
    94820.0
    """
    old, new = unit(source), unit(target)
    if old.dimension != new.dimension:
        raise DataError(
            f"cannot convert '{old.id}' ({old.dimension}) to '{new.id}' ({new.dimension}): "
            "they do not measure the same thing"
        )
    return value if old is new else value * (old.factor / new.factor)
