"""How a fact's place in its source is known: read there, or given by the kind of source.

Most packs named the document and not the place in it. For those rows the locator says what such a
source always says (the release's tables, the data file's row of that entity) and repeats what the
fact is about; nobody noted the page. A reader should be able to tell the two apart.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from lib.evidence.vocabulary import Vocabulary

READ: Final = "read"
BY_KIND: Final = "by kind of source"
ABSENT: Final = "none"
PLAIN: Final = ("text", "body", "results")


def locator_basis(vocabulary: Vocabulary) -> pl.Expr:
    """`read`, `by kind of source` or `none` for each row of a frame of facts.

    A locator that only repeats the entity and the label of the metric was not read off the source.
    """
    labels = {name: metric.label for name, metric in vocabulary.metrics.items()}
    label = pl.col("metric").replace(labels)
    place = pl.col("locator")
    repeats = place.str.contains(pl.format("{}: {}", "entity", label), literal=True)
    names_row = place.str.contains(pl.format("row {}, column {}", "entity", label), literal=True)
    return (
        pl.when(place == "")
        .then(pl.lit(ABSENT))
        .when(repeats | names_row | place.is_in(PLAIN))
        .then(pl.lit(BY_KIND))
        .otherwise(pl.lit(READ))
        .alias("locator_basis")
    )
