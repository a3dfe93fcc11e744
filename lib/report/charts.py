"""The chart builders. Each takes a table and returns a Drawing: the table and how to draw it."""

from lib.report.drawing import Column, Drawing
from lib.report.interval_charts import intervals

__all__ = ["Column", "Drawing", "intervals"]
