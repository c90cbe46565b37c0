import unittest
from decimal import Decimal

from billing.invoice import Invoice
from billing.money import to_cents


class InvoiceTest(unittest.TestCase):
    def test_plain_line(self):
        invoice = Invoice("A-1")
        invoice.add("Paper, box", 3, "4.20", "20")
        self.assertEqual(invoice.net, Decimal("12.60"))
        self.assertEqual(invoice.total, Decimal("15.12"))

    def test_half_a_cent_rounds_up(self):
        self.assertEqual(to_cents(Decimal("0.125")), Decimal("0.13"))

    def test_discount_comes_off_before_tax(self):
        invoice = Invoice("A-2")
        invoice.add("Desk", 1, "200.00", "20", discount="10")
        self.assertEqual(invoice.net, Decimal("180.00"))
        self.assertEqual(invoice.total, Decimal("216.00"))


if __name__ == "__main__":
    unittest.main()
