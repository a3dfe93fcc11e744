"""From findings to ink: numbers, words, charts, cards, citations and page bodies.

Nothing here computes a result. It shows what ``lib.claims`` found, in one set of formats,
one theme and one way to cite.
"""
