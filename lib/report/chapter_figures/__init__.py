"""The figures of each chapter: one module a chapter, one function a figure.

A function takes views and draws, asks `lib.claims` for the numbers, and returns a `Figure`. The
chapter only publishes it; a number that the prose needs is named in the chapter.
"""
