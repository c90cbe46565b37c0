"""Cells."""
from sheetcalc.parser import Parser
from sheetcalc.values import constant


class Sheet:
    def __init__(self, cells=None):
        self.cells = dict(cells or {})

    def set(self, name, text):
        self.cells[name] = text

    def value(self, name):
        """The value of a cell; an empty one is None."""
        text = self.cells.get(name, "")
        if text.startswith("="):
            return Parser(text[1:]).parse().evaluate(self)
        return constant(text)
