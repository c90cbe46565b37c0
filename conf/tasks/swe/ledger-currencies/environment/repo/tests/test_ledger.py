import unittest

from ledger.book import Book
from ledger.journal import read_journal
from ledger.money import Money

JOURNAL = """2024-01-02 Opening
  Assets:Bank 100.10 EUR
  Equity:Opening -100.10

2024-01-03 Trip
  Expenses:Travel 30.00 CHF
  Assets:Cash -30.00 CHF
"""


class LedgerTest(unittest.TestCase):
    def test_amounts(self):
        self.assertEqual(Money.parse("10.5 CHF") + Money.parse("-0.25 CHF"), Money(1025, "CHF"))
        self.assertEqual(str(Money.parse("-3")), "-3.00 EUR")

    def test_currencies_do_not_mix(self):
        with self.assertRaises(ValueError):
            Money(1, "EUR") + Money(1, "CHF")

    def test_balance_per_currency(self):
        book = Book(read_journal(JOURNAL))
        self.assertEqual(book.balance("Assets"), [Money(-3000, "CHF"), Money(10010, "EUR")])

    def test_journal_errors_name_the_line(self):
        with self.assertRaises(ValueError) as caught:
            read_journal("2024-01-02 Opening\n  Assets:Bank 1,5 EUR\n")
        self.assertIn("line 2", str(caught.exception))


if __name__ == "__main__":
    unittest.main()
