"""The subjects: where data, arithmetic, drawing and source meet. Importing them registers their evidence."""

from analysis.topics import economy, logistics, resources, trade

__all__ = ["economy", "logistics", "resources", "trade"]
