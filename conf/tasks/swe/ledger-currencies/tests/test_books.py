import os
import re
import tempfile
import unittest

import remote
from ledger.book import Book
from ledger.cli import main
from ledger.export import to_csv
from ledger.interest import interest
from ledger.journal import read_journal
from ledger.model import Posting, Transaction
from ledger.money import Money
from ledger.report import balance_sheet
from ledger.statement import render, statement

JOURNAL = """; club
2024-01-02 Opening ; carried over
  Assets:Bank 100.10
  Assets:Bank:Swiss 50 CHF
  Equity -100.10 EUR
  ; the other side
  Equity -50 CHF

2024-03-01 Later
  Assets:Bank 1.00
  Income:Fees
2024-02-01 Trip
  Expenses 30.00 CHF
  Assets:Bank:Swiss -30.00 CHF
2024-02-01 Refund
  Assets:Bank +0.20
  Assets:Bank 0.10
  Expenses
"""


def book():
    return Book(read_journal(JOURNAL))


def amount(money):
    return money.cents, money.currency


def lines(transaction):
    return [(posting.account, *amount(posting.amount)) for posting in transaction.postings]


def message(function, *args):
    try:
        function(*args)
    except ValueError as error:
        return str(error)
    raise AssertionError("no ValueError")


class Model(unittest.TestCase):
    def test_zero_in_each_currency(self):
        postings = (Posting("A", Money(100, "CHF")), Posting("B", Money(-100, "EUR")))
        self.assertEqual(message(Transaction, "2024-01-03", "Trip", postings), "2024-01-03 Trip is off by 1.00 CHF")
        self.assertEqual(message(Transaction, "2024-01-03", "Trip", (Posting("A", Money(0)),)),
                         "2024-01-03 Trip has fewer than two postings")


class Journal(unittest.TestCase):
    def test_missing_amounts_and_comments(self):
        transactions = read_journal(JOURNAL)
        self.assertEqual([t.text for t in transactions], ["Opening", "Later", "Trip", "Refund"])
        self.assertEqual(len(transactions[0].postings), 4)
        self.assertEqual(lines(transactions[3])[2], ("Expenses", -30, "EUR"))

    def test_errors_name_the_line(self):
        head = "2024-01-03 Trip\n"
        for text, line in (("\n" + head + "  A 1,5\n", 3), (head + "  A 1\n  B -2\n", 1), ("  A 1\n", 1), (head + "  A 1 EUR x\n", 2),
                           ("\n2024-01-03\n  A 1\n  B -1\n", 2), ("3.1.2024 Trip\n  A 1\n  B -1\n", 1), (head + "  A\n  B\n", 1),
                           (head + "  A 1\n\n  B -1\n", 1)):
            with self.subTest(text):
                self.assertTrue(message(read_journal, text).startswith("line %d: " % line), message(read_journal, text))

    def test_missing_amount_needs_one_currency(self):
        self.assertIn("needs one currency", message(read_journal, "2024-01-03 Trip\n  A 1 CHF\n  B 1 EUR\n  C\n"))


class Reports(unittest.TestCase):
    def test_balances(self):
        self.assertEqual([amount(m) for m in book().balance("Assets")], [(2000, "CHF"), (10140, "EUR")])
        self.assertEqual(book().balance("Asset"), [])
        closed = Book(read_journal("2024-01-01 a\n A 1\n B -1\n2024-01-02 b\n A -1\n C 1\n"))
        self.assertEqual({account: {currency: amount(m) for currency, m in sums.items()} for account, sums in closed.balances.items()},
                         {"B": {"EUR": (-100, "EUR")}, "C": {"EUR": (100, "EUR")}})

    def test_statement(self):
        rows = statement(book(), "Assets:Bank")
        self.assertEqual([row[3].cents for row in rows], [10010, 10030, 10040, 10140])
        self.assertEqual(render("Assets:Bank:Swiss", "CHF", statement(book(), "Assets:Bank:Swiss", "CHF")),
                         "Assets:Bank:Swiss in CHF\n2024-01-02  Opening                       50.00      50.00\n"
                         "2024-02-01  Trip                         -30.00      20.00\n")

    def test_balance_sheet_and_csv(self):
        self.assertTrue(balance_sheet(book()).startswith("Assets:Bank                      101.40 EUR\nAssets:Bank:Swiss"
                                                         "                 20.00 CHF\nEquity"))
        self.assertEqual(to_csv(book()).splitlines()[:3], ["date,text,account,amount,currency",
                         "2024-01-02,Opening,Assets:Bank,100.10,EUR", "2024-01-02,Opening,Assets:Bank:Swiss,50.00,CHF"])

    def test_interest(self):
        found = interest(book(), "Assets:Bank", "2.5", "2024-12-31")
        self.assertEqual([lines(t) for t in found], [
            [("Assets:Bank", 50, "CHF"), ("Income:Interest", -50, "CHF")],
            [("Assets:Bank", 254, "EUR"), ("Income:Interest", -254, "EUR")]])
        self.assertEqual(interest(book(), "Equity", 2, "2024-12-31"), [])
        self.assertEqual(interest(book(), "Assets", "0.001", "2024-12-31"), [])

    def test_no_float_is_left(self):
        for name in sorted(os.listdir("ledger")):
            if name.endswith(".py"):
                with open(os.path.join("ledger", name), encoding="utf-8") as file:
                    self.assertIsNone(re.search(r"\bfloat\(|: float\b|\d\.\d+f|= 0\.0", file.read()), name)


class CommandLine(unittest.TestCase):
    def call(self, journal, *arguments):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "journal.txt")
            with open(path, "w") as file:
                file.write(journal)
            return remote.captured(main, [path, *arguments])

    def test_statement_with_currency(self):
        code, out, _ = self.call(JOURNAL, "statement", "Expenses", "CHF")
        self.assertEqual((code, out.splitlines()[0], len(out.splitlines())), (0, "Expenses in CHF", 2))
        self.assertEqual(self.call(JOURNAL, "statement", "Expenses")[1].splitlines()[0], "Expenses in EUR")

    def test_errors(self):
        code, out, err = self.call("2024-01-03 Trip\n  A x\n", "balance")
        self.assertEqual((code, out, err.startswith("error: line 2: ")), (1, "", True))
        for arguments in (["sum"], ["statement"]):
            code, out, err = self.call(JOURNAL, *arguments)
            self.assertEqual((code, out, err.startswith("usage: ")), (2, "", True))
