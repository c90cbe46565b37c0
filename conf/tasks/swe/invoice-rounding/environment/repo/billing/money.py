"""Amounts of money, in the currency of the invoice."""
from decimal import Decimal

CENT = Decimal("0.01")


def amount(value):
    """Returns `value` (a str, int or Decimal) as a Decimal."""
    if isinstance(value, float):
        raise TypeError("amounts are never float: %r" % value)
    return Decimal(value)


def to_cents(value):
    """Rounds an amount to the cent."""
    return value.quantize(CENT)
