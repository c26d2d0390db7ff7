"""The subjects: where data, arithmetic, drawing and source meet; each registers its evidence."""

from analysis.topics import country, economy, logistics, resources, trade

__all__ = ["country", "economy", "logistics", "resources", "trade"]
