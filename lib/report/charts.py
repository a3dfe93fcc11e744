"""The chart builders. Each takes a table and returns a Drawing: the table and how to draw it.

``intervals`` compares, ``tornado`` ranks inputs, ``lines`` follows time (``shape="step-after"`` for
what holds until it changes), ``curve`` shows probability against threshold, ``stacked`` parts of a
whole, ``heat`` a grid of probabilities, ``xy`` one quantity against another.
"""

from lib.report.block_charts import heat, stacked
from lib.report.drawing import Column, Drawing
from lib.report.interval_charts import intervals, tornado
from lib.report.line_charts import curve, lines
from lib.report.xy_charts import xy

__all__ = ["Column", "Drawing", "curve", "heat", "intervals", "lines", "stacked", "tornado", "xy"]
