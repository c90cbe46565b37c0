#!/bin/bash
set -euo pipefail
cd /app
cat > ledger/money.py <<'SOURCE'
"""Exact amounts of money."""
import re
from dataclasses import dataclass
from fractions import Fraction

FORM = re.compile(r"([+-]?)([0-9]+)(?:\.([0-9]{1,2}))?(?:\s+([A-Z]{3}))?")


@dataclass(frozen=True)
class Money:
    cents: int
    currency: str = "EUR"

    def __post_init__(self):
        if type(self.cents) is not int:
            raise TypeError("cents must be an int: %r" % (self.cents,))
        if not re.fullmatch("[A-Z]{3}", self.currency):
            raise ValueError("not a currency: %r" % self.currency)

    @classmethod
    def parse(cls, text):
        match = FORM.fullmatch(text)
        if not match:
            raise ValueError("not an amount: %s" % text)
        sign, whole, part, currency = match.groups()
        cents = int(whole) * 100 + int((part or "").ljust(2, "0"))
        return cls(-cents if sign == "-" else cents, currency or "EUR")

    def __add__(self, other):
        if self.currency != other.currency:
            raise ValueError("%s and %s do not mix" % (self.currency, other.currency))
        return Money(self.cents + other.cents, self.currency)

    def __neg__(self):
        return Money(-self.cents, self.currency)

    def __sub__(self, other):
        return self + -other

    def __bool__(self):
        return self.cents != 0

    def percent(self, percentage):
        """That percentage of it, rounded half away from zero."""
        exact = abs(self.cents * Fraction(percentage) / 100)
        rounded = int(exact + Fraction(1, 2))
        return Money(rounded if self.cents * Fraction(percentage) >= 0 else -rounded, self.currency)

    @property
    def number(self):
        """The amount as text without its currency."""
        whole, part = divmod(abs(self.cents), 100)
        return "%s%d.%02d" % ("-" if self.cents < 0 else "", whole, part)

    def __str__(self):
        return "%s %s" % (self.number, self.currency)


def totals(amounts):
    """The sums of amounts per currency, by currency, without zeros."""
    sums = {}
    for amount in amounts:
        sums[amount.currency] = sums.get(amount.currency, Money(0, amount.currency)) + amount
    return [sums[currency] for currency in sorted(sums) if sums[currency]]
SOURCE
cat > ledger/model.py <<'SOURCE'
"""Postings and transactions."""
from dataclasses import dataclass

from ledger.money import Money, totals


@dataclass(frozen=True)
class Posting:
    account: str
    amount: Money


@dataclass(frozen=True)
class Transaction:
    """`date` is ISO text; the postings, two or more, add up to zero in each currency."""

    date: str
    text: str
    postings: tuple

    def __post_init__(self):
        if len(self.postings) < 2:
            raise ValueError("%s %s has fewer than two postings" % (self.date, self.text))
        for total in totals(posting.amount for posting in self.postings):
            raise ValueError("%s %s is off by %s" % (self.date, self.text, total))
SOURCE
cat > ledger/book.py <<'SOURCE'
"""Balances per account and currency."""
from ledger.money import totals


class Book:
    def __init__(self, transactions=()):
        self.transactions = []
        self.balances = {}
        for transaction in transactions:
            self.add(transaction)

    def add(self, transaction):
        self.transactions.append(transaction)
        for posting in transaction.postings:
            held = self.balances.pop(posting.account, {})
            sums = totals([*held.values(), posting.amount])
            if sums:
                self.balances[posting.account] = {amount.currency: amount for amount in sums}

    def balance(self, account):
        """What an account and all accounts below it hold, by currency, without zeros."""
        held = [
            amount
            for name, amounts in self.balances.items()
            if name == account or name.startswith(account + ":")
            for amount in amounts.values()
        ]
        return totals(held)
SOURCE
cat > ledger/journal.py <<'SOURCE'
"""The journal file: a dated line, then its postings, indented; `;` begins a comment."""
import re

from ledger.model import Posting, Transaction
from ledger.money import Money

HEAD = re.compile(r"(\d{4}-\d{2}-\d{2})\s+(\S.*)")


def read_journal(text):
    """The transactions of a journal; a ValueError begins with the number of the line at fault."""
    transactions, block = [], []
    for number, raw in enumerate(text.splitlines(), 1):
        line = raw.split(";", 1)[0].rstrip()
        if not line and ";" in raw:
            continue
        indented = line[:1] in (" ", "\t")
        if not indented and block:
            transactions.append(build(block))
            block = []
        if indented and not block:
            raise ValueError("line %d: a posting without a transaction" % number)
        if line:
            block.append((number, line.strip()))
    if block:
        transactions.append(build(block))
    return transactions


def build(block):
    """A transaction from its numbered lines."""
    (number, head), *lines = block
    postings = [read_posting(*line) for line in lines]
    try:
        match = HEAD.fullmatch(head)
        if not match:
            raise ValueError("not a date and a text: %s" % head)
        return Transaction(match[1], match[2], completed(postings))
    except ValueError as error:
        raise ValueError("line %d: %s" % (number, error)) from error


def read_posting(number, line):
    """An account and its amount, which is None where it is missing."""
    account, *amount = line.split(None, 1)
    try:
        return account, Money.parse(amount[0]) if amount else None
    except ValueError as error:
        raise ValueError("line %d: %s" % (number, error)) from error


def completed(postings):
    """The postings with the one missing amount filled in."""
    known = [amount for _, amount in postings if amount is not None]
    if len(known) < len(postings) - 1:
        raise ValueError("more than one amount is missing")
    if len(known) == len(postings):
        return tuple(Posting(account, amount) for account, amount in postings)
    currencies = {amount.currency for amount in known}
    if len(currencies) != 1:
        raise ValueError("a missing amount needs one currency")
    rest = -sum(known[1:], known[0])
    return tuple(Posting(account, rest if amount is None else amount) for account, amount in postings)
SOURCE
cat > ledger/statement.py <<'SOURCE'
"""One account over time."""
from ledger.money import Money


def statement(book, account, currency="EUR"):
    """Rows of date, text, amount and the balance after it, for the postings in one currency."""
    rows, balance = [], Money(0, currency)
    for transaction in sorted(book.transactions, key=lambda transaction: transaction.date):
        for posting in transaction.postings:
            if posting.account == account and posting.amount.currency == currency:
                balance += posting.amount
                rows.append((transaction.date, transaction.text, posting.amount, balance))
    return rows


def render(account, currency, rows):
    lines = ["%s in %s\n" % (account, currency)]
    for date, text, amount, balance in rows:
        lines.append("%s  %-24s %10s %10s\n" % (date, text, amount.number, balance.number))
    return "".join(lines)
SOURCE
cat > ledger/report.py <<'SOURCE'
"""The balance sheet."""


def balance_sheet(book):
    return "".join(
        "%-28s %14s\n" % (account, amounts[currency])
        for account, amounts in sorted(book.balances.items())
        for currency in sorted(amounts)
    )
SOURCE
cat > ledger/export.py <<'SOURCE'
"""CSV for the tax office."""
import csv
import io


def to_csv(book):
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(["date", "text", "account", "amount", "currency"])
    for transaction in book.transactions:
        for posting in transaction.postings:
            amount = posting.amount
            writer.writerow([transaction.date, transaction.text, posting.account, amount.number, amount.currency])
    return file.getvalue()
SOURCE
cat > ledger/interest.py <<'SOURCE'
"""Interest on savings."""
from ledger.model import Posting, Transaction


def interest(book, account, percent, date):
    """The transactions that credit a year's interest on an account's positive balances, by currency."""
    amounts = [balance.percent(percent) for balance in book.balance(account) if balance.cents > 0]
    return [
        Transaction(date, "Interest", (Posting(account, amount), Posting("Income:Interest", -amount)))
        for amount in amounts
        if amount
    ]
SOURCE
cat > ledger/cli.py <<'SOURCE'
"""The command line."""
import sys

from ledger.book import Book
from ledger.export import to_csv
from ledger.journal import read_journal
from ledger.report import balance_sheet
from ledger.statement import render, statement

USAGE = "usage: python3 -m ledger JOURNAL balance | statement ACCOUNT [CURRENCY] | csv"
ARGUMENTS = {"balance": (0,), "statement": (1, 2), "csv": (0,)}


def main(arguments):
    if not fits(arguments[1:]):
        print(USAGE, file=sys.stderr)
        return 2
    path, command, *rest = arguments
    try:
        with open(path, encoding="utf-8") as file:
            book = Book(read_journal(file.read()))
    except (OSError, ValueError) as error:
        print("error: %s" % error, file=sys.stderr)
        return 1
    if command == "balance":
        print(balance_sheet(book), end="")
    elif command == "statement":
        account, currency = [*rest, "EUR"][:2]
        print(render(account, currency, statement(book, account, currency)), end="")
    else:
        print(to_csv(book), end="")
    return 0


def fits(words):
    """Whether they are a command and as many arguments as it takes."""
    return bool(words) and len(words) - 1 in ARGUMENTS.get(words[0], ())
SOURCE
cat > README.md <<'SOURCE'
# ledger

Double-entry bookkeeping for a small club.

    python3 -m ledger samples/journal.txt balance
    python3 -m ledger samples/journal.txt statement Assets:Bank [CURRENCY]
    python3 -m ledger samples/journal.txt csv

- `ledger/money.py`: exact amounts with a currency
- `ledger/journal.py`: the journal file
- `ledger/model.py`: postings and transactions
- `ledger/book.py`: balances per account
- `ledger/statement.py`: one account over time
- `ledger/report.py`: the balance sheet
- `ledger/export.py`: CSV
- `ledger/interest.py`: interest on savings
- `ledger/cli.py`: the command line
SOURCE
