"""Invoices and their totals."""
from dataclasses import dataclass, field
from decimal import Decimal

from billing.money import amount, to_cents


@dataclass(frozen=True)
class Line:
    """One position: `quantity` units at `unit_price`, `discount` and `tax_rate` in percent."""

    description: str
    quantity: Decimal
    unit_price: Decimal
    tax_rate: Decimal
    discount: Decimal = Decimal(0)

    @classmethod
    def of(cls, description, quantity, unit_price, tax_rate, discount="0"):
        return cls(description, amount(quantity), amount(unit_price), amount(tax_rate), amount(discount))

    @property
    def net(self):
        """The line without tax, in whole cents."""
        return to_cents(self.quantity * self.unit_price)

    @property
    def tax(self):
        return to_cents(self.net * self.tax_rate / 100)


@dataclass
class Invoice:
    number: str
    lines: list = field(default_factory=list)

    def add(self, *args, **kwargs):
        self.lines.append(Line.of(*args, **kwargs))

    @property
    def net(self):
        return sum((line.net for line in self.lines), Decimal(0))

    def tax_by_rate(self):
        """A dict from tax rate to tax, in the order of the rates."""
        taxes = {}
        for line in sorted(self.lines, key=lambda line: line.tax_rate):
            taxes[line.tax_rate] = taxes.get(line.tax_rate, Decimal(0)) + line.tax
        return taxes

    @property
    def total(self):
        gross = self.net + sum(self.tax_by_rate().values(), Decimal(0))
        rebate = sum((line.net * line.discount / 100 for line in self.lines), Decimal(0))
        return to_cents(gross - rebate)
