"""Functions of formulas, by name."""

FUNCTIONS = {}
