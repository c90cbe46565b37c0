import unittest
from decimal import Decimal as D

from billing.invoice import Invoice
from billing.money import amount, to_cents
from billing.render import render


class Rounding(unittest.TestCase):
    def test_half_up_for_both_parities(self):
        self.assertEqual([to_cents(D(v)) for v in ("0.125", "0.135", "2.665", "-0.125")],
                         [D("0.13"), D("0.14"), D("2.67"), D("-0.13")])

    def test_floats_stay_refused(self):
        with self.assertRaises(TypeError):
            amount(0.1)


class Totals(unittest.TestCase):
    def test_discounted_net_is_rounded_per_line(self):
        invoice = Invoice("1")
        invoice.add("a", 1, "0.33", "0", discount="50")
        invoice.add("b", 1, "0.33", "0", discount="50")
        self.assertEqual(invoice.net, D("0.34"))

    def test_tax_is_rounded_once_per_rate(self):
        invoice = Invoice("2")
        for _ in range(3):
            invoice.add("pen", 1, "0.42", "19")
        self.assertEqual(invoice.tax_by_rate(), {D(19): D("0.24")})
        self.assertEqual(invoice.total, D("1.50"))

    def test_rates_are_grouped_by_value_in_order(self):
        invoice = Invoice("3")
        invoice.add("a", 1, "10", "20")
        invoice.add("b", 1, "10", "5.5")
        invoice.add("c", 1, "10", "20.0")
        self.assertEqual(list(invoice.tax_by_rate().items()), [(D("5.5"), D("0.55")), (D(20), D("4.00"))])

    def test_total_is_net_plus_tax(self):
        invoice = Invoice("4")
        invoice.add("a", 2, "19.99", "7", discount="15")
        invoice.add("b", "1.5", "8.45", "19")
        self.assertEqual(invoice.total, invoice.net + sum(invoice.tax_by_rate().values()))
        self.assertEqual(invoice.total, D("51.45"))


class Rendering(unittest.TestCase):
    def test_discount_is_shown(self):
        invoice = Invoice("5")
        invoice.add("Desk", 1, "200.00", "20", discount="10")
        invoice.add("Lamp", 1, "30.00", "20")
        rows = render(invoice).splitlines()
        self.assertTrue(rows[1].endswith("    180.00 (-10%)"), rows[1])
        self.assertTrue(rows[2].endswith("     30.00"), rows[2])
