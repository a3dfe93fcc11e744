"""Pure arithmetic: formulas over named quantities, with no file, no date and no evidence.

Every function takes plain numbers, Polars expressions, numpy arrays or SymPy symbols (see
``Quantity``), so that one definition gives the number, the column over many scenarios, the
equation in *Methods* and the slider in the page. Choices that published sources make differently
are explicit arguments, and an unknown choice is an error that names the allowed ones.
"""
