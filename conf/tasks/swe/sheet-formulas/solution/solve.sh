#!/bin/bash
set -euo pipefail
cd /app
cat > sheetcalc/tokens.py <<'SOURCE'
"""Formula text to tokens."""
import re

from sheetcalc.values import CellError

TOKEN = re.compile(
    r"""\s*(?:(?P<number>\d+(?:\.\d+)?)|(?P<string>"(?:[^"]|"")*")|(?P<cell>[A-Z]+[1-9][0-9]*(?![A-Za-z0-9_(]))"""
    r"""|(?P<name>[A-Za-z]+)|(?P<sign><>|<=|>=|[-+*/^&=<>(),:]))"""
)


def tokens(text):
    """Pairs of a kind ("number", "string", "cell", "name", or the sign itself) and the text."""
    result, position = [], 0
    text = text.rstrip()
    while position < len(text):
        match = TOKEN.match(text, position)
        if not match:
            raise CellError("#PARSE!")
        kind = match.lastgroup
        result.append((match[kind] if kind == "sign" else kind, match[kind]))
        position = match.end()
    return result + [("end", "")]
SOURCE
cat > sheetcalc/values.py <<'SOURCE'
"""Values of cells."""
import re


class CellError(Exception):
    """An error value such as #DIV/0!."""

    def __init__(self, code):
        super().__init__(code)
        self.code = code


def number(value):
    """What a value is in arithmetic."""
    if value is None:
        return 0
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, (int, float)):
        return value
    raise CellError("#VALUE!")


def tidy(value):
    """A float without a fraction as an int."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def shown(value):
    """The text of a value."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    return str(tidy(value))


def constant(text):
    """The value of a cell that is no formula: None, a number or text."""
    if not text:
        return None
    if not re.fullmatch(r"\s*[+-]?\d+(\.\d*)?([eE][+-]?\d+)?\s*", text):
        return text
    return float(text) if re.search("[.eE]", text) else int(text)
SOURCE
cat > sheetcalc/functions.py <<'SOURCE'
"""Functions of formulas, by name. Each gets the sheet and its arguments as trees."""
from decimal import ROUND_HALF_UP, Decimal

from sheetcalc.tree import Constant, Range
from sheetcalc.values import CellError, number, shown, tidy


def numbers(sheet, arguments):
    """The numbers of all arguments; in ranges anything else is skipped."""
    found = []
    for argument in arguments:
        if isinstance(argument, Range):
            values = [sheet.value(name) for name in argument.names]
            found += [v for v in values if isinstance(v, (int, float)) and not isinstance(v, bool)]
        else:
            found.append(number(argument.evaluate(sheet)))
    return found


def average(found):
    if not found:
        raise CellError("#DIV/0!")
    return tidy(sum(found) / len(found))


def over_numbers(function):
    return lambda sheet, *arguments: function(numbers(sheet, arguments))


def condition(sheet, test, then, otherwise=Constant(False)):
    return (then if number(test.evaluate(sheet)) else otherwise).evaluate(sheet)


def if_error(sheet, value, other):
    try:
        return value.evaluate(sheet)
    except CellError:
        return other.evaluate(sheet)


def rounded(sheet, value, digits=Constant(0)):
    exact = Decimal(str(number(value.evaluate(sheet))))
    places = int(number(digits.evaluate(sheet)))
    result = exact.scaleb(places).quantize(Decimal(1), rounding=ROUND_HALF_UP).scaleb(-places)
    return tidy(float(result))


def length(sheet, text):
    return len(shown(text.evaluate(sheet)))


# Name to function, least and most arguments.
FUNCTIONS = {
    "SUM": (over_numbers(sum), 1, 255),
    "MIN": (over_numbers(lambda found: min(found, default=0)), 1, 255),
    "MAX": (over_numbers(lambda found: max(found, default=0)), 1, 255),
    "COUNT": (over_numbers(len), 1, 255),
    "AVERAGE": (over_numbers(average), 1, 255),
    "IF": (condition, 2, 3),
    "IFERROR": (if_error, 2, 2),
    "ROUND": (rounded, 1, 2),
    "LEN": (length, 1, 1),
}
SOURCE
cat > sheetcalc/parser.py <<'SOURCE'
"""Tokens to a tree."""
import re

from sheetcalc.functions import FUNCTIONS
from sheetcalc.tokens import tokens
from sheetcalc.tree import COMPARISONS, Call, Cell, Constant, Negation, Operation, Range, Unknown
from sheetcalc.values import CellError


class Parser:
    def __init__(self, text):
        self.tokens = tokens(text)

    def parse(self):
        tree = self.comparison()
        self.expect("end")
        return tree

    def expect(self, kind):
        if self.take(kind) is None:
            raise CellError("#PARSE!")

    def comparison(self):
        left = self.joined()
        sign = self.take(*COMPARISONS)
        return Operation(sign, left, self.joined()) if sign else left

    def joined(self):
        left = self.sum()
        while self.take("&"):
            left = Operation("&", left, self.sum())
        return left

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
        left = self.signed()
        while self.tokens[0][0] in ("*", "/"):
            left = Operation(self.take("*", "/"), left, self.signed())
        return left

    def signed(self):
        return Negation(self.signed()) if self.take("-") else self.power()

    def power(self):
        base = self.atom()
        return Operation("^", base, self.signed()) if self.take("^") else base

    def atom(self):
        kind, text = self.tokens.pop(0)
        if kind == "(":
            inner = self.comparison()
            self.expect(")")
            return inner
        if kind == "number":
            return Constant(float(text) if "." in text else int(text))
        if kind == "string":
            return Constant(text[1:-1].replace('""', '"'))
        if kind == "cell":
            return self.cells_from(text)
        if kind == "name":
            return self.named(text.upper())
        raise CellError("#PARSE!")

    def cells_from(self, first):
        """A cell or, where a colon follows, a range."""
        if not self.take(":"):
            return Cell(first)
        kind, last = self.tokens.pop(0)
        if kind != "cell":
            raise CellError("#PARSE!")
        return Range(tuple(names_between(first, last)))

    def named(self, name):
        """A truth value or a call."""
        if name in ("TRUE", "FALSE"):
            return Constant(name == "TRUE")
        self.expect("(")
        arguments = []
        if not self.take(")"):
            arguments.append(self.comparison())
            while self.take(","):
                arguments.append(self.comparison())
            self.expect(")")
        if name not in FUNCTIONS:
            return Unknown()
        function, least, most = FUNCTIONS[name]
        if not least <= len(arguments) <= most:
            raise CellError("#PARSE!")
        return Call(function, tuple(arguments))


def names_between(first, last):
    """The names of the cells of a rectangle, row by row."""
    columns, rows = zip(*(re.fullmatch("([A-Z]+)([0-9]+)", name).groups() for name in (first, last)))
    columns, rows = sorted(map(column_number, columns)), sorted(map(int, rows))
    for row in range(rows[0], rows[1] + 1):
        for column in range(columns[0], columns[1] + 1):
            yield column_name(column) + str(row)


def column_number(letters):
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def column_name(number):
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
SOURCE
cat > sheetcalc/tree.py <<'SOURCE'
"""The tree of a formula. `evaluate(sheet)` gives a value or raises a CellError."""
import operator
from dataclasses import dataclass
from typing import Any

from sheetcalc.values import CellError, number, shown, tidy


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
class Range:
    """The cells between two corners; only some functions take it."""

    names: tuple

    def evaluate(self, sheet):
        raise CellError("#VALUE!")


@dataclass(frozen=True)
class Negation:
    inner: Any

    def evaluate(self, sheet):
        return -number(self.inner.evaluate(sheet))


@dataclass(frozen=True)
class Operation:
    sign: str
    left: Any
    right: Any

    def evaluate(self, sheet):
        left = self.left.evaluate(sheet)
        if self.sign in ARITHMETIC:
            left = number(left)
        right = self.right.evaluate(sheet)
        if self.sign in ARITHMETIC:
            return arithmetic(self.sign, left, number(right))
        if self.sign == "&":
            return shown(left) + shown(right)
        return COMPARISONS[self.sign](*comparable(left, right, self.sign in ("=", "<>")))


@dataclass(frozen=True)
class Call:
    """A function gets the sheet and its arguments as trees, so that it can leave some alone."""

    function: Any
    arguments: tuple

    def evaluate(self, sheet):
        return self.function(sheet, *self.arguments)


@dataclass(frozen=True)
class Unknown:
    """A call of a function that there is none of."""

    def evaluate(self, sheet):
        raise CellError("#NAME?")


ARITHMETIC = {"+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv, "^": operator.pow}
COMPARISONS = {"=": operator.eq, "<>": operator.ne, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}


def arithmetic(sign, left, right):
    try:
        result = ARITHMETIC[sign](left, right)
    except ZeroDivisionError:
        raise CellError("#DIV/0!") from None
    except OverflowError:
        raise CellError("#VALUE!") from None
    if isinstance(result, complex):
        raise CellError("#VALUE!")
    return tidy(result) if sign in "/^" else result


def comparable(left, right, for_equality):
    """Both values in a form that compares; an empty one takes the kind of the other."""
    empty = {str: "", bool: False}
    if left is None:
        left = empty.get(type(right), 0)
    if right is None:
        right = empty.get(type(left), 0)
    kinds = [kind(left), kind(right)]
    if kinds[0] == kinds[1] and (for_equality or kinds[0] != "truth"):
        return left, right
    if for_equality:
        return kinds
    raise CellError("#VALUE!")


def kind(value):
    return "truth" if isinstance(value, bool) else "text" if isinstance(value, str) else "number"
SOURCE
cat > sheetcalc/sheet.py <<'SOURCE'
"""Cells."""
from sheetcalc.parser import Parser
from sheetcalc.values import CellError, constant, shown


class Sheet:
    def __init__(self, cells=None):
        self.cells = dict(cells or {})
        self.known = {}
        self.running = []
        self.cyclic = set()

    def set(self, name, text):
        self.cells[name] = text
        self.known = {}
        self.cyclic = set()

    def value(self, name):
        """The value of a cell; an empty one is None, an error value is raised."""
        if name in self.running:
            self.cyclic.update(self.running[self.running.index(name):])
            raise CellError("#CYCLE!")
        if name not in self.known:
            self.running.append(name)
            try:
                self.known[name] = self.evaluate(self.cells.get(name, ""))
            except CellError as error:
                self.known[name] = error
            finally:
                self.running.pop()
            if name in self.cyclic:
                self.known[name] = CellError("#CYCLE!")
        if isinstance(self.known[name], CellError):
            raise CellError(self.known[name].code)
        return self.known[name]

    def show(self, name):
        """The text of a cell."""
        try:
            return shown(self.value(name))
        except CellError as error:
            return error.code

    def evaluate(self, text):
        return Parser(text[1:]).parse().evaluate(self) if text.startswith("=") else constant(text)
SOURCE
