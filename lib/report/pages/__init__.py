"""Bodies of the pages that are made, not written: one function a page, plain data in, HTML out.

Each returns the HTML that stands in the article, its heading included. Where it goes, what frames
it and which files lie beside it is the business of ``lib.book``. Tags for the head come from
``lib.report.page_head``, citation files from ``citation_files``.
"""

from lib.report.pages.blocks import citation_files
from lib.report.pages.claim import claim_page
from lib.report.pages.evidence import data_index, data_page, facts_index_js, sources_page
from lib.report.pages.evidence_quality import (
    clocks_table,
    counts_tables,
    dictionary_table,
    gaps_table,
    incomplete_sources,
    sample_table,
)
from lib.report.pages.figures import figure_page, gallery
from lib.report.pages.history import history_table
from lib.report.pages.methods import Equation, equation_of, methods_page
from lib.report.pages.register import conflict_list, reading_table, untestable_list
from lib.report.pages.tables import numbers_page, parameters_table, validation_table
from lib.report.pages.verdicts import verdict_table

__all__ = [
    "Equation",
    "citation_files",
    "claim_page",
    "clocks_table",
    "conflict_list",
    "counts_tables",
    "data_index",
    "data_page",
    "dictionary_table",
    "equation_of",
    "facts_index_js",
    "figure_page",
    "gallery",
    "gaps_table",
    "history_table",
    "incomplete_sources",
    "methods_page",
    "numbers_page",
    "parameters_table",
    "reading_table",
    "sample_table",
    "sources_page",
    "untestable_list",
    "validation_table",
    "verdict_table",
]
