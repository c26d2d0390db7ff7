"""The subjects: where data, arithmetic, drawing and source meet; each registers its evidence."""

from analysis.topics import economy, logistics, resources, trade

__all__ = ["economy", "logistics", "resources", "trade"]
