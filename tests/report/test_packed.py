"""Draws survive the packing to far less than the error of a probability."""

from hypothesis import given
from hypothesis import strategies as st

from lib.report.packed import pack, unpack

NUMBERS = st.floats(-1e6, 1e6, allow_nan=False, allow_subnormal=False)


@given(st.lists(NUMBERS, min_size=1, max_size=50))
def test_a_column_comes_back_within_half_a_step(column):
    packed = pack(column)
    step = (max(column) - min(column)) / 4095
    back = unpack(packed)
    assert len(packed["packed"]) == 2 * len(column)
    slack = step * 0.501 + 1e-8 * max(map(abs, column))
    assert all(abs(a - b) <= slack for a, b in zip(column, back, strict=True))
