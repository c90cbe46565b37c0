"""Tokens to a tree."""
from sheetcalc.tokens import tokens
from sheetcalc.tree import Cell, Constant, Operation


class Parser:
    def __init__(self, text):
        self.tokens = tokens(text)

    def parse(self):
        return self.sum()

    def take(self, *kinds):
        """The text of the next token if it is of one of these kinds, else None."""
        kind, text = self.tokens[0]
        if kind in kinds:
            self.tokens.pop(0)
            return text
        return None

    def sum(self):
        left = self.product()
        while self.tokens[0][0] in ("+", "-"):
            left = Operation(self.take("+", "-"), left, self.product())
        return left

    def product(self):
        left = self.factor()
        while self.tokens[0][0] in ("*", "/"):
            left = Operation(self.take("*", "/"), left, self.factor())
        return left

    def factor(self):
        if self.take("("):
            inner = self.sum()
            self.take(")")
            return inner
        number = self.take("number")
        if number:
            return Constant(float(number) if "." in number else int(number))
        return Cell(self.take("cell"))
