"""The numbers, phrases and premises that the prose of each chapter names: one module a chapter."""
