"""What all tests share: examples that do not fail because a machine is busy."""

from hypothesis import settings

# A fixed choice of examples: a test that failed can be run again, here and in CI.
settings.register_profile("book", deadline=None, derandomize=True)
settings.load_profile("book")
