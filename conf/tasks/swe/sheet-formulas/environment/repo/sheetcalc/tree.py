"""The tree of a formula. `evaluate(sheet)` gives a value."""
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Constant:
    value: Any

    def evaluate(self, sheet):
        return self.value


@dataclass(frozen=True)
class Cell:
    name: str

    def evaluate(self, sheet):
        return sheet.value(self.name)


@dataclass(frozen=True)
class Operation:
    sign: str
    left: Any
    right: Any

    def evaluate(self, sheet):
        left, right = self.left.evaluate(sheet), self.right.evaluate(sheet)
        if self.sign == "+":
            return left + right
        if self.sign == "-":
            return left - right
        if self.sign == "*":
            return left * right
        return left / right
