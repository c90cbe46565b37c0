#!/bin/bash
set -euo pipefail
cd /app
cat > billing/money.py <<'SOURCE'
"""Amounts of money, in the currency of the invoice."""
from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")


def amount(value):
    """Returns `value` (a str, int or Decimal) as a Decimal."""
    if isinstance(value, float):
        raise TypeError("amounts are never float: %r" % value)
    return Decimal(value)


def to_cents(value):
    """Rounds an amount to the cent."""
    return value.quantize(CENT, rounding=ROUND_HALF_UP)
SOURCE
cat > billing/invoice.py <<'SOURCE'
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
        """The line after its discount and without tax, in whole cents."""
        return to_cents(self.quantity * self.unit_price * (100 - self.discount) / 100)


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
        nets = {}
        for line in sorted(self.lines, key=lambda line: line.tax_rate):
            nets[line.tax_rate] = nets.get(line.tax_rate, Decimal(0)) + line.net
        return {rate: to_cents(net * rate / 100) for rate, net in nets.items()}

    @property
    def total(self):
        return self.net + sum(self.tax_by_rate().values(), Decimal(0))
SOURCE
cat > billing/render.py <<'SOURCE'
"""The plain-text form of an invoice."""


def render(invoice):
    rows = ["Invoice %s" % invoice.number]
    for line in invoice.lines:
        row = "%-24s %6s x %9s %10s" % (line.description[:24], line.quantity, line.unit_price, line.net)
        rows.append("%s (-%s%%)" % (row, line.discount) if line.discount else row)
    rows.append("%-43s %10s" % ("Net", invoice.net))
    for rate, tax in invoice.tax_by_rate().items():
        rows.append("%-43s %10s" % ("Tax %s%%" % rate, tax))
    rows.append("%-43s %10s" % ("Total", invoice.total))
    return "\n".join(rows) + "\n"
SOURCE
