import unittest

from ledger.money import Money


def amount(money):
    return money.cents, money.currency


class MoneyTest(unittest.TestCase):
    def test_parse_and_print(self):
        for text, money, shown in (("10.5 CHF", (1050, "CHF"), "10.50 CHF"), ("-3", (-300,), "-3.00 EUR"),
                                   ("+0.07   USD", (7, "USD"), "0.07 USD"), ("-0.05", (-5,), "-0.05 EUR")):
            self.assertEqual((amount(Money.parse(text)), str(Money(*money))), ((*money, "EUR")[:2], shown))

    def test_unreadable_amounts(self):
        for text in ("", "1,5", "1.234", ".5", "1.", "1 eur", "1 EURO", "EUR", "- 1", "1e3", "--1", "1\u00b2"):
            with self.subTest(text), self.assertRaises(ValueError):
                Money.parse(text)

    def test_arithmetic(self):
        a, b = Money(10, "CHF"), Money(25, "CHF")
        self.assertEqual([amount(m) for m in (a + b, a - b, -a)], [(35, "CHF"), (-15, "CHF"), (-10, "CHF")])
        self.assertEqual((bool(Money(0)), bool(a), len({a, Money(10, "CHF")})), (False, True, 1))
        self.assertNotEqual(a, Money(10))
        self.assertNotEqual(a, b)
        for operation in (lambda: a + Money(1), lambda: a - Money(1)):
            with self.assertRaises(ValueError):
                operation()

    def test_bad_fields(self):
        for cents in (1.0, "1", True):
            with self.assertRaises(TypeError):
                Money(cents)
        for currency in ("eur", "EU", "EURO", ""):
            with self.assertRaises(ValueError):
                Money(1, currency)

    def test_percent_rounds_half_away_from_zero(self):
        self.assertEqual([Money(c).percent(p).cents for c, p in ((100, "2.5"), (-100, "2.5"), (20, 12), (10010, "0.333"))],
                         [3, -3, 2, 33])
